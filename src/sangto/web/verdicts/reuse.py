"""What others may take over from a verdict: its card, its widget, its feeds."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sangto.verdicts.queries import PublishedPage
from sangto.web.cards.drawing import CardShape
from sangto.web.kept import kept

#: Of the frames that others set, in pixels; narrower ones scroll.
WIDGET_WIDTH = 560
WIDGET_HEIGHT = 340
LATEST_HEIGHT = 560
_CARDS = {CardShape.WIDE: "verdict_card", CardShape.SQUARE: "verdict_card_square"}


@dataclass(frozen=True, slots=True)
class Reuse:
    """Addresses with scheme and host, but for the paths of the cards on this site."""

    card: str
    card_path: str
    square_path: str
    widget: str
    code: str
    oembed: str


def absolute(path: str) -> str:
    return f"{settings.SANGTO_BASE_URL.rstrip('/')}{path}"


def card_path(reference: str, number: int, shape: CardShape = CardShape.WIDE) -> str:
    """In the language of the page. The number is in it, so that a messenger which keeps pictures
    shows no old card for a new version."""
    return reverse(_CARDS[shape], kwargs={"reference": reference, "number": number})


def widget_code(address: str, title: str, *, height: int, width: int | str = "100%") -> str:
    """What an editor pastes: a frame and nothing else. It is shown as text, so it is plain text."""
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="{width}" '
        f'height="{height}" loading="lazy" referrerpolicy="no-referrer" frameborder="0"></iframe>'
    )


def reuse_of(page: PublishedPage) -> Reuse:
    line = page.line
    path = card_path(line.reference, line.version)
    widget = absolute(reverse("verdict_widget", kwargs={"reference": line.reference}))
    return Reuse(
        card=absolute(path),
        card_path=path,
        square_path=card_path(line.reference, line.version, CardShape.SQUARE),
        widget=widget,
        code=widget_code(
            widget,
            f"{line.rating_word}: {line.title}",
            height=WIDGET_HEIGHT,
        ),
        oembed=f"{absolute(reverse('oembed'))}?url={line.url}",
    )


@kept
@require_safe
def reuse(request: HttpRequest) -> HttpResponse:
    """For newsrooms and other desks: every format with its address, and what it promises."""
    widget = absolute(reverse("latest_widget"))
    return render(
        request,
        "web/verdicts/reuse.html",
        {
            "addresses": {
                name: absolute(reverse(name))
                for name in ("feed", "json_feed", "data_feed", "oembed", "site_map")
            },
            "code": widget_code(widget, _("Verified lately"), height=LATEST_HEIGHT),
            "example": absolute(
                reverse("verdict_widget", kwargs={"reference": "KL-26-000001"})
            ).replace("KL-26-000001", "KL-…"),
        },
    )
