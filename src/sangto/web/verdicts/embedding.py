"""Verdicts in other people's pages: frames that anybody may set, and oEmbed that finds them.

A frame holds no script and no form and sets no cookie. It always shows the current version, so
that a correction is there too. It is the only page of this site that may stand in a frame.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from sangto.organisations.queries import current_network
from sangto.verdicts.claimreview import written
from sangto.verdicts.queries import published
from sangto.web.verdicts.feeds import FRESH_SECONDS, open_to_all
from sangto.web.verdicts.public import language_of_page, public_page
from sangto.web.verdicts.reuse import (
    WIDGET_HEIGHT,
    WIDGET_WIDTH,
    absolute,
    card_path,
    widget_code,
)

#: Of the site's policy only what a frame needs; whoever wants may set it.
FRAME_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors *",
    )
)
LATEST = 5
NARROWEST = 200
_CARD_SIZE = (1200, 630)


def _frame(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    response = render(request, "web/verdicts/widget.html", context, status=status)
    response.xframe_options_exempt = True
    response.headers["Content-Security-Policy"] = FRAME_POLICY
    open_to_all(response)
    return response


@require_safe
def widget(request: HttpRequest, reference: str) -> HttpResponse:
    try:
        page = public_page(reference)
    except Http404:
        return _frame(request, {}, status=404)
    return _frame(request, {"page": page, "line": page.line})


@require_safe
def latest_widget(request: HttpRequest) -> HttpResponse:
    network = current_network()
    lines = (
        published(network, limit=LATEST, language=language_of_page()) if network is not None else []
    )
    return _frame(request, {"lines": lines, "latest": True})


@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """https://oembed.com: for a page of a verdict the frame with it, at most as large as asked."""
    wanted_format = request.GET.get("format", "json")
    if wanted_format != "json":
        return _said({"error": "only json"}, 501)
    found = _verdict_at(request.GET.get("url", ""))
    if found is None:
        return _said({"error": "no verdict"}, 404)
    reference, language = found
    with override(language):
        try:
            line = public_page(reference).line
        except Http404:
            return _said({"error": "no verdict"}, 404)
        width = min(_pixels(request, "maxwidth", WIDGET_WIDTH), WIDGET_WIDTH)
        height = min(_pixels(request, "maxheight", WIDGET_HEIGHT), WIDGET_HEIGHT)
        title = f"{line.rating_word}: {line.title}"
        answer: dict[str, Any] = {
            "version": "1.0",
            "type": "rich",
            "title": title,
            "provider_name": "Sáng Tỏ",
            "provider_url": f"{settings.SANGTO_BASE_URL}/",
            "cache_age": FRESH_SECONDS,
            "html": widget_code(
                absolute(reverse("verdict_widget", kwargs={"reference": line.reference})),
                title,
                width=width,
                height=height,
            ),
            "width": width,
            "height": height,
        }
        most = (_pixels(request, "maxwidth", 10_000), _pixels(request, "maxheight", 10_000))
        if _CARD_SIZE[0] <= most[0] and _CARD_SIZE[1] <= most[1]:
            answer["thumbnail_url"] = absolute(card_path(line.reference, line.version))
            answer["thumbnail_width"], answer["thumbnail_height"] = _CARD_SIZE
    return _said(answer, 200)


def _said(answer: dict[str, Any], status: int) -> HttpResponse:
    response = HttpResponse(written(answer), content_type="application/json", status=status)
    open_to_all(response)
    return response


def _pixels(request: HttpRequest, name: str, usual: int) -> int:
    text = request.GET.get(name, "")
    if not (text.isascii() and text.isdecimal() and len(text) < 6):
        return usual
    return max(int(text), NARROWEST)


def _verdict_at(address: str) -> tuple[str, str] | None:
    """Reference and language of the page of a verdict at this address of ours."""
    try:
        parts = urlsplit(address[:500])
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"}:
        return None
    if parts.netloc.lower() != urlsplit(settings.SANGTO_BASE_URL).netloc.lower():
        return None
    language = "en" if parts.path.startswith("/en/") else "vi"
    try:
        with override(language):
            match = resolve(parts.path)
    except Resolver404:
        return None
    if match.view_name not in {"verdict", "verdict_version"}:
        return None
    return str(match.kwargs["reference"]), language
