"""How periodic reports look: their state and standing, their figures as rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from sangto.reporting.domain.catalogue import FIGURES
from sangto.reporting.domain.periodic import ReportKind, ReportStanding, ReportState
from sangto.reporting.models import PeriodicReport
from sangto.reporting.periodic_wording import STANDING_NAMES, report_title
from sangto.reporting.queries.periodic import read_figures, report_standing
from sangto.web.charts.shapes import Chart, ChartKind, Series
from sangto.web.reporting.wording import beside, figure_name, shown
from sangto.web.wording import Words

STATE_NAMES: Words = {
    ReportState.WRITING: pgettext_lazy("state of a report", "Being written"),
    ReportState.HANDED_IN: pgettext_lazy("state of a report", "Waits for approval"),
    ReportState.SUBMITTED: pgettext_lazy("state of a report", "Submitted"),
    ReportState.CANCELLED: pgettext_lazy("state of a report", "Cancelled"),
}
#: Tone and icon of a tag.
LOOKS = {
    ReportStanding.WAITING: ("", ""),
    ReportStanding.OVERDUE: ("caution", "late"),
    ReportStanding.IN_TIME: ("good", "done"),
    ReportStanding.LATE: ("caution", "late"),
    ReportStanding.CANCELLED: ("", ""),
}
#: What the chart compares.
_CHARTED = ("reports.received", "cases.closed", "verdicts.published")


@dataclass(frozen=True, slots=True)
class ShownReport:
    report: PeriodicReport
    title: str
    url: str
    state: str
    standing: str
    tone: str
    icon: str


def shown_report(report: PeriodicReport, now: datetime | None = None) -> ShownReport:
    standing = report_standing(report, now)
    tone, icon = LOOKS[standing]
    return ShownReport(
        report=report,
        title=report_title(report),
        url=reverse("desk_periodic", args=[report.reference]),
        state=str(STATE_NAMES[ReportState(report.state)]),
        standing=str(STANDING_NAMES[standing]),
        tone=tone,
        icon=icon,
    )


@dataclass(frozen=True, slots=True)
class FigureLine:
    """``url`` leads to the rows as they are today; the value is the frozen one."""

    name: str
    value: str
    beside: str
    before: str
    year_before: str
    url: str


def figure_lines(report: PeriodicReport, figures: Mapping[str, Any]) -> Iterator[FigureLine]:
    taken = [read_figures(figures, name) for name in ("now", "before", "year_before")]
    now = taken[0]
    if now is None:
        return
    query = {"since": report.since.isoformat(), "until": report.period.last.isoformat()}
    if report.kind == ReportKind.OWN:
        query["agency"] = str(report.agency_id)
    for value in now.values:
        spec = FIGURES.get(value.key)
        if spec is None or not value.available:
            continue
        others = [one.value(value.key) if one is not None else None for one in taken[1:]]
        yield FigureLine(
            name=figure_name(spec),
            value=shown(value, value.unit),
            beside=beside(value, value.unit),
            before=shown(others[0], value.unit) if others[0] is not None else "–",
            year_before=shown(others[1], value.unit) if others[1] is not None else "–",
            url=f"{reverse('desk_figure', args=[value.key])}?{urlencode(query)}" if value.n else "",
        )


def comparison(figures: Mapping[str, Any]) -> Chart | None:
    """This period beside the one before and the same a year before; counts only."""
    taken = [read_figures(figures, name) for name in ("year_before", "before", "now")]
    if taken[-1] is None:
        return None
    names = (_("A year before"), _("Period before"), _("This period"))
    counts = [
        [
            value.n if one is not None and (value := one.value(key)) is not None else 0
            for one in taken
        ]
        for key in _CHARTED
    ]
    return Chart(
        ChartKind.STACKED,
        _("Compared with before"),
        labels=names,
        series=tuple(
            Series(figure_name(FIGURES[key]), tuple(line))
            for key, line in zip(_CHARTED, counts, strict=True)
        ),
        description=_("The numbers stand in the table below."),
    )


def training_lines(figures: Mapping[str, Any]) -> dict[str, int]:
    """The counts of the period, as they were frozen."""
    found: dict[str, int] = (figures.get("now") or {}).get("training", {})
    return found
