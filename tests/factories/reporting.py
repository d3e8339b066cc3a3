"""A report sent through its pages, as a browser without script does it."""

from __future__ import annotations

from typing import Any

from django.test import Client

from sangto.intake.domain.drafts import name_of
from tests.factories.web import page_of

PAGES: dict[str, tuple[str, ...]] = {
    "": ("text", "link", "images"),
    "nghi-ngo/": ("reason", "lost", "money_lost"),
    "noi-o/": ("territory",),
    "lien-he/": ("email",),
    "dong-y/": ("consent", "share_consent"),
}


def token_of(client: Client) -> str:
    cookie = client.cookies.get("sangto_report")
    return cookie.value.removesuffix(".1") if cookie is not None else ""


def draft_name(client: Client) -> str:
    token = token_of(client)
    return name_of(token) if token else ""


def post_page(client: Client, path: str, values: dict[str, Any], prefix: str = "/en") -> Any:
    """One page, with the draft that the browser holds."""
    return client.post(
        f"{prefix}/phan-anh/{path}", {"go": "next", "draft": draft_name(client), **values}
    )


def write(client: Client, prefix: str = "/en", **values: Any) -> Any:
    """All pages up to the last; the answer of the first that is refused, else of the last one.

    ``None`` leaves a field out. Begins a new report.
    """
    client.cookies.pop("sangto_report", None)
    filled = {"text": "Your parcel waits, pay 2 dollars at http://fee.example", "consent": "on"}
    filled.update(values)
    response = None
    for path, names in PAGES.items():
        page = {name: filled[name] for name in names if filled.get(name) is not None}
        response = post_page(client, path, page, prefix)
        if response.status_code != 302:
            return response
    return response


def press_send(client: Client, prefix: str = "/en") -> Any:
    return client.post(f"{prefix}/phan-anh/xem-lai/", {"send": "1", "draft": draft_name(client)})


def send(client: Client, prefix: str = "/en", **values: Any) -> Any:
    """Write, send, and follow to the confirmation."""
    written = write(client, prefix, **values)
    if written.status_code != 302:
        return written
    sent = press_send(client, prefix)
    return client.get(sent.headers["Location"]) if sent.status_code == 302 else sent


def receipt_on(response: Any) -> str:
    return "".join(page_of(response).one(class_="st-receipt__code").text.split())
