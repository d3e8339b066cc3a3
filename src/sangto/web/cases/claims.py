"""A claim whose case nobody opened yet, and what may be changed about a claim and its reports."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sangto.cases.models import Case
from sangto.cases.permissions import Permission, has_permission
from sangto.cases.queries import category_of, reports_of
from sangto.cases.services import move_report_to, open_case, part_report, take_hold
from sangto.documents.queries import content_of
from sangto.intake.models import Report
from sangto.intake.queries import picture_for
from sangto.kernel.actor import Actor
from sangto.kernel.categories import Category
from sangto.kernel.errors import NotVisible
from sangto.matching import permissions as matching
from sangto.matching.models import Claim
from sangto.matching.queries import surviving_claim
from sangto.matching.services import (
    add_indicator,
    add_wording,
    remove_indicator,
    remove_wording,
)
from sangto.organisations.domain.deadlines import DeadlineKind
from sangto.organisations.queries import deadline_for
from sangto.web.cases.access import claim_called, claim_for, report_for
from sangto.web.cases.case import case_url
from sangto.web.cases.deadlines import explanation_of
from sangto.web.cases.evidence import evidence_of
from sangto.web.cases.files import file_response
from sangto.web.cases.forms import IndicatorForm, MoveForm, WordingForm
from sangto.web.cases.holds import hold_of
from sangto.web.cases.suggestions import about_claim
from sangto.web.desk import accepted, desk_page, form_page, sent

_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@desk_page
@require_safe
def claim_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Leads to the case when there is one, and to the claim that a merged one went into."""
    claim, case = claim_for(actor, reference, write=False)
    if case is not None:
        return redirect(case_url(case))
    if claim.merged_into_id is not None:
        return redirect("desk_claim", surviving_claim(claim).reference)
    first = reports_of(claim).first()
    return render(
        request,
        "web/cases/claim.html",
        {
            "claim": claim,
            "hold": hold_of(claim, actor),
            "first": first,
            "deadline": explanation_of(
                deadline_for(claim.network, DeadlineKind.TRIAGE, first.received_at), first.due_at
            )
            if first is not None
            else None,
            "evidence": evidence_of(claim, actor, request),
            "suggested": about_claim(claim, actor),
            "may_open": first is not None and has_permission(actor, Permission.OPEN),
            "may_join": has_permission(actor, Permission.OPEN)
            and matching.may(actor, matching.MatchingPermission.CLAIM_MERGE),
            "may_move": has_permission(actor, Permission.OPEN)
            and matching.may(actor, matching.MatchingPermission.REPORT_MOVE),
        },
    )


@desk_page
@require_POST
def open_claim_case(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Two people at once: one opens, the other joins and is told so."""
    claim, existing = claim_for(actor, reference, write=False)
    case = open_case(claim=claim, actor=actor)
    if existing is None:
        take_hold(claim=claim, actor=actor)
    if existing is not None:
        messages.info(request, _("Somebody has opened this case. You joined the work."))
    else:
        messages.success(request, _("The case is open, and you have it."))
    return redirect(case_url(case))


def _home(claim: Claim, case: Case | None) -> str:
    return case_url(case) if case is not None else reverse("desk_claim", args=[claim.reference])


@desk_page
@_PAGE
def move_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """The report repeats another claim, known by its reference or that of its case."""
    report, claim, case = report_for(actor, reference)
    form = MoveForm(sent(request))
    if form.is_valid() and accepted(form, lambda: _move(report, form, actor)):
        messages.success(request, _("The report stands with the other claim now."))
        return redirect(_home(claim, case))
    return form_page(
        request,
        "web/cases/move.html",
        form,
        report=report,
        claim=claim,
        back_url=_home(claim, case),
        only=reports_of(claim).count() < 2,
    )


def _move(report: Report, form: MoveForm, actor: Actor) -> None:
    target = claim_called(form.cleaned_data["claim"], actor)
    move_report_to(report=report, claim=target, actor=actor)


@desk_page
@require_POST
def part(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """The report starts a claim of its own."""
    report, claim, case = report_for(actor, reference)
    link = part_report(report=report, actor=actor)
    messages.success(
        request, _("The report has a claim of its own now: %(claim)s.") % {"claim": link.claim}
    )
    return redirect(_home(claim, case))


@desk_page
@_PAGE
def wording_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    claim, case = claim_for(actor, reference, write=True)
    form = WordingForm(sent(request))
    if form.is_valid() and accepted(
        form,
        lambda: add_wording(
            claim=claim,
            language=form.cleaned_data["language"],
            text=form.cleaned_data["text"],
            actor=actor,
        ),
    ):
        messages.success(request, _("The wording is kept. Whoever asks about it may see it."))
        return redirect(_home(claim, case))
    return form_page(
        request, "web/cases/wording.html", form, claim=claim, back_url=_home(claim, case)
    )


@desk_page
@require_POST
def wording_away(request: HttpRequest, actor: Actor, reference: str, number: int) -> HttpResponse:
    claim, case = claim_for(actor, reference, write=True)
    wording = claim.wordings.filter(pk=number).first()
    if wording is None:
        raise NotVisible
    remove_wording(wording=wording, actor=actor)
    messages.success(request, _("The wording is gone."))
    return redirect(_home(claim, case))


@desk_page
@_PAGE
def indicator_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    claim, case = claim_for(actor, reference, write=True)
    category = category_of(case) if case is not None else None
    form = IndicatorForm(sent(request), category=category)
    if form.is_valid() and accepted(
        form,
        lambda: add_indicator(
            claim=claim,
            kind=form.cleaned_data["kind"],
            value=form.cleaned_data["value"],
            actor=actor,
        ),
    ):
        messages.success(request, _("The indicator is kept."))
        return redirect(_home(claim, case))
    return form_page(
        request,
        "web/cases/indicator.html",
        form,
        claim=claim,
        back_url=_home(claim, case),
        numbers=category is Category.FRAUD,
    )


@desk_page
@require_POST
def indicator_away(request: HttpRequest, actor: Actor, reference: str, number: int) -> HttpResponse:
    claim, case = claim_for(actor, reference, write=True)
    indicator = claim.indicators.filter(pk=number).first()
    if indicator is None:
        raise NotVisible
    remove_indicator(indicator=indicator, actor=actor)
    messages.success(request, _("The indicator is gone."))
    return redirect(_home(claim, case))


@desk_page
@require_safe
def picture(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """A screenshot of a report, for whoever may read that report."""
    image = picture_for(actor=actor, file_id=number)
    return file_response(
        content_of(image.file), media_type=image.file.media_type, name=f"picture-{number}"
    )
