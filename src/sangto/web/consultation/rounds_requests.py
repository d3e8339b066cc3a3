"""One agency in a round: its answers, more time, its link, a letter on paper; and chasing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from sangto.consultation.domain.answers import AnswerKind
from sangto.consultation.domain.invitations import InvitationState
from sangto.consultation.domain.rounds import ROUND_WORKFLOW, RoundAction
from sangto.consultation.models import OpinionRound, RoundInvitation
from sangto.consultation.permissions import Permission
from sangto.consultation.queries import (
    agencies_to_ask,
    groups_for,
    invitation_for,
    own_versions,
    proposed_agencies,
    round_for,
    round_standing,
)
from sangto.consultation.services import (
    chase_all,
    decide_extension,
    invite_more,
    register_paper_opinion,
    revoke_link,
    send_link_again,
)
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.organisations.queries import focal_officers_on
from sangto.web.consultation.rounds_answer_forms import DecideTimeForm, PaperForm
from sangto.web.consultation.rounds_forms import AgenciesForm, offered
from sangto.web.consultation.rounds_showing import opinion_shown, rights, round_url
from sangto.web.consultation.rounds_wording import REQUEST_STATES
from sangto.web.desk import accepted, agency_name, desk_page, form_page, sent

_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@desk_page
@_PAGE
def request_page(request: HttpRequest, actor: Actor, reference: str, number: int) -> HttpResponse:
    """Every version of the answer, and the decision about more time where one is asked for."""
    invitation = invitation_for(actor, reference, number)
    opinion_round = invitation.round
    may = rights(actor, round_standing(actor, opinion_round), opinion_round)
    asks_time = invitation.state == InvitationState.EXTENSION_ASKED and may["extend"]
    data = sent(request)
    if data is not None and not may["extend"]:
        raise NotVisible
    form = DecideTimeForm(data, initial={"days": invitation.time_days})
    grant = request.POST.get("do") == "grant"
    if form.is_valid() and accepted(
        form,
        lambda: decide_extension(
            invitation=invitation,
            grant=grant,
            days=form.cleaned_data["days"] if grant else None,
            note=form.cleaned_data["note"],
            actor=actor,
        ),
    ):
        done = _("More time is given. The agency is told.")
        refused = _("The deadline stays. The agency is told.")
        messages.success(request, done if grant else refused)
        return redirect(request.path)
    return form_page(
        request,
        "web/rounds/request.html",
        form,
        round=opinion_round,
        invitation=invitation,
        name=agency_name(invitation.agency),
        look=REQUEST_STATES[InvitationState(invitation.state)],
        due_at=invitation.due_at or opinion_round.due_at,
        versions=[opinion_shown(one) for one in own_versions(invitation)],
        officers=focal_officers_on(invitation.agency, timezone.localdate()),
        reminders=list(invitation.reminders.order_by("at")),
        asks_time=asks_time,
        may=may,
    )


@desk_page
@require_POST
def send_again(request: HttpRequest, actor: Actor, reference: str, number: int) -> HttpResponse:
    invitation = invitation_for(actor, reference, number, Permission.ROUND_CHASE)
    send_link_again(invitation=invitation, actor=actor)
    messages.success(request, _("A new link is on its way. The one before opens nothing any more."))
    return redirect("desk_round_request", reference, number)


@desk_page
@require_POST
def revoke(request: HttpRequest, actor: Actor, reference: str, number: int) -> HttpResponse:
    invitation = invitation_for(actor, reference, number, Permission.ROUND_CHASE)
    revoke_link(invitation=invitation, actor=actor)
    messages.success(request, _("The link opens nothing any more. A new one can be sent."))
    return redirect("desk_round_request", reference, number)


@desk_page
@require_POST
def chase(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Everybody who has not answered; with ``only`` one agency."""
    opinion_round = round_for(actor, reference, Permission.ROUND_CHASE)
    only = _number(request.POST.get("only", ""))
    mails = chase_all(opinion_round=opinion_round, only=only, actor=actor)
    messages.success(
        request,
        ngettext("%(n)s reminder is on its way.", "%(n)s reminders are on their way.", mails)
        % {"n": mails},
    )
    if only is not None:
        return redirect("desk_round_request", reference, only)
    return redirect(round_url(opinion_round))


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else None


@desk_page
@_PAGE
def paper_page(request: HttpRequest, actor: Actor, reference: str, number: int) -> HttpResponse:
    """A letter that came on paper, with its number, date and scan."""
    invitation = invitation_for(actor, reference, number, Permission.ROUND_REGISTER)
    data = sent(request)
    form = PaperForm(
        data,
        request.FILES if data is not None else None,
        opinion_round=invitation.round,
        initial={"arrived_on": timezone.localdate()},
    )
    if form.is_valid() and accepted(form, lambda: _register(invitation, form, actor)):
        messages.success(request, _("The letter is entered, also in the register of letters."))
        return redirect("desk_round_request", reference, number)
    return form_page(
        request,
        "web/rounds/paper.html",
        form,
        round=invitation.round,
        invitation=invitation,
        name=agency_name(invitation.agency),
        not_competent=AnswerKind.NOT_COMPETENT.value,
    )


def _register(invitation: RoundInvitation, form: PaperForm, actor: Actor) -> None:
    data = form.cleaned_data
    scan = offered([data["scan"]])[0] if data["scan"] else None
    register_paper_opinion(
        invitation=invitation,
        answer=form.answer(),
        scan=scan,
        files=form.uploads(),
        arrived_on=data["arrived_on"],
        actor=actor,
    )


@desk_page
@_PAGE
def invite_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """More agencies in a round that is open."""
    opinion_round = round_for(actor, reference, Permission.ROUND_CHASE)
    ROUND_WORKFLOW.step(opinion_round.state, RoundAction.INVITE.value)
    form = _more_form(sent(request), opinion_round)
    made: list[Any] = []

    def write() -> None:
        made.extend(invite_more(opinion_round=opinion_round, agencies=form.chosen(), actor=actor))

    if form.is_valid() and accepted(form, write):
        if made:
            messages.success(
                request,
                ngettext("%(n)s agency more is asked.", "%(n)s agencies more are asked.", len(made))
                % {"n": len(made)},
            )
            return redirect(round_url(opinion_round))
        form.add_error(None, _("Choose at least one agency to ask."))
    return form_page(request, "web/rounds/invite.html", form, round=opinion_round)


def _more_form(data: Any, opinion_round: OpinionRound) -> AgenciesForm:
    """Without those that are asked; a group stands for those of it that are not."""
    asked = set(
        RoundInvitation.objects.filter(round=opinion_round).values_list("agency_id", flat=True)
    )
    proposals = proposed_agencies(
        asking=opinion_round.agency,
        case=opinion_round.case,
        draft_version=opinion_round.draft_version,
    )
    groups = [
        (group, tuple(one for one in group.agencies if one.pk not in asked))
        for group in groups_for(opinion_round.agency)
    ]
    return AgenciesForm(
        data,
        proposals=[row for row in proposals if row.agency.pk not in asked],
        agencies=[one for one in agencies_to_ask(opinion_round.agency) if one.pk not in asked],
        groups=[replace(group, agencies=left) for group, left in groups if left],
    )
