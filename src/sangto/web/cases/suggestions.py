"""What is suggested about grouping: a list for the lead agency, and a part of a claim's page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sangto.cases.domain.suggesting import SuggestionKind, SuggestionState
from sangto.cases.models import Suggestion
from sangto.cases.queries import (
    MOST,
    InboxRow,
    Suggested,
    dismissed_suggestions,
    may_group,
    open_suggestions,
    suggestion_count,
    suggestion_for,
    suggestions_about,
    with_rows,
)
from sangto.cases.services import dismiss_suggestion, reopen_suggestion
from sangto.intake.models import Report
from sangto.intake.queries import report_contents
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, Refused
from sangto.kernel.text import excerpt
from sangto.matching.models import Claim
from sangto.web.cases.rows import title_of
from sangto.web.cases.wording import STATES, SUGGESTION_REASONS, StateLook
from sangto.web.desk import desk_page
from sangto.web.lists import shown_page
from sangto.web.wording import CATEGORY_NAMES, refusal_text

PAGE_LENGTH = 25
#: On a claim's page; the list has all.
SHOWN = 5
_SAID = 140


@dataclass(frozen=True, slots=True)
class Side:
    """One claim of a pair."""

    url: str
    reference: str
    title: str
    look: StateLook
    category: str
    reports: int


@dataclass(frozen=True, slots=True)
class Group:
    """Reports that say something else; ``said`` is the beginning of one of them."""

    url: str
    reports: int
    said: str


@dataclass(frozen=True, slots=True)
class Row:
    """``url`` leads to both side by side, or to the page on which reports are split off. ``sides``
    are those to show: on a claim's page only the other one. ``by`` and ``at`` say who said no."""

    number: int
    split: bool
    url: str
    sides: tuple[Side, ...]
    why: tuple[str, ...]
    percent: int
    groups: tuple[Group, ...]
    name: str
    by: str
    at: Any


