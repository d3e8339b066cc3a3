"""Figures, computed by the database: one query each, whatever it is taken apart by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Case, CharField, Count, Expression, F, Q, QuerySet, Value, When

from sangto.reporting.domain.catalogue import FIGURES
from sangto.reporting.domain.figures import (
    AGES,
    FigureSpec,
    FigureValue,
    Measured,
    Split,
    Unit,
    measured_spans,
)
from sangto.reporting.domain.snapshots import Snapshot
from sangto.reporting.queries.expressions import Epoch, LocalDay
from sangto.reporting.queries.scope import Scope
from sangto.reporting.queries.sources import SOURCES, Source

#: Which figures, and by what each of them is taken apart.
Wanted = Mapping[str, Iterable[Split]]
_GROUP = "group_{}"


def figures(scope: Scope, wanted: Wanted | None = None) -> list[FigureValue]:
    """In the order of the catalogue; without ``wanted`` all of them with all their splits.

    One query a figure. A split holds the parts that have rows, and adds up to the figure.
    """
    return [
        _value(scope, spec, tuple(spec.splits if wanted is None else wanted[key]))
        for key, spec in FIGURES.items()
        if wanted is None or key in wanted
    ]


def snapshot(scope: Scope, wanted: Wanted | None = None) -> Snapshot:
    """The figures as they are now, to be kept."""
    return Snapshot(
        period=scope.period,
        asked_at=scope.now,
        values=tuple(figures(scope, wanted)),
        agency=scope.agency.pk if scope.agency is not None else None,
        territory=scope.territory.pk if scope.territory is not None else None,
        category=scope.category,
    )


def selected(scope: Scope, key: str) -> QuerySet[Any] | None:
    """The rows that a figure counts; None where it can not be narrowed in this way."""
    source, spec = SOURCES[key], FIGURES[key]
    rows = source.model._default_manager.filter(source.where, **{source.network: scope.network})
    for wanted, path in (
        (scope.agencies, source.agency),
        (scope.places, source.territory),
        ([scope.category] if scope.category else None, source.category),
    ):
        if wanted is None:
            continue
        if not path:
            return None
        rows = rows.filter(**{f"{path}__in": wanted})
    if spec.standing:
        return rows.filter(_standing(source, scope))
    return rows.filter(
        **{f"{source.event}__gte": scope.period.start, f"{source.event}__lt": scope.period.end}
    ).order_by()


def _standing(source: Source, scope: Scope) -> Q:
    moment = scope.moment
    open_then = Q(**{f"{source.begun}__lt": moment}) & (
        Q(**{f"{source.ended}__isnull": True}) | Q(**{f"{source.ended}__gte": moment})
    )
    return open_then & Q(**{f"{source.due}__lt": moment}) if source.due else open_then


def grouping(scope: Scope, key: str, split: Split) -> Expression | F:
    """What rows are grouped by; ends as text or a key."""
    source = SOURCES[key]
    if split is Split.DAY:
        return LocalDay(source.event)
    if split is Split.AGE:
        return _age(source, scope)
    return F(source.path(split))


def _age(source: Source, scope: Scope) -> Expression:
    cases = [
        When(**{f"{source.begun}__gt": scope.moment - timedelta(days=until)}, then=Value(code))
        for code, _since, until in AGES
        if until is not None
    ]
    return Case(*cases, default=Value(AGES[-1][0]), output_field=CharField())


def _value(scope: Scope, spec: FigureSpec, splits: Sequence[Split]) -> FigureValue:
    rows = selected(scope, spec.key)
    if rows is None:
        return FigureValue(key=spec.key, unit=spec.unit, available=False)
    if not set(splits) <= set(spec.splits):
        raise ValueError(f"{spec.key} can not be taken apart by {splits}")
    names = [_GROUP.format(split.value) for split in splits]
    grouped = rows.annotate(
        **{
            name: grouping(scope, spec.key, split)
            for name, split in zip(names, splits, strict=True)
        }
    )
    if spec.unit in (Unit.HOURS, Unit.DAYS):
        return _spans(scope, spec, splits, names, grouped)
    return _counts(scope, spec, splits, names, grouped)


def _counts(
    scope: Scope, spec: FigureSpec, splits: Sequence[Split], names: list[str], rows: QuerySet[Any]
) -> FigureValue:
    part = SOURCES[spec.key].part
    share = {"part_": Count("pk", filter=part)} if part is not None else {}
    counts: dict[str, Any] = {"n_": Count("pk"), **share}
    found: Iterable[tuple[Any, ...]]
    if names:
        found = rows.values(*names).annotate(**counts).values_list(*names, *counts)
    else:
        found = [tuple(rows.aggregate(**counts).values())]
    total = [0, 0]
    parts: dict[Split, dict[str, list[int]]] = {split: {} for split in splits}
    for row in found:
        number, of_them = row[len(names)], row[-1] if share else 0
        total[0] += number
        total[1] += of_them
        for split, code in zip(splits, row, strict=False):
            sums = parts[split].setdefault(code_of(scope, split, code), [0, 0])
            sums[0] += number
            sums[1] += of_them
    return FigureValue(
        n=total[0],
        part=total[1] if share else None,
        key=spec.key,
        unit=spec.unit,
        splits={
            split: {
                code: Measured(n=sums[0], part=sums[1] if share else None)
                for code, sums in sorted(groups.items())
            }
            for split, groups in parts.items()
        },
    )


def _spans(
    scope: Scope, spec: FigureSpec, splits: Sequence[Split], names: list[str], rows: QuerySet[Any]
) -> FigureValue:
    """The spans come as whole seconds, which the databases subtract; sorted here once a group."""
    source = SOURCES[spec.key]
    every: list[int] = []
    parts: dict[Split, dict[str, list[int]]] = {split: {} for split in splits}
    spans = rows.annotate(span_=Epoch(source.ended) - Epoch(source.begun))
    for *codes, span in spans.values_list(*names, "span_"):
        every.append(span)
        for split, code in zip(splits, codes, strict=True):
            parts[split].setdefault(code_of(scope, split, code), []).append(span)
    overall = measured_spans(every)
    return FigureValue(
        n=overall.n,
        median=overall.median,
        p90=overall.p90,
        key=spec.key,
        unit=spec.unit,
        splits={
            split: {code: measured_spans(groups[code]) for code in sorted(groups)}
            for split, groups in parts.items()
        },
    )


def code_of(scope: Scope, split: Split, code: object) -> str:
    """Under what a group is counted: an agency under its heir. Empty where the row says nothing."""
    if code is None:
        return ""
    if split is Split.AGENCY and isinstance(code, int):
        return str(scope.heirs.get(code, code))
    return str(code)
