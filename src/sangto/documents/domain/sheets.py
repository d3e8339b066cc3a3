"""A table as values; XLSX and CSV are made from the same one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

#: What a cell may hold. Times are written without their zone, as they are given.
Cell = str | int | float | bool | date | datetime | None


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """``width`` is in characters of the standard font."""

    title: str
    width: float = 16.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """``rows`` are read once, so they may come from an iterator over the database."""

    title: str
    columns: tuple[SheetColumn, ...]
    rows: Iterable[tuple[Cell, ...]]
