"""Joining a claim with another one, splitting reports off, and undoing both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.db.models import Count, Max, Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from sangto.cases.models import Case
from sangto.cases.queries import reports_of, suggestions_about
from sangto.intake.models import Report
from sangto.intake.queries import report_contents
from sangto.kernel.actor import Actor
from sangto.kernel.categories import Category
from sangto.kernel.errors import NotVisible, Refused
from sangto.kernel.text import excerpt
from sangto.matching import permissions as matching
from sangto.matching.domain.joins import ItemKind, JoinKind, Left
from sangto.matching.models import Claim, Join
from sangto.organisations.models import Agency
from sangto.verdicts.queries import (
    Found,
    FoundBy,
    found_by_words,
    is_receipt,
    join_refusal,
    search_desk,
)
from sangto.verdicts.services import join_claims, split_reports, undo_join
from sangto.web.cases.access import claim_called, claim_for
from sangto.web.cases.join_forms import MOST_SHOWN, SplitForm
from sangto.web.cases.search import address_of, look_of, row_of, title_of
from sangto.web.cases.suggestions import split_choice
from sangto.web.cases.wording import LEFT_NAMES, StateLook
from sangto.web.desk import accepted, desk_page, form_page, sent
from sangto.web.templatetags.sangto_components import moment
from sangto.web.wording import CATEGORY_NAMES, refusal_text

_PAGE = require_http_methods(["GET", "HEAD", "POST"])
#: Claims that a search here offers.
OFFERED = 12
_MERGE = matching.MatchingPermission.CLAIM_MERGE
_MOVE = matching.MatchingPermission.REPORT_MOVE


@dataclass(frozen=True, slots=True)
class Side:
    """One of two claims, with what would move or be moved to."""

    claim: Claim
    case: Case | None
    url: str
    title: str
    look: StateLook
    category: str
    reports: int
    first_at: datetime | None
    last_at: datetime | None
    wordings: int
    indicators: int
    subject: Agency | None


def _claim(
    actor: Actor, reference: str, needed: matching.MatchingPermission
) -> tuple[Claim, Case | None]:
    """A claim that this person may take reports of."""
    claim, case = claim_for(actor, reference, write=True)
    if not matching.may(actor, needed):
        raise NotVisible
    return claim, case


@desk_page
@require_safe
def join_find(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """The claim to join with: by reference, title or indicator, or one that looks alike."""
    claim, case = _claim(actor, reference, _MERGE)
    asked = request.GET.get("q", "").strip()[:200]
    words: tuple[str, ...] = ()
    if asked and not is_receipt(asked):
        result = search_desk(actor, asked)
        words = result.asked
        found = [*result.exact, *found_by_words(result.words[:OFFERED])]
    elif asked:
        found = []
    else:
        rows = [
            row
            for one in suggestions_about(claim, actor)
            for row in (one.stays, one.goes)
            if row is not None
        ]
        found = [Found(row.claim, FoundBy.WORDS, case=row.case) for row in rows]
    offered = [
        {"row": row_of(one, words), "other": one.claim.reference}
        for one in found
        if one.claim.pk != claim.pk and one.claim.merged_into_id is None
    ]
    return render(
        request,
        "web/cases/join_find.html",
        {
            "claim": claim,
            "case": case,
            "back_url": address_of(claim, case),
            "asked": asked,
            "offered": offered[:OFFERED],
        },
    )


@desk_page
@_PAGE
def join_preview(request: HttpRequest, actor: Actor, reference: str, other: str) -> HttpResponse:
    """Both sides before it is done; what refuses it stands there instead of the button."""
    claim, case = _claim(actor, reference, _MERGE)
    into, target = _claim(actor, other, _MERGE)
    refusal = join_refusal(claim, into)
    problem = refusal_text(refusal) if refusal is not None else ""
    if request.method == "POST" and not problem:
        try:
            join = join_claims(claim=claim, into=into, actor=actor)
        except NotVisible:
            raise
        except Refused as refused:
            problem = refusal_text(refused.refusal)
        else:
            messages.success(request, _("Joined. All that came in stands here now."))
            return redirect(address_of(join.other, target))
    turned = join_refusal(into, claim) is None
    return render(
        request,
        "web/cases/join_preview.html",
        {
            "claim": claim,
            "case": case,
            "back_url": reverse("desk_claim_join", args=[claim.reference]),
            "from_side": _side(claim, case),
            "into_side": _side(into, target),
            "problem": problem,
            "turned_url": reverse("desk_claim_join_with", args=[into.reference, claim.reference])
            if turned
            else "",
            "target_closed": target is not None and target.closed_at is not None,
            "case_ends": case is not None,
        },
        status=422 if request.method == "POST" else 200,
    )


def _side(claim: Claim, case: Case | None) -> Side:
    numbers = (
        reports_of(claim)
        .order_by()
        .aggregate(number=Count("pk"), first=Min("received_at"), last=Max("received_at"))
    )
    return Side(
        claim=claim,
        case=case,
        url=address_of(claim, case),
        title=title_of(claim),
        look=look_of(claim, case),
        category=str(CATEGORY_NAMES[Category(claim.category)]) if claim.category else "",
        reports=numbers["number"],
        first_at=numbers["first"],
        last_at=numbers["last"],
        wordings=claim.wordings.count(),
        indicators=claim.indicators.count(),
        subject=claim.subject_agency,
    )


@desk_page
@_PAGE
def split_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Reports to tick, and where they go: a new claim, or one that is there."""
    claim, case = _claim(actor, reference, _MOVE)
    reports = list(reports_of(claim).order_by("-received_at", "-pk")[:MOST_SHOWN])
    texts = {
        content.report_id: content.text or content.link
        for content in report_contents(actor=actor, reports=reports)
    }
    form = SplitForm(
        sent(request),
        reports=[(report, _said(report, texts)) for report in reports],
        origin=case.origin_report_id if case is not None else None,
        initial={"reports": split_choice(claim, actor, request), "where": "new"},
    )
    made: list[Join] = []
    if form.is_valid() and accepted(form, lambda: made.append(_split(claim, form, actor))):
        join = made[0]
        number = join.items.count()
        messages.success(
            request,
            ngettext(
                "%(number)s report left. It stands with %(claim)s now.",
                "%(number)s reports left. They stand with %(claim)s now.",
                number,
            )
            % {"number": number, "claim": join.other.reference},
        )
        return redirect("desk_join", join.pk)
    return form_page(
        request,
        "web/cases/split.html",
        form,
        claim=claim,
        case=case,
        back_url=address_of(claim, case),
        total=reports_of(claim).count(),
        shown=len(reports),
    )


