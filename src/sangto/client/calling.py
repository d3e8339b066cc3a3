"""The calls, one for each endpoint."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any
from urllib.parse import quote

from sangto.client.transport import Answer, Transport

Found = dict[str, Any]


class Client:
    """One desk. ``key`` empty: only what is public, with a stricter limit.

    ``options`` are those of :class:`~sangto.client.transport.Transport`: ``timeout``,
    ``attempts``, ``longest_wait``.
    """

    def __init__(
        self, address: str, *, key: str = "", language: str = "vi", **options: Any
    ) -> None:
        self._transport = Transport(address, key=key, language=language, **options)

    def __repr__(self) -> str:
        return f"Client({self._transport.base!r})"

    def check(self, text: str) -> Found:
        """``outcome`` is ``answer`` (the first match answers), ``suggest`` or ``unknown``."""
        return self._object("POST", "check", body={"text": text})

    def verdicts(
        self,
        *,
        q: str = "",
        rating: str = "",
        category: str = "",
        topic: str = "",
        territory: str = "",
        since: date | None = None,
        until: date | None = None,
        page_length: int = 100,
    ) -> Iterator[Found]:
        """Current verdicts, newest first; pages are fetched as they are needed."""
        query = {
            "q": q,
            "rating": rating,
            "category": category,
            "topic": topic,
            "territory": territory,
            "since": since,
            "until": until,
            "limit": page_length,
        }
        return self._pages("verdicts", query)

    def verdict(self, reference: str, version: int | None = None) -> Found:
        path = f"verdicts/{_part(reference)}"
        return self._object("GET", path if version is None else f"{path}/versions/{version:d}")

    def versions(self, reference: str) -> list[Found]:
        found: list[Found] = self._send("GET", f"verdicts/{_part(reference)}/versions").body
        return found

    def claim_review(self, reference: str) -> Found:
        """schema.org, as it stands on the verdict's page."""
        return self._object("GET", f"verdicts/{_part(reference)}/claim-review")

    def claims(self, **filters: Any) -> Iterator[Found]:
        """Claims that have a verdict; the filters are those of :meth:`verdicts`."""
        length = filters.pop("page_length", 100)
        return self._pages("claims", {**filters, "limit": length})

    def claim(self, reference: str) -> Found:
        return self._object("GET", f"claims/{_part(reference)}")

    def feeds(self) -> Found:
        return self._object("GET", "feeds")

    def consent(self) -> Found:
        """The text that a person has to agree to, and its version."""
        return self._object("GET", "consent")

    def report(
        self,
        *,
        consent_version: str,
        text: str = "",
        link: str = "",
        reason: str = "",
        money_lost: int | None = None,
        territory: str | None = None,
        email: str | None = None,
        share_consent: bool = False,
        images: Iterable[bytes] = (),
        idempotency_key: str = "",
    ) -> Found:
        """Pass on what a person reported and agreed to; give them the ``receipt``.

        Give your own ``idempotency_key`` if your program may be stopped between two tries.
        """
        body: Found = {
            "consent_version": consent_version,
            "text": text,
            "link": link,
            "reason": reason,
            "share_consent": share_consent,
            "images": [base64.b64encode(one).decode("ascii") for one in images],
        }
        given = {"money_lost": money_lost, "territory": territory, "email": email}
        body |= {name: value for name, value in given.items() if value is not None}
        key = idempotency_key or secrets.token_urlsafe(24)
        return self._object("POST", "reports", body=body, headers={"Idempotency-Key": key})

    def report_state(self, receipt: str) -> Found:
        return self._object("POST", "reports/status", body={"receipt": receipt})

    def rounds(self, *, state: str = "open", page_length: int = 100) -> Iterator[Found]:
        """What the own agency is asked (``open``), or was asked (``over``)."""
        return self._pages("rounds", {"state": state, "limit": page_length})

    def round(self, reference: str) -> Found:
        return self._object("GET", f"rounds/{_part(reference)}")

    def answer_round(self, reference: str, kind: str, text: str = "", **more: Any) -> Found:
        """``more``: ``proposed_category``, ``competent``, ``more_days``, ``signatory`` …"""
        body = {"kind": kind, "text": text, **more}
        return self._object("PUT", f"rounds/{_part(reference)}/answer", body=body)

    def own_key(self) -> Found:
        """What the key may do, and how much of today is used."""
        return self._object("GET", "key")

    def _pages(self, path: str, query: Mapping[str, object]) -> Iterator[Found]:
        answer = self._transport.send("GET", path, query=query)
        while True:
            yield from answer.body
            onward = answer.next_page
            if onward is None:
                return
            answer = self._transport.send("GET", onward)

    def _send(self, method: str, path: str, **sent: Any) -> Answer:
        return self._transport.send(method, path, **sent)

    def _object(self, method: str, path: str, **sent: Any) -> Found:
        found: Found = self._send(method, path, **sent).body
        return found


def _part(text: str) -> str:
    return quote(text, safe="")
