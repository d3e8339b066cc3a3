"""Questions of the press: their list, taking one down, answering it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sangto.cases.models import Case
from sangto.cases.permissions import Permission as CasePermission
from sangto.cases.queries import category_of, get_case_for, standing_of
from sangto.handling.domain.press import PRESS_CATEGORIES, PressState
from sangto.handling.models import PressQuestion
from sangto.handling.permissions import Permission, has_permission, may
from sangto.handling.queries import (
    may_with_question,
    press_deadline_of,
    press_question_for,
    press_questions_visible_to,
)
from sangto.handling.services import (
    answer_press_question,
    cancel_press_question,
    decline_press_question,
    record_press_question,
)
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.organisations.queries import agencies, agency_by_slug
from sangto.verdicts.models import Verdict
from sangto.web.cases.deadlines import explanation_of
from sangto.web.desk import accepted, desk_page, form_page, sent
from sangto.web.handling.forms import PressAnswerForm, PressQuestionForm, WhyForm
from sangto.web.handling.rows import press_row
from sangto.web.handling.tabs import tabs_of
from sangto.web.lists import shown_page

_PAGE = require_http_methods(["GET", "HEAD", "POST"])
SHOWN = 30


@desk_page
@require_safe
def list_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Open ones by their day, then those that ended; the same number of queries for any number."""
    if not has_permission(actor, Permission.PRESS_VIEW):
        raise NotVisible
    ended = request.GET.get("state") == "ended"
    rows = press_questions_visible_to(actor)
    if ended:
        rows = rows.exclude(state=PressState.OPEN.value).order_by("-closed_at", "-pk")
    else:
        rows = rows.filter(state=PressState.OPEN.value).order_by("due_at", "pk")
    page = shown_page(request, rows, SHOWN)
    return render(
        request,
        "web/handling/press_list.html",
        {
            "tabs": tabs_of(actor, "press"),
            "page": page,
            "rows": [press_row(question) for question in page.object_list],
            "ended": ended,
        },
    )


@desk_page
@_PAGE
def new_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    case = get_case_for(actor, reference, need=CasePermission.VIEW)
    if category_of(case) not in PRESS_CATEGORIES or not may(
        actor, Permission.PRESS_RECORD, standing_of(actor, case)
    ):
        raise NotVisible
    form = PressQuestionForm(
        sent(request),
        agencies=agencies(case.network),
        initial={"asked_on": timezone.localdate(), "agency": case.owner.slug},
    )
    made: list[PressQuestion] = []
    if form.is_valid() and accepted(form, lambda: made.append(_record(case, form, actor))):
        messages.success(request, _("The question is taken down."))
        return redirect("desk_press_question", made[0].reference)
    return form_page(request, "web/handling/press_new.html", form, case=case, claim=case.claim)


def _record(case: Case, form: PressQuestionForm, actor: Actor) -> PressQuestion:
    data = form.cleaned_data
    agency = agency_by_slug(case.network, data["agency"])
    if agency is None:
        raise NotVisible
    return record_press_question(
        case=case,
        verdict=Verdict.objects.filter(case=case).first(),
        agency=agency,
        outlet=data["outlet"],
        question=data["question"],
        asked_on=data["asked_on"],
        days=data["days"],
        actor=actor,
    )


@desk_page
@require_safe
def question_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    question, standing = press_question_for(actor, reference)
    is_open = question.state == PressState.OPEN
    return render(
        request,
        "web/handling/press_question.html",
        {
            **press_row(question),
            "question": question,
            "case": question.case,
            "claim": question.case.claim,
            "deadline": explanation_of(press_deadline_of(question), question.due_at)
            if is_open
            else None,
            "may_answer": is_open
            and may_with_question(actor, Permission.PRESS_ANSWER, question, standing),
            "may_cancel": is_open
            and may_with_question(actor, Permission.PRESS_CLOSE, question, standing),
        },
    )


@desk_page
@_PAGE
def answer_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    question = _open(actor, reference, Permission.PRESS_ANSWER)
    form = PressAnswerForm(sent(request), initial={"spokesperson": question.agency.spokesperson})
    if form.is_valid() and accepted(
        form,
        lambda: answer_press_question(
            question=question,
            answer=form.cleaned_data["answer"],
            spokesperson=form.cleaned_data["spokesperson"],
            actor=actor,
        ),
    ):
        messages.success(request, _("The answer is kept."))
        return redirect("desk_press_question", question.reference)
    return form_page(
        request, "web/handling/press_answer.html", form, **_around(question), decline=False
    )


@desk_page
@_PAGE
def decline_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    question = _open(actor, reference, Permission.PRESS_ANSWER)
    form = WhyForm(sent(request))
    if form.is_valid() and accepted(
        form,
        lambda: decline_press_question(
            question=question, reason=form.cleaned_data["reason"], actor=actor
        ),
    ):
        messages.success(request, _("Kept, with the reason."))
        return redirect("desk_press_question", question.reference)
    return form_page(
        request, "web/handling/press_end.html", form, **_around(question), decline=True
    )


@desk_page
@_PAGE
def cancel_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    question = _open(actor, reference, Permission.PRESS_CLOSE)
    form = WhyForm(sent(request))
    if form.is_valid() and accepted(
        form,
        lambda: cancel_press_question(
            question=question, reason=form.cleaned_data["reason"], actor=actor
        ),
    ):
        messages.success(request, _("Taken back, with the reason."))
        return redirect("desk_press_question", question.reference)
    return form_page(
        request, "web/handling/press_end.html", form, **_around(question), decline=False
    )


def _open(actor: Actor, reference: str, permission: Permission) -> PressQuestion:
    question, standing = press_question_for(actor, reference)
    if question.state != PressState.OPEN or not may_with_question(
        actor, permission, question, standing
    ):
        raise NotVisible
    return question


def _around(question: PressQuestion) -> dict[str, object]:
    return {
        "question": question,
        "claim": question.case.claim,
        "back_url": reverse("desk_press_question", args=[question.reference]),
    }
