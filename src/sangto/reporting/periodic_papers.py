"""The consolidated report as a báo cáo, and all its figures as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from sangto.documents.domain.official import (
    Align,
    Block,
    Bullets,
    Column,
    DocumentKind,
    Heading,
    OfficialContent,
    Paragraph,
    TableBlock,
    roman,
)
from sangto.documents.domain.sheets import Cell, Sheet, SheetColumn
from sangto.documents.queries.registers import issuer_of
from sangto.documents.queries.signing import usual_signature
from sangto.kernel.categories import Category
from sangto.organisations.domain.kinds import AgencyKind
from sangto.organisations.models import Agency
from sangto.reporting.domain.catalogue import FIGURES
from sangto.reporting.domain.figures import FigureSpec, Measured, Split, Unit, in_unit
from sangto.reporting.domain.periodic import COLLECTED, ReportStanding, SectionKey
from sangto.reporting.domain.snapshots import Snapshot
from sangto.reporting.models import PeriodicReport
from sangto.reporting.periodic_wording import SECTION_NAMES, day_words, report_title
from sangto.reporting.queries.consolidated import (
    CollectedReport,
    CollectedSection,
    collected_reports,
    collected_section,
    texts_of,
)
from sangto.reporting.queries.periodic import read_figures
from sangto.reporting.queries.rows import rows_of
from sangto.reporting.queries.scope import scope_for
from sangto.reporting.queries.training import trainings_in

#: What the annexes list, and how many rows of each; the whole list stands with each figure.
ANNEXES = (
    "cases.closed",
    "rounds.opened",
    "measures.done",
    "abuse.settled",
    "appeals.decided",
)
MOST_ROWS = 100
#: Matters whose titles stay with those who handle them.
_UNTITLED = {Category.PRIVACY.value, Category.CHILD_SAFETY.value}
#: Agencies beside each other, by the alphabet; nobody is ranked.
BY_AGENCY = ("cases.closed", "cases.in_time", "verdicts.published", "rounds.in_time")


def consolidated_document(
    report: PeriodicReport,
    *,
    sections: Mapping[str, str],
    figures: Mapping[str, Any],
    now: datetime | None = None,
) -> OfficialContent:
    """In Vietnamese, whatever language the page has."""
    with override("vi"):
        reports = collected_reports(report, now)
        return OfficialContent(
            kind=DocumentKind.REPORT,
            issuer=issuer_of(report.agency),
            subject=report_title(report),
            blocks=tuple(_blocks(report, sections, figures, reports)),
            signature=usual_signature(report.agency),
            recipients=(*_above(report), "Lưu: VT"),
        )


def _above(report: PeriodicReport) -> list[str]:
    committees = Agency.objects.filter(
        network=report.network_id, kind=AgencyKind.COMMITTEE.value
    ).order_by("pk")
    return [agency.name for agency in committees[:1]]


def _blocks(
    report: PeriodicReport,
    sections: Mapping[str, str],
    figures: Mapping[str, Any],
    reports: Sequence[CollectedReport],
) -> Iterator[Block]:
    place = 0

    def heading(text: str) -> Heading:
        nonlocal place
        place += 1
        return Heading(f"{roman(place)}. {text.upper()}")

    yield heading(_("Who reported"))
    yield from _who(reports)
    yield heading(_("Figures"))
    yield from _figure_tables(figures)
    for key in SectionKey:
        if key.value not in report.sections:
            continue
        yield heading(str(SECTION_NAMES[key]))
        yield from _text(sections.get(key.value, ""))
        if key in COLLECTED:
            yield from _grouped(collected_section(report, key, list(reports)))
        else:
            for agency, text in texts_of(list(reports), key):
                yield Paragraph(agency.name, bold=True)
                yield from _text(text)
    yield heading(_("Training"))
    yield _training(report)
    yield heading(_("Annexes"))
    yield from _annexes(report)


def _text(text: str) -> Iterator[Block]:
    for line in text.split("\n"):
        if line.strip():
            yield Paragraph(line.strip())


def _who(reports: Sequence[CollectedReport]) -> Iterator[Block]:
    there = [one for one in reports if one.version is not None]
    late = sum(one.standing is ReportStanding.LATE for one in there)
    yield Paragraph(
        _("%(there)d of %(n)d agencies submitted their report, %(late)d of them late.")
        % {"there": len(there), "n": len(reports), "late": late}
    )
    missing = [one.report.agency.name for one in reports if one.version is None]
    if missing:
        yield Paragraph(_("Not there when this report was made:"))
        yield Bullets(tuple(missing))


def _figure_tables(figures: Mapping[str, Any]) -> Iterator[Block]:
    now = read_figures(figures)
    if now is None:
        return
    yield Paragraph(
        _(
            "Counted on %(day)s. A share or a median of fewer than 5 is not told; the first answer "
            "is not the end of a case."
        )
        % {"day": day_words(now.asked_at.date())}
    )
    yield TableBlock(
        columns=(
            Column(_("Figure"), 4),
            Column(_("This period"), 1.6, Align.RIGHT),
            Column(_("Period before"), 1.6, Align.RIGHT),
            Column(_("A year before"), 1.6, Align.RIGHT),
        ),
        rows=tuple(compared_rows(figures)),
    )
    names = figures.get("agencies", {})
    yield Paragraph(_("By agency, in the order of the alphabet:"))
    yield TableBlock(
        columns=(
            Column(_("Agency"), 4),
            *(Column(_(FIGURES[key].name), 1.6, Align.RIGHT) for key in BY_AGENCY),
        ),
        rows=tuple(agency_rows(now, names)),
    )


def told(value: Measured | None, spec: FigureSpec) -> str:
    """With its n; nothing is told of too few."""
    if value is None:
        return "–"
    if spec.unit is Unit.COUNT:
        return f"{value.n}"
    if not value.enough:
        return f"– (n = {value.n})"
    if spec.unit is Unit.SHARE:
        return f"{value.percent} % (n = {value.n})"
    number = f"{in_unit(value.median, spec.unit):.1f}".replace(".", ",")
    unit = _("hours") if spec.unit is Unit.HOURS else _("days")
    return f"{number} {unit} (n = {value.n})"


def compared_rows(figures: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    taken = [read_figures(figures, name) for name in ("now", "before", "year_before")]
    first = taken[0]
    for value in first.values if first is not None else ():
        spec = FIGURES.get(value.key)
        if spec is None or not value.available:
            continue
        found = [one.value(value.key) if one is not None else None for one in taken]
        yield (_(spec.name), *(told(one, spec) for one in found))


def agency_rows(now: Snapshot, names: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    for code, name in sorted(names.items(), key=lambda pair: pair[1]):
        cells = []
        for key in BY_AGENCY:
            value = now.value(key)
            parts = value.splits.get(Split.AGENCY, {}) if value is not None else {}
            cells.append(told(parts.get(code, Measured()), FIGURES[key]))
        yield (name, *cells)


def _grouped(section: CollectedSection) -> Iterator[Block]:
    for place, group in enumerate(section.groups, 1):
        yield Heading(f"{place}. {group.group.title}", level=2)
        for one in group.points:
            yield Paragraph(f"{one.agency.name}: {one.point.text}")
    if section.loose:
        yield Heading(pgettext("points of a report", "Not grouped"), level=2)
        for one in section.loose:
            yield Paragraph(f"{one.agency.name}: {one.point.text}")


def _training(report: PeriodicReport) -> Block:
    rows = list(trainings_in(report.network, report.period).order_by("held_on", "pk"))
    if not rows:
        return Paragraph(_("No training was held."))
    return TableBlock(
        columns=(
            Column(_("Date"), 1.4),
            Column(_("Topic"), 4),
            Column(_("Agency"), 3),
            Column(_("People"), 1.2, Align.RIGHT),
            Column(_("Feedback"), 1.6, Align.RIGHT),
        ),
        rows=tuple(
            (
                day_words(row.held_on),
                row.topic,
                row.agency.name,
                str(row.people),
                f"{row.useful}/{row.answered}" if row.answered else "–",
            )
            for row in rows
        ),
    )


def _annexes(report: PeriodicReport) -> Iterator[Block]:
    scope = scope_for(report.network, report.period)
    for place, key in enumerate(ANNEXES, 1):
        found = rows_of(scope, key)
        rows = found[:MOST_ROWS]
        yield Heading(f"{place}. {_(FIGURES[key].name)}", level=2)
        if not rows:
            yield Paragraph(_("None in this period."))
            continue
        yield TableBlock(
            columns=(
                Column(_("Reference"), 2),
                Column(_("Date"), 1.4),
                Column(_("Agency"), 3),
                Column(_("Title"), 4),
            ),
            rows=tuple(
                (
                    row.reference,
                    day_words(row.at.date()),
                    scope.names[row.agency].name if row.agency in scope.names else "",
                    "" if row.category in _UNTITLED else row.title,
                )
                for row in rows
            ),
        )
        number = len(found)
        if number > len(rows):
            yield Paragraph(
                _("The newest %(shown)d of %(n)d; the others stand with the figure at the desk.")
                % {"shown": len(rows), "n": number}
            )


def figures_sheet(report: PeriodicReport, figures: Mapping[str, Any]) -> Sheet:
    """Every figure with its parts, and those of the periods beside it."""
    heads = (
        (_("Figure"), 40.0), (_("Taken apart by"), 18.0), (_("Part"), 36.0),
        (pgettext("number", "n"), 10.0), (_("Counted in the share"), 14.0), (_("Median"), 12.0),
        (_("9 of 10 within"), 12.0), (_("Unit"), 10.0), (_("n, period before"), 14.0),
        (_("n, a year before"), 14.0),
    )  # fmt: skip
    return Sheet(
        title=report.reference,
        columns=tuple(SheetColumn(name, width) for name, width in heads),
        rows=list(_sheet_rows(figures)),
    )


def _sheet_rows(figures: Mapping[str, Any]) -> Iterator[tuple[Cell, ...]]:
    now, names = read_figures(figures), figures.get("agencies", {})
    beside = [read_figures(figures, name) for name in ("before", "year_before")]
    for value in now.values if now is not None else ():
        spec = FIGURES.get(value.key)
        if spec is None or not value.available:
            continue
        others = [one.value(value.key) if one is not None else None for one in beside]
        numbers = tuple(one.n if one is not None else None for one in others)
        yield (_(spec.name), "", "", *_measured(value, spec), *numbers)
        for split, parts in value.splits.items():
            for code, part in parts.items():
                name = names.get(code, code) if split is Split.AGENCY else code
                yield (_(spec.name), split.value, name, *_measured(part, spec), None, None)
    for name, number in (figures.get("now") or {}).get("training", {}).items():
        yield (_("Training"), "", name, number, None, None, None, "", None, None)


def _measured(value: Measured, spec: FigureSpec) -> tuple[Cell, ...]:
    shown = value.enough
    return (
        value.n,
        value.part if shown else None,
        in_unit(value.median, spec.unit) if shown and value.median is not None else None,
        in_unit(value.p90, spec.unit) if shown and value.p90 is not None else None,
        spec.unit.value,
    )