def _said(report: Report, texts: dict[int, str]) -> str:
    return excerpt(texts.get(report.pk, ""), 160)


def _split(claim: Claim, form: SplitForm, actor: Actor) -> Join:
    into = None
    if form.cleaned_data["where"] == "there":
        into = claim_called(form.cleaned_data["claim"], actor)
    return split_reports(
        claim=claim,
        reports=[int(number) for number in form.cleaned_data["reports"]],
        into=into,
        actor=actor,
    )


@desk_page
@_PAGE
def join_page(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """What was joined or split, by whom, and what of it can be put back."""
    join = (
        Join.objects.select_related("claim", "other", "by", "agency", "undone_by")
        .filter(pk=number)
        .first()
    )
    if join is None:
        raise NotVisible
    claim, case = claim_for(actor, join.claim.reference, write=False)
    other, target = claim_for(actor, join.other.reference, write=False)
    may_undo = join.undone_at is None and _may_undo(actor, join)
    problem = ""
    if request.method == "POST":
        if not may_undo and join.undone_at is None:
            raise NotVisible
        try:
            undone = undo_join(join=join, actor=actor)
        except NotVisible:
            raise
        except Refused as refused:
            problem = refusal_text(refused.refusal)
        else:
            number = len(undone.back)
            messages.success(
                request,
                ngettext(
                    "Undone: %(number)s report went back.",
                    "Undone: %(number)s reports went back.",
                    number,
                )
                % {"number": number},
            )
            return redirect("desk_join", join.pk)
    return render(
        request,
        "web/cases/join.html",
        {
            "join": join,
            "merged": join.kind == JoinKind.MERGE,
            "claim": claim,
            "case": case,
            "back_url": address_of(claim, case),
            "claim_title": title_of(claim),
            "other": other,
            "other_title": title_of(other),
            "other_url": address_of(other, target),
            "when": moment(join.at),
            "items": _items(join),
            "counts": _counts(join),
            "may_undo": may_undo,
            "problem": problem,
        },
        status=422 if problem else 200,
    )


def _may_undo(actor: Actor, join: Join) -> bool:
    needed = _MERGE if join.kind == JoinKind.MERGE else _MOVE
    try:
        for one in (join.claim, join.other):
            _claim(actor, one.reference, needed)
    except NotVisible:
        return False
    return True


def _items(join: Join) -> list[dict[str, object]]:
    """The reports by reference, with what became of each when it was undone; two queries."""
    items = list(join.items.filter(kind=ItemKind.REPORT.value).order_by("pk")[:MOST_SHOWN])
    references = dict(
        Report.objects.filter(pk__in=[item.item_id for item in items]).values_list(
            "pk", "reference"
        )
    )
    return [
        {
            "reference": references.get(item.item_id, ""),
            "left": LEFT_NAMES[Left(item.left)] if item.left else "",
            "stayed": bool(item.left) and item.left != Left.BACK,
        }
        for item in items
    ]


def _counts(join: Join) -> dict[str, int]:
    rows = join.items.order_by().values_list("kind").annotate(number=Count("pk"))
    return dict(rows)
