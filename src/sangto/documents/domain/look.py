"""What a picture looks like, in 256 bits: the same screenshot is known again after it was
recompressed, scaled, cropped or turned dark.

A difference hash of 16 × 16: each bit says whether a place is brighter than its right neighbour.
Before that, uniform bars around the picture are cropped; a second hash is taken without the
topmost thin strip, which is the status bar of a telephone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageOps, ImageStat

SIDE = 16
BITS = SIDE * SIDE
#: Bits of a band; two hashes that differ in fewer bits than there are bands share one.
BAND_BITS = 16
BANDS = BITS // BAND_BITS

#: A change of so many shades of 255 from one place to the next is a stroke; what compression and
#: the edges of bubbles leave is weaker.
_SHARP = 48
#: Width in which content is looked for; fine enough for one line of small letters.
_PROBE = 360
#: A strip at the top of at most this share of the height may be a status bar.
_STRIP = 0.07
#: So much of the height is empty between it and what follows; less is the gap under an accent.
_GAP = 0.008
#: A picture with less content than this after cropping says nothing about itself.
_LEAST_SIDE = 24
#: Fewer ones or zeros than this, and the picture is nearly empty: like any other empty one.
_LEAST_SET = 20
_DARK = 110

Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Look:
    """64 hexadecimal digits each: as it is, and as its inverted form would be."""

    plain: str
    inverted: str


def looks_of(picture: Image.Image) -> tuple[Look, ...]:
    """At most two: the whole content, and the content without the strip at the top. None for a
    picture without enough content. Linear in the pixels."""
    grey = picture.convert("L")
    whole = _content(grey)
    if whole is None:
        return ()
    found = [_look(grey.crop(whole))]
    below = _without_strip(grey, whole)
    if below is not None:
        found.append(_look(grey.crop(below)))
    return tuple(dict.fromkeys(look for look in found if look is not None))


def distance(one: str, other: str) -> int:
    """In how many of the 256 bits two hashes differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def band_codes(value: str) -> tuple[int, ...]:
    """One number for each band that says something: place and content in one."""
    number = int(value, 16)
    codes = []
    for place in range(BANDS):
        bits = number >> (place * BAND_BITS) & (1 << BAND_BITS) - 1
        if 2 <= bits.bit_count() <= BAND_BITS - 2:
            codes.append(place << BAND_BITS | bits)
    return tuple(codes)


def is_dark(picture: Image.Image) -> bool:
    """Whether light letters stand on a dark ground; ``picture`` is grey."""
    small = picture.resize((64, 64), Image.Resampling.BOX)
    return bool(ImageStat.Stat(small).median[0] < _DARK)


def _look(content: Image.Image) -> Look | None:
    plain = _hash(content)
    inverted = _hash(ImageOps.invert(content))
    if max(plain.bit_count(), inverted.bit_count()) < _LEAST_SET:
        return None
    return Look(f"{plain:064x}", f"{inverted:064x}")


def _hash(grey: Image.Image) -> int:
    small = grey.resize((SIDE + 1, SIDE), Image.Resampling.BOX)
    shades: Sequence[int] = small.tobytes()
    value = 0
    for row in range(SIDE):
        start = row * (SIDE + 1)
        for column in range(SIDE):
            left, right = shades[start + column], shades[start + column + 1]
            value = value << 1 | (left > right + 1)
    return value


def _content(grey: Image.Image) -> Box | None:
    """The smallest box that holds all letters and other marks; no ground, bar or bubble."""
    probe, scale = _probe(grey)
    box = _marks(probe).getbbox()
    return None if box is None else _scaled(box, scale, grey)


def _probe(grey: Image.Image) -> tuple[Image.Image, float]:
    scale = max(1.0, grey.width / _PROBE)
    size = (max(2, round(grey.width / scale)), max(1, round(grey.height / scale)))
    return grey.resize(size, Image.Resampling.BOX), scale


def _marks(probe: Image.Image) -> Image.Image:
    """White where a shade changes sharply from left to right, as the strokes of letters do. Long
    level edges (bars, lines) and weak ones (bubbles, traces of compression) leave nothing."""
    width, height = probe.size
    left, right = probe.crop((0, 0, width - 1, height)), probe.crop((1, 0, width, height))
    return ImageChops.difference(left, right).point(lambda change: 255 if change > _SHARP else 0)


def _without_strip(grey: Image.Image, whole: Box) -> Box | None:
    """The content below the first thin run of rows that something stands in."""
    _left, top, _right, bottom = whole
    probe, scale = _probe(grey.crop(whole))
    marks = _marks(probe)
    filled = [
        marks.crop((0, row, marks.width, row + 1)).getbbox() is not None
        for row in range(marks.height)
    ]
    gap = max(2, round(_GAP * grey.height / scale))
    end = next((row for row in range(len(filled)) if not any(filled[row : row + gap])), len(filled))
    if end > max(1.0, _STRIP * grey.height / scale):
        return None
    start = next((row for row in range(end, len(filled)) if filled[row]), len(filled))
    offset = min(bottom, top + int(start * scale))
    below = grey.crop((0, offset, grey.width, bottom))
    if min(below.size) < _LEAST_SIDE:
        return None
    inner = _content(below)
    if inner is None:
        return None
    return (inner[0], offset + inner[1], inner[2], offset + inner[3])


def _scaled(box: Box, scale: float, picture: Image.Image) -> Box | None:
    left, top = int(box[0] * scale), int(box[1] * scale)
    right = min(picture.width, round(box[2] * scale))
    bottom = min(picture.height, round(box[3] * scale))
    if min(right - left, bottom - top) < _LEAST_SIDE:
        return None
    return (left, top, right, bottom)
