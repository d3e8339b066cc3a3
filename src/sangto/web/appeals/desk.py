"""The queue of appeals, and the page on which one is decided."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sangto.appeals.domain.appeals import (
    OPEN_STATES,
    AppealState,
    Outcome,
    ReplyState,
    deciding_refusal,
)
from sangto.appeals.models import Appeal
from sangto.appeals.permissions import Permission, may
from sangto.appeals.queries import (
    appeal_for,
    appeals_of_case,
    appeals_visible_to,
    involved_in,
    public_reasons,
    relatives_of,
)
from sangto.appeals.queries.appeals import reference_of_subject
from sangto.appeals.services import check_reply, decide_appeal, take_appeal
from sangto.cases.models import Case
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, Refusal
from sangto.verdicts.domain.version import VersionStatus
from sangto.verdicts.queries.at_work import preview
from sangto.web.appeals.forms import DecisionForm, ReplyForm
from sangto.web.appeals.wording import OUTCOMES, RELATIONS, STATES
from sangto.web.desk import accepted, desk_page, sent
from sangto.web.handling.wording import MEASURE_NAMES
from sangto.web.lists import shown_page
from sangto.web.wording import refusal_text, word

PAGE_LENGTH = 25
_OPEN = sorted(state.value for state in OPEN_STATES)


@desk_page
@require_safe
def queue(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Open ones first, by their date; the others under a tab. The same queries for any page."""
    if not may(actor, Permission.VIEW):
        raise NotVisible
    ended = request.GET.get("shown") == "ended"
    appeals = appeals_visible_to(actor)
    if ended:
        rows = appeals.exclude(state__in=_OPEN).order_by("-ended_at", "-pk")
    else:
        rows = appeals.filter(state__in=_OPEN).order_by("due_at", "pk")
    page = shown_page(request, rows, PAGE_LENGTH)
    return render(
        request,
        "web/appeals/list.html",
        {"page": page, "rows": [_row(appeal) for appeal in page.object_list], "ended": ended},
    )


def _row(appeal: Appeal) -> dict[str, object]:
    english = get_language() == "en"
    title = ""
    if appeal.version is not None:
        title = (english and appeal.version.title_en) or appeal.version.title
    elif appeal.measure is not None:
        title = word(MEASURE_NAMES, appeal.measure.kind)
    return {
        "appeal": appeal,
        "about": reference_of_subject(appeal),
        "title": title,
        "look": STATES[AppealState(appeal.state)],
        "outcome": word(OUTCOMES, appeal.outcome) if appeal.outcome else "",
        "is_open": appeal.state in OPEN_STATES,
    }


def appeals_shown(actor: Actor, case: Case) -> list[dict[str, object]]:
    """For the page of a case; nothing to who may not see appeals. One query."""
    if not may(actor, Permission.VIEW):
        return []
    return [_row(appeal) for appeal in appeals_of_case(case.pk)]


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def appeal_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    appeal = appeal_for(actor, reference)
    refusal = _refusal(actor, appeal)
    current = (
        appeal.version is not None and appeal.version.status == VersionStatus.PUBLISHED.value
    ) or appeal.measure is not None
    decides = appeal.state == AppealState.REVIEW and refusal is None
    form = DecisionForm(sent(request) if decides else None, current=current)
    if decides and form.is_valid() and accepted(form, lambda: _decide(appeal, form, actor)):
        messages.success(request, _("Decided. Who objected is told, and the register shows it."))
        return redirect("desk_appeal", appeal.reference)
    return _page(request, actor, appeal, form, None, refusal)


def _decide(appeal: Appeal, form: DecisionForm, actor: Actor) -> None:
    decide_appeal(
        appeal=appeal,
        outcome=Outcome(form.cleaned_data["outcome"]),
        reasons=form.cleaned_data["reasons"],
        stays=form.cleaned_data.get("stays", []),
        actor=actor,
    )


def _refusal(actor: Actor, appeal: Appeal) -> Refusal | None:
    """Asked again by the room at the decision itself; here so that no button leads to a no."""
    if not may(actor, Permission.DECIDE) or actor.user_id is None or actor.agency_id is None:
        return None
    taken = appeal.officer_id if appeal.state == AppealState.REVIEW else None
    return deciding_refusal(
        person=actor.user_id,
        agency=actor.agency_id,
        involved=involved_in(appeal.case, appeal=appeal),
        officer=taken,
    )


def _page(
    request: HttpRequest,
    actor: Actor,
    appeal: Appeal,
    form: DecisionForm,
    reply_form: ReplyForm | None,
    refusal: Refusal | None,
) -> HttpResponse:
    may_decide = may(actor, Permission.DECIDE, relatives=relatives_of(appeal.case))
    checks = (
        may(actor, Permission.CHECK_REPLY, relatives=relatives_of(appeal.case))
        and appeal.reply_state == ReplyState.WAITING
    )
    version = appeal.version
    can_take = (
        may_decide
        and appeal.state in OPEN_STATES
        and appeal.officer_id != actor.user_id
        and (refusal is None or refusal.code == "appeals.taken")
    )
    bound = form.is_bound or (reply_form is not None and reply_form.is_bound)
    return render(
        request,
        "web/appeals/appeal.html",
        {
            **_row(appeal),
            "relation": word(RELATIONS, appeal.relation),
            "verdict_page": preview(version, language=get_language() or "vi")
            if version is not None
            else None,
            "reasons": public_reasons(appeal),
            "can_take": can_take,
            "decides": may_decide and appeal.state == AppealState.REVIEW and refusal is None,
            "had_a_part": refusal_text(refusal)
            if refusal is not None and may_decide and appeal.state in OPEN_STATES
            else "",
            "form": form,
            "reply_form": (reply_form or ReplyForm(reply=appeal.reply)) if checks else None,
        },
        status=422 if bound else 200,
    )


@desk_page
@require_POST
def take(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    appeal = appeal_for(actor, reference, need=Permission.DECIDE)
    take_appeal(appeal=appeal, actor=actor)
    messages.success(request, _("You have taken this appeal."))
    return redirect("desk_appeal", appeal.reference)


@desk_page
@require_POST
def reply(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Whether a reply is shown; personal data is all that is asked."""
    appeal = appeal_for(actor, reference, need=Permission.CHECK_REPLY)
    form = ReplyForm(request.POST, reply=appeal.reply)
    if form.is_valid() and accepted(form, lambda: _checked(appeal, form, actor)):
        messages.success(request, _("It is noted."))
        return redirect("desk_appeal", appeal.reference)
    return _page(request, actor, appeal, DecisionForm(current=True), form, _refusal(actor, appeal))


def _checked(appeal: Appeal, form: ReplyForm, actor: Actor) -> None:
    check_reply(
        appeal=appeal,
        show=form.cleaned_data["show"] == "yes",
        stays=form.cleaned_data.get("stays", []),
        passages=form.cleaned_data["passages"],
        actor=actor,
    )
