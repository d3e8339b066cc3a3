"""A round before it goes out: what is asked, of whom, until when; sent, handed on, given back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sangto.cases.domain.states import CaseStatus
from sangto.cases.models import Case
from sangto.cases.permissions import Permission as CasePermission
from sangto.cases.queries import category_of, get_case_for
from sangto.consultation.domain.rounds import (
    ROUND_WORKFLOW,
    RoundAction,
    RoundState,
    case_refusal,
)
from sangto.consultation.models import OpinionRound, RoundAttachment, RoundInvitation
from sangto.consultation.permissions import Permission, authorise_round
from sangto.consultation.queries import (
    agencies_to_ask,
    case_round_standing,
    default_length,
    groups_for,
    length_of,
    plan_of,
    proposed_agencies,
    round_for,
    running_round,
    stale_invitations,
)
from sangto.consultation.services import (
    Request,
    approve_and_open,
    cancel_round,
    change_round,
    issue_round_letter,
    open_round,
    prepare_round,
    send_back_round,
    submit_for_approval,
)
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, insist
from sangto.organisations.models import Agency
from sangto.web.consultation.rounds_forms import (
    AgenciesForm,
    QuestionForm,
    RoundReasonForm,
    TimeForm,
    offered,
)
from sangto.web.consultation.rounds_showing import if_sent_now, round_url
from sangto.web.desk import accepted, agency_of, desk_page, form_page, sent

_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@desk_page
@_PAGE
def new_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """The first step: what is asked, and of whom. A case with a round that runs leads to it."""
    case = get_case_for(actor, reference, need=CasePermission.VIEW)
    authorise_round(actor, Permission.ROUND_PREPARE, case_round_standing(actor, case))
    running = running_round(case)
    if running is not None:
        return redirect(round_url(running))
    insist(case_refusal(status=CaseStatus(case.status), category=category_of(case)))
    asking = agency_of(actor)
    if asking is None:
        raise NotVisible
    data = sent(request)
    form = QuestionForm(
        data,
        request.FILES if data is not None else None,
        initial={"title": case.claim.title},
    )
    choice = _agencies_form(data, asking=asking, case=case)
    made: list[OpinionRound] = []

    def write() -> None:
        wanted = Request(
            length=default_length(asking.network),
            agencies=choice.chosen(),
            **_asked(form),
        )
        made.append(prepare_round(request=wanted, case=case, actor=actor))

    if all((form.is_valid(), choice.is_valid())) and accepted(form, write):
        messages.success(request, _("The round is written down. Nobody is told yet."))
        return redirect("desk_round_time", made[0].reference)
    return form_page(
        request,
        "web/rounds/new.html",
        form,
        case=case,
        claim=case.claim,
        choice=choice,
    )


@desk_page
@_PAGE
def question_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    opinion_round = _to_change(actor, reference)
    data = sent(request)
    form = QuestionForm(
        data,
        request.FILES if data is not None else None,
        initial=QuestionForm.shown(opinion_round),
        attached=list(RoundAttachment.objects.filter(round=opinion_round).select_related("file")),
    )

    def write() -> None:
        change_round(
            opinion_round=opinion_round,
            request=replace(_as_it_is(opinion_round), **_asked(form)),
            actor=actor,
            seen=_seen(request),
            remove_files=[int(key) for key in form.cleaned_data.get("remove_files", ())],
        )

    if form.is_valid() and accepted(form, write):
        return redirect(round_url(opinion_round))
    return form_page(request, "web/rounds/question.html", form, round=opinion_round)


@desk_page
@_PAGE
def agencies_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    opinion_round = _to_change(actor, reference)
    stale = stale_invitations(opinion_round)
    heirs = [row.successor.slug for row in stale if row.successor is not None]
    form = _agencies_form(
        sent(request),
        asking=opinion_round.agency,
        case=opinion_round.case,
        opinion_round=opinion_round,
        ticked=[*(agency.slug for agency in _asked_agencies(opinion_round)), *heirs],
    )

    def write() -> None:
        change_round(
            opinion_round=opinion_round,
            request=replace(_as_it_is(opinion_round), agencies=form.chosen()),
            actor=actor,
            seen=_seen(request),
        )

    if form.is_valid() and accepted(form, write):
        return redirect(round_url(opinion_round))
    return form_page(
        request,
        "web/rounds/agencies.html",
        form,
        round=opinion_round,
        stale=stale,
    )


@desk_page
@_PAGE
def time_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """With ``do=show`` the days are counted and nothing is saved."""
    opinion_round = _to_change(actor, reference)
    form = TimeForm.of(opinion_round, sent(request))
    only_shown = request.POST.get("do") == "show"

    def write() -> None:
        change_round(
            opinion_round=opinion_round,
            request=replace(
                _as_it_is(opinion_round),
                length=form.length(),
                grace_days=form.cleaned_data["grace_days"],
                silence_agrees=form.cleaned_data["silence_agrees"],
                reminders=form.plan(),
            ),
            actor=actor,
            seen=_seen(request),
        )

    if form.is_valid() and not only_shown and accepted(form, write):
        return redirect(round_url(opinion_round))
    if form.is_bound and form.is_valid():
        length = form.length()
        if length.days or length.due_on:
            opinion_round.mode = length.mode.value
            opinion_round.days, opinion_round.due_on = length.days, length.due_on
    return form_page(
        request,
        "web/rounds/time.html",
        form,
        round=opinion_round,
        deadline=if_sent_now(opinion_round),
        plan=plan_of(opinion_round),
    )


@desk_page
@require_POST
def send(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Without a second person; with ``letter`` also as an official letter under a number."""
    opinion_round = round_for(actor, reference, Permission.ROUND_OPEN)
    opinion_round = open_round(opinion_round=opinion_round, actor=actor)
    _with_letter(request, actor, opinion_round)
    messages.success(request, _("The round is open. The letters are on their way."))
    return redirect(round_url(opinion_round))


