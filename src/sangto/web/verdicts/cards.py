"""The share card of a verdict, as a PNG that is drawn when it is asked for."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sangto.kernel.text import clean
from sangto.verdicts.queries import PublishedPage
from sangto.web.cards.drawing import DESIGN, CardShape, CardTexts, draw_card
from sangto.web.cards.keeping import drawn, tag_of
from sangto.web.context import place_name
from sangto.web.templatetags.sangto_components import day
from sangto.web.verdicts.feeds import open_to_all
from sangto.web.verdicts.public import language_of_page, public_page

#: A card of one version changes only when the version is replaced or ends.
FRESH_SECONDS = 3_600


@require_safe
def card(
    request: HttpRequest, reference: str, shape: CardShape, number: int | None = None
) -> HttpResponse:
    """Without a number the card of the current version, under an address that stays."""
    texts = texts_of(public_page(reference, number))
    tag = tag_of(DESIGN, shape.value, texts)
    etag = quote_etag(tag)
    known = parse_etags(request.headers.get("If-None-Match", ""))
    response: HttpResponse
    if any(one == "*" or one.removeprefix("W/") == etag for one in known):
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(
            drawn(tag, lambda: draw_card(texts, shape)), content_type="image/png"
        )
    response.headers["ETag"] = etag
    open_to_all(response, seconds=FRESH_SECONDS)
    return response


def texts_of(page: PublishedPage) -> CardTexts:
    line = page.line
    stamp = ""
    if not page.is_current:
        stamp = _("Older version")
    elif line.expired:
        stamp = _("Being looked at again")
    dated = _("Verified on %(day)s") % {"day": day(line.published_on)}
    if line.version > 1:
        dated = f"{dated} · {_('version %(number)d') % {'number': line.version}}"
    place = place_name(language_of_page())
    return CardTexts(
        rating=line.rating,
        word=clean(line.rating_word),
        claim=clean(line.title),
        site=clean(f"Sáng Tỏ · {place}" if place else "Sáng Tỏ"),
        dated=dated,
        address=_shown_address(line.url),
        stamp=stamp,
    )


def _shown_address(url: str) -> str:
    """As somebody would type it."""
    base = settings.SANGTO_BASE_URL.split("://", 1)[-1]
    return f"{base}{url.removeprefix(settings.SANGTO_BASE_URL)}".rstrip("/")
