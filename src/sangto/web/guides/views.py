from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sangto.organisations.queries import current_network
from sangto.verdicts.queries import titled_with
from sangto.web.guides.reading import GROUPS, Advice, Guide, guide, guides
from sangto.web.kept import kept
from sangto.web.public import phones
from sangto.web.wording import Words, word

GROUP_NAMES: Words = {
    "false_name": _("Somebody uses a false name"),
    "promised": _("Somebody promises you something"),
    "links": _("You are to pay, scan or tap"),
    "rumours": _("Something frightening goes round"),
}
RELATED = 3
BESIDE = 3


def _shown(one: Guide, language: str) -> dict[str, str]:
    return {
        "slug": one.slug,
        "picture": one.picture,
        "title": one.title.in_(language),
        "answer": one.answer.in_(language),
    }


def _steps(advice: tuple[Advice, ...], language: str) -> list[dict[str, object]]:
    return [
        {"text": item.in_(language), "phones": getattr(phones, item.call)() if item.call else ()}
        for item in advice
    ]


@kept
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    language = get_language() or "vi"
    groups = [
        {
            "code": code,
            "name": word(GROUP_NAMES, code),
            "guides": [_shown(one, language) for one in guides() if one.group == code],
        }
        for code in GROUPS
    ]
    return render(request, "web/guides/index.html", {"groups": groups})


@kept
@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    found = guide(slug)
    if found is None:
        raise Http404
    language = get_language() or "vi"
    network = current_network()
    related = (
        titled_with(
            network, found.words, categories=found.categories, limit=RELATED, language=language
        )
        if network is not None
        else []
    )
    same = [one for one in guides() if one.group == found.group]
    place = same.index(found)
    others = [*same[place + 1 :], *same[:place]]
    return render(
        request,
        "web/guides/page.html",
        {
            **_shown(found, language),
            "group_name": word(GROUP_NAMES, found.group),
            "category": found.categories[0],
            "signs": [sign.in_(language) for sign in found.signs],
            "example": {
                "kind": found.example.kind,
                "sender": found.example.sender.in_(language),
                "paragraphs": found.example.pieces(language),
                "notes": [note.in_(language) for note in found.example.notes],
            },
            "now": _steps(found.now, language),
            "happened": _steps(found.happened, language),
            "banks": phones.banks() if found.group != "rumours" else (),
            "related": related,
            "others": [_shown(one, language) for one in others[:BESIDE]],
        },
    )