@desk_page
@require_safe
def suggestions_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The same number of queries for any number of rows."""
    if not may_group(actor):
        raise NotVisible
    state = SuggestionState.DISMISSED if request.GET.get("said") == "no" else SuggestionState.OPEN
    answered = state is SuggestionState.DISMISSED
    found = dismissed_suggestions(actor) if answered else open_suggestions(actor)
    page: Page[Suggestion] = shown_page(request, found[:MOST], PAGE_LENGTH)
    return render(
        request,
        "web/cases/suggestions.html",
        {
            "page": page,
            "rows": rows_of(actor, with_rows(actor, list(page.object_list))),
            "answered": answered,
            "count": count_of(actor),
            "undo": _undoable(request, actor),
            "back": request.get_full_path(),
        },
    )


@desk_page
@require_POST
def dismiss(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    suggestion = suggestion_for(actor, number)
    try:
        dismiss_suggestion(suggestion=suggestion, actor=actor)
    except NotVisible:
        raise
    except Refused as refused:
        messages.warning(request, refusal_text(refused.refusal))
        return redirect(_back(request, suggestion))
    back = _back(request, suggestion)
    if back.startswith(reverse("desk_suggestions")):
        return redirect(f"{reverse('desk_suggestions')}?{urlencode({'undo': suggestion.pk})}")
    messages.success(request, _("It will not be suggested again. Below you can take that back."))
    return redirect(back)


@desk_page
@require_POST
def reopen(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    suggestion = suggestion_for(actor, number)
    try:
        reopen_suggestion(suggestion=suggestion, actor=actor)
    except NotVisible:
        raise
    except Refused as refused:
        messages.warning(request, refusal_text(refused.refusal))
    else:
        messages.success(request, _("It is suggested again."))
    return redirect(_back(request, suggestion))


def count_of(actor: Actor) -> str:
    """How many wait, as shown; one query beside those for who is asking."""
    number = suggestion_count(actor)
    return f"{MOST}+" if number > MOST else str(number)


def about_claim(claim: Claim, actor: Actor) -> dict[str, object] | None:
    """For the page of a claim: what is suggested, and what was answered with no; None for whoever
    neither joins nor splits."""
    if not may_group(actor) or claim.merged_into_id is not None:
        return None
    rows = rows_of(actor, suggestions_about(claim, actor), beside=claim)
    no = rows_of(
        actor, suggestions_about(claim, actor, state=SuggestionState.DISMISSED), beside=claim
    )
    return {
        "joins": [row for row in rows if not row.split][:SHOWN],
        "splits": [row for row in rows if row.split],
        "more": sum(not row.split for row in rows) > SHOWN,
        "no": no,
    }


def rows_of(
    actor: Actor, suggested: Sequence[Suggested], *, beside: Claim | None = None
) -> list[Row]:
    """``beside`` is the claim on whose page they stand."""
    said = _said(actor, suggested)
    return [_row(one, said, beside) for one in suggested]


def _row(one: Suggested, said: dict[int, str], beside: Claim | None) -> Row:
    suggestion = one.suggestion
    split = suggestion.kind == SuggestionKind.SPLIT
    sides = [one.stays, *([one.goes] if one.goes is not None else [])]
    shown = [side for side in sides if beside is None or side.claim.pk != beside.pk]
    if one.goes is not None:
        url = reverse(
            "desk_claim_join_with", args=[one.goes.claim.reference, one.stays.claim.reference]
        )
    else:
        url = _split_url(suggestion, one.stays, 0)
    return Row(
        number=suggestion.pk,
        split=split,
        url=url,
        sides=tuple(_side(side) for side in shown),
        why=tuple(_reasons(suggestion.why)),
        percent=round(100 * suggestion.score),
        groups=tuple(
            Group(
                _split_url(suggestion, one.stays, place),
                len(group),
                next((said[report] for report in group if said.get(report)), ""),
            )
            for place, group in enumerate(suggestion.groups)
        ),
        name=" + ".join(_reference(side) for side in sides),
        by=suggestion.decided_by.full_name if suggestion.decided_by is not None else "",
        at=suggestion.decided_at,
    )


def _side(row: InboxRow) -> Side:
    name = "desk_case" if row.case is not None else "desk_claim"
    return Side(
        url=reverse(name, args=[_reference(row)]),
        reference=_reference(row),
        title=title_of(row),
        look=STATES[row.status],
        category=str(CATEGORY_NAMES[row.category]) if row.category is not None else "",
        reports=row.reports,
    )


def _reference(row: InboxRow) -> str:
    return row.case.reference if row.case is not None else row.claim.reference


def _split_url(suggestion: Suggestion, row: InboxRow, group: int) -> str:
    query = urlencode({"suggestion": suggestion.pk, "group": group})
    return f"{reverse('desk_claim_split', args=[row.claim.reference])}?{query}"


def _reasons(codes: Iterable[str]) -> Iterable[str]:
    """Each once; what a newer or older engine says besides is left out."""
    known = (SUGGESTION_REASONS.get(code) for code in codes)
    return dict.fromkeys(str(reason) for reason in known if reason is not None)


def _said(actor: Actor, suggested: Iterable[Suggested]) -> dict[int, str]:
    """The beginning of the first reports of each group, as far as this person may read them."""
    wanted = [
        report for one in suggested for group in one.suggestion.groups for report in group[:3]
    ]
    if not wanted:
        return {}
    reports = list(Report.objects.filter(pk__in=wanted, content_deleted_at__isnull=True))
    return {
        content.report_id: excerpt(content.text or content.link, _SAID)
        for content in report_contents(actor=actor, reports=reports)
    }


def split_choice(claim: Claim, actor: Actor, request: HttpRequest) -> list[str]:
    """The reports of a suggested group, for the page where they are ticked; none for nonsense."""
    number, group = (request.GET.get(name, "") for name in ("suggestion", "group"))
    if not all(text.isascii() and text.isdecimal() and len(text) < 16 for text in (number, group)):
        return []
    try:
        suggestion = suggestion_for(actor, int(number))
    except NotVisible:
        return []
    groups = suggestion.groups if suggestion.claim_id == claim.pk else []
    return [str(report) for report in groups[int(group)]] if int(group) < len(groups) else []


def _undoable(request: HttpRequest, actor: Actor) -> Row | None:
    """The suggestion that was just answered with no."""
    number = request.GET.get("undo", "")
    if not (number.isascii() and number.isdecimal() and len(number) < 16):
        return None
    found = dismissed_suggestions(actor).filter(pk=int(number), decided_by=actor.user_id or 0)
    return next(iter(rows_of(actor, with_rows(actor, list(found)))), None)


def _back(request: HttpRequest, suggestion: Suggestion) -> str:
    """To the list for who came from there, else to the claim's page."""
    wanted = request.POST.get("back", "")
    if wanted.startswith(reverse("desk_suggestions")) and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts=None
    ):
        return wanted
    references = [one.reference for one in (suggestion.claim, suggestion.other) if one is not None]
    claim = wanted if wanted in references else references[0]
    return f"{reverse('desk_claim', args=[claim])}#suggested"
