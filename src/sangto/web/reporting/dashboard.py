"""The dashboard: what is open and late, what came in, how long it takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sangto.cases.domain.states import OPEN_STATUSES
from sangto.documents.domain.office_files import XLSX
from sangto.documents.rendering import render_csv, render_xlsx
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.reporting.domain.catalogue import FIGURES
from sangto.reporting.domain.figures import FigureValue, Split
from sangto.reporting.domain.snapshots import together
from sangto.reporting.queries import figures
from sangto.reporting.queries.dashboard import (
    buckets,
    coming_deadlines,
    open_rounds,
    reports_by_day,
)
from sangto.web.charts.png import as_png
from sangto.web.consultation.rounds_papers import file_answer
from sangto.web.desk import desk_page
from sangto.web.reporting import panels
from sangto.web.reporting.asking import Asked, asked
from sangto.web.reporting.panels import Panel, rows_url
from sangto.web.reporting.wording import PartNames, beside, figure_name, shown
from sangto.web.templatetags.sangto_charts import drawn

_S = Split
#: What the dashboard asks for: one query each.
WANTED: dict[str, tuple[Split, ...]] = {
    "reports.received": (_S.TERRITORY,),
    "reports.at_once": (),
    "reports.first_answer": (),
    "reports.in_time": (),
    "reports.waiting": (_S.AGE,),
    "reports.late": (),
    "cases.opened": (),
    "cases.closed": (_S.OUTCOME, _S.TERRITORY, _S.AGENCY),
    "cases.in_time": (_S.AGENCY,),
    "cases.open": (_S.STATE, _S.AGE, _S.AGENCY),
    "cases.late": (),
    "verdicts.published": (_S.RATING,),
    "verdicts.time": (),
    "verdicts.told": (),
    "rounds.in_time": (_S.AGENCY,),
    "rounds.days": (),
}
_TILES = (
    "reports.received",
    "reports.at_once",
    "reports.first_answer",
    "verdicts.time",
    "cases.open",
    "cases.late",
    "reports.waiting",
    "reports.late",
    "cases.opened",
    "cases.closed",
    "cases.in_time",
    "verdicts.told",
)
_OPEN = [status.value for status in OPEN_STATUSES]


@dataclass(frozen=True, slots=True)
class Tile:
    name: str
    value: str
    beside: str
    url: str
    late: bool = False


@desk_page
@require_safe
def dashboard(request: HttpRequest, actor: Actor) -> HttpResponse:
    found = asked(request, actor)
    values = together(figures(found.scope, WANTED))
    return render(
        request,
        "web/reporting/dashboard.html",
        {
            "form": found.form,
            "chosen": found,
            "period": found.scope.period,
            "tiles": [_tile(found, values[key]) for key in _TILES],
            "panels": [make(found, values) for make in _shown(found).values()],
            "rounds": open_rounds(found.scope, actor),
        },
    )


def _tile(found: Asked, value: FigureValue) -> Tile:
    spec = FIGURES[value.key]
    return Tile(
        name=figure_name(spec),
        value=shown(value, value.unit) if value.available else "–",
        beside=beside(value, value.unit) if value.available else _("not by this filter"),
        url=rows_url(found, value.key) if value.available and value.n else "",
        late=value.key in ("cases.late", "reports.late") and value.n > 0,
    )


Make = Callable[[Asked, dict[str, FigureValue]], Panel]


def _names(found: Asked) -> PartNames:
    return PartNames(found.scope, found.places)


def _split(key: str, split: Split, title: Callable[[], str], codes: tuple[str, ...] = ()) -> Make:
    def make(found: Asked, values: dict[str, FigureValue]) -> Panel:
        return panels.split_panel(
            found, _names(found), values[key], split, title=title(), codes=codes
        )

    return make


def _aged(key: str, title: Callable[[], str]) -> Make:
    def make(found: Asked, values: dict[str, FigureValue]) -> Panel:
        return panels.ages(found, _names(found), values[key], title())

    return make


def _by_day(found: Asked, _values: dict[str, FigureValue]) -> Panel:
    spans = buckets(found.scope.period, found.scope.now)
    return panels.by_day(reports_by_day(found.scope), spans)


PANELS: dict[str, Make] = {
    "cases-open-state": _split(
        "cases.open", _S.STATE, lambda: _("Open cases by state"), tuple(_OPEN)
    ),
    "cases-open-age": _aged("cases.open", lambda: _("Open cases by age")),
    "deadlines": lambda found, _values: panels.deadlines(coming_deadlines(found.scope)),
    "reports-waiting-age": _aged("reports.waiting", lambda: _("Waiting reports by age")),
    "reports-by-day": _by_day,
    "times": panels.spans_panel,
    "cases-closed-outcome": _split(
        "cases.closed", _S.OUTCOME, lambda: _("Cases closed by outcome")
    ),
    "verdicts-published-rating": _split(
        "verdicts.published", _S.RATING, lambda: _("Verdicts published by rating")
    ),
    "territories": lambda found, values: panels.places_panel(
        found, _names(found), values["reports.received"], values["cases.closed"]
    ),
    "agencies": lambda found, values: panels.agencies_panel(found, _names(found), values),
}


def _shown(found: Asked) -> dict[str, Make]:
    """Agencies stand beside each other only for who sees the whole network."""
    if found.reach.whole and found.scope.agency is None:
        return PANELS
    return {key: make for key, make in PANELS.items() if key != "agencies"}


@desk_page
@require_safe
def panel_file(request: HttpRequest, actor: Actor, panel: str, ending: str) -> HttpResponse:
    """A table as CSV or XLSX, its chart as a picture."""
    found = asked(request, actor)
    make = _shown(found).get(panel)
    if make is None:
        raise NotVisible
    made = make(found, together(figures(found.scope, WANTED)))
    period = found.scope.period
    name = f"so-lieu-{panel}-{period.since.isoformat()}-{period.last.isoformat()}.{ending}"
    return _file(made, name, ending)


def _file(made: Panel, name: str, ending: str) -> HttpResponse:
    if ending == "csv":
        return file_answer(render_csv(made.sheet()), "text/csv; charset=utf-8", name)
    if ending == "xlsx":
        return file_answer(render_xlsx(made.sheet()), XLSX, name)
    if ending == "png" and made.chart is not None and not made.chart.empty:
        return file_answer(as_png(made.chart, drawn(made.chart)), "image/png", name)
    raise NotVisible
