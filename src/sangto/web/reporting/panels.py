"""The parts of the dashboard: tables, most with a chart over them, each made in one place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from sangto.documents.domain.sheets import Cell, Sheet, SheetColumn
from sangto.kernel.categories import Category
from sangto.kernel.text import collation_key
from sangto.matching.domain.kinds import FRAUD_FAMILY
from sangto.reporting.domain.catalogue import FIGURES
from sangto.reporting.domain.figures import (
    AGES,
    SMALL,
    FigureValue,
    Measured,
    Split,
    Unit,
    in_unit,
    shown_count,
)
from sangto.reporting.queries.dashboard import DueDay
from sangto.web.charts.shapes import Chart, ChartKind, Series
from sangto.web.reporting.asking import Asked
from sangto.web.reporting.wording import SPLIT_NAMES, PartNames, figure_name, shown
from sangto.web.templatetags.sangto_charts import decimal
from sangto.web.templatetags.sangto_components import day, grouped_number

#: A longer table is folded where a chart says the same.
MOST_ROWS = 10
_FAMILY = {item.value for item in FRAUD_FAMILY}


@dataclass(frozen=True, slots=True)
class PanelCell:
    """``value`` goes into files, ``text`` onto the page; with ``url`` it leads to its rows."""

    value: Cell
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class PanelRow:
    name: str
    cells: tuple[PanelCell, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """``head`` names the columns, the first one of the names of the rows."""

    key: str
    title: str
    head: tuple[str, ...]
    rows: tuple[PanelRow, ...]
    chart: Chart | None = None
    note: str = ""

    @property
    def long(self) -> bool:
        """Folded on the page, under its chart."""
        return self.chart is not None and len(self.rows) > MOST_ROWS

    def sheet(self) -> Sheet:
        return Sheet(
            title=self.title,
            columns=tuple(
                SheetColumn(name, 36.0 if not place else 16.0)
                for place, name in enumerate(self.head)
            ),
            rows=[(row.name, *(cell.value for cell in row.cells)) for row in self.rows],
        )


def rows_url(asked: Asked, key: str, split: Split | None = None, code: str = "") -> str:
    query = asked.query
    if split is not None:
        query += "&" + urlencode({"by": split.value, "part": code})
    return f"{reverse('desk_figure', args=[key])}?{query}"


def count_cell(number: int, url: str = "") -> PanelCell:
    return PanelCell(number, grouped_number(number), url if number else "")


def split_panel(
    asked: Asked,
    names: PartNames,
    value: FigureValue,
    split: Split,
    *,
    title: str,
    codes: Sequence[str] = (),
) -> Panel:
    """One count taken apart. The order is that of ``codes``, or the largest part first."""
    parts, subject = value.splits.get(split, {}), FIGURES[value.key].subject
    order = list(codes) or sorted(parts, key=lambda code: (-parts[code].n, code))
    counted = [(code, parts.get(code, Measured()).n) for code in order]
    return Panel(
        key=f"{value.key.replace('.', '-')}-{split.value}",
        title=title,
        head=(str(SPLIT_NAMES[split]), _("Number")),
        rows=tuple(
            PanelRow(
                names.of(split, code, subject),
                (count_cell(number, rows_url(asked, value.key, split, code)),),
            )
            for code, number in counted
        ),
        chart=Chart(
            ChartKind.BARS,
            title,
            labels=tuple(names.of(split, code, subject) for code, _n in counted),
            series=(Series("", tuple(number for _code, number in counted)),),
            description=_largest(
                [(names.of(split, code, subject), number) for code, number in counted]
            ),
        )
        if counted
        else None,
    )


def _largest(counted: Iterable[tuple[str, int]]) -> str:
    rows = [pair for pair in counted if pair[1]]
    if not rows:
        return _("Nothing to show.")
    name, number = max(rows, key=lambda pair: pair[1])
    return _("The most: %(name)s, %(n)s.") % {"name": name, "n": grouped_number(number)}


def ages(asked: Asked, names: PartNames, value: FigureValue, title: str) -> Panel:
    codes = [code for code, _since, _until in AGES]
    return split_panel(asked, names, value, Split.AGE, title=title, codes=codes)


def deadlines(days: Sequence[DueDay]) -> Panel:
    series = (
        (_("Cases"), tuple(one.cases for one in days)),
        (_("Opinion rounds"), tuple(one.rounds for one in days)),
        (_("Tasks"), tuple(one.tasks for one in days)),
    )
    total = sum(sum(values) for _name, values in series)
    title = _("Deadlines of the next 7 working days")
    return Panel(
        key="deadlines",
        title=title,
        head=(_("Day"), *(name for name, _values in series)),
        rows=tuple(
            PanelRow(
                day(one.day),
                tuple(count_cell(values[place]) for _name, values in series),
            )
            for place, one in enumerate(days)
        ),
        chart=Chart(
            ChartKind.STACKED,
            title,
            labels=tuple(f"{one.day:%d/%m}" for one in days),
            series=tuple(Series(name, values) for name, values in series),
            description=_("%(n)s deadlines in all.") % {"n": grouped_number(total)},
        ),
        note=_("What falls on a day off counts for the next working day."),
    )


def by_day(counts: Mapping[str, Mapping[str, int]], spans: Sequence[tuple[date, date]]) -> Panel:
    """Reports by groups of categories; the table under it has the same columns."""
    groups: tuple[tuple[str, set[str]], ...] = (
        (_("Scams and links"), _FAMILY),
        (_("Factual claims"), {Category.FACTUAL_CLAIM.value}),
        (_("Feedback"), {Category.SERVICE_FEEDBACK.value}),
        (
            _("Others"),
            {Category.PRIVACY.value, Category.CHILD_SAFETY.value, Category.OUT_OF_SCOPE.value},
        ),
        (_("Not sorted yet"), {""}),
    )
    found = {date.fromisoformat(text): numbers for text, numbers in counts.items()}
    table = [
        [
            sum(
                number
                for on, numbers in found.items()
                if first <= on <= last
                for category, number in numbers.items()
                if category in wanted
            )
            for _name, wanted in groups
        ]
        for first, last in spans
    ]
    lengths = {(last - first).days for first, last in spans}
    title = _("Reports per day by category")
    if max(lengths, default=0) > 6:
        title = _("Reports per month by category")
    elif max(lengths, default=0) > 0:
        title = _("Reports per week by category")
    return Panel(
        key="reports-by-day",
        title=title,
        head=(_("Period"), *(name for name, _wanted in groups), _("All")),
        rows=tuple(
            PanelRow(
                day(first) if first == last else f"{day(first)} – {day(last)}",
                (*(count_cell(number) for number in line), count_cell(sum(line))),
            )
            for (first, last), line in zip(spans, table, strict=True)
        ),
        chart=Chart(
            ChartKind.STACKED,
            title,
            labels=tuple(f"{first:%d/%m}" for first, _last in spans),
            series=tuple(
                Series(name, tuple(line[place] for line in table))
                for place, (name, _wanted) in enumerate(groups)
            ),
            description=_("%(n)s reports in all.")
            % {"n": grouped_number(sum(sum(line) for line in table))},
        ),
    )


def spans_panel(asked: Asked, values: Mapping[str, FigureValue]) -> Panel:
    """Median and ninth of ten beside their n; never a mean."""
    rows = []
    for key in ("reports.first_answer", "verdicts.time", "rounds.days"):
        value, unit = values[key], FIGURES[key].unit
        unit_word = _("hours") if unit is Unit.HOURS else _("days")
        enough = value.enough
        rows.append(
            PanelRow(
                f"{figure_name(FIGURES[key])} ({unit_word})",
                (
                    _span_cell(value.median if enough else None, unit),
                    _span_cell(value.p90 if enough else None, unit),
                    count_cell(value.n, rows_url(asked, key)),
                ),
            )
        )
    return Panel(
        key="times",
        title=_("How long it took"),
        head=(_("Time"), _("Median"), _("9 of 10 within"), "n"),
        rows=tuple(rows),
        note=_("The first answer is not the end of a case. Under 5 no median is told."),
    )


def _span_cell(seconds: float | None, unit: Unit) -> PanelCell:
    number = in_unit(seconds, unit)
    return PanelCell(number, decimal(number))


def places_panel(
    asked: Asked, names: PartNames, received: FigureValue, closed: FigureValue
) -> Panel:
    """Small counts are not shown, on no page and in no file."""
    codes = sorted(
        {*received.splits[Split.TERRITORY], *closed.splits[Split.TERRITORY]},
        key=lambda code: (not code, collation_key(names.of(Split.TERRITORY, code))),
    )
    return Panel(
        key="territories",
        title=_("By territory"),
        head=(_("Territory"), _("Reports received"), _("Cases closed")),
        rows=tuple(
            PanelRow(
                names.of(Split.TERRITORY, code),
                tuple(
                    _small_cell(
                        value.splits[Split.TERRITORY].get(code, Measured()).n,
                        rows_url(asked, value.key, Split.TERRITORY, code),
                        small_hidden=bool(code),
                    )
                    for value in (received, closed)
                ),
            )
            for code in codes
        ),
        note=_("Counts under %(n)d are not shown by territory.") % {"n": SMALL},
    )


def _small_cell(number: int, url: str, *, small_hidden: bool) -> PanelCell:
    if shown_count(number, small_hidden=small_hidden) is None:
        under = _("under %(n)d") % {"n": SMALL}
        return PanelCell(under, under)
    return count_cell(number, url)


def agencies_panel(asked: Asked, names: PartNames, values: Mapping[str, FigureValue]) -> Panel:
    """By the alphabet: agencies are not ranked."""
    columns = ("cases.closed", "cases.in_time", "cases.open", "rounds.in_time")
    codes = sorted(
        {code for key in columns for code in values[key].splits.get(Split.AGENCY, {}) if code},
        key=lambda code: collation_key(names.of(Split.AGENCY, code)),
    )
    return Panel(
        key="agencies",
        title=_("By agency, in the order of the alphabet"),
        head=(
            _("Agency"),
            _("Cases closed"),
            _("Deadlines kept"),
            _("Open cases"),
            _("Opinions in time"),
        ),
        rows=tuple(
            PanelRow(
                names.of(Split.AGENCY, code),
                tuple(_rate_cell(asked, key, values[key], code) for key in columns),
            )
            for code in codes
        ),
        note=_("Shares stand only where at least 5 are counted. No agency is ranked."),
    )


def _rate_cell(asked: Asked, key: str, value: FigureValue, code: str) -> PanelCell:
    part = value.splits.get(Split.AGENCY, {}).get(code, Measured())
    url = rows_url(asked, key, Split.AGENCY, code) if part.n else ""
    if value.unit is Unit.COUNT:
        return count_cell(part.n, url)
    of = _("%(part)s of %(n)s") % {
        "part": grouped_number(part.part or 0),
        "n": grouped_number(part.n),
    }
    text = f"{shown(part, value.unit)} ({of})" if part.enough else of
    return PanelCell(of, text if part.n else "–", url)
