"""The page of a round, which is its sheet, and the list of rounds and requests."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sangto.consultation.domain.invitations import InvitationState
from sangto.consultation.domain.rounds import Closing, RoundState
from sangto.consultation.models import OpinionRound, RoundAttachment, RoundInvitation
from sangto.consultation.permissions import Permission, RoundStanding, has_round_permission
from sangto.consultation.queries import (
    approvals_for,
    explained_deadline,
    requests_for,
    round_for,
    round_standing,
    rounds_visible_to,
    sheet_of,
    stale_invitations,
    waiting_requests_number,
)
from sangto.documents.queries import documents_about
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.kernel.text import clean
from sangto.web.cases.deadlines import Explanation, explanation_of
from sangto.web.consultation.rounds_forms import RoundFilterForm
from sangto.web.consultation.rounds_showing import (
    columns_of,
    if_sent_now,
    letter_preview,
    linked_case,
    rights,
    round_look,
    shown_rows,
    time_shown,
)
from sangto.web.consultation.rounds_wording import CLOSINGS, REQUEST_STATES, silence_words
from sangto.web.desk import desk_page
from sangto.web.lists import filter_chips, shown_page

LENGTH = 25


@desk_page
@require_safe
def round_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Before it goes out everything to be read through once more; from then on the sheet."""
    opinion_round = round_for(actor, reference)
    standing = round_standing(actor, opinion_round)
    context: dict[str, object] = {
        "round": opinion_round,
        "look": round_look(opinion_round),
        "case": linked_case(actor, opinion_round),
        "may": rights(actor, standing, opinion_round),
        "conflicted": standing.conflicted,
        "silence": silence_words(opinion_round),
        "attachments": list(
            RoundAttachment.objects.filter(round=opinion_round).select_related("file")
        ),
        **time_shown(opinion_round),
    }
    if opinion_round.opened_at is None:
        return _prepared(request, opinion_round, context)
    return _sheet(request, actor, opinion_round, standing, context)


def _prepared(
    request: HttpRequest, opinion_round: OpinionRound, context: dict[str, object]
) -> HttpResponse:
    invitations = list(RoundInvitation.objects.filter(round=opinion_round).select_related("agency"))
    deadline = if_sent_now(opinion_round)
    return render(
        request,
        "web/rounds/prepared.html",
        {
            **context,
            "invitations": invitations,
            "deadline": deadline,
            "letter": letter_preview(opinion_round, next(iter(invitations), None)),
            "stale": stale_invitations(opinion_round),
            "cancelled": opinion_round.state == RoundState.CANCELLED,
        },
    )


def _sheet(
    request: HttpRequest,
    actor: Actor,
    opinion_round: OpinionRound,
    standing: RoundStanding,
    context: dict[str, object],
) -> HttpResponse:
    """The same number of queries for three agencies and for two hundred."""
    sheet = sheet_of(opinion_round)
    rows = shown_rows(sheet)
    weighed = (
        set(opinion_round.weighed.values_list("pk", flat=True))
        if opinion_round.state == RoundState.CONCLUDED
        else set()
    )
    return render(
        request,
        "web/rounds/sheet.html",
        {
            **context,
            "rows": rows,
            "columns": columns_of(sheet),
            "tally": sheet.tally,
            "unreached": [row for row in rows if row.waits and not row.row.reached],
            "waits": sum(row.waits for row in rows),
            "wishes": [row for row in rows if row.asks_time],
            "deadline": _explained(opinion_round),
            "closing": CLOSINGS[Closing(opinion_round.closing)],
            "documents": list(documents_about(opinion_round)),
            "has_letter": standing.sees_answers,
            "weighed": weighed,
            "ended": opinion_round.state in (RoundState.CLOSED, RoundState.CONCLUDED),
            "own": any(row.request.agency_id == actor.agency_id for row in rows)
            and has_round_permission(actor, Permission.OPINION_GIVE),
        },
    )


def _explained(opinion_round: OpinionRound) -> Explanation | None:
    deadline = explained_deadline(opinion_round)
    if deadline is None or opinion_round.due_at is None:
        return None
    return explanation_of(deadline, opinion_round.due_at)


