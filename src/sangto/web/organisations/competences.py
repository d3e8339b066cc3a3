"""Who settles what where, with what nobody settles and what two settle."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from io import StringIO

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from sangto.kernel.actor import Actor
from sangto.kernel.categories import Category, Topic
from sangto.organisations.domain.matrix import Cell
from sangto.organisations.models import Agency, Network, Territory
from sangto.organisations.queries import CompetenceMatrix, competence_matrix, today
from sangto.web.desk import agency_name
from sangto.web.organisations.access import (
    organisation_page,
    page,
    territory_name,
    topic_name,
)


class DayForm(forms.Form):
    day = forms.DateField(
        label=gettext_lazy("On the day"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
    )


@dataclass(frozen=True, slots=True)
class ShownCell:
    cell: Cell
    agency: Agency | None
    others: tuple[Agency, ...]
    topic: str
    place: str


@dataclass(frozen=True, slots=True)
class Row:
    topic: str
    cells: list[ShownCell]


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    rows: list[Row]


@organisation_page
@require_safe
def competences_page(request: HttpRequest, actor: Actor, network: Network) -> HttpResponse:
    """Places without an entry of their own are left out of the table unless ``all`` is asked."""
    form, day = _chosen_day(request)
    table = competence_matrix(network, day)
    everything = bool(request.GET.get("all"))
    shown, left_out = _columns(table, everything=everything)
    return page(
        request,
        "competences.html",
        {
            "form": form,
            "day": day,
            "is_today": day == today(),
            "groups": _groups(table, shown),
            "places": [territory_name(table.places[column]) for column in shown],
            "left_out": [territory_name(table.places[column]) for column in left_out],
            "everything": everything,
            "gaps": _gaps(table),
            "overlaps": [_shown(table, cell) for cell in table.overlaps],
        },
    )


@organisation_page
@require_safe
def competences_csv(request: HttpRequest, actor: Actor, network: Network) -> HttpResponse:
    """One line a cell, for a spreadsheet: UTF-8 with its mark, and no cell that is a formula."""
    _form, day = _chosen_day(request)
    table = competence_matrix(network, day)
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(
        ["day", "topic", "topic_name", "territory", "territory_name", "state", "agency",
         "agency_name", "others"]
    )  # fmt: skip
    places = {None if place is None else place.pk: place for place in table.places}
    for cell in table.cells:
        place = places[cell.place]
        agency = table.agencies.get(cell.agency or 0)
        others = [table.agencies[key].slug for key in cell.others]
        writer.writerow(
            plain(value)
            for value in (
                day.isoformat(),
                cell.topic,
                topic_name(cell.topic, table.fields),
                place.code if place is not None else "",
                territory_name(place),
                state_of(cell),
                agency.slug if agency is not None else "",
                agency_name(agency) if agency is not None else "",
                " ".join(others),
            )
        )
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="competences-{day.isoformat()}.csv"'
    return response


def plain(value: str) -> str:
    """A text that a spreadsheet would take for a formula begins with an apostrophe."""
    return f"'{value}" if value[:1] in {"=", "+", "-", "@", "\t", "\r"} else value


def state_of(cell: Cell) -> str:
    if cell.is_gap:
        return "gap"
    if cell.is_overlap:
        return "overlap"
    return "inherited" if cell.is_inherited else "own"


def _chosen_day(request: HttpRequest) -> tuple[DayForm, date]:
    """What is no day counts as today; the form says so."""
    form = DayForm(request.GET or None)
    chosen = form.cleaned_data.get("day") if form.is_bound and form.is_valid() else None
    if not request.GET.get("day"):
        form = DayForm(initial={"day": today()})
    return form, chosen or today()


def _columns(table: CompetenceMatrix, *, everything: bool) -> tuple[list[int], list[int]]:
    """The whole network always; a place where a cell differs from that of the whole network."""
    shown: list[int] = []
    left_out: list[int] = []
    for column, place in enumerate(table.places):
        own = place is None or any(
            (not row[column].is_inherited and row[column].agency is not None)
            or row[column].is_overlap
            or row[column].agency != row[0].agency
            for row in table.rows
        )  # fmt: skip
        (shown if own or everything else left_out).append(column)
    return shown, left_out


def _groups(table: CompetenceMatrix, columns: list[int]) -> list[Group]:
    groups: dict[str, list[Row]] = {}
    for topic, cells in zip(table.topics, table.rows, strict=True):
        groups.setdefault(_group(topic), []).append(
            Row(
                topic_name(topic, table.fields),
                [_shown(table, cells[column]) for column in columns],
            )
        )
    return [Group(name, rows) for name, rows in groups.items()]


def _group(topic: str) -> str:
    if topic in set(Topic):
        return _("Topics of factual claims")
    if topic in set(Category):
        return _("Scams and technical dangers")
    return _("Fields of public service")


def _shown(table: CompetenceMatrix, cell: Cell) -> ShownCell:
    places: dict[int | None, Territory | None] = {
        None if place is None else place.pk: place for place in table.places
    }
    return ShownCell(
        cell=cell,
        agency=table.agencies.get(cell.agency or 0),
        others=tuple(table.agencies[key] for key in cell.others),
        topic=topic_name(cell.topic, table.fields),
        place=territory_name(places.get(cell.place)),
    )


def _gaps(table: CompetenceMatrix) -> list[dict[str, object]]:
    """By topic: nobody anywhere, or the places where nobody is."""
    found = []
    for topic, cells in zip(table.topics, table.rows, strict=True):
        gaps = [cell for cell in cells if cell.is_gap]
        if gaps:
            found.append(
                {
                    "topic": topic_name(topic, table.fields),
                    "everywhere": len(gaps) == len(cells),
                    "places": [_shown(table, cell).place for cell in gaps],
                }
            )
    return found
