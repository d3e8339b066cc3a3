"""Draws the icons of the installed page from the mark; what it writes is committed.

.venv/bin/python frontend/icons.py
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from sangto.web.cards.mark import mark

STATIC = Path(__file__).parents[1] / "src" / "sangto" / "web" / "static" / "sangto"


def icons() -> dict[str, Image.Image]:
    """By file name. A maskable icon may lose a fifth at each side, and telephones of one maker
    round the corners themselves."""
    return {
        "icon-192.png": mark(192),
        "icon-512.png": mark(512),
        "icon-maskable-512.png": mark(512, corner=0, inset=5.5),
        "icon-180.png": mark(180, corner=0, inset=2).convert("RGB"),
    }


def write(folder: Path) -> None:
    for name, picture in icons().items():
        picture.quantize(128).save(folder / name, optimize=True)


if __name__ == "__main__":
    write(STATIC)
