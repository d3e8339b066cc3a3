"""Difficulties and proposals of all agencies, side by side, grouped by the editor."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, Refused
from sangto.reporting.domain.periodic import COLLECTED, ReportKind, ReportState, SectionKey
from sangto.reporting.domain.periodic_rights import PeriodicPermission
from sangto.reporting.models import PeriodicReport
from sangto.reporting.periodic_permissions import has_permission
from sangto.reporting.periodic_wording import SECTION_NAMES, report_title
from sangto.reporting.queries.consolidated import collected_reports, collected_section
from sangto.reporting.queries.periodic import periodic_report_for
from sangto.reporting.services import draft_from_group, group_points, ungroup_point
from sangto.web.desk import accepted, desk_page, form_page, sent
from sangto.web.reporting.periodic_forms import GroupForm
from sangto.web.wording import refusal_text


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def points_page(request: HttpRequest, actor: Actor, reference: str, key: str) -> HttpResponse:
    report = _report(actor, reference)
    if key not in {one.value for one in COLLECTED}:
        raise NotVisible
    section = collected_section(report, SectionKey(key), collected_reports(report))
    known = [one.point.pk for one in section.loose]
    known += [one.point.pk for group in section.groups for one in group.points]
    form = GroupForm(sent(request), points=known)
    if form.is_valid() and accepted(
        form,
        lambda: group_points(
            report=report,
            section=key,
            title=form.cleaned_data["title"],
            points=[int(one) for one in form.cleaned_data["points"]],
            actor=actor,
        ),
    ):
        messages.success(request, _("The group is kept."))
        return redirect("desk_periodic_points", reference, key)
    return form_page(
        request,
        "web/reporting/periodic_points.html",
        form,
        report=report,
        title=report_title(report),
        name=SECTION_NAMES[SectionKey(key)],
        key=key,
        section=section,
        open=report.state == ReportState.WRITING,
        may_draft=has_permission(actor, PeriodicPermission.CONSOLIDATE),
        chosen=set(request.POST.getlist("points")),
    )


@desk_page
@require_POST
def ungroup_step(request: HttpRequest, actor: Actor, reference: str, key: str) -> HttpResponse:
    report = _report(actor, reference)
    text = request.POST.get("point", "")
    if not text.isdecimal() or len(text) > 18:
        raise NotVisible
    try:
        ungroup_point(report=report, point=int(text), actor=actor)
    except NotVisible:
        raise
    except Refused as refused:
        messages.error(request, refusal_text(refused.refusal))
    return redirect("desk_periodic_points", reference, key)


@desk_page
@require_POST
def draft_step(request: HttpRequest, actor: Actor, reference: str, number: int) -> HttpResponse:
    """One step from a difficulty to a draft that the agencies are asked about."""
    report = _report(actor, reference)
    try:
        draft = draft_from_group(report=report, group=number, actor=actor)
    except NotVisible:
        raise
    except Refused as refused:
        messages.error(request, refusal_text(refused.refusal))
        return redirect(reverse("desk_periodic", args=[reference]))
    messages.success(request, _("A draft is made; the words of the agencies stand in it."))
    return redirect("desk_draft", draft.reference)


def _report(actor: Actor, reference: str) -> PeriodicReport:
    read = periodic_report_for(actor, reference, PeriodicPermission.CONSOLIDATE)
    if not read.inside or read.report.kind != ReportKind.CONSOLIDATED:
        raise NotVisible
    return read.report
