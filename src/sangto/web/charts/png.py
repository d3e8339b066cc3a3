"""The same drawing as a picture, in the colours of the light theme."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

from sangto.web.cards.drawing import font
from sangto.web.charts.shapes import Box, Chart, Drawing, Path, Words

_SCALE = 3
_MARGIN = 16.0
_HEAD = 30.0
_PAGE = "#fffdf8"
_TEXT = "#16282e"
_QUIET = "#4d5f66"
_TONES = ("#ddd4c1", "#0b6b7d", "#c07c00", "#574e70", "#3f7d58", "#6d7a80", "#9a4a32")


def text_width(text: str, size: int) -> float:
    return font("regular", size * _SCALE).getlength(text) / _SCALE


def as_png(chart: Chart, drawing: Drawing) -> bytes:
    width = round((drawing.width + 2 * _MARGIN) * _SCALE)
    height = round((drawing.height + 2 * _MARGIN + _HEAD) * _SCALE)
    picture = Image.new("RGB", (width, height), _PAGE)
    pen = ImageDraw.Draw(picture)
    pen.text(
        (_MARGIN * _SCALE, (_MARGIN + 14) * _SCALE),
        chart.title,
        font=font("bold", 15 * _SCALE),
        fill=_TEXT,
        anchor="ls",
    )
    for shape in drawing.shapes:
        _draw(pen, shape)
    out = io.BytesIO()
    picture.quantize(64, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
        out, "PNG", optimize=True
    )
    return out.getvalue()


def _draw(pen: ImageDraw.ImageDraw, shape: Box | Path | Words) -> None:
    match shape:
        case Box():
            left, top = _at(shape.x, shape.y)
            right, bottom = _at(shape.x + shape.width, shape.y + shape.height)
            pen.rectangle(
                (left, top, max(left, right - 1), max(top, bottom - 1)),
                fill=_TONES[shape.tone % len(_TONES)],
            )
        case Path():
            points = [_at(x, y) for x, y in shape.points]
            pen.line(points, fill=_TONES[shape.tone % len(_TONES)], width=2 * _SCALE, joint="curve")
        case Words():
            anchor = "rs" if shape.end else "ms" if shape.middle else "ls"
            pen.text(
                _at(shape.x, shape.y),
                shape.text,
                font=font("regular", shape.size * _SCALE),
                fill=_QUIET if shape.quiet else _TEXT,
                anchor=anchor,
            )


def _at(x: float, y: float) -> tuple[float, float]:
    return (x + _MARGIN) * _SCALE, (y + _MARGIN + _HEAD) * _SCALE
