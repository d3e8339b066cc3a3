"""How wide a text is in Times New Roman, without any font installed.

Lines under headings are as long as a part of the text above them, and how often a cell wraps says
whether its row may be kept together. A letter with marks is as wide as the letter without them.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from math import ceil

#: Advance widths in thousandths of the letter size, for the characters in ``_CHARACTERS``; the
#: same in Times New Roman and in Liberation Serif.
_CHARACTERS = "".join(chr(code) for code in range(32, 127)) + "đĐơƠưƯ–…"
_REGULAR = """
    250 333 408 500 500 833 778 180 333 333 500 564 250 333 250 278 500 500 500 500 500 500
    500 500 500 500 278 278 564 564 564 444 921 722 667 667 722 611 556 722 722 333 389 722
    611 889 722 722 556 722 667 556 611 722 722 944 722 722 611 333 278 333 469 500 333 444
    500 444 500 444 333 500 500 278 278 500 278 778 500 500 500 500 333 389 278 500 500 722
    500 500 444 480 200 480 541 500 722 529 722 542 776 500 1000
"""
_BOLD = """
    250 333 555 500 500 1000 833 278 333 333 500 570 250 333 250 278 500 500 500 500 500 500
    500 500 500 500 333 333 570 570 570 500 930 722 667 722 722 667 611 778 778 389 500 778
    667 944 722 778 611 778 722 556 667 722 722 1000 722 722 667 333 278 333 581 500 333 500
    556 444 556 444 333 500 556 278 333 556 278 833 556 500 556 556 444 389 333 556 500 722
    500 500 444 394 220 394 520 556 722 554 778 600 796 500 1000
"""
_UNKNOWN = 600
_HORN = "\u031b"
_GLUE = "\u00a0"
_LEADS_ON = re.compile(r"\b(và|của|tại|về|V/v) ", re.IGNORECASE)


def _table(numbers: str) -> dict[str, int]:
    return dict(zip(_CHARACTERS, map(int, numbers.split()), strict=True))


_WIDTHS = {False: _table(_REGULAR), True: _table(_BOLD)}


@lru_cache(maxsize=4096)
def _width(char: str, bold: bool) -> int:
    table = _WIDTHS[bold]
    if char in table:
        return table[char]
    if char == _GLUE:
        return table[" "]
    parts = unicodedata.normalize("NFD", char)
    with_horn = unicodedata.normalize("NFC", parts[0] + _HORN)
    letter = with_horn if _HORN in parts and with_horn in table else parts[0]
    return table.get(letter, 0 if unicodedata.combining(char) else _UNKNOWN)


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of one line in the unit of ``size``."""
    return sum(_width(char, bold) for char in text) * size / 1000


def wrapped(text: str, size: float, width: float, *, bold: bool = False) -> list[str]:
    """The lines that a word processor makes of it; a word that is too long stays whole."""
    lines: list[str] = []
    space = text_width(" ", size, bold=bold)
    for part in text.split("\n"):
        line, used = "", 0.0
        for word in part.split(" "):
            wide = text_width(word, size, bold=bold)
            if line and used + space + wide > width:
                lines.append(line)
                line, used = word, wide
            else:
                line, used = (f"{line} {word}", used + space + wide) if line else (word, wide)
        lines.append(line)
    return lines


def balanced(text: str, size: float, width: float, *, bold: bool = False) -> tuple[str, ...]:
    """As few lines as possible, about equally long, so that no single word stands alone; none
    ends with a word that leads on to the next one."""
    text = _LEADS_ON.sub(lambda found: f"{found[1]}{_GLUE}", text)
    wanted = wrapped(text, size, width, bold=bold)
    narrow, wide = 0.0, width
    while wide - narrow > size / 10:
        middle = (narrow + wide) / 2
        tried = wrapped(text, size, middle, bold=bold)
        if len(tried) == len(wanted) and max(
            text_width(line, size, bold=bold) for line in tried
        ) <= max(width, middle):
            wanted, wide = tried, middle
        else:
            narrow = middle
    return tuple(line.replace(_GLUE, " ") for line in wanted)


def longest_line(text: str, size: float, width: float, *, bold: bool = False) -> float:
    """The width of the longest line of a text that wraps."""
    return max(
        min(text_width(line, size, bold=bold), width)
        for line in wrapped(text, size, width, bold=bold)
    )


def line_count(text: str, size: float, width: float) -> int:
    """How many lines a text takes, roughly; words longer than a line are broken."""
    return sum(max(1, ceil(text_width(line, size) / width)) for line in wrapped(text, size, width))