@desk_page
@require_POST
def submit(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    opinion_round = round_for(actor, reference, Permission.ROUND_PREPARE)
    submit_for_approval(opinion_round=opinion_round, actor=actor)
    messages.success(request, _("Handed in. A second person sends it out or gives it back."))
    return redirect(round_url(opinion_round))


@desk_page
@require_POST
def approve(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    opinion_round = round_for(actor, reference, Permission.ROUND_APPROVE)
    opinion_round = approve_and_open(opinion_round=opinion_round, actor=actor)
    _with_letter(request, actor, opinion_round)
    messages.success(request, _("The round is open. The letters are on their way."))
    return redirect(round_url(opinion_round))


@desk_page
@_PAGE
def send_back_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    opinion_round = round_for(actor, reference, Permission.ROUND_APPROVE)
    ROUND_WORKFLOW.step(opinion_round.state, RoundAction.SEND_BACK.value)
    form = RoundReasonForm(sent(request))
    form.fields["reason"].help_text = _("Whoever prepared it reads this.")
    if form.is_valid() and accepted(
        form,
        lambda: send_back_round(
            opinion_round=opinion_round, reason=form.cleaned_data["reason"], actor=actor
        ),
    ):
        messages.success(request, _("Given back."))
        return redirect(round_url(opinion_round))
    return form_page(request, "web/rounds/send_back.html", form, round=opinion_round)


@desk_page
@_PAGE
def cancel_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    opinion_round = round_for(actor, reference, Permission.ROUND_CANCEL)
    ROUND_WORKFLOW.step(opinion_round.state, RoundAction.CANCEL.value)
    form = RoundReasonForm(sent(request))
    was_open = opinion_round.state == RoundState.OPEN
    if was_open:
        form.fields["reason"].help_text = _("It stays with the round and in the case.")
    if form.is_valid() and accepted(
        form,
        lambda: cancel_round(
            opinion_round=opinion_round, reason=form.cleaned_data["reason"], actor=actor
        ),
    ):
        messages.success(request, _("The round is cancelled."))
        return redirect(round_url(opinion_round))
    return form_page(
        request, "web/rounds/cancel.html", form, round=opinion_round, was_open=was_open
    )


def _to_change(actor: Actor, reference: str) -> OpinionRound:
    """A round that did not go out yet, for whoever may change it."""
    opinion_round = round_for(actor, reference, Permission.ROUND_PREPARE)
    ROUND_WORKFLOW.step(opinion_round.state, RoundAction.CHANGE.value)
    return opinion_round


def _agencies_form(
    data: Any,
    *,
    asking: Agency,
    case: Case | None,
    opinion_round: OpinionRound | None = None,
    ticked: list[str] | None = None,
) -> AgenciesForm:
    """``ticked`` are those that are asked already; without it the proposals are, but for the
    agency that the claim is about: asking that one is a decision."""
    proposals = proposed_agencies(
        asking=asking,
        case=case,
        draft_version=opinion_round.draft_version if opinion_round is not None else None,
    )
    if ticked is None:
        ticked = [row.agency.slug for row in proposals if not row.concerned]
    return AgenciesForm(
        data,
        proposals=proposals,
        agencies=agencies_to_ask(asking),
        groups=groups_for(asking),
        initial={"proposed": ticked, "others": ticked},
    )


def _asked(form: QuestionForm) -> dict[str, Any]:
    data = form.cleaned_data
    return {
        "title": data["title"],
        "question": data["question"],
        "known": data["known"],
        "files": offered(data["files"]),
    }


def _as_it_is(opinion_round: OpinionRound) -> Request:
    """The request as it is written down; files are those to add, so none."""
    return Request(
        question=opinion_round.question,
        length=length_of(opinion_round),
        agencies=_asked_agencies(opinion_round),
        title=opinion_round.title,
        known=opinion_round.known,
        grace_days=opinion_round.grace_days,
        reminders=plan_of(opinion_round),
        silence_agrees=opinion_round.silence_agrees,
    )


def _asked_agencies(opinion_round: OpinionRound) -> list[Agency]:
    rows = RoundInvitation.objects.filter(round=opinion_round).select_related("agency")
    return [row.agency for row in rows]


def _seen(request: HttpRequest) -> int | None:
    text = request.POST.get("seen", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def _with_letter(request: HttpRequest, actor: Actor, opinion_round: OpinionRound) -> None:
    if request.POST.get("letter") and actor.agency_id == opinion_round.agency_id:
        issue_round_letter(opinion_round=opinion_round, actor=actor)
