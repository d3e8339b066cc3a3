"""Feeds as other desks write them, and a server that gives them out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from sangto.kernel.actor import Actor, operator_actor, system_actor
from sangto.outgoing import AllowedHost
from sangto.verdicts.models import Feed
from sangto.verdicts.services import add_feed
from tests.factories.cases import World
from tests.outgoing.servers import answer, serving

PULLING = system_actor("feed.pull")
LOOPBACK = (AllowedHost("127.0.0.0/8"),)
WORDING = (
    "TONG CTY DIEN MAU: gia dinh ban no tien dien 3 thang, nop ngay tai https://dien-mau.example "
    "neu khong se cat dien truoc 18h hom nay"
)


def review(number: int = 1, **changes: Any) -> dict[str, Any]:
    return {
        "@type": "ClaimReview",
        "@id": f"https://khac.example/ket-luan/{number}",
        "url": f"https://khac.example/ket-luan/{number}/",
        "inLanguage": "vi",
        "datePublished": "2026-01-02T08:00:00+07:00",
        "dateModified": "2026-01-03T08:00:00+07:00",
        "claimReviewed": f"Tin nhắn dọa cắt điện số {number} là giả",
        "reviewBody": "Không có đơn vị nào nhắn như vậy.",
        "reviewRating": {"@type": "Rating", "alternateName": "Lừa đảo", "ratingValue": 1},
        "itemReviewed": {
            "@type": "Claim",
            "name": "Tin dọa cắt điện",
            "appearance": [{"@type": "Message", "text": WORDING}],
        },
        "publisher": {"@type": "Organization", "name": "Bàn tỉnh Khác"},
        **changes,
    }


def data_feed(*reviews: Mapping[str, Any]) -> bytes:
    entries = [{"@type": "DataFeedItem", "item": [one]} for one in reviews]
    return json.dumps(
        {"@context": "https://schema.org", "@type": "DataFeed", "dataFeedElement": entries}
    ).encode()


@dataclass
class Publisher:
    """``content`` is what it gives out now; ``asked`` are the headers of each request."""

    content: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    port: int = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/claimreview.json"

    @property
    def allowed(self) -> tuple[AllowedHost, ...]:
        return (AllowedHost("127.0.0.0/8", self.port),)

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        self.asked.append({name.lower(): value for name, value in handler.headers.items()})
        etag = self.headers.get("etag")
        if etag and handler.headers.get("If-None-Match") == etag:
            answer(handler, b"", status=304)
            return
        answer(handler, self.content, status=self.status, **self.headers)


@contextmanager
def publishing(*reviews: Mapping[str, Any]) -> Iterator[Publisher]:
    publisher = Publisher(data_feed(*reviews))
    with serving(publisher) as port:
        publisher.port = port
        yield publisher


def followed(world: World, publisher: Publisher, *, actor: Actor | None = None) -> Feed:
    return add_feed(
        network=world.network,
        name="Bàn kiểm chứng tỉnh Khác",
        address=publisher.address,
        actor=actor or operator_actor("feed add"),
    )
