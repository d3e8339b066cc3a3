"""What a chart shows, and the shapes that it is drawn of. No page, no picture, no database."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

#: Width of every chart; pages and pictures scale it.
WIDTH = 400.0


class ChartKind(StrEnum):
    """``bars`` lie, one a label; ``stacked`` stand, one a label with a part for each series;
    ``line`` joins the points of each series."""

    BARS = "bars"
    STACKED = "stacked"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Series:
    name: str
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """``labels`` name the bars or points. ``shown`` are the values as words, for ``bars``; without
    them they are written as numbers. ``description`` says the chart in a sentence."""

    kind: ChartKind
    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    description: str = ""
    shown: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        return not any(value for one in self.series for value in one.values)


@dataclass(frozen=True, slots=True)
class Box:
    """A bar. ``tone`` counts the series from 1; 0 is the line of an axis. ``says`` is its tip."""

    x: float
    y: float
    width: float
    height: float
    tone: int
    says: str = ""


@dataclass(frozen=True, slots=True)
class Path:
    points: tuple[tuple[float, float], ...]
    tone: int


@dataclass(frozen=True, slots=True)
class Words:
    """``y`` is the base line. ``end`` sets them left of ``x``, ``middle`` around it."""

    x: float
    y: float
    text: str
    size: int = 12
    end: bool = False
    middle: bool = False
    quiet: bool = False


Shape = Box | Path | Words


@dataclass(frozen=True, slots=True)
class Drawing:
    width: float
    height: float
    shapes: tuple[Shape, ...]
