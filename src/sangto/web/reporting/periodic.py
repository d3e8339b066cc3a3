"""Periodic reports: their list, the page of one, and what moves it on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sangto.documents.domain.office_files import XLSX
from sangto.documents.rendering.sheets import render_xlsx
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, Refused
from sangto.organisations.queries import agencies
from sangto.reporting.domain.periodic import (
    COLLECTED,
    PERIODIC_WORKFLOW,
    ReportAction,
    ReportKind,
    ReportState,
)
from sangto.reporting.domain.periodic_rights import PeriodicPermission
from sangto.reporting.models import PeriodicReport
from sangto.reporting.periodic_papers import consolidated_document, figures_sheet
from sangto.reporting.periodic_permissions import has_permission
from sangto.reporting.periodic_wording import SECTION_NAMES, report_title
from sangto.reporting.queries import reach_of
from sangto.reporting.queries.consolidated import collected_reports
from sangto.reporting.queries.periodic import (
    ReadReport,
    last_report,
    periodic_report_for,
    periodic_reports_visible_to,
)
from sangto.reporting.services import (
    add_comment,
    amend_report,
    ask_for_report,
    cancel_report,
    hand_in,
    refresh_figures,
    return_report,
    submit_report_version,
)
from sangto.web.consultation.rounds_papers import file_answer
from sangto.web.desk import accepted, desk_page, form_page, sent
from sangto.web.documents.papers import paper_answer
from sangto.web.lists import shown_page
from sangto.web.reporting.periodic_forms import CommentForm, DemandForm, ReasonForm
from sangto.web.reporting.periodic_sections import shown_sections
from sangto.web.reporting.periodic_wording import (
    comparison,
    figure_lines,
    shown_report,
    training_lines,
)
from sangto.web.wording import refusal_text

_PAGE = require_http_methods(["GET", "HEAD", "POST"])
SHOWN = 40
_P = PeriodicPermission


@desk_page
@require_safe
def list_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Those of the own agency first; who leads sees everybody's, late and missing ones too."""
    rows = periodic_reports_visible_to(actor)
    reach = reach_of(actor)
    whole = reach.whole
    if whole:
        rows = rows.filter(kind=ReportKind.CONSOLIDATED.value)
    page = shown_page(request, rows.order_by("-since", "-pk"), SHOWN)
    return render(
        request,
        "web/reporting/periodic_list.html",
        {
            "page": page,
            "rows": [shown_report(row) for row in page.object_list],
            "whole": whole,
            "may_ask": has_permission(actor, _P.OPEN),
        },
    )


@desk_page
@_PAGE
def ask_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    if not has_permission(actor, _P.OPEN):
        raise NotVisible
    reach = reach_of(actor)
    known = {
        row.slug: row
        for row in agencies(reach.agency.network)
        if row.kind not in ("committee", "lead")
    }
    form = DemandForm(sent(request), agencies=known.values())
    made: list[PeriodicReport] = []
    if form.is_valid() and accepted(
        form,
        lambda: made.append(
            ask_for_report(
                subject=form.cleaned_data["subject"],
                since=form.cleaned_data["since"],
                last=form.cleaned_data["last"],
                sections=form.cleaned_data["sections"],
                asked=[known[slug] for slug in form.cleaned_data["agencies"]],
                due=form.cleaned_data["due_on"],
                actor=actor,
            )
        ),
    ):
        messages.success(request, _("The agencies find the report at their desk."))
        return redirect("desk_periodic", made[0].reference)
    return form_page(request, "web/reporting/periodic_ask.html", form)


@desk_page
@require_safe
def report_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """What is being written, for the own agency; what was submitted last, for the others."""
    return _page(request, actor, periodic_report_for(actor, reference))


def _page(
    request: HttpRequest, actor: Actor, read: ReadReport, status: int = 200, **more: Any
) -> HttpResponse:
    report = read.report
    figures = report.figures if read.inside else (read.version.figures if read.version else {})
    together = report.kind == ReportKind.CONSOLIDATED
    return render(
        request,
        "web/reporting/periodic_report.html",
        {
            "report": report,
            "look": shown_report(report),
            "read": read,
            "may": _may(actor, read),
            "sections": shown_sections(report, read, last_report(report)),
            "figures": list(figure_lines(report, figures)),
            "figures_at": report.figures_at
            if read.inside
            else read.version and read.version.figures_at,
            "training": training_lines(figures),
            "chart": comparison(figures),
            "versions": report.versions.select_related("submitted_by", "document"),
            "comments": report.comments.select_related("noted_by") if read.inside else (),
            "comment_form": CommentForm(),
            "reason_form": ReasonForm(),
            "collected": _collected(report) if together else (),
            "points": [(key.value, SECTION_NAMES[key]) for key in COLLECTED] if together else (),
            **more,
        },
        status=status,
    )


def _collected(report: PeriodicReport) -> list[dict[str, Any]]:
    return [{"look": shown_report(one.report), "one": one} for one in collected_reports(report)]


