"""Where the shapes of a chart lie."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import ceil, floor, log10

from sangto.web.charts.shapes import WIDTH, Box, Chart, ChartKind, Drawing, Path, Shape, Words

#: How wide a text is at this size.
Measure = Callable[[str, int], float]
Number = Callable[[float], str]

_TEXT = 12
_LINE = 17.0
_BAR = 14.0
_ROW = 38.0
_PLOT = 150.0
_LEFT = 34.0
_GAP = 0.25
_MOST_DATES = 6


def draw(chart: Chart, *, measure: Measure, number: Number) -> Drawing:
    """``number`` writes a value in the language of the page."""
    if chart.kind is ChartKind.BARS:
        return _bars(chart, measure, number)
    return _standing(chart, measure, number)


def _bars(chart: Chart, measure: Measure, number: Number) -> Drawing:
    """The label stands over its bar, so that long names fit on a phone."""
    values = chart.series[0].values if chart.series else ()
    shown = chart.shown or tuple(number(value) for value in values)
    room = max((measure(text, _TEXT) for text in shown), default=0) + 8
    most = max(values, default=0) or 1
    shapes: list[Shape] = []
    for place, (label, value, text) in enumerate(zip(chart.labels, values, shown, strict=True)):
        top = place * _ROW
        length = (WIDTH - room) * value / most
        shapes.append(Words(0, top + 12, cut(label, WIDTH, measure)))
        shapes.append(Box(0, top + 17, max(length, 1.0), _BAR, 1, f"{label}: {text}"))
        shapes.append(Words(max(length, 1.0) + 5, top + 29, text))
    return Drawing(WIDTH, max(len(values), 1) * _ROW, tuple(shapes))


def _standing(chart: Chart, measure: Measure, number: Number) -> Drawing:
    legend, top = _legend(chart, measure)
    count = max(len(chart.labels), 1)
    sums = [sum(one.values[place] for one in chart.series) for place in range(len(chart.labels))]
    if chart.kind is ChartKind.LINE:
        sums = [value for one in chart.series for value in one.values]
    step, most = _ticks(max(sums, default=0))
    top += 8
    bottom = top + _PLOT
    shapes: list[Shape] = [*legend]
    for tick in range(round(most / step) + 1):
        y = bottom - _PLOT * tick * step / most
        shapes.append(Box(_LEFT, y, WIDTH - _LEFT, 0.75, 0))
        shapes.append(Words(_LEFT - 5, y + 4, number(tick * step), 11, end=True, quiet=True))
    width = (WIDTH - _LEFT) / count
    if chart.kind is ChartKind.STACKED:
        shapes += _stacks(chart, width, bottom, most, number)
    else:
        shapes += _lines(chart, width, bottom, most)
    shapes += _dates(chart, width, bottom, measure)
    return Drawing(WIDTH, bottom + 22, tuple(shapes))


def _legend(chart: Chart, measure: Measure) -> tuple[list[Shape], float]:
    if len(chart.series) < 2:
        return [], 0.0
    shapes: list[Shape] = []
    x, y = 0.0, 0.0
    for tone, one in enumerate(chart.series, 1):
        wide = measure(one.name, _TEXT) + 34
        if x and x + wide > WIDTH:
            x, y = 0.0, y + _LINE
        shapes.append(Box(x, y + 2, 11, 11, tone))
        shapes.append(Words(x + 16, y + 12, one.name))
        x += wide
    return shapes, y + _LINE


def _stacks(
    chart: Chart, width: float, bottom: float, most: float, number: Number
) -> Iterator[Shape]:
    for place, label in enumerate(chart.labels):
        y = bottom
        for tone, one in enumerate(chart.series, 1):
            value = one.values[place]
            if not value:
                continue
            height = _PLOT * value / most
            y -= height
            says = (
                f"{label}, {one.name}: {number(value)}" if one.name else f"{label}: {number(value)}"
            )
            yield Box(_LEFT + width * (place + _GAP / 2), y, width * (1 - _GAP), height, tone, says)


def _lines(chart: Chart, width: float, bottom: float, most: float) -> Iterator[Shape]:
    for tone, one in enumerate(chart.series, 1):
        yield Path(
            tuple(
                (_LEFT + width * (place + 0.5), bottom - _PLOT * value / most)
                for place, value in enumerate(one.values)
            ),
            tone,
        )


def _dates(chart: Chart, width: float, bottom: float, measure: Measure) -> Iterator[Shape]:
    """As many labels as have room, evenly."""
    widest = max((measure(label, 11) for label in chart.labels), default=1) + 10
    fit = max(1, min(_MOST_DATES, floor((WIDTH - _LEFT) / widest)))
    every = max(1, ceil(len(chart.labels) / fit))
    for place in range(0, len(chart.labels), every):
        label = chart.labels[place]
        half = measure(label, 11) / 2
        x = min(max(_LEFT + width * (place + 0.5), half), WIDTH - half)
        yield Words(x, bottom + 17, label, 11, middle=True, quiet=True)


def _ticks(most: float) -> tuple[float, float]:
    """A round step, and the highest line: at most five of them, whole numbers only."""
    if most <= 4:
        return 1.0, max(1.0, ceil(most))
    rough = most / 4
    size = 10 ** floor(log10(rough))
    step = next(size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= rough)
    step = max(1.0, ceil(step) if step < 10 else step)
    return float(step), float(step * ceil(most / step))


def cut(text: str, width: float, measure: Measure, size: int = _TEXT) -> str:
    """Shortened at the end where it is too long."""
    if measure(text, size) <= width:
        return text
    while text and measure(f"{text}…", size) > width:
        text = text[:-1].rstrip()
    return f"{text}…"
