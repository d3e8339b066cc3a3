"""Focal officers: who is on duty in each agency today, naming one, and absences."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, Refused
from sangto.kernel.text import collation_key
from sangto.organisations.models import FocalOfficer, Network, OfficerAbsence
from sangto.organisations.queries import agencies, duties_on, focal_officers, today
from sangto.organisations.services import (
    end_absence,
    end_officer,
    enter_absence,
    name_officer,
)
from sangto.web.desk import accepted, agency_name, sent
from sangto.web.organisations.access import agency_at, organisation_page, page
from sangto.web.organisations.forms import AbsenceForm, OfficerForm
from sangto.web.organisations.rights import may_name_officers
from sangto.web.wording import refusal_text


@organisation_page
@require_safe
def officers_page(request: HttpRequest, actor: Actor, network: Network) -> HttpResponse:
    """The same queries for any number of agencies."""
    day = today()
    members = sorted(agencies(network, day), key=lambda row: collation_key(agency_name(row)))
    duties = duties_on([agency.pk for agency in members], day)
    rows = [
        {
            "agency": agency,
            "duty": duties[agency.pk],
            "may_name": may_name_officers(actor, agency, day),
        }
        for agency in members
    ]
    rows.sort(key=lambda row: bool(row["duty"]))
    return page(
        request,
        "officers.html",
        {"rows": rows, "day": day, "missing": sum(1 for row in rows if not row["duty"])},
    )


@organisation_page
def officer_add(request: HttpRequest, actor: Actor, network: Network, slug: str) -> HttpResponse:
    agency = agency_at(network, slug)
    if not may_name_officers(actor, agency, today()):
        raise NotVisible
    named = {str(row.pk): row for row in focal_officers(agency)}
    form = OfficerForm(sent(request), officers=[(key, row.full_name) for key, row in named.items()])
    if form.is_valid() and accepted(
        form,
        lambda: name_officer(
            agency=agency,
            full_name=form.cleaned_data["full_name"],
            email=form.cleaned_data["email"],
            substitute_for=named.get(form.cleaned_data["substitute_for"]),
            valid_from=form.cleaned_data["valid_from"],
            valid_until=form.cleaned_data["valid_until"],
            actor=actor,
        ),
    ):
        messages.success(
            request, _("%(name)s is named.") % {"name": form.cleaned_data["full_name"]}
        )
        return redirect("desk_agency", agency.slug)
    return _form(request, "officer_add.html", form, agency=agency)


@organisation_page
@require_POST
def officer_end(request: HttpRequest, actor: Actor, network: Network, number: int) -> HttpResponse:
    officer = _officer(network, number)
    try:
        end_officer(officer=officer, actor=actor)
    except NotVisible:
        raise
    except Refused as refused:
        messages.error(request, refusal_text(refused.refusal))
    else:
        messages.success(
            request,
            _("%(name)s no longer stands for the agency.") % {"name": officer.full_name},
        )
    return redirect("desk_agency", officer.agency.slug)


@organisation_page
def absence_add(request: HttpRequest, actor: Actor, network: Network, number: int) -> HttpResponse:
    officer = _officer(network, number)
    if not may_name_officers(actor, officer.agency, today()):
        raise NotVisible
    form = AbsenceForm(sent(request))
    if form.is_valid() and accepted(
        form,
        lambda: enter_absence(
            officer=officer,
            valid_from=form.cleaned_data["valid_from"],
            valid_until=form.cleaned_data["valid_until"],
            note=form.cleaned_data["note"],
            actor=actor,
        ),
    ):
        messages.success(request, _("The absence is entered; the substitutes step in."))
        return redirect("desk_agency", officer.agency.slug)
    return _form(request, "absence_add.html", form, agency=officer.agency, officer=officer)


@organisation_page
@require_POST
def absence_end(request: HttpRequest, actor: Actor, network: Network, number: int) -> HttpResponse:
    absence = (
        OfficerAbsence.objects.select_related("officer__agency")
        .filter(pk=number, officer__agency__network=network)
        .first()
    )
    if absence is None:
        raise NotVisible
    end_absence(absence=absence, actor=actor)
    messages.success(request, _("%(name)s is back.") % {"name": absence.officer.full_name})
    return redirect("desk_agency", absence.officer.agency.slug)


def _officer(network: Network, number: int) -> FocalOfficer:
    officer = (
        FocalOfficer.objects.select_related("agency")
        .filter(pk=number, agency__network=network)
        .first()
    )
    if officer is None:
        raise NotVisible
    return officer


def _form(
    request: HttpRequest, template: str, form: OfficerForm | AbsenceForm, **context: object
) -> HttpResponse:
    return page(request, template, {"form": form, **context}, status=422 if form.is_bound else 200)
