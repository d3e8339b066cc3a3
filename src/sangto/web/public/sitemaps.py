"""Site maps: what search engines may find, each page in both languages.

The index is short; the verdicts stand in files of two thousand, so that no file is too large.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from xml.sax.saxutils import quoteattr

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from sangto.organisations.queries import current_network
from sangto.verdicts.queries import site_map_length, site_map_lines
from sangto.web.guides.reading import guides
from sangto.web.verdicts.reuse import absolute

#: Verdicts of one file; each is named in every language.
VERDICTS_A_FILE = 2_000
#: Public pages that are the same for everybody.
PAGES = (
    "check",
    "verdicts",
    "answers",
    "guides",
    "report",
    "reuse",
    "about",
    "privacy",
    "accessibility",
)
_NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_KEPT_SECONDS = 3_600


@require_safe
@cache_control(public=True, max_age=_KEPT_SECONDS)
def index(request: HttpRequest) -> HttpResponse:
    parts = ["pages", *(f"verdicts-{number}" for number in range(1, _verdict_files() + 1))]
    rows = "".join(
        f"<sitemap><loc>{absolute(reverse('site_map_part', kwargs={'part': part}))}</loc></sitemap>"
        for part in parts
    )
    return _xml(f"{_HEAD}<sitemapindex {_NAMESPACES}>{rows}</sitemapindex>")


@require_safe
@cache_control(public=True, max_age=_KEPT_SECONDS)
def part(request: HttpRequest, part: str) -> HttpResponse:
    kind, _dash, number = part.partition("-")
    if part == "pages":
        rows = _pages()
    elif kind == "verdicts" and number.isdecimal() and 1 <= int(number) <= _verdict_files():
        rows = _verdicts(int(number))
    else:
        raise Http404
    return _xml(f"{_HEAD}<urlset {_NAMESPACES}>{''.join(rows)}</urlset>")


def _verdict_files() -> int:
    return -(-site_map_length(current_network()) // VERDICTS_A_FILE)


def _pages() -> Iterator[str]:
    for name in PAGES:
        yield from _entries(name, {})
    for one in guides():
        yield from _entries("guide", {"slug": one.slug})


def _verdicts(number: int) -> Iterator[str]:
    lines = site_map_lines(
        current_network(), offset=(number - 1) * VERDICTS_A_FILE, limit=VERDICTS_A_FILE
    )
    for reference, changed_at in lines:
        yield from _entries("verdict", {"reference": reference}, changed_at)


def _entries(
    name: str, arguments: dict[str, str], changed_at: datetime | None = None
) -> Iterator[str]:
    """The page in each language, with its other languages beside it."""
    addresses: dict[str, str] = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            addresses[code] = absolute(reverse(name, kwargs=arguments))
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href={quoteattr(address)}/>'
        for code, address in (*addresses.items(), ("x-default", addresses[settings.LANGUAGE_CODE]))
    )
    changed = (
        f"<lastmod>{timezone.localtime(changed_at).isoformat(timespec='seconds')}</lastmod>"
        if changed_at is not None
        else ""
    )
    for address in addresses.values():
        yield f"<url><loc>{address}</loc>{changed}{links}</url>"


def _xml(text: str) -> HttpResponse:
    return HttpResponse(text, content_type="application/xml; charset=utf-8")