@dataclass(frozen=True, slots=True)
class Tab:
    key: str
    label: str
    number: int | None
    current: bool

    @property
    def url(self) -> str:
        return f"?which={self.key}"


@desk_page
@require_safe
def rounds_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What the own agency is asked, what it answered, and the rounds that it asks or leads."""
    if not has_round_permission(actor, Permission.ROUND_VIEW):
        raise NotVisible
    answers = has_round_permission(actor, Permission.OPINION_GIVE)
    number = waiting_requests_number(actor) if answers else 0
    usual = "asked" if answers and (number or not actor.in_lead_agency) else "rounds"
    shown = {"asked", "answered"} if answers else set()
    which = request.GET.get("which", "")
    which = which if which in shown | {"rounds"} else usual
    approvals = list(approvals_for(actor)[:LENGTH])
    labels: list[tuple[str, str, int | None]] = []
    if answers:
        labels += [("asked", _("Asked of us"), number), ("answered", _("Over"), None)]
    labels.append(("rounds", _("Our rounds"), None))
    context: dict[str, object] = {
        "tabs": [Tab(key, label, n, key == which) for key, label, n in labels],
        "which": which,
        "approvals": [{"round": row, "look": round_look(row)} for row in approvals],
    }
    if which == "rounds":
        return _rounds(request, actor, context)
    return _requests(request, actor, context, over=which == "answered")


def _requests(
    request: HttpRequest, actor: Actor, context: dict[str, object], *, over: bool
) -> HttpResponse:
    page = shown_page(request, requests_for(actor, over=over), LENGTH)
    rows = [
        {
            "request": row,
            "look": REQUEST_STATES[InvitationState(row.state)],
            "due_at": row.due_at or row.round.due_at,
            "started": row.sent_at or row.round.opened_at,
            "ended": row.answered_at or row.round.closed_at if over else row.answered_at,
        }
        for row in page.object_list
    ]
    return render(
        request, "web/rounds/requests.html", {**context, "page": page, "rows": rows, "over": over}
    )


def _rounds(request: HttpRequest, actor: Actor, context: dict[str, object]) -> HttpResponse:
    form = RoundFilterForm(request.GET)
    form.is_valid()
    rounds = _counted(_filtered(rounds_visible_to(actor), form.cleaned_data))
    page = shown_page(request, rounds, LENGTH)
    rows = [{"round": row, "look": round_look(row)} for row in page.object_list]
    return render(
        request,
        "web/rounds/list.html",
        {
            **context,
            "page": page,
            "rows": rows,
            "form": form,
            "chips": filter_chips(request, form, form.fields),
            "clear_url": f"{reverse('desk_rounds')}?which=rounds",
            "filtered": any(form.cleaned_data.values()),
            "today": timezone.localdate(),
        },
    )


def _filtered(rounds: QuerySet[OpinionRound], chosen: dict[str, object]) -> QuerySet[OpinionRound]:
    if chosen.get("state"):
        rounds = rounds.filter(state=chosen["state"])
    if chosen.get("q"):
        words = clean(str(chosen["q"])).strip()
        rounds = rounds.filter(Q(reference__iexact=words) | Q(title__icontains=words))
    if chosen.get("late"):
        late = RoundInvitation.objects.filter(state=InvitationState.OVERDUE.value)
        rounds = rounds.filter(state=RoundState.OPEN.value, pk__in=late.values("round_id"))
    return rounds


def _counted(rounds: QuerySet[OpinionRound]) -> QuerySet[OpinionRound]:
    states = {
        "answered_number": InvitationState.ANSWERED,
        "late_number": InvitationState.OVERDUE,
        "wish_number": InvitationState.EXTENSION_ASKED,
    }
    return rounds.annotate(
        asked_number=Count("invitations"),
        **{
            name: Count("invitations", filter=Q(invitations__state=state.value))
            for name, state in states.items()
        },
    ).order_by("-prepared_at", "-pk")
