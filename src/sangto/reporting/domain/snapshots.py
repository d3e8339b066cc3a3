"""Figures as they were when they were asked for: plain JSON that a report keeps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sangto.reporting.domain.figures import FigureValue, Measured, Split, Unit
from sangto.reporting.domain.periods import Period

#: Grows when the form changes; an older copy is still read.
FORM = 1


@dataclass(frozen=True, slots=True)
class Snapshot:
    """``asked_at`` is the query date. Agency and territory are the keys that were asked for."""

    period: Period
    asked_at: datetime
    values: tuple[FigureValue, ...]
    agency: int | None = None
    territory: int | None = None
    category: str = ""

    def value(self, key: str) -> FigureValue | None:
        return next((one for one in self.values if one.key == key), None)


def frozen(snapshot: Snapshot) -> dict[str, Any]:
    return {
        "form": FORM,
        "asked_at": snapshot.asked_at.isoformat(),
        "since": snapshot.period.since.isoformat(),
        "before": snapshot.period.before.isoformat(),
        "agency": snapshot.agency,
        "territory": snapshot.territory,
        "category": snapshot.category,
        "figures": [_value(one) for one in snapshot.values],
    }


def thawed(data: Mapping[str, Any]) -> Snapshot:
    if data.get("form") != FORM:
        raise ValueError(f"figures of an unknown form: {data.get('form')!r}")
    return Snapshot(
        period=Period(date.fromisoformat(data["since"]), date.fromisoformat(data["before"])),
        asked_at=datetime.fromisoformat(data["asked_at"]),
        values=tuple(_read(one) for one in data["figures"]),
        agency=data["agency"],
        territory=data["territory"],
        category=data["category"],
    )


def _value(value: FigureValue) -> dict[str, Any]:
    return {
        "key": value.key,
        "unit": value.unit.value,
        "available": value.available,
        **_measured(value),
        "splits": {
            split.value: {key: _measured(part) for key, part in parts.items()}
            for split, parts in value.splits.items()
        },
    }


def _measured(value: Measured) -> dict[str, Any]:
    return {"n": value.n, "part": value.part, "median": value.median, "p90": value.p90}


def _read(data: Mapping[str, Any]) -> FigureValue:
    return FigureValue(
        **_fields(data),
        key=data["key"],
        unit=Unit(data["unit"]),
        available=data["available"],
        splits={
            Split(name): {key: Measured(**_fields(part)) for key, part in parts.items()}
            for name, parts in data["splits"].items()
        },
    )


def _fields(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: data[name] for name in ("n", "part", "median", "p90")}


def together(values: Iterable[FigureValue]) -> dict[str, FigureValue]:
    return {value.key: value for value in values}
