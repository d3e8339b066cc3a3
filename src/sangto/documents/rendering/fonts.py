"""Whether a font is installed that PDF can be made with."""

from __future__ import annotations

import unicodedata
from pathlib import Path

_FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".local/share/fonts",
    Path.home() / ".fonts",
)
_FILES = ("LiberationSerif-Regular.ttf", "times.ttf", "Times_New_Roman.ttf")
_VOWELS = "aăâeêioôơuưy"
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")


def vietnamese_letters() -> str:
    """The 134 that are not in ASCII."""
    lower = "".join(
        unicodedata.normalize("NFC", vowel + tone) for vowel in _VOWELS for tone in _TONES
    )
    letters = "".join(char for char in f"{lower}đ" if not char.isascii())
    return letters + letters.upper()


def letters_missing() -> int | None:
    """How many Vietnamese letters the best installed font lacks; None when there is no font."""
    found = [
        path
        for folder in _FOLDERS
        if folder.is_dir()
        for name in _FILES
        for path in folder.rglob(name)
    ]
    return min((_missing(path) for path in found), default=None)


def _missing(path: Path) -> int:
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with TTFont(path, lazy=True) as font:
            known = font.getBestCmap() or {}
    except (OSError, TTLibError):
        known = {}
    return sum(ord(letter) not in known for letter in vietnamese_letters())
