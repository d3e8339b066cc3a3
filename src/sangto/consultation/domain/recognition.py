"""What each paragraph of a draft is: a chapter, an article, a clause, a point, or text of these.

The structure is that of Decree 30/2020/NĐ-CP, Appendix I: ``Chương I``, ``Mục 1``, ``Điều 1.``,
``1.``, ``a)``. A text without articles may be divided by Roman numerals (``I.``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sangto.documents.domain.official import POINT_LETTERS, roman
from sangto.kernel.text import clean


class LineKind(StrEnum):
    """``TEXT`` continues what stands above it; ``HEADING`` is the title of the chapter, section
    or article above that has none on its own line."""

    OPENING = "opening"
    LEGAL_BASES = "legal_bases"
    CHAPTER = "chapter"
    SECTION = "section"
    DIVISION = "division"
    ARTICLE = "article"
    CLAUSE = "clause"
    POINT = "point"
    SIGNATURE = "signature"
    ANNEX = "annex"
    HEADING = "heading"
    TEXT = "text"


#: What starts a provision, and what the number in front of it has to look like.
NUMBERED: dict[LineKind, re.Pattern[str]] = {
    LineKind.CHAPTER: re.compile(r"[IVXLC]{1,9}|[0-9]{1,3}"),
    LineKind.SECTION: re.compile(r"[IVXLC]{1,9}|[0-9]{1,3}"),
    LineKind.DIVISION: re.compile(r"[IVXLC]{1,9}"),
    LineKind.ARTICLE: re.compile(r"[0-9]{1,4}[a-zđ]?"),
    LineKind.CLAUSE: re.compile(r"[0-9]{1,3}[a-zđ]?"),
    LineKind.POINT: re.compile(r"[a-zđ][0-9]?"),
}
#: Parts that may be set by hand and have no number.
UNNUMBERED = frozenset(
    {LineKind.OPENING, LineKind.LEGAL_BASES, LineKind.SIGNATURE, LineKind.ANNEX, LineKind.TEXT}
)


class Doubt(StrEnum):
    """Why a line is shown to a person."""

    NO_ARTICLES = "no_articles"
    BELONGS_NOWHERE = "belongs_nowhere"
    ARTICLE_WITHOUT_DOT = "article_without_dot"
    NOT_ROMAN = "not_roman"
    OUTSIDE_ARTICLE = "outside_article"
    OUT_OF_SEQUENCE = "out_of_sequence"
    TWICE = "twice"
    NOT_A_LETTER = "not_a_letter"
    SUB_NUMBER = "sub_number"
    UNKNOWN_LEVEL = "unknown_level"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph as read. ``kind`` and ``mark`` are set where somebody said by hand what it
    is; then ``text`` still holds all of it."""

    text: str
    kind: LineKind | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A recognised paragraph. ``mark`` is its number, ``rest`` what follows the number."""

    number: int
    text: str
    kind: LineKind
    mark: str = ""
    rest: str = ""
    by_hand: bool = False
    doubt: Doubt | None = None


_CHAPTER = re.compile(r"(?i:chương)\s+([IVXLC]{1,9}|[0-9]{1,3})(?:\s*[.:–-]\s*(.*)|\s+(\S.*))?")
_SECTION = re.compile(r"(?i:mục)\s+([IVXLC]{1,9}|[0-9]{1,3})(?:\s*[.:–-]\s*(.*)|\s+(\S.*))?")
_ARTICLE = re.compile(r"(?i:điều)\s+([0-9]{1,4}[a-zđ]?)\s*(?:[.:–-]\s*(.*)|)")
_ANY_ARTICLE = re.compile(r"(?i:điều)\s+[0-9]")
_ARTICLE_LIKE = re.compile(r"(?i:điều)\s+[0-9]{1,4}[a-zđ]?\s+[A-ZÀ-ỸĐ]")
_CLAUSE = re.compile(r"([0-9]{1,3}[a-zđ]?)\s?[.](?![0-9])\s*(.*)")
_SUB_NUMBER = re.compile(r"[0-9]{1,3}(?:[.][0-9]{1,3}){1,4}[.)]?\s+\D")
_POINT = re.compile(r"([a-zđ][0-9]?)\s?\)\s*(.*)")
_DIVISION = re.compile(r"([IVXLC]{1,9})\s*[.]\s*(.+)")
_BASES_START = re.compile(r"(?i:căn cứ)\s")
_SIGNATURE = re.compile(
    r"(?:TM|KT|TL|TUQ|Q)[.]\s*\S|(?i:nơi nhận)\s*:|"
    r"(?:CHỦ TỊCH|PHÓ CHỦ TỊCH|GIÁM ĐỐC|PHÓ GIÁM ĐỐC|BỘ TRƯỞNG|TRƯỞNG BAN|CHÁNH VĂN PHÒNG)\s*$"
)
_ANNEX = re.compile(r"(?i:phụ lục)(?:\s+(?:[IVXLC]+|[0-9]+))?\s*(?:$|[.:–-])|PHỤ LỤC\b")
_UNKNOWN_LEVEL = re.compile(r"(?i:phần thứ|tiểu mục|phần)\s+(?:[IVXLC]+|[0-9]+|nhất|hai|ba)\b")


def signs(text: str) -> bool:
    """Whether a paragraph begins the end of a text: who signs, or who gets it."""
    return _SIGNATURE.match(text) is not None


_ROMAN = {roman(number): number for number in range(1, 400)}


def ordinal(mark: str) -> int | None:
    """The place of a mark in its sequence; none for ``7a`` and the like, which stand between."""
    if mark.isascii() and mark.isdigit():
        return int(mark)
    return _ROMAN.get(mark)


def point_place(mark: str) -> int | None:
    """The place of a letter among the points, from 1; none for f, j, w, z."""
    letter, round_ = mark[:1], mark[1:]
    if letter not in POINT_LETTERS:
        return None
    return POINT_LETTERS.index(letter) + 1 + len(POINT_LETTERS) * int(round_ or 0)


def paragraphs_of_text(text: str) -> list[Paragraph]:
    """One for each line that is not empty, cleaned and without spaces at its ends."""
    return [Paragraph(line) for raw in clean(text).split("\n") if (line := _one_line(raw))]


def _one_line(text: str) -> str:
    return " ".join(text.split())


_HASHES = re.compile(r"#{1,6}\s+")
_LIST_MARK = re.compile(r"[-*+]\s+(?=(?:[0-9]{1,3}[.]|[a-zđ][0-9]?\))\s)")
_QUOTE = re.compile(r">\s?")
_RULE = re.compile(r"(?:-{3,}|\*{3,}|_{3,}|={3,})")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!-])")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")


def paragraphs_of_markdown(text: str) -> list[Paragraph]:
    """As :func:`paragraphs_of_text`, without the marks of headings, lists, quotes and weight.

    A list in Markdown that is no clause or point keeps its dash. Wrapped lines of one paragraph
    are joined, as Markdown does.
    """
    found: list[str] = []
    joins = False
    for raw in clean(text).split("\n"):
        line = _QUOTE.sub("", raw.strip(), count=1) if raw.strip().startswith(">") else raw.strip()
        if not line or _RULE.fullmatch(line):
            joins = False
            continue
        hashes = _HASHES.match(line)
        if hashes is not None:
            line = line[hashes.end() :].rstrip("#").strip()
        line = _LIST_MARK.sub("", line, count=1)
        line = _ESCAPED.sub(r"\1", _STRONG.sub(r"\2", line)).strip()
        if not line:
            continue
        if joins and hashes is None and not _starts_something(line):
            found[-1] = f"{found[-1]} {line}"
        else:
            found.append(line)
        joins = hashes is None and not raw.endswith("  ")
    return [Paragraph(_one_line(line)) for line in found]


def _starts_something(line: str) -> bool:
    return line[:2] in ("- ", "+ ", "* ") or any(
        pattern.match(line)
        for pattern in (
            *(_CHAPTER, _SECTION, _CLAUSE, _SUB_NUMBER, _POINT, _DIVISION),
            *(_BASES_START, _SIGNATURE, _ANNEX, _UNKNOWN_LEVEL, _ANY_ARTICLE),
        )
    )


def recognise(paragraphs: Sequence[Paragraph]) -> list[Line]:
    """Each paragraph with what it is. Never raises, whatever the text; what is empty counts too,
    as text."""
    texts = [_one_line(clean(paragraph.text)) for paragraph in paragraphs]
    reader = _Reader(
        with_articles=any(
            paragraph.kind is LineKind.ARTICLE
            or (paragraph.kind is None and _ARTICLE.fullmatch(text) is not None)
            for paragraph, text in zip(paragraphs, texts, strict=True)
        )
    )
    return [
        reader.line(number, text, paragraph)
        for number, (text, paragraph) in enumerate(zip(texts, paragraphs, strict=True), start=1)
    ]


#: Parts in which nothing is counted: what looks like a clause there is text.
_CLOSED = frozenset({LineKind.SIGNATURE, LineKind.ANNEX})


class _Reader:
    """Where the reading stands: in the opening, the bases, an article, the signature, an annex."""

    def __init__(self, *, with_articles: bool) -> None:
        self._with_articles = with_articles
        self._at = LineKind.OPENING
        self._in_body = False
        self._in_article = not with_articles
        self._awaits_heading = False

    def line(self, number: int, text: str, paragraph: Paragraph) -> Line:
        if paragraph.kind is not None:
            found = _by_hand(number, text, paragraph)
        else:
            found = self._found(number, text)
        self._follow(found)
        return found

    def _found(self, number: int, text: str) -> Line:
        for recognise_as in (self._division, self._article, self._closing, self._within):
            found = recognise_as(number, text)
            if found is not None:
                return found
        if not self._in_body and self._at in (LineKind.OPENING, LineKind.LEGAL_BASES):
            if self._at is LineKind.OPENING and _BASES_START.match(text):
                return Line(number, text, LineKind.LEGAL_BASES, rest=text)
            return Line(number, text, LineKind.TEXT, rest=text)
        doubt = self._doubt_of_text(text)
        if self._awaits_heading and text and doubt in (None, Doubt.BELONGS_NOWHERE):
            return Line(number, text, LineKind.HEADING, rest=text)
        return Line(number, text, LineKind.TEXT, rest=text, doubt=doubt)

    def _division(self, number: int, text: str) -> Line | None:
        for kind, pattern in ((LineKind.CHAPTER, _CHAPTER), (LineKind.SECTION, _SECTION)):
            match = pattern.fullmatch(text)
            if match is None:
                continue
            mark, after, loose = match.groups()
            if loose is not None and not loose[:1].isupper():
                continue
            if self._at is LineKind.ANNEX and self._with_articles:
                continue
            if not mark.isdigit() and mark not in _ROMAN:
                return Line(number, text, LineKind.TEXT, rest=text, doubt=Doubt.NOT_ROMAN)
            return Line(number, text, kind, mark, (after or loose or "").strip())
        if not self._with_articles and self._at not in _CLOSED:
            match = _DIVISION.fullmatch(text)
            if match is not None and match[1] in _ROMAN:
                return Line(number, text, LineKind.DIVISION, match[1], match[2].strip())
        return None

    def _article(self, number: int, text: str) -> Line | None:
        match = _ARTICLE.fullmatch(text)
        if match is not None:
            return Line(number, text, LineKind.ARTICLE, match[1], (match[2] or "").strip())
        if _ARTICLE_LIKE.match(text) and self._in_body and self._at not in _CLOSED:
            return Line(number, text, LineKind.TEXT, rest=text, doubt=Doubt.ARTICLE_WITHOUT_DOT)
        return None

    def _closing(self, number: int, text: str) -> Line | None:
        if not self._in_body:
            return None
        if _ANNEX.match(text):
            return Line(number, text, LineKind.ANNEX, rest=text)
        if self._at is LineKind.ANNEX:
            return Line(number, text, LineKind.TEXT, rest=text)
        if self._at is not LineKind.SIGNATURE and _SIGNATURE.match(text):
            return Line(number, text, LineKind.SIGNATURE, rest=text)
        if self._at is LineKind.SIGNATURE:
            return Line(number, text, LineKind.TEXT, rest=text)
        return None

    def _within(self, number: int, text: str) -> Line | None:
        """Clauses and points: inside of an article, or anywhere in a text that has none."""
        for kind, pattern in ((LineKind.CLAUSE, _CLAUSE), (LineKind.POINT, _POINT)):
            match = pattern.fullmatch(text)
            if match is None:
                continue
            if not self._in_article:
                if not self._in_body:
                    return None
                return Line(number, text, LineKind.TEXT, rest=text, doubt=Doubt.OUTSIDE_ARTICLE)
            return Line(number, text, kind, match[1], match[2].strip())
        return None

    def _doubt_of_text(self, text: str) -> Doubt | None:
        if not text:
            return None
        if _UNKNOWN_LEVEL.match(text):
            return Doubt.UNKNOWN_LEVEL
        if _SUB_NUMBER.match(text):
            return Doubt.SUB_NUMBER
        return None if self._in_article else Doubt.BELONGS_NOWHERE

    def _follow(self, line: Line) -> None:
        kind = line.kind
        if kind in (LineKind.HEADING, LineKind.TEXT):
            self._awaits_heading = self._awaits_heading and not line.text
            return
        self._at = kind
        self._awaits_heading = False
        if kind in NUMBERED:
            self._in_body = True
            inside = kind in (LineKind.ARTICLE, LineKind.CLAUSE, LineKind.POINT)
            self._in_article = inside or not self._with_articles
            self._awaits_heading = not line.rest and kind not in (LineKind.CLAUSE, LineKind.POINT)
        elif kind in (LineKind.SIGNATURE, LineKind.ANNEX):
            self._in_body = True
            self._in_article = False


def _by_hand(number: int, text: str, paragraph: Paragraph) -> Line:
    """What somebody said stands; the number that the text itself begins with is taken off."""
    kind = paragraph.kind or LineKind.TEXT
    rest = text
    if kind in NUMBERED and paragraph.mark:
        rest = _without_mark(kind, paragraph.mark, text)
    return Line(number, text, kind, paragraph.mark, rest, by_hand=True)


def _without_mark(kind: LineKind, mark: str, text: str) -> str:
    word = {
        LineKind.CHAPTER: r"chương\s+",
        LineKind.SECTION: r"(?:mục\s+)?",
        LineKind.ARTICLE: r"điều\s+",
    }.get(kind, "")
    match = re.match(rf"(?i:{word}){re.escape(mark)}(?:\s*[.:)–-]\s*|\s+|$)", text)
    return text[match.end() :].strip() if match is not None else text
