"""Rows of a charter: written where they differ, ended where nothing names them any more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from django.db.models import Model

from sangto.organisations.domain.changes import last_day_of_dropped

M = TypeVar("M", bound=Model)


def end_open(today: date, rows: Iterable[M]) -> list[M]:
    """End what is still open after today's change; gives the rows that it ended."""
    ended: list[M] = []
    for row in rows:
        dated: Any = row
        last = last_day_of_dropped(valid_from=dated.valid_from, today=today)
        if dated.valid_until is None or dated.valid_until > last:
            write_changed(row, valid_until=last)
            ended.append(row)
    return ended


def write_changed(row: Model, **values: object) -> None:
    """Save the row when it is new or a value differs."""
    differing: Mapping[str, object] = {
        key: value for key, value in values.items() if getattr(row, key) != value
    }
    for key, value in differing.items():
        setattr(row, key, value)
    if differing or row.pk is None:
        row.save()
