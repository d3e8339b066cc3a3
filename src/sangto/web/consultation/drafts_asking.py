"""Asking agencies about a draft: for comments, for their votes; and letters that came on paper."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sangto.consultation.domain.answers import AnswerKind, AnswerVia
from sangto.consultation.domain.draft_workflow import DRAFT_WORKFLOW, DraftAction, RoundPurpose
from sangto.consultation.models import Draft, Opinion, OpinionRound, RoundInvitation
from sangto.consultation.permissions import Permission
from sangto.consultation.queries import (
    agencies_to_ask,
    comments_of_request,
    default_length,
    draft_for,
    groups_for,
    latest_version,
    proposed_agencies,
    provisions_of,
)
from sangto.consultation.services import (
    Request,
    enter_comment,
    open_draft_round,
    prepare_draft_round,
    prepare_vote,
    withdraw_comment,
)
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.organisations.models import Agency
from sangto.web.consultation.drafts_access import draft_url, head_of, round_link, told
from sangto.web.consultation.drafts_board import places_to_choose, wording_of
from sangto.web.consultation.drafts_forms import AskForm, CommentForm, VoteForm
from sangto.web.consultation.drafts_own import own_shown
from sangto.web.consultation.drafts_wording import place_name
from sangto.web.consultation.rounds_forms import AgenciesForm
from sangto.web.consultation.rounds_wording import ANSWER_KINDS
from sangto.web.desk import accepted, agency_of, desk_page, form_page, sent

_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@desk_page
@_PAGE
def ask_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """A round for comments on the newest version: sent at once, or prepared to be looked over with
    its reminders and letters, and approved by a second person."""
    draft = draft_for(actor, reference, Permission.DRAFT_CONSULT)
    DRAFT_WORKFLOW.step(draft.state, DraftAction.CONSULT)
    form = AskForm(
        sent(request),
        length=default_length(draft.network),
        initial={
            "question": _("Please comment on the draft “%(title)s”.") % {"title": draft.title}
        },
    )
    only_prepared = request.POST.get("do") == "prepare"

    def write(wanted: Request) -> OpinionRound:
        if only_prepared:
            return prepare_draft_round(draft=draft, request=wanted, actor=actor)
        number = form.cleaned_data["number"].strip()
        return open_draft_round(draft=draft, request=wanted, actor=actor, number=number)

    return _asked(request, actor, draft, form, write, "web/consultation/draft_ask.html")


@desk_page
@_PAGE
def vote_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """The members' written votes; the round is looked over and sent on its own page."""
    draft = draft_for(actor, reference, Permission.DRAFT_CONSULT)
    DRAFT_WORKFLOW.step(draft.state, DraftAction.VOTE)
    question = _("Do you vote for issuing “%(title)s” as it is submitted?")
    form = VoteForm(
        sent(request),
        length=default_length(draft.network),
        initial={"question": question % {"title": draft.title}},
    )
    return _asked(
        request,
        actor,
        draft,
        form,
        lambda wanted: prepare_vote(draft=draft, request=wanted, actor=actor),
        "web/consultation/draft_vote.html",
    )


def _asked(
    request: HttpRequest,
    actor: Actor,
    draft: Draft,
    form: AskForm,
    write: Callable[[Request], OpinionRound],
    template: str,
) -> HttpResponse:
    asking = agency_of(actor)
    if asking is None:
        raise NotVisible
    agencies = _agencies_form(request, draft, asking)
    if form.is_valid() and agencies.is_valid():
        made: list[OpinionRound] = []
        chosen = agencies.chosen()
        if accepted(form, lambda: made.append(write(form.request(draft, chosen)))):
            (opinion_round,) = made
            if opinion_round.opened_at is not None:
                messages.success(
                    request, _("The agencies are asked. The letters are on their way.")
                )
                return redirect(draft_url(draft))
            return redirect(round_link(opinion_round))
    return form_page(request, template, form, **head_of(draft), agencies=agencies)


