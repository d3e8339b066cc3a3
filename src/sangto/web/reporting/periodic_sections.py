"""The parts of a report: saved as one types, and both texts where two wrote at once."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, Refused
from sangto.reporting.domain.periodic import SectionKey
from sangto.reporting.domain.periodic_rights import PeriodicPermission
from sangto.reporting.models import PeriodicReport, ReportSection, ReportVersion
from sangto.reporting.periodic_wording import SECTION_HINTS, SECTION_NAMES, report_title
from sangto.reporting.queries.periodic import ReadReport, periodic_report_for
from sangto.reporting.services import save_section
from sangto.web.desk import desk_page, sent
from sangto.web.reporting.periodic_forms import SectionForm
from sangto.web.wording import refusal_text


@dataclass(frozen=True, slots=True)
class ShownSection:
    """``before`` is what the agency wrote in the last report of the same length."""

    key: str
    name: str
    hint: str
    text: str
    revision: int
    row: ReportSection | None
    before: str
    url: str


def shown_sections(
    report: PeriodicReport, read: ReadReport, last: ReportVersion | None
) -> list[ShownSection]:
    rows: dict[str, ReportSection] = {}
    if read.inside:
        rows = {row.key: row for row in report.section_rows.select_related("changed_by")}
    told = read.version.sections if read.version is not None else {}
    found = []
    for key in SectionKey:
        if key.value not in report.sections:
            continue
        row = rows.get(key.value)
        found.append(
            ShownSection(
                key=key.value,
                name=str(SECTION_NAMES[key]),
                hint=str(SECTION_HINTS[key]),
                text=row.text if row is not None else told.get(key.value, ""),
                revision=row.revision if row is not None else 0,
                row=row,
                before=last.sections.get(key.value, "") if last is not None and read.inside else "",
                url=reverse("desk_periodic_section", args=[report.reference, key.value]),
            )
        )
    return found


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def section_page(request: HttpRequest, actor: Actor, reference: str, key: str) -> HttpResponse:
    """Save one part. A script asks for the line under the field only; without one the page of the
    report comes back, or this one with both texts."""
    read = periodic_report_for(actor, reference, PeriodicPermission.WRITE)
    report = read.report
    row = report.section_rows.select_related("changed_by").filter(key=key).first()
    if row is None:
        raise NotVisible
    by_script = request.headers.get("HX-Request") == "true"
    form = SectionForm(sent(request), initial={"text": row.text, "seen": row.revision})
    refusal = ""
    if form.is_bound and form.is_valid():
        try:
            row = save_section(
                report=report,
                key=key,
                text=form.cleaned_data["text"],
                seen=form.cleaned_data["seen"],
                actor=actor,
            )
        except NotVisible:
            raise
        except Refused as refused:
            refusal = refusal_text(refused.refusal)
            row.refresh_from_db()
        else:
            if not by_script:
                return redirect(reverse("desk_periodic", args=[reference]) + f"#{key}")
    elif form.is_bound:
        refusal = _("The text could not be read. Copy it again.")
    context = {
        "report": report,
        "title": report_title(report),
        "row": row,
        "name": SECTION_NAMES[SectionKey(key)],
        "hint": SECTION_HINTS[SectionKey(key)],
        "refusal": refusal,
        "key": key,
        "url": reverse("desk_periodic_section", args=[reference, key]),
        # What was typed stays until the person decides; the field then counts from the new one.
        "typed": form.cleaned_data.get("text", "") if refusal and form.is_valid() else row.text,
        "seen": request.POST.get("seen", "0") if refusal else row.revision,
    }
    if by_script:
        return render(request, "web/reporting/periodic_saved.html", context)
    template = "web/reporting/periodic_section.html"
    return render(request, template, context, status=422 if refusal else 200)