def _may(actor: Actor, read: ReadReport) -> dict[str, bool]:
    """What the buttons of the page offer; the service asks again."""
    report, found = read.report, {}
    for action in ReportAction:
        rows = [row for row in PERIODIC_WORKFLOW.actions_from(report.state) if row.action == action]
        found[action.value] = (
            read.inside
            and bool(rows)
            and all(has_permission(actor, PeriodicPermission(row.permission)) for row in rows)
        )
    found["cancel"] = found["cancel"] and bool(report.subject) and report.into_id is None
    found["group"] = found["group"] and report.kind == ReportKind.CONSOLIDATED
    found["comment"] = read.inside and report.state in (
        ReportState.WRITING,
        ReportState.HANDED_IN,
    )
    return found


def _step(
    request: HttpRequest,
    actor: Actor,
    reference: str,
    act: Callable[[PeriodicReport], object],
    said: str,
) -> HttpResponse:
    """One button: done, or why not, on the report's page."""
    read = periodic_report_for(actor, reference)
    if not read.inside:
        raise NotVisible
    try:
        act(read.report)
    except NotVisible:
        raise
    except Refused as refused:
        messages.error(request, refusal_text(refused.refusal))
    else:
        messages.success(request, _(said))
    return redirect("desk_periodic", reference)


@desk_page
@require_POST
def figures_step(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    said = gettext_noop("The figures are those of this moment.")
    return _step(
        request, actor, reference, lambda row: refresh_figures(report=row, actor=actor), said
    )


@desk_page
@require_POST
def hand_in_step(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    said = gettext_noop("It waits for the approval of a second person.")
    return _step(request, actor, reference, lambda row: hand_in(report=row, actor=actor), said)


@desk_page
@require_POST
def submit_step(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    said = gettext_noop("The report is submitted.")
    return _step(
        request, actor, reference, lambda row: submit_report_version(report=row, actor=actor), said
    )


@desk_page
@require_POST
def comment_step(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    text = request.POST.get("text", "")
    said = gettext_noop("The comment is kept.")
    return _step(
        request, actor, reference, lambda row: add_comment(report=row, text=text, actor=actor), said
    )


@desk_page
@require_POST
def return_step(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    reason = request.POST.get("reason", "")
    said = gettext_noop("The report went back, with your comment.")
    return _step(
        request,
        actor,
        reference,
        lambda row: return_report(report=row, reason=reason, actor=actor),
        said,
    )


@desk_page
@require_POST
def amend_step(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    reason = request.POST.get("reason", "")
    said = gettext_noop("You can change it again; what was submitted stays as it is.")
    return _step(
        request,
        actor,
        reference,
        lambda row: amend_report(report=row, reason=reason, actor=actor),
        said,
    )


@desk_page
@require_POST
def cancel_step(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    reason = request.POST.get("reason", "")
    said = gettext_noop("The agencies need not report.")
    return _step(
        request,
        actor,
        reference,
        lambda row: cancel_report(report=row, reason=reason, actor=actor),
        said,
    )


@desk_page
@require_safe
def report_file(request: HttpRequest, actor: Actor, reference: str, ending: str) -> HttpResponse:
    """XLSX of all figures; of a consolidated report also the document as it would be now."""
    read = periodic_report_for(actor, reference)
    report = read.report
    source = report if read.inside else read.version
    if source is None:
        raise NotVisible
    if ending == "xlsx":
        name = f"so-lieu-{report.reference}.xlsx"
        return file_answer(render_xlsx(figures_sheet(report, source.figures)), XLSX, name)
    if ending not in ("docx", "pdf") or report.kind != ReportKind.CONSOLIDATED or not read.inside:
        raise NotVisible
    content = consolidated_document(
        report,
        sections=dict(report.section_rows.values_list("key", "text")),
        figures=report.figures,
    )
    return paper_answer(
        request,
        actor,
        content,
        name=f"bao-cao-{report.reference}",
        ending=ending,
        back=reverse("desk_periodic", args=[reference]),
    )


@desk_page
@require_safe
def version_page(request: HttpRequest, actor: Actor, reference: str, number: int) -> HttpResponse:
    """What was submitted, as it was."""
    read = periodic_report_for(actor, reference)
    version = read.report.versions.filter(number=number).select_related("submitted_by").first()
    if version is None:
        raise NotVisible
    report = read.report
    return render(
        request,
        "web/reporting/periodic_version.html",
        {
            "report": report,
            "title": report_title(report),
            "version": version,
            "texts": [(SECTION_NAMES[key], text) for key, text in _named(version.sections) if text],
            "figures": list(figure_lines(report, version.figures)),
            "training": training_lines(version.figures),
        },
    )


def _named(sections: dict[str, str]) -> list[tuple[Any, str]]:
    return [(key, sections[key.value]) for key in SECTION_NAMES if key.value in sections]
