"""Setting a text in few lines as large as it goes: where to break, and how to shorten.

A line is not broken inside a name, between a number and its unit, or after a small word that
belongs to the next one; rather after a comma. Lines are about equally long.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from sangto.kernel.text import clean, folded

#: How wide a text is at this size, in pixels.
Measure = Callable[[str, int], float]

_LEADING_WORDS = """
cua va hoac la o tai cac nhung mot moi cho de do bi duoc khong chua da dang se ve tu voi trong
ngoai tren duoi khi neu vi the co hay nhu ma theo ra vao len xuong gia ngay thang nam so
the of and or is are a an in on at to for by not was were from with as if that this no will can
has have be
"""
#: Small words that lead to the next one, folded, of both languages.
_LEADING = frozenset(_LEADING_WORDS.split())
_SYLLABLES = """
lua dao, gia mao, kiem chung, xam nhap, su that, hieu lam, khac phuc, mot phan, phat nguoi,
tin nhan, duong link, duong dan, cong an, ngan hang, tai khoan, chuyen khoan, chuyen tien,
dien thoai, thong tin, thong bao, canh bao, nguoi dan, co quan, bo truong, chu tich, thu tuong,
chinh phu, trung thuong, buu kien, buu dien, viec lam, tuyen dung, vay tien, dau tu, ung dung,
cai dat, ma qr, ma otp, can cuoc, dinh danh, ho chieu, giay phep, giay to, lai xe, nop phat,
nop tien, phi phat, hoc phi, hoc sinh, sinh vien, nha truong, benh vien, bac si, suc khoe,
vac xin, dich benh, thuc pham, thuy dien, ho dap, vo dap, xa lu, ngap lut, sat lo, dong dat,
gia xang, dien luc, tien dien, bao hiem, xa hoi, y te, giao thong, van tai, trang mang, trang web,
quy dinh, nghi dinh, thong tu, huong dan, thu tuc, hanh chinh, dich vu, cong dan, phuong tien,
viet nam, ha noi, ho chi, chi minh, sang to
"""
#: Words of two syllables that a line should not tear, folded; what verdicts are about.
_TOGETHER = frozenset(" ".join(pair.split()) for pair in _SYLLABLES.split(","))
_BREAKS_AFTER = re.compile(r"[,;:.?…–—)”\"]$")
_PARTS = re.compile(r"(?<=[/.\-_?&=@])")
ELLIPSIS = "…"
#: So much of the largest size is kept for the sake of a better break.
_SMALLER = 0.8
_JOINED = "\u200b"
#: A text with more words is shortened before lines are tried.
_MOST_WORDS = 80


@dataclass(frozen=True, slots=True)
class Setting:
    lines: tuple[str, ...]
    size: int


def set_text(
    text: str, *, measure: Measure, width: float, sizes: Sequence[int], lines: int
) -> Setting:
    """At about the largest of ``sizes`` (descending) at which it fits into so many lines: somewhat
    smaller, where that breaks better. At the smallest it is shortened, at the end of a word."""
    words = " ".join(clean(text).split()).split(" ")[:_MOST_WORDS]
    found: list[tuple[float, Setting]] = []
    for size in sizes:
        if found and size < _SMALLER * found[0][1].size:
            break
        broken = _broken(words, measure, width, size, lines)
        if broken is not None:
            smaller = 1 - size / found[0][1].size if found else 0.0
            badness = _badness(broken, measure, width, size)
            found.append((badness + 1.6 * smaller, Setting(broken, size)))
    if found:
        return min(found, key=lambda one: one[0])[1]
    size = sizes[-1]
    pieces = [piece for word in words for piece in _pieces(word, measure, width, size)]
    whole = _broken(pieces, measure, width, size, lines)
    if whole is not None:
        return Setting(whole, size)
    for kept in range(len(pieces) - 1, 0, -1):
        end = pieces[kept - 1].rstrip(" ,;:.–-") + ELLIPSIS
        broken = _broken([*pieces[: kept - 1], end], measure, width, size, lines)
        if broken is not None:
            return Setting(broken, size)
    return Setting((_cut(pieces[0], measure, width, size),), size)


def _cut(word: str, measure: Measure, width: float, size: int) -> str:
    while word and measure(word + ELLIPSIS, size) > width:
        word = word[:-1]
    return word + ELLIPSIS


def _pieces(word: str, measure: Measure, width: float, size: int) -> list[str]:
    """A word that is wider than a line, an address mostly, falls into parts; all but the first
    begin with a mark that takes away the space before them."""
    if measure(word, size) <= width:
        return [word]
    pieces: list[str] = []
    for part in filter(None, _PARTS.split(word)):
        while measure(part, size) > width:
            length = len(part) - 1
            while length > 1 and measure(part[:length], size) > width:
                length -= 1
            pieces.append(part[:length])
            part = part[length:]  # noqa: PLW2901 - what is left of it
        pieces.append(part)
    return [pieces[0], *(f"{_JOINED}{piece}" for piece in pieces[1:])]


def _broken(
    words: Sequence[str], measure: Measure, width: float, size: int, most: int
) -> tuple[str, ...] | None:
    """The best way into the fewest lines; None where it does not fit."""
    for count in range(_fewest(words, measure, width, size, most), most + 1):
        ways = (
            tuple(_lines(words, cuts)) for cuts in combinations(range(1, len(words)), count - 1)
        )
        fitting = [
            (_badness(lines, measure, width, size), lines)
            for lines in ways
            if all(measure(line, size) <= width for line in lines)
        ]
        if fitting:
            return min(fitting)[1]
    return None


def _lines(words: Sequence[str], cuts: Sequence[int]) -> list[str]:
    edges = [0, *cuts, len(words)]
    return [
        " ".join(words[start:end]).replace(f" {_JOINED}", "").replace(_JOINED, "")
        for start, end in pairwise(edges)
    ]


def _fewest(words: Sequence[str], measure: Measure, width: float, size: int, most: int) -> int:
    """Lines that filling them one after the other takes, or one more than allowed."""
    lines, start = 1, 0
    for end in range(1, len(words) + 1):
        if measure(_lines(words[start:end], ())[0], size) <= width:
            continue
        lines, start = lines + 1, end - 1
        if lines > most or measure(_lines(words[start:end], ())[0], size) > width:
            return most + 1
    return lines


def _badness(lines: Sequence[str], measure: Measure, width: float, size: int) -> float:
    widths = [measure(line, size) / width for line in lines]
    uneven = sum((max(widths) - one) ** 2 for one in widths)
    return uneven + sum(
        _break_badness(one.rsplit(" ", 1)[-1], other.split(" ", 1)[0])
        for one, other in pairwise(lines)
    )


def _break_badness(before: str, after: str) -> float:
    if _BREAKS_AFTER.search(before):
        return -0.1
    if before[-1].isdigit() or before.endswith((".", "“")):
        return 0.4
    if before[0].isupper() and after[0].isupper():
        return 0.35
    if f"{folded(before)} {folded(after)}" in _TOGETHER:
        return 0.8
    if folded(before) in _LEADING:
        return 0.2
    return 0.0