def _agencies_form(request: HttpRequest, draft: Draft, asking: Agency) -> AgenciesForm:
    proposals = proposed_agencies(asking=asking, draft_version=latest_version(draft))
    ticked = [row.agency.slug for row in proposals]
    return AgenciesForm(
        sent(request),
        proposals=proposals,
        agencies=agencies_to_ask(asking),
        groups=groups_for(asking),
        initial={"proposed": ticked},
    )


@desk_page
@require_safe
def letters_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Who was asked, what they answered, and where the comments of a paper letter are entered."""
    draft = draft_for(actor, reference, Permission.DRAFT_CONSULT)
    rows = (
        RoundInvitation.objects.filter(round__on_draft__draft=draft, round__opened_at__isnull=False)
        .select_related("agency", "round__on_draft")
        .order_by("-round_id", "pk")
    )
    answers = {
        one.invitation_id: one
        for one in Opinion.objects.filter(invitation__round__on_draft__draft=draft, latest=True)
    }
    shown = [_letter(row, answers.get(row.pk)) for row in rows]
    return render(request, "web/consultation/draft_letters.html", {**head_of(draft), "rows": shown})


def _letter(row: RoundInvitation, answer: Opinion | None) -> dict[str, object]:
    for_comments = row.round.on_draft.purpose == RoundPurpose.COMMENTS
    return {
        "row": row,
        "answer": answer,
        "look": ANSWER_KINDS[AnswerKind(answer.kind)] if answer is not None else None,
        "on_paper": for_comments and answer is not None and answer.via == AnswerVia.PAPER,
        "round_url": round_link(row.round),
    }


@desk_page
@_PAGE
def enter_page(request: HttpRequest, actor: Actor, reference: str, number: int) -> HttpResponse:
    """Comments from a letter that was registered as an answer, one after the other."""
    draft = draft_for(actor, reference, Permission.DRAFT_CONSULT)
    invitation = (
        RoundInvitation.objects.filter(
            pk=number,
            round__on_draft__draft=draft,
            round__on_draft__purpose=RoundPurpose.COMMENTS.value,
            round__opened_at__isnull=False,
        )
        .select_related("agency", "round__draft_version", "round__agency")
        .first()
    )
    if invitation is None or invitation.round.draft_version is None:
        raise NotVisible
    if request.POST.get("do") == "withdraw":
        return _taken_back(request, actor, draft, invitation)
    provisions = provisions_of(invitation.round.draft_version)
    at = request.POST.get("anchor") or request.GET.get("at", "")
    chosen = next((row for row in provisions if row.eid == at), None)
    form = CommentForm(
        sent(request),
        wording=wording_of(chosen) if chosen is not None else "",
        initial={"anchor": at} if at else {},
    )
    if form.is_valid() and accepted(
        form, lambda: enter_comment(invitation=invitation, comment=form.comment(), actor=actor)
    ):
        messages.success(request, _("The comment is entered."))
        return redirect(draft_url(draft, "desk_draft_enter", invitation.pk))
    return form_page(
        request,
        "web/consultation/draft_enter.html",
        form,
        **head_of(draft),
        invitation=invitation,
        places=places_to_choose(provisions),
        at=at,
        place=place_name(at) if at else "",
        wording=wording_of(chosen) if chosen is not None else "",
        own=own_shown(comments_of_request(invitation)),
    )


def _taken_back(
    request: HttpRequest, actor: Actor, draft: Draft, invitation: RoundInvitation
) -> HttpResponse:
    key = request.POST.get("comment", "")
    comment = next((one for one in comments_of_request(invitation) if str(one.pk) == key), None)
    if comment is None:
        raise NotVisible
    comment.invitation = invitation
    if told(request, lambda: withdraw_comment(comment=comment, actor=actor)):
        messages.success(request, _("The comment is taken back."))
    return redirect(draft_url(draft, "desk_draft_enter", invitation.pk))
