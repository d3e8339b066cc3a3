"""A verdict as a poster: its word huge with shape and colour, the claim, who says so and when.

It is read at thumbnail size in messengers, so it holds little. Colours are those of the style
sheet's light theme; the shapes are those of the pages.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from sangto.kernel.categories import Rating
from sangto.verdicts.domain.ratings import RATINGS, RatingGroup
from sangto.web.cards.mark import mark
from sangto.web.cards.strokes import shape_lines, stroke_mask
from sangto.web.cards.typesetting import Setting, set_text
from sangto.web.templatetags.icon_shapes import SHAPES

#: Grows whenever a card would look different, so that kept copies are not taken for it.
DESIGN = 1
_FONTS = Path(__file__).parent / "fonts"
_PAGE = "#fffdf8"
_INK = "#0b3d4a"
_TEXT = "#16282e"
_QUIET = "#4d5f66"
_LINE = "#ddd4c1"
_ON_BAND = "#ffffff"
_BANDS = {
    RatingGroup.DANGER: "#96201a",
    RatingGroup.CAUTION: "#7a4200",
    RatingGroup.OUTDATED: "#574e70",
    RatingGroup.PLAIN: "#0b4a5a",
    RatingGroup.GOOD: "#17613c",
    RatingGroup.UNKNOWN: "#43535e",
}


class CardShape(StrEnum):
    WIDE = "wide"
    SQUARE = "square"


@dataclass(frozen=True, slots=True)
class CardTexts:
    """Everything that stands on a card, in its language. ``stamp`` is for what no longer holds."""

    rating: Rating
    word: str
    claim: str
    site: str
    dated: str
    address: str
    stamp: str = ""


@dataclass(frozen=True, slots=True)
class _Layout:
    """In pixels. ``claim_top`` and ``claim_bottom`` bound the claim, which stands in the middle."""

    size: tuple[int, int]
    margin: int
    band: int
    icon: int
    icon_at: tuple[int, int]
    word_left: int
    word_top: int
    word_bottom: int
    word_sizes: tuple[int, int]
    word_two_lines_below: int
    claim_sizes: tuple[int, int]
    claim_lines: int
    claim_top: int
    claim_bottom: int
    small: int
    mark: int


_LAYOUTS = {
    CardShape.WIDE: _Layout(
        size=(1200, 630),
        margin=64,
        band=312,
        icon=200,
        icon_at=(64, 56),
        word_left=308,
        word_top=28,
        word_bottom=284,
        word_sizes=(186, 84),
        word_two_lines_below=132,
        claim_sizes=(66, 44),
        claim_lines=2,
        claim_top=330,
        claim_bottom=510,
        small=29,
        mark=64,
    ),
    CardShape.SQUARE: _Layout(
        size=(1080, 1080),
        margin=72,
        band=560,
        icon=216,
        icon_at=(66, 62),
        word_left=72,
        word_top=284,
        word_bottom=532,
        word_sizes=(190, 96),
        word_two_lines_below=150,
        claim_sizes=(70, 50),
        claim_lines=3,
        claim_top=584,
        claim_bottom=866,
        small=34,
        mark=116,
    ),
}


@cache
def font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    name = {"bold": "BeVietnamPro_700Bold.ttf", "regular": "BeVietnamPro_400Regular.ttf"}[weight]
    return ImageFont.truetype(str(_FONTS / name), size)


def measured(text: str, size: int) -> float:
    return font("bold", size).getlength(text)


def draw_card(texts: CardTexts, shape: CardShape) -> bytes:
    """The PNG."""
    layout = _LAYOUTS[shape]
    card = Image.new("RGB", layout.size, _PAGE)
    pen = ImageDraw.Draw(card)
    pen.rectangle((0, 0, layout.size[0], layout.band), fill=_BANDS[RATINGS[texts.rating].group])
    icon = stroke_mask(shape_lines(SHAPES[texts.rating.value]), size=layout.icon, grid=24, width=2)
    card.paste(_ON_BAND, layout.icon_at, icon)
    _word(pen, texts, layout)
    if texts.stamp:
        _stamp(pen, texts.stamp, layout)
    _claim(pen, texts, layout)
    if shape is CardShape.WIDE:
        _foot_wide(card, pen, texts, layout)
    else:
        _foot_square(card, pen, texts, layout)
    return _png(card)


def _png(card: Image.Image) -> bytes:
    out = io.BytesIO()
    card.quantize(256, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
        out, "PNG", optimize=True
    )
    return out.getvalue()


def _sizes(bounds: tuple[int, int], step: int = 2) -> range:
    largest, smallest = bounds
    return range(largest, smallest - 1, -step)


def _word(pen: ImageDraw.ImageDraw, texts: CardTexts, layout: _Layout) -> None:
    """On one line while that is huge, else on two."""
    width = layout.size[0] - layout.margin - layout.word_left
    height = layout.word_bottom - layout.word_top
    one = set_text(
        texts.word, measure=measured, width=width, sizes=_sizes(layout.word_sizes), lines=1
    )
    setting = one
    if one.size < layout.word_two_lines_below and " " in texts.word:
        bounds = (min(layout.word_sizes[0], int(height / 2 / 1.14)), layout.word_sizes[1] // 2)
        setting = set_text(texts.word, measure=measured, width=width, sizes=_sizes(bounds), lines=2)
    _set_lines(
        pen,
        setting,
        left=layout.word_left,
        top=layout.word_top,
        bottom=layout.word_bottom,
        leading=1.14,
        fill=_ON_BAND,
    )


def _claim(pen: ImageDraw.ImageDraw, texts: CardTexts, layout: _Layout) -> None:
    setting = set_text(
        texts.claim,
        measure=measured,
        width=layout.size[0] - 2 * layout.margin,
        sizes=_sizes(layout.claim_sizes),
        lines=layout.claim_lines,
    )
    _set_lines(
        pen,
        setting,
        left=layout.margin,
        top=layout.claim_top,
        bottom=layout.claim_bottom,
        leading=1.26,
        fill=_TEXT,
    )


def _set_lines(
    pen: ImageDraw.ImageDraw,
    setting: Setting,
    *,
    left: int,
    top: int,
    bottom: int,
    leading: float,
    fill: str,
) -> None:
    """In the middle between ``top`` and ``bottom``, by the height of capitals, so that marks above
    and below the letters do not push a line away from its place."""
    face = font("bold", setting.size)
    capital = -face.getbbox("H", anchor="ls")[1]
    step = setting.size * leading
    height = capital + step * (len(setting.lines) - 1)
    baseline = top + (bottom - top - height) / 2 + capital
    for line in setting.lines:
        pen.text((left, baseline), line, font=face, fill=fill, anchor="ls")
        baseline += step


def _stamp(pen: ImageDraw.ImageDraw, stamp: str, layout: _Layout) -> None:
    face = font("bold", layout.small)
    right, top = layout.size[0] - layout.margin, 28
    box = (right - face.getlength(stamp) - 36, top, right, top + layout.small + 24)
    pen.rounded_rectangle(box, radius=8, fill=_ON_BAND)
    pen.text(
        ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2), stamp, font=face, fill=_TEXT, anchor="mm"
    )


def _foot_wide(
    card: Image.Image, pen: ImageDraw.ImageDraw, texts: CardTexts, layout: _Layout
) -> None:
    width, height = layout.size
    pen.line((layout.margin, 526, width - layout.margin, 526), fill=_LINE, width=2)
    top = 526 + (height - 526 - layout.mark) // 2
    _mark(card, layout, top)
    left = layout.margin + layout.mark + 18
    room = width - layout.margin - left
    name = _shortened(texts.site, layout.small, "bold", room * 0.52)
    dated = _shortened(texts.dated, layout.small - 4, "regular", room * 0.52)
    bold, plain = font("bold", layout.small), font("regular", layout.small - 4)
    pen.text((left, top + 26), name, font=bold, fill=_INK, anchor="ls")
    pen.text((left, top + 62), dated, font=plain, fill=_QUIET, anchor="ls")
    host, _, rest = texts.address.partition("/")
    pen.text(
        (width - layout.margin, top + 26),
        _shortened(host, layout.small, "bold", room * 0.46),
        font=bold,
        fill=_INK,
        anchor="rs",
    )
    pen.text((width - layout.margin, top + 62), f"/{rest}", font=plain, fill=_QUIET, anchor="rs")


def _foot_square(
    card: Image.Image, pen: ImageDraw.ImageDraw, texts: CardTexts, layout: _Layout
) -> None:
    width, height = layout.size
    line = 886
    pen.line((layout.margin, line, width - layout.margin, line), fill=_LINE, width=2)
    top = line + (height - line - layout.mark) // 2
    _mark(card, layout, top)
    left = layout.margin + layout.mark + 28
    room = width - layout.margin - left
    for place, (text, weight, colour) in enumerate(
        (
            (texts.site, "bold", _INK),
            (texts.dated, "regular", _TEXT),
            (texts.address, "regular", _QUIET),
        )
    ):
        size = layout.small if place == 0 else layout.small - 4
        while size > 24 and font(weight, size).getlength(text) > room:
            size -= 1
        pen.text(
            (left, top + 27 + place * 43),
            _shortened(text, size, weight, room),
            font=font(weight, size),
            fill=colour,
            anchor="ls",
        )


def _mark(card: Image.Image, layout: _Layout, top: int) -> None:
    drawn = mark(layout.mark)
    card.paste(drawn, (layout.margin, top), drawn)


def _shortened(text: str, size: int, weight: str, room: float) -> str:
    face = font(weight, size)
    if face.getlength(text) <= room:
        return text
    while text and face.getlength(f"{text}…") > room:
        text = text[:-1]
    return f"{text.rstrip()}…"
