"""What a newsroom needs of one verdict: a page, and the same as a ZIP (Điều 6.5)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from sangto.handling.queries import press_office
from sangto.organisations.models import Agency
from sangto.verdicts.claimreview import claim_review, written
from sangto.verdicts.queries import PublishedPage
from sangto.web.cards.drawing import DESIGN, CardShape, CardTexts, draw_card
from sangto.web.cards.keeping import drawn, tag_of
from sangto.web.desk import agency_name
from sangto.web.handling.press_texts import PressTexts, press_texts, sources_text
from sangto.web.kept import kept
from sangto.web.verdicts.cards import texts_of
from sangto.web.verdicts.feeds import open_to_all
from sangto.web.verdicts.public import public_page
from sangto.web.verdicts.reuse import reuse_of

LICENCE = "CC BY 4.0"
LICENCE_ADDRESS = "https://creativecommons.org/licenses/by/4.0/"
_SECONDS = 300


@kept
@require_safe
def press_kit(request: HttpRequest, reference: str) -> HttpResponse:
    """Of the current version. One that was replaced or withdrawn has none."""
    page = _current(reference)
    return render(
        request,
        "web/handling/press_kit.html",
        {
            "page": page,
            "texts": press_texts(page),
            "office": press_office(page.line.reference),
            "reuse": reuse_of(page),
            "licence": LICENCE,
            "licence_address": LICENCE_ADDRESS,
            "contact_email": settings.SANGTO_CONTACT_EMAIL,
        },
    )


@require_safe
def press_zip(request: HttpRequest, reference: str) -> HttpResponse:
    """Texts, cards, sources and ClaimReview in every language of the site; the same bytes as long
    as the verdict is the same."""
    page = _current(reference)
    office = press_office(page.line.reference)
    parts = (page.line.reference, page.line.version, page.line.expired, DESIGN, office)
    etag = quote_etag(tag_of("press-kit", *map(_said, parts)))
    response: HttpResponse
    if etag in request.headers.get("If-None-Match", ""):
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(_zipped(page, office), content_type="application/zip")
        name = f"{page.line.reference}-{page.line.version}.zip"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["ETag"] = etag
    open_to_all(response, seconds=_SECONDS)
    return response


def _said(part: object) -> str:
    if isinstance(part, Agency):
        return "|".join((part.name, part.name_en, part.office_address, part.office_phone))
    return str(part)


def _current(reference: str) -> PublishedPage:
    page = public_page(reference)
    if not page.is_current:
        raise Http404
    return page


def _zipped(page: PublishedPage, office: Agency | None) -> bytes:
    stamp = timezone.localtime(page.line.published_at).timetuple()[:6]
    buffer = io.BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, content in _files(page.line.reference, office):
            info = ZipInfo(name, date_time=stamp)
            info.compress_type = ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    return buffer.getvalue()


def _files(reference: str, office: Agency | None) -> Iterator[tuple[str, bytes]]:
    for language, _name in settings.LANGUAGES:
        with override(language):
            page = public_page(reference)
            texts = press_texts(page)
            for name, text in (
                ("headline", texts.headline),
                ("short", texts.short),
                ("long", texts.long),
                ("sources", sources_text(page)),
                ("read-me", _read_me(page, texts, office)),
            ):
                yield f"{language}/{name}.txt", f"{text}\n".encode()
            review = written(claim_review(page, language=language))
            yield f"{language}/claimreview.json", review.encode()
            card = texts_of(page)
            for shape in CardShape:
                yield f"{language}/card-{shape.value}.png", _picture(card, shape)


def _picture(card: CardTexts, shape: CardShape) -> bytes:
    return drawn(tag_of(DESIGN, shape.value, card), lambda: draw_card(card, shape))


def _read_me(page: PublishedPage, texts: PressTexts, office: Agency | None) -> str:
    parts = [
        texts.headline,
        f"{_('How to cite')}: {texts.cite}",
        f"{_('Licence')}: {LICENCE} ({LICENCE_ADDRESS})",
        f"{_('Always with the current version')}: {page.line.url}",
        f"{_('Press kit')}: {settings.SANGTO_BASE_URL.rstrip('/')}"
        f"{reverse('press_kit', args=[page.line.reference])}",
    ]
    if office is not None:
        contact = [agency_name(office), office.office_address, office.office_phone]
        parts.append(f"{_('Contact for the press')}: {', '.join(filter(None, contact))}")
    return "\n\n".join(parts)
