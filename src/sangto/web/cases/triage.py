"""Choosing a category in two steps, confirming it, and closing what is out of scope."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sangto.cases.models import Case
from sangto.cases.permissions import Permission
from sangto.cases.queries import (
    all_withdrawn,
    category_of,
    get_case_for,
    recorded_checks,
    reports_of,
)
from sangto.cases.services import (
    close_out_of_scope,
    close_withdrawn,
    confirm_category,
    set_category,
)
from sangto.intake.domain.reports import CLOSING, Closing
from sangto.intake.models import ReportImage
from sangto.kernel.actor import Actor
from sangto.kernel.categories import Category
from sangto.kernel.errors import NotVisible
from sangto.organisations.queries import agencies, agency_by_slug, service_fields
from sangto.web.cases.case import case_url, url_if_visible
from sangto.web.cases.forms import CaseForm, CategoryForm, CloseForm, ConfirmForm, DescribeForm
from sangto.web.cases.wording import CATEGORY_HINTS
from sangto.web.desk import accepted, desk_page, form_page, sent
from sangto.web.wording import CHECK_STATEMENTS, word

_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@desk_page
@_PAGE
def category_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """The first step changes nothing: it leads to the page with the category's checks."""
    case = get_case_for(actor, reference, need=Permission.CATEGORISE)
    form = CategoryForm(sent(request), initial={"category": case.category})
    if form.is_valid():
        return redirect("desk_case_checks", case.reference, form.cleaned_data["category"])
    return form_page(request, "web/cases/category.html", form, case=case, claim=case.claim)


@desk_page
@_PAGE
def checks_page(request: HttpRequest, actor: Actor, reference: str, category: str) -> HttpResponse:
    case = get_case_for(actor, reference, need=Permission.CATEGORISE)
    if category not in {item.value for item in CATEGORY_HINTS}:
        raise Http404
    chosen = Category(category)
    english = get_language() == "en"
    form = DescribeForm(
        sent(request),
        case=case,
        category=chosen,
        services=[
            (field.code, (english and field.name_en) or field.name)
            for field in service_fields(case.network)
        ]
        if chosen is Category.SERVICE_FEEDBACK
        else [],
        agencies=agencies(case.network),
        initial={
            "title": case.claim.title,
            "title_en": case.claim.title_en,
            "topic": case.topic if case.category == category else "",
            "subject_agency": case.subject_agency.slug if case.subject_agency else "",
        },
    )
    if form.is_valid() and accepted(form, lambda: _describe(case, chosen, form, actor)):
        messages.success(request, _("The category is recorded."))
        return redirect(case_url(case))
    return form_page(
        request,
        "web/cases/checks.html",
        form,
        case=case,
        claim=case.claim,
        category=chosen,
        hint=CATEGORY_HINTS[chosen],
        needs_second=chosen is Category.FACTUAL_CLAIM,
    )


def _describe(case: Case, category: Category, form: DescribeForm, actor: Actor) -> None:
    data = form.cleaned_data
    slug = data.get("subject_agency", "")
    subject = agency_by_slug(case.network, slug) if slug else None
    if slug and subject is None:
        raise NotVisible
    set_category(
        case=case,
        category=category,
        topic=data.get("topic", ""),
        subject_agency=subject,
        title=data["title"],
        title_en=data["title_en"],
        checks=data["checks"],
        actor=actor,
    )


@desk_page
@_PAGE
def confirm_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """The second person of another agency; who recorded them first is told so by the room."""
    case = get_case_for(actor, reference, need=Permission.CONFIRM)
    category = category_of(case)
    if category is None:
        raise Http404
    form = ConfirmForm(sent(request), case=case, category=category)
    if form.is_valid() and accepted(
        form,
        lambda: confirm_category(case=case, checks=form.cleaned_data["checks"], actor=actor),
    ):
        messages.success(request, _("You confirmed the category."))
        return redirect(url_if_visible(actor, case))
    return form_page(
        request,
        "web/cases/confirm.html",
        form,
        case=case,
        claim=case.claim,
        category=category,
        recorded=len(recorded_checks(case)),
        statements=[
            word(CHECK_STATEMENTS, code) for check in case.checks.all()[:1] for code in check.checks
        ],
    )


@desk_page
@_PAGE
def close_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """First the explanation, then a page that names what will be deleted, then the deed."""
    case = get_case_for(actor, reference, need=Permission.CLOSE_OUT_OF_SCOPE)
    form = CloseForm(sent(request), case=case)
    if not form.is_valid():
        return form_page(request, "web/cases/close.html", form, case=case, claim=case.claim)
    explanation = Closing(form.cleaned_data["explanation"])
    if "confirmed" in request.POST and accepted(
        form, lambda: close_out_of_scope(case=case, explanation=explanation, actor=actor)
    ):
        messages.success(request, _("The case is closed, and what people had sent is deleted."))
        return redirect(case_url(case))
    if form.errors:
        return form_page(request, "web/cases/close.html", form, case=case, claim=case.claim)
    reports = reports_of(case.claim)
    return form_page(
        request,
        "web/cases/close_confirm.html",
        CloseForm(initial=form.cleaned_data, case=case),
        case=case,
        claim=case.claim,
        explanation=explanation,
        explanation_text=_(CLOSING[explanation]),
        reports=reports.count(),
        pictures=ReportImage.objects.filter(
            report__in=reports, file__deleted_at__isnull=True
        ).count(),
    )


@desk_page
@_PAGE
def withdrawn_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    case = get_case_for(actor, reference, need=Permission.CLOSE_OUT_OF_SCOPE)
    if not all_withdrawn(case.claim):
        raise NotVisible
    form = CaseForm(sent(request), case=case)
    if form.is_valid() and accepted(form, lambda: close_withdrawn(case=case, actor=actor)):
        messages.success(request, _("The case is closed: everybody who had sent it took it back."))
        return redirect(case_url(case))
    return form_page(request, "web/cases/withdrawn.html", form, case=case, claim=case.claim)
