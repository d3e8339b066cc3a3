"""The rows behind a figure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, CharField, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Cast

from sangto.kernel.errors import NotVisible
from sangto.reporting.domain.catalogue import FIGURES
from sangto.reporting.domain.figures import AGES, FigureSpec, Split, Unit
from sangto.reporting.queries.expressions import Epoch
from sangto.reporting.queries.figures import grouping, selected
from sangto.reporting.queries.scope import Scope
from sangto.reporting.queries.sources import SOURCES

_LONGEST_CODE = 60


@dataclass(frozen=True, slots=True)
class FigureRow:
    """``at`` is the date that selected the row; ``in_part`` tells of a share whether the row is in
    it; ``seconds`` is the span. Texts of reports are never here (SCOPE.md 3)."""

    key: int
    reference: str
    case: str
    title: str
    category: str
    agency: int | None
    at: datetime
    in_part: bool | None = None
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class RowSet:
    """A list that is sliced by the page; counting it is a query of its own."""

    spec: FigureSpec
    rows: QuerySet[Any]

    def __len__(self) -> int:
        return self.rows.count()

    def __getitem__(self, wanted: slice) -> list[FigureRow]:
        return [_row(values) for values in self.rows[wanted]]

    def every(self) -> Iterator[FigureRow]:
        return (_row(values) for values in self.rows.iterator(chunk_size=2000))


def rows_of(scope: Scope, key: str, split: Split | None = None, code: str = "") -> RowSet:
    """The rows that :func:`figures` counted, the newest first; with a split only one part of them.

    :class:`NotVisible` for a figure or a part that does not exist.
    """
    spec, source = FIGURES.get(key), SOURCES.get(key)
    rows = selected(scope, key) if spec is not None else None
    if spec is None or source is None or rows is None:
        raise NotVisible
    if split is not None:
        if split not in spec.splits or not _known(split, code):
            raise NotVisible
        rows = rows.alias(sorted_out=grouping(scope, key, split)).filter(
            _in_group(scope, split, code)
        )
    event = source.begun if spec.standing else source.event
    columns = {
        "reference_": _path(source.reference or f"{source.case}__reference"),
        "case_": _path(
            f"{source.case}__reference"
            if source.case
            else ("reference" if source.model.__name__ == "Case" else "")
        ),
        "title_": _path(f"{source.claim}__title" if source.claim else ""),
        "category_": _path(source.category),
        "agency_": F(source.agency) if source.agency else _no_number(),
        "at_": F(event),
    }
    if source.part is not None:
        columns["part_"] = Case(
            When(source.part, then=Value(1)), default=Value(0), output_field=IntegerField()
        )
    if spec.unit in (Unit.HOURS, Unit.DAYS):
        columns["seconds_"] = Epoch(source.ended) - Epoch(source.begun)
    return RowSet(spec, rows.annotate(**columns).order_by("-at_", "-pk").values("pk", *columns))


def _path(path: str) -> Any:
    return Cast(F(path), CharField()) if path else Value("", output_field=CharField())


def _no_number() -> Any:
    return Value(None, output_field=IntegerField(null=True))


def _known(split: Split, code: str) -> bool:
    if split in (Split.AGENCY, Split.TERRITORY):
        return not code or (code.isascii() and code.isdecimal() and len(code) < 12)
    if split is Split.AGE:
        return code in {age for age, _since, _until in AGES}
    return len(code) <= _LONGEST_CODE


def _in_group(scope: Scope, split: Split, code: str) -> Q:
    if split is Split.AGENCY and code:
        return Q(sorted_out__in=[key for key, heir in scope.heirs.items() if heir == int(code)])
    if split is Split.TERRITORY and code:
        return Q(sorted_out=int(code))
    if split in (Split.AGENCY, Split.TERRITORY):
        return Q(sorted_out__isnull=True)
    return Q(sorted_out=code) if code else Q(sorted_out="") | Q(sorted_out__isnull=True)


def _row(values: dict[str, Any]) -> FigureRow:
    part = values.get("part_")
    return FigureRow(
        key=values["pk"],
        reference=values["reference_"] or "",
        case=values["case_"] or "",
        title=values["title_"] or "",
        category=values["category_"] or "",
        agency=values["agency_"],
        at=values["at_"],
        in_part=None if part is None else bool(part),
        seconds=values.get("seconds_"),
    )
