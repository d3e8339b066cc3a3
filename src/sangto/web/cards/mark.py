"""The mark, a sun that rises over an open page, as the templates have it, for pictures."""

from __future__ import annotations

from functools import lru_cache

from PIL import Image, ImageDraw

from sangto.web.cards.strokes import path_lines, stroke_mask

GRID = 32
_INK, _SUN, _PAPER = "#0b3d4a", "#f2b705", "#fffdf8"
_PAGE_PATH = "M4.5 22.4c4.5-1.8 8.6-1.2 11.5 2.8 2.9-4 7-4.6 11.5-2.8"


@lru_cache(maxsize=8)
def mark(size: int, *, corner: float = 7, inset: float = 0) -> Image.Image:
    """RGBA. ``corner`` is the radius of the ground, ``inset`` the room around what is drawn, both
    on a grid of 32; without a corner the ground fills the square."""
    finer = 4
    ground = Image.new("L", (size * finer, size * finer), 0)
    box = (0, 0, size * finer - 1, size * finer - 1)
    ImageDraw.Draw(ground).rounded_rectangle(box, radius=corner * size * finer / GRID, fill=255)
    drawn = Image.new("RGBA", (size, size), (0, 0, 0, 0))
    drawn.paste(_INK, (0, 0), ground.resize((size, size), Image.Resampling.LANCZOS))
    scale = (GRID - 2 * inset) / GRID
    drawn.paste(_SUN, (0, 0), _sun(size, inset, scale))
    page = tuple(
        tuple((inset + x * scale, inset + y * scale) for x, y in line)
        for line in path_lines(_PAGE_PATH)
    )
    drawn.paste(_PAPER, (0, 0), stroke_mask(page, size=size, grid=GRID, width=3.2 * scale))
    return drawn


def _sun(size: int, inset: float, scale: float) -> Image.Image:
    """The upper half of a disc; as a stroke that is as wide as its circle it would show seams."""
    finer = size * 4
    x, y, radius = ((inset + one * scale) * finer / GRID for one in (16, 17.2, 8.8))
    radius -= inset * finer / GRID
    mask = Image.new("L", (finer, finer), 0)
    ImageDraw.Draw(mask).pieslice((x - radius, y - radius, x + radius, y + radius), 180, 360, 255)
    return mask.resize((size, size), Image.Resampling.LANCZOS)
