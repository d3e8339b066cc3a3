"""All figures with their meaning, and the rows behind one of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sangto.documents.domain.office_files import XLSX
from sangto.documents.domain.sheets import Cell, Sheet, SheetColumn
from sangto.documents.rendering import render_csv, render_xlsx
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.reporting.domain.catalogue import FIGURES
from sangto.reporting.domain.figures import FigureSpec, FigureValue, Split, Unit, in_unit
from sangto.reporting.queries import FigureRow, figures, rows_of
from sangto.reporting.wording import category_name
from sangto.web.consultation.rounds_papers import file_answer
from sangto.web.desk import agency_name, desk_page
from sangto.web.lists import shown_page
from sangto.web.reporting.asking import Asked, asked
from sangto.web.reporting.panels import Panel, rows_url, split_panel
from sangto.web.reporting.wording import (
    SPLIT_NAMES,
    PartNames,
    beside,
    definition,
    figure_name,
    shown,
    span,
)

PAGE = 50
#: Rows of one file; more of them are a matter for the open data.
MOST_ROWS = 50_000


@dataclass(frozen=True, slots=True)
class Line:
    """A figure in the catalogue, with its value in the period."""

    spec: FigureSpec
    name: str
    definition: str
    event: str
    value: str
    beside: str
    url: str


@desk_page
@require_safe
def catalogue(request: HttpRequest, actor: Actor) -> HttpResponse:
    found = asked(request, actor)
    return render(
        request,
        "web/reporting/catalogue.html",
        {
            "form": found.form,
            "chosen": found,
            "period": found.scope.period,
            "lines": [_line(found, value) for value in _plain(found)],
        },
    )


@desk_page
@require_safe
def catalogue_file(request: HttpRequest, actor: Actor, ending: str) -> HttpResponse:
    found = asked(request, actor)
    columns = (
        SheetColumn(_("Figure"), 36.0),
        SheetColumn(_("Value")),
        SheetColumn("n"),
        SheetColumn("p90"),
        SheetColumn(_("What is counted"), 90.0),
    )
    rows: list[tuple[Cell, ...]] = []
    for value in _plain(found):
        spec = FIGURES[value.key]
        number: Cell = value.n
        if spec.unit is Unit.SHARE:
            number = value.part
        elif spec.unit is not Unit.COUNT:
            number = in_unit(value.median, spec.unit)
        p90 = in_unit(value.p90, spec.unit) if spec.unit in (Unit.HOURS, Unit.DAYS) else None
        rows.append(
            (
                figure_name(spec),
                number if value.available else None,
                value.n if value.available else None,
                p90,
                definition(spec),
            )
        )
    return _answer(Sheet(_("Figures"), columns, rows), _file_name(found, "tat-ca", ending), ending)


def _plain(found: Asked) -> list[FigureValue]:
    return figures(found.scope, dict.fromkeys(FIGURES, ()))


def _line(found: Asked, value: FigureValue) -> Line:
    spec = FIGURES[value.key]
    return Line(
        spec=spec,
        name=figure_name(spec),
        definition=definition(spec),
        event=_(spec.event) if spec.event else "",
        value=shown(value, spec.unit) if value.available else "–",
        beside=beside(value, spec.unit) if value.available else _("not by this filter"),
        url=rows_url(found, spec.key) if value.available else "",
    )


@desk_page
@require_safe
def figure_page(request: HttpRequest, actor: Actor, key: str) -> HttpResponse:
    found = asked(request, actor)
    spec = FIGURES.get(key)
    if spec is None:
        raise NotVisible
    split, part = _part(request, spec)
    names = PartNames(found.scope, found.places)
    rows = rows_of(found.scope, key, split, part)
    page = shown_page(request, rows, PAGE)
    value = figures(found.scope, {key: _apart(spec) if split is None else ()})[0]
    return render(
        request,
        "web/reporting/figure.html",
        {
            "form": found.form,
            "chosen": found,
            "period": found.scope.period,
            "line": _line(found, value),
            "standing": spec.standing,
            "finished": spec.finished,
            "part_name": names.of(split, part, spec.subject) if split is not None else "",
            "number": page.paginator.count,
            "panels": _apart_panels(found, names, value) if split is None else [],
            "page": page,
            "rows": [_shown_row(found, row, spec) for row in page.object_list],
            "query": request.GET.urlencode(),
            "has_part": spec.unit is Unit.SHARE,
            "has_span": spec.unit in (Unit.HOURS, Unit.DAYS),
        },
    )


def _apart(spec: FigureSpec) -> tuple[Split, ...]:
    """Days and places have pages and rules of their own."""
    hidden = {Split.DAY, Split.TERRITORY, Split.AGENCY}
    return tuple(split for split in spec.splits if split not in hidden)


def _apart_panels(found: Asked, names: PartNames, value: FigureValue) -> list[Panel]:
    return [
        split_panel(found, names, value, split, title=str(SPLIT_NAMES[split]))
        for split, parts in value.splits.items()
        if len(parts) > 1
    ]


def _part(request: HttpRequest, spec: FigureSpec) -> tuple[Split | None, str]:
    by = request.GET.get("by", "")
    if not by:
        return None, ""
    if by not in {split.value for split in spec.splits}:
        raise NotVisible
    return Split(by), request.GET.get("part", "")


@dataclass(frozen=True, slots=True)
class ShownRow:
    row: FigureRow
    category: str
    agency: str
    title: str
    url: str
    span: str


def _shown_row(found: Asked, row: FigureRow, spec: FigureSpec) -> ShownRow:
    """A title is shown to the agency whose case it is, and to the one that leads."""
    agency = found.scope.names.get(row.agency or 0)
    own = found.reach.agency.is_lead or row.agency == found.reach.agency.pk
    return ShownRow(
        row=row,
        category=category_name(row.category),
        agency=agency_name(agency) if agency is not None else "",
        title=row.title if own else "",
        url=reverse("desk_case", args=[row.case]) if row.case and own else "",
        span=span(row.seconds, spec.unit) if row.seconds is not None else "",
    )


@desk_page
@require_safe
def figure_file(request: HttpRequest, actor: Actor, key: str, ending: str) -> HttpResponse:
    found = asked(request, actor)
    spec = FIGURES.get(key)
    if spec is None:
        raise NotVisible
    split, part = _part(request, spec)
    rows = rows_of(found.scope, key, split, part)
    columns = [
        SheetColumn(_("Reference"), 22.0),
        SheetColumn(_("Case"), 22.0),
        SheetColumn(_("Date")),
        SheetColumn(_("Category"), 28.0),
        SheetColumn(_("Agency"), 36.0),
    ]
    if spec.unit is Unit.SHARE:
        columns.append(SheetColumn(_("Counted in the share")))
    if spec.unit in (Unit.HOURS, Unit.DAYS):
        columns.append(SheetColumn(_("hours") if spec.unit is Unit.HOURS else _("days")))

    def lines() -> Iterator[tuple[Cell, ...]]:
        for row in rows[slice(0, MOST_ROWS)]:
            seen = _shown_row(found, row, spec)
            line: tuple[Cell, ...] = (
                row.reference,
                row.case,
                timezone.localtime(row.at),
                seen.category,
                seen.agency,
            )
            if row.in_part is not None:
                line = (*line, _("yes") if row.in_part else _("no"))
            if row.seconds is not None:
                line = (*line, in_unit(row.seconds, spec.unit))
            yield line

    sheet = Sheet(figure_name(spec), tuple(columns), lines())
    return _answer(sheet, _file_name(found, key.replace(".", "-"), ending), ending)


def _file_name(found: Asked, what: str, ending: str) -> str:
    period = found.scope.period
    return f"so-lieu-{what}-{period.since.isoformat()}-{period.last.isoformat()}.{ending}"


def _answer(sheet: Sheet, name: str, ending: str) -> HttpResponse:
    if ending == "csv":
        return file_answer(render_csv(sheet), "text/csv; charset=utf-8", name)
    if ending == "xlsx":
        return file_answer(render_xlsx(sheet), XLSX, name)
    raise NotVisible
