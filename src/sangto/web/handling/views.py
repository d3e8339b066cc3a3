"""Answering, and planning and finishing measures."""

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
from sangto.handling.domain.measures import ANSWER_MEASURE
from sangto.handling.models import FeedbackAnswer
from sangto.handling.models import Measure as MeasureRow
from sangto.handling.services import (
    answer_feedback,
    answer_late_reports,
    create_measure,
    finish_measure,
)
from sangto.kernel.actor import Actor
from sangto.kernel.categories import Category, Measure
from sangto.kernel.errors import NotVisible
from sangto.organisations.queries import agencies, agency_by_slug
from sangto.web.cases.case import case_url
from sangto.web.cases.evidence import evidence_of
from sangto.web.desk import accepted, desk_page, form_page, sent
from sangto.web.handling.forms import AnswerForm, MeasureForm

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
                "reports": reports_of(case.claim).count() - waiting,
                "waiting": waiting,
                "may_answer_late": handling.may(
                    actor, handling.Permission.ANSWER, standing_of(actor, case)
                ),
            },
        )
    category = _answerable(case, actor)
    form = AnswerForm(sent(request), case=case)
    if form.is_valid() and accepted(
        form, lambda: answer_feedback(case=case, text=form.cleaned_data["text"], actor=actor)
    ):
        messages.success(request, _("Answered. Those who asked are being told."))
        return redirect(case_url(case))
    return form_page(
        request,
        "web/handling/answer.html",
        form,
        case=case,
        claim=case.claim,
        mailed=category is not Category.CHILD_SAFETY,
        evidence=evidence_of(case.claim, actor, request),
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


@desk_page
@_PAGE
def measure_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    case = get_case_for(actor, reference, need=Permission.VIEW)
    category = category_of(case)
    permission = handling.Permission.MEASURE_CREATE
    if category is None or not handling.may(actor, permission, standing_of(actor, case)):
        raise NotVisible
    form = MeasureForm(sent(request), case=case, category=category, agencies=agencies(case.network))
    if form.is_valid() and accepted(form, lambda: _create(case, form, actor)):
        messages.success(request, _("The measure is planned."))
        return redirect(f"{case_url(case)}#measures")
    return form_page(request, "web/handling/measure.html", form, case=case, claim=case.claim)


def _create(case: Case, form: MeasureForm, actor: Actor) -> None:
    owner = agency_by_slug(case.network, form.cleaned_data["owner"])
    if owner is None:
        raise NotVisible
    create_measure(case=case, kind=Measure(form.cleaned_data["measure"]), owner=owner, actor=actor)


@desk_page
@require_POST
def measure_done(request: HttpRequest, actor: Actor, reference: str, number: int) -> HttpResponse:
    case = get_case_for(actor, reference, need=Permission.VIEW)
    measure = MeasureRow.objects.select_related("case").filter(case=case, pk=number).first()
    if measure is None:
        raise NotVisible
    finish_measure(measure=measure, actor=actor)
    messages.success(request, _("The measure is finished."))
    return redirect(f"{case_url(case)}#measures")
