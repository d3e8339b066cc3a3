"""Giving a case back, beyond one's competence, the committee's direction, and opening it again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sangto.cases.models import Case
from sangto.cases.permissions import Permission
from sangto.cases.queries import came_from, get_case_for, possible_owners
from sangto.cases.services import beyond_competence, direct, give_back, reopen
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.organisations.models import Agency
from sangto.organisations.queries import agency_by_slug
from sangto.web.cases.case import case_url, url_if_visible
from sangto.web.cases.work_forms import BeyondForm, DirectionForm, ReasonForm
from sangto.web.desk import accepted, agency_name, desk_page, form_page, sent

_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@desk_page
@_PAGE
def return_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    case = get_case_for(actor, reference, need=Permission.RETURN)
    giver = came_from(case)
    form = ReasonForm(sent(request), case=case)
    if form.is_valid() and accepted(
        form, lambda: give_back(case=case, reason=form.cleaned_data["reason"], actor=actor)
    ):
        messages.success(
            request, _("Given back to %(agency)s.") % {"agency": agency_name(case.owner)}
        )
        return redirect(url_if_visible(actor, case))
    return form_page(
        request, "web/cases/return.html", form, case=case, claim=case.claim, giver=giver
    )


@desk_page
@_PAGE
def beyond_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    case = get_case_for(actor, reference, need=Permission.BEYOND)
    form = BeyondForm(
        sent(request), case=case, agencies=possible_owners(case, timezone.localdate())
    )
    if form.is_valid() and accepted(
        form,
        lambda: beyond_competence(
            case=case,
            reason=form.cleaned_data["reason"],
            suggested=_agency(case, form.cleaned_data["agency"]),
            actor=actor,
        ),
    ):
        messages.success(
            request, _("%(agency)s has the case now.") % {"agency": agency_name(case.owner)}
        )
        return redirect(url_if_visible(actor, case))
    return form_page(request, "web/cases/beyond.html", form, case=case, claim=case.claim)


@desk_page
@_PAGE
def direct_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    case = get_case_for(actor, reference, need=Permission.DIRECT)
    form = DirectionForm(sent(request), agencies=possible_owners(case, timezone.localdate()))
    if form.is_valid() and accepted(
        form,
        lambda: direct(
            case=case,
            text=form.cleaned_data["text"],
            agency=_agency(case, form.cleaned_data["agency"]),
            actor=actor,
        ),
    ):
        messages.success(request, _("Your direction stands in the timeline."))
        return redirect(f"{case_url(case)}#timeline")
    return form_page(request, "web/cases/direct.html", form, case=case, claim=case.claim)


@desk_page
@_PAGE
def reopen_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    case = get_case_for(actor, reference, need=Permission.REOPEN)
    form = ReasonForm(sent(request), case=case)
    if form.is_valid() and accepted(
        form, lambda: reopen(case=case, reason=form.cleaned_data["reason"], actor=actor)
    ):
        messages.success(request, _("The case is open again, with a new deadline."))
        return redirect(case_url(case))
    return form_page(request, "web/cases/reopen.html", form, case=case, claim=case.claim)


def _agency(case: Case, slug: str) -> Agency | None:
    if not slug:
        return None
    agency = agency_by_slug(case.network, slug)
    if agency is None:
        raise NotVisible
    return agency
