"""Searching the desk: what was found in rows, with the words marked where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sangto.cases.models import Case
from sangto.cases.permissions import Permission, has_permission
from sangto.cases.queries import InboxStatus
from sangto.kernel.actor import Actor
from sangto.kernel.categories import Category
from sangto.kernel.errors import NotVisible
from sangto.kernel.text import found_words
from sangto.matching.models import Claim
from sangto.verdicts.models import VerdictVersion
from sangto.verdicts.queries import Found, FoundBy, found_by_words, is_receipt, search_desk
from sangto.verdicts.wording import page_path
from sangto.web.cases.wording import STATES, StateLook
from sangto.web.desk import agency_name, desk_page
from sangto.web.lists import shown_page
from sangto.web.templatetags.rating_looks import Tone
from sangto.web.wording import CATEGORY_NAMES, INDICATOR_NAMES

PAGE_LENGTH = 20
SNIPPET = 200
#: Whoever types one of these wants to be there.
_STRAIGHT = frozenset({FoundBy.REFERENCE, FoundBy.REPORT, FoundBy.RECEIPT, FoundBy.VERDICT})

Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Marked:
    """A text and what is marked in it."""

    text: str
    spans: Spans = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """``why`` says by what exactly it was found; empty for words, which are marked."""

    url: str
    reference: str
    title: Marked
    why: str
    look: StateLook
    facts: tuple[str, ...]
    rating: str = ""
    verdict: Marked | None = None
    verdict_url: str = ""


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def search_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The box is sent by POST, so that a receipt code never stands in an address. A reference or
    receipt leads straight to its case; words get an address that can be kept."""
    if not has_permission(actor, Permission.VIEW):
        raise NotVisible
    posted = request.method == "POST"
    asked = (request.POST if posted else request.GET).get("q", "").strip()[:200]
    alphabetical = request.GET.get("sort") == "az"
    result = search_desk(actor, asked, alphabetical=alphabetical)
    if posted and len(result.exact) == 1 and result.exact[0].by in _STRAIGHT:
        return redirect(address_of(result.exact[0].claim, result.exact[0].case))
    if posted and asked and not is_receipt(asked):
        return redirect(f"{reverse('desk_search')}?{urlencode({'q': asked})}")
    page = shown_page(request, result.words, PAGE_LENGTH)
    address = f"{reverse('desk_search')}?{urlencode({'q': asked})}"
    return render(
        request,
        "web/cases/search.html",
        {
            "asked": asked,
            "exact": [row_of(one, result.asked) for one in result.exact],
            "rows": [row_of(one, result.asked) for one in found_by_words(list(page.object_list))],
            "page": page,
            "more": result.more,
            "orders": [
                {"label": _("Newest first"), "url": address, "current": not alphabetical},
                {
                    "label": _("By the alphabet"),
                    "url": f"{address}&sort=az",
                    "current": alphabetical,
                },
            ],
        },
    )


def address_of(claim: Claim, case: Case | None) -> str:
    if case is not None:
        return reverse("desk_case", args=[case.reference])
    return reverse("desk_claim", args=[claim.reference])


def row_of(found: Found, words: Sequence[str]) -> Row:
    claim, case = found.claim, found.case
    title = title_of(claim)
    verdict = _verdict(found.version, words) if found.version is not None else None
    return Row(
        url=address_of(claim, case),
        reference=case.reference if case is not None else claim.reference,
        title=Marked(title, found_words(title, words) if claim.title else ()),
        why=_why(found),
        look=look_of(claim, case),
        facts=tuple(_facts(claim, case)),
        rating=found.version.rating if found.version is not None else "",
        verdict=verdict,
        verdict_url=page_path(found.version.verdict.reference, language=get_language() or "vi")
        if found.version is not None
        else "",
    )


def title_of(claim: Claim) -> str:
    english = get_language() == "en" and claim.title_en
    return english or claim.title or _("Not described yet")


def look_of(claim: Claim, case: Case | None) -> StateLook:
    if claim.merged_into_id is not None:
        return StateLook(_("Joined with another"), Tone.OUTDATED, "forward")
    return STATES[InboxStatus(case.status) if case is not None else InboxStatus.NEW]


def _facts(claim: Claim, case: Case | None) -> Iterable[str]:
    if case is not None and case.category:
        yield str(CATEGORY_NAMES[Category(case.category)])
    if case is not None:
        yield agency_name(case.owner)
        if case.assignee is not None:
            yield case.assignee.full_name


def _why(found: Found) -> str:
    match found.by:
        case FoundBy.REFERENCE:
            return _("This reference")
        case FoundBy.REPORT:
            return _("Report %(reference)s stands here") % {"reference": found.key}
        case FoundBy.RECEIPT:
            return _("The report with this receipt stands here")
        case FoundBy.VERDICT:
            return _("Verdict %(reference)s is about it") % {"reference": found.key}
        case FoundBy.INDICATOR:
            kind = str(INDICATOR_NAMES[found.kind]) if found.kind is not None else ""
            return _("%(kind)s: %(value)s") % {"kind": kind, "value": found.key}
        case FoundBy.WORDS:
            return ""


def _verdict(version: VerdictVersion, words: Sequence[str]) -> Marked:
    """Of the verdict's title and summary, in the language of the page first, the first text in
    which one of the words stands."""
    english = get_language() == "en"
    texts = [
        ("vi", version.summary),
        ("vi", version.title),
        ("en", version.summary_en),
        ("en", version.title_en),
    ]
    if english:
        texts = [*texts[2:], *texts[:2]]
    said = [(language, text) for language, text in texts if text]
    for language, text in said:
        spans = found_words(text, words)
        if spans:
            return snippet(text, spans, language)
    language, text = said[0] if said else ("vi", "")
    return snippet(text, (), language)


def snippet(text: str, spans: Spans, language: str = "", length: int = SNIPPET) -> Marked:
    """The part of a text around the first mark, cut at words, with the marks moved along."""
    if len(text) <= length:
        return Marked(text, spans, language)
    first = spans[0][0] if spans else 0
    start = 0 if first < length // 2 else text.rfind(" ", 0, first - length // 3) + 1
    end = min(len(text), start + length)
    if end < len(text):
        cut = text.rfind(" ", start, end)
        end = cut if cut > first else end
    before = "… " if start else ""
    after = " …" if end < len(text) else ""
    shift = len(before) - start
    moved = [(a + shift, b + shift) for a, b in spans if start <= a and b <= end]
    return Marked(f"{before}{text[start:end]}{after}", moved, language)
