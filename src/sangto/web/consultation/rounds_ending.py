"""The end of a round: closed early, and what follows from the answers."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sangto.consultation.domain.rounds import ROUND_WORKFLOW, RoundAction
from sangto.consultation.models import OpinionRound
from sangto.consultation.permissions import Permission
from sangto.consultation.queries import round_for, sheet_of
from sangto.consultation.services import close_round, conclude_round
from sangto.kernel.actor import Actor
from sangto.web.consultation.rounds_answer_forms import ConcludeRoundForm
from sangto.web.consultation.rounds_showing import columns_of, round_url, shown_rows
from sangto.web.consultation.rounds_wording import silence_words
from sangto.web.desk import accepted, desk_page, form_page, sent

_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@desk_page
@_PAGE
def close_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Names who stays silent before somebody presses."""
    opinion_round = round_for(actor, reference, Permission.ROUND_CLOSE)
    ROUND_WORKFLOW.step(opinion_round.state, RoundAction.CLOSE.value)
    form = forms.Form(sent(request))
    if form.is_valid():
        close_round(opinion_round=opinion_round, actor=actor)
        messages.success(request, _("The round is closed. It takes no answers any more."))
        return redirect(round_url(opinion_round))
    sheet = sheet_of(opinion_round)
    return form_page(
        request,
        "web/rounds/close.html",
        form,
        round=opinion_round,
        tally=sheet.tally,
        silent=[row for row in shown_rows(sheet) if row.waits],
        silence=silence_words(opinion_round),
    )


@desk_page
@_PAGE
def conclude_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """The answers stand beside the form; whoever left one out says why."""
    opinion_round = round_for(actor, reference, Permission.ROUND_CONCLUDE)
    ROUND_WORKFLOW.step(opinion_round.state, RoundAction.CONCLUDE.value)
    sheet = sheet_of(opinion_round)
    answers = [(row.invitation, row.opinion) for row in sheet.answered if row.opinion is not None]
    form = ConcludeRoundForm(sent(request), opinion_round=opinion_round, answers=answers)
    if form.is_valid() and accepted(form, lambda: _conclude(opinion_round, form, actor)):
        messages.success(request, _("The round is concluded."))
        return redirect(round_url(opinion_round))
    return form_page(
        request,
        "web/rounds/conclude.html",
        form,
        round=opinion_round,
        rows=shown_rows(sheet),
        columns=columns_of(sheet),
        tally=sheet.tally,
        ended=True,
        silence=silence_words(opinion_round),
    )


def _conclude(opinion_round: OpinionRound, form: ConcludeRoundForm, actor: Actor) -> None:
    data = form.cleaned_data
    conclude_round(
        opinion_round=opinion_round,
        text=data["conclusion"],
        weighed=form.chosen_answers(),
        not_followed=data.get("not_followed", ""),
        proposed_rating=data.get("proposed_rating", ""),
        actor=actor,
    )
