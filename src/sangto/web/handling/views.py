"""Answering those who asked."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sangto.cases.domain.states import CaseStatus
from sangto.cases.models import Case
from sangto.cases.permissions import Permission
from sangto.cases.queries import category_of, get_case_for, reports_of, standing_of, waiting_reports
from sangto.handling import permissions as handling
from sangto.handling.domain.feedback import AnswerReach, usual_reach
from sangto.handling.domain.measures import ANSWER_MEASURE
from sangto.handling.models import FeedbackAnswer
from sangto.handling.queries import reopenings_of
from sangto.handling.services import answer_feedback, answer_late_reports
from sangto.kernel.actor import Actor
from sangto.kernel.categories import Category
from sangto.kernel.errors import NotVisible
from sangto.web.cases.case import case_url
from sangto.web.cases.evidence import evidence_of
from sangto.web.desk import accepted, desk_page, form_page, sent
from sangto.web.handling.forms import AnswerForm
from sangto.web.handling.wording import REOPENING_NAMES
from sangto.web.wording import word

_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@desk_page
@_PAGE
def answer_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """The form for whoever answers; once answered, the answer for whoever may see the case."""
    case = get_case_for(actor, reference, need=Permission.VIEW)
    answer = (
        FeedbackAnswer.objects.filter(case=case).select_related("agency", "answered_by").first()
    )
    if answer is not None and case.status == CaseStatus.CLOSED:
        waiting = waiting_reports(case.claim).count()
        return render(
            request,
            "web/handling/answered.html",
            {
                "case": case,
                "claim": case.claim,
                "answer": answer,
                "is_public": answer.reach == AnswerReach.PUBLIC,
                "reports": reports_of(case.claim).count() - waiting,
                "waiting": waiting,
                "may_answer_late": handling.may(
                    actor, handling.Permission.ANSWER, standing_of(actor, case)
                ),
            },
        )
    category = _answerable(case, actor)
    titles = (case.claim.title, case.claim.title_en)
    form = AnswerForm(
        sent(request),
        case=case,
        public=category is Category.SERVICE_FEEDBACK and bool(case.claim.title),
        initial={"reach": usual_reach(category=category, texts=titles).value},
    )
    if form.is_valid() and accepted(form, lambda: _answer(case, form, actor)):
        messages.success(request, _("Answered. Those who asked are being told."))
        return redirect(case_url(case))
    return form_page(
        request,
        "web/handling/answer.html",
        form,
        case=case,
        claim=case.claim,
        mailed=category is not Category.CHILD_SAFETY,
        former=answer,
        asked_again=[
            {"why": word(REOPENING_NAMES, row.reason), "at": row.at} for row in reopenings_of(case)
        ],
        evidence=evidence_of(case.claim, actor, request),
    )


def _answer(case: Case, form: AnswerForm, actor: Actor) -> None:
    data = form.cleaned_data
    answer_feedback(
        case=case,
        text=data["text"],
        reach=AnswerReach(data.get("reach") or AnswerReach.SENDERS),
        looked_through=bool(data.get("looked_through")),
        actor=actor,
    )


@desk_page
@require_POST
def answer_late(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Those who asked after the answer get it too."""
    case = get_case_for(actor, reference, need=Permission.VIEW)
    answer_late_reports(case=case, actor=actor)
    messages.success(request, _("Those who asked later are being told the same answer."))
    return redirect("desk_answer", case.reference)


def _answerable(case: Case, actor: Actor) -> Category:
    category = category_of(case)
    if category not in ANSWER_MEASURE or not handling.may(
        actor, handling.Permission.ANSWER, standing_of(actor, case)
    ):
        raise NotVisible
    return category
