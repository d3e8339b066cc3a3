"""The line drawings of the pages, drawn with Pillow: one source for both.

Only what those drawings use is read: ``path`` and ``circle`` with strokes, and a dash of two
lengths.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from xml.etree import ElementTree

from fontTools.pens.basePen import BasePen
from fontTools.svgLib.path import parse_path
from PIL import Image, ImageDraw

Point = tuple[float, float]
Line = list[Point]

#: Drawn so many times larger and scaled down, for smooth edges.
_FINER = 4
_STEPS = 48


class _Flattened(BasePen):  # type: ignore[misc] # fontTools has no types
    """Collects the lines of a path, curves as short straight pieces."""

    def __init__(self) -> None:
        super().__init__(None)
        self.lines: list[Line] = []

    def _moveTo(self, pt: Point) -> None:  # noqa: N802 - fontTools' name
        self.lines.append([pt])

    def _lineTo(self, pt: Point) -> None:  # noqa: N802 - fontTools' name
        self.lines[-1].append(pt)

    def _curveToOne(self, pt1: Point, pt2: Point, pt3: Point) -> None:  # noqa: N802 - fontTools' name
        start = self.lines[-1][-1]
        for step in range(1, _STEPS + 1):
            t = step / _STEPS
            u = 1 - t
            self.lines[-1].append(
                (
                    u**3 * start[0]
                    + 3 * u * u * t * pt1[0]
                    + 3 * u * t * t * pt2[0]
                    + t**3 * pt3[0],
                    u**3 * start[1]
                    + 3 * u * u * t * pt1[1]
                    + 3 * u * t * t * pt2[1]
                    + t**3 * pt3[1],
                )
            )

    def _closePath(self) -> None:  # noqa: N802 - fontTools' name
        self.lines[-1].append(self.lines[-1][0])


def path_lines(path: str) -> list[Line]:
    pen = _Flattened()
    parse_path(path, pen)
    return pen.lines


def _circle(element: ElementTree.Element) -> Line:
    x, y, radius = (float(element.attrib[name]) for name in ("cx", "cy", "r"))
    steps = _STEPS * 4
    return [
        (
            x + radius * math.cos(2 * math.pi * step / steps),
            y + radius * math.sin(2 * math.pi * step / steps),
        )
        for step in range(steps + 1)
    ]


def _dashes(line: Line, drawn: float, left_out: float) -> Iterator[Line]:
    """The pieces of a line that a dash of these two lengths leaves."""
    piece: Line = [line[0]]
    inside, rest = True, drawn
    for start, end in pairwise(line):
        length = math.dist(start, end)
        done = 0.0
        while length - done > rest:
            done += rest
            share = done / length
            cut = (start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1]))
            if inside:
                yield [*piece, cut]
            inside = not inside
            piece, rest = [cut], drawn if inside else left_out
        rest -= length - done
        piece.append(end)
    if inside and len(piece) > 1:
        yield piece


@lru_cache(maxsize=64)
def shape_lines(shape: str) -> tuple[tuple[Point, ...], ...]:
    """The lines of a drawing as the templates have it, on its own grid."""
    found: list[Line] = []
    drawing = ElementTree.fromstring(f"<svg>{shape}</svg>")  # noqa: S314 - a constant of this package
    for element in drawing:
        lines = [_circle(element)] if element.tag == "circle" else path_lines(element.attrib["d"])
        dash = element.attrib.get("stroke-dasharray")
        if dash:
            drawn, left_out = (float(part) for part in dash.split())
            lines = [piece for line in lines for piece in _dashes(line, drawn, left_out)]
        found.extend(lines)
    return tuple(tuple(line) for line in found)


def stroke_mask(
    lines: tuple[tuple[Point, ...], ...],
    *,
    size: int,
    grid: float,
    width: float,
) -> Image.Image:
    """A square mask of ``size`` pixels; ``width`` is the stroke's on the drawing's ``grid``."""
    scale = size * _FINER / grid
    mask = Image.new("L", (size * _FINER, size * _FINER), 0)
    pen = ImageDraw.Draw(mask)
    half = width * scale / 2
    for line in lines:
        points = [(x * scale, y * scale) for x, y in line]
        pen.line(points, fill=255, width=round(2 * half), joint="curve")
        for x, y in points:
            pen.ellipse((x - half, y - half, x + half, y + half), fill=255)
    return mask.resize((size, size), Image.Resampling.LANCZOS)
