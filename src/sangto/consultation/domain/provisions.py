"""The provisions of a draft: recognised from its paragraphs, each with its Akoma Ntoso eId, and
written out again as text or as the body of an official document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sangto.consultation.domain.drafts import PartKind
from sangto.consultation.domain.recognition import (
    Doubt,
    Line,
    LineKind,
    Paragraph,
    ordinal,
    point_place,
    recognise,
)
from sangto.documents.domain import official

#: A heading longer than this is text.
_HEADING_LENGTH = 250


@dataclass(frozen=True, slots=True)
class Part:
    """One provision or other part. ``text`` is without its number and without what is below it;
    its paragraphs are parted by line ends. ``parent`` is an eId, empty at the top."""

    eid: str
    kind: PartKind
    number: str = ""
    heading: str = ""
    text: str = ""
    parent: str = ""
    first_line: int = 0
    last_line: int = 0

    @property
    def content(self) -> tuple[str, PartKind, str, str, str, str]:
        """All but the lines it stood on."""
        return (self.eid, self.kind, self.number, self.heading, self.text, self.parent)


@dataclass(frozen=True, slots=True)
class Problem:
    """What a person should look at; ``line`` counts paragraphs from one, 0 is the whole text."""

    line: int
    text: str
    doubt: Doubt


@dataclass(frozen=True, slots=True)
class ParsedText:
    lines: tuple[Line, ...]
    parts: tuple[Part, ...]
    problems: tuple[Problem, ...]

    @property
    def articles(self) -> int:
        return sum(part.kind is PartKind.ARTICLE for part in self.parts)


@dataclass(slots=True)
class _Growing:
    eid: str
    kind: PartKind
    number: str
    parent: str
    first_line: int
    last_line: int
    heading: str = ""
    texts: list[str] = field(default_factory=list)

    def part(self) -> Part:
        return Part(
            self.eid,
            self.kind,
            self.number,
            self.heading,
            "\n".join(self.texts),
            self.parent,
            self.first_line,
            self.last_line,
        )


_PREFIX = {
    PartKind.CHAPTER: "chp",
    PartKind.SECTION: "sec",
    PartKind.DIVISION: "dvs",
    PartKind.ARTICLE: "art",
    PartKind.CLAUSE: "clause",
    PartKind.POINT: "point",
}
#: What each kind may stand in, the nearest first. Articles keep a short id wherever they stand,
#: because they are counted through the whole text.
_WITHIN: dict[PartKind, tuple[PartKind, ...]] = {
    PartKind.SECTION: (PartKind.CHAPTER,),
    PartKind.DIVISION: (PartKind.SECTION, PartKind.CHAPTER),
    PartKind.ARTICLE: (PartKind.SECTION, PartKind.CHAPTER),
    PartKind.CLAUSE: (PartKind.ARTICLE, PartKind.DIVISION, PartKind.SECTION, PartKind.CHAPTER),
    PartKind.POINT: (
        PartKind.CLAUSE,
        PartKind.ARTICLE,
        PartKind.DIVISION,
        PartKind.SECTION,
        PartKind.CHAPTER,
    ),
}
_DEPTH = {kind: depth for depth, kind in enumerate(_PREFIX)}


def parse(paragraphs: Sequence[Paragraph]) -> ParsedText:
    """The parts in order, and what a person should look at. Never raises.

    Each paragraph belongs to exactly one part. A text without articles is one long opening, or
    is divided by Roman numerals; both are said in the problems.
    """
    lines = recognise(paragraphs)
    builder = _Builder()
    for line in lines:
        builder.add(line)
    problems = builder.problems
    parts = tuple(growing.part() for growing in builder.parts)
    if not any(part.kind is PartKind.ARTICLE for part in parts):
        problems.insert(0, Problem(0, "", Doubt.NO_ARTICLES))
    return ParsedText(tuple(lines), parts, tuple(problems))


class _Builder:
    def __init__(self) -> None:
        self.parts: list[_Growing] = []
        self.problems: list[Problem] = []
        self._taken: dict[str, int] = {}
        self._open: dict[PartKind, _Growing] = {}
        self._last: dict[tuple[str, PartKind], int] = {}

    def add(self, line: Line) -> None:
        if line.doubt is not None:
            self.problems.append(Problem(line.number, line.text, line.doubt))
        if line.kind is LineKind.HEADING:
            self._put_text(line, may_be_heading=True)
        elif line.kind is LineKind.TEXT:
            self._put_text(line)
        else:
            self._start(line)

    def _put_text(self, line: Line, *, may_be_heading: bool = False) -> None:
        if not self.parts:
            self._append(PartKind.OPENING, "", "", PartKind.OPENING.value, line)
        part = self.parts[-1]
        part.last_line = line.number
        if not line.rest:
            return
        if may_be_heading and is_heading(part.kind, line.rest):
            part.heading = line.rest
        else:
            part.texts.append(line.rest)

    def _start(self, line: Line) -> None:
        kind = PartKind(line.kind.value)
        prefix = _PREFIX.get(kind)
        if prefix is None:
            self._open.clear()
            name = kind.value
            if kind is PartKind.ANNEX:
                name = f"annex_{1 + sum(part.kind is kind for part in self.parts)}"
            part = self._append(kind, "", "", name, line)
        else:
            parent = next(
                (self._open[one] for one in _WITHIN.get(kind, ()) if one in self._open), None
            )
            above = parent.eid if parent is not None else ""
            number = line.mark or "0"
            eid = f"{prefix}_{number}"
            if above and kind is not PartKind.ARTICLE:
                eid = f"{above}__{eid}"
            self._look_at_sequence(kind, number, above, eid, line)
            part = self._append(kind, number, above, eid, line)
            for one in [one for one in self._open if _DEPTH[one] >= _DEPTH[kind]]:
                del self._open[one]
            self._open[kind] = part
        if line.rest:
            if is_heading(kind, line.rest):
                part.heading = line.rest
            else:
                part.texts.append(line.rest)

    def _append(self, kind: PartKind, number: str, parent: str, eid: str, line: Line) -> _Growing:
        times = self._taken.get(eid, 0) + 1
        self._taken[eid] = times
        if times > 1:
            eid = f"{eid}-{times}"
        part = _Growing(eid, kind, number, parent, line.number, line.number)
        self.parts.append(part)
        return part

    def _look_at_sequence(
        self, kind: PartKind, number: str, above: str, eid: str, line: Line
    ) -> None:
        place = point_place(number) if kind is PartKind.POINT else ordinal(number)
        scope = "" if kind in (PartKind.ARTICLE, PartKind.CHAPTER) else above
        before = self._last.get((scope, kind), 0)
        doubt: Doubt | None = None
        if eid in self._taken:
            doubt = Doubt.TWICE
        elif kind is PartKind.POINT and place is None:
            doubt = Doubt.NOT_A_LETTER
        elif place is not None and place != before + 1:
            doubt = Doubt.OUT_OF_SEQUENCE
        if doubt is not None:
            self.problems.append(Problem(line.number, line.text, doubt))
        if place is not None:
            self._last[scope, kind] = place


def is_heading(kind: PartKind, text: str) -> bool:
    """Whether what stands behind the number is a title: clauses and points have none, and the
    articles of a decision are sentences."""
    if kind in (PartKind.CHAPTER, PartKind.SECTION, PartKind.DIVISION):
        return True
    if kind is not PartKind.ARTICLE or len(text) > _HEADING_LENGTH:
        return False
    return not text.endswith((".", ";", ":"))


def label(kind: PartKind, number: str) -> str:
    """``Chương I``, ``Mục 1``, ``I.``, ``Điều 7.``, ``4.``, ``đ)``; empty for the other parts."""
    match kind:
        case PartKind.CHAPTER:
            return f"Chương {number}"
        case PartKind.SECTION:
            return f"Mục {number}"
        case PartKind.ARTICLE:
            return f"Điều {number}."
        case PartKind.CLAUSE | PartKind.DIVISION:
            return f"{number}."
        case PartKind.POINT:
            return f"{number})"
    return ""


def citation(eid: str) -> str:
    """How a provision is cited, from the smallest up: ``Điều 7 khoản 4 điểm đ``, ``Chương I``;
    the eId itself for what is cited otherwise."""
    words = {
        "chp": "Chương",
        "sec": "Mục",
        "dvs": "Phần",
        "art": "Điều",
        "clause": "khoản",
        "point": "điểm",
    }
    said: list[str] = []
    for piece in eid.split("__"):
        prefix, _, number = piece.partition("_")
        if prefix not in words or not number:
            return eid
        said.append(f"{words[prefix]} {number}")
    return " ".join(said)


def eid_of_citation(text: str) -> str | None:
    """``Điều 7 khoản 4 điểm đ`` as ``art_7__clause_4__point_đ``; None when it is none."""
    prefixes = {"chương": "chp", "mục": "sec", "điều": "art", "khoản": "clause", "điểm": "point"}
    words = text.split()
    if not words or len(words) % 2:
        return None
    pieces: list[str] = []
    for word, number in zip(words[::2], words[1::2], strict=True):
        if word.lower() not in prefixes:
            return None
        pieces.append(f"{prefixes[word.lower()]}_{number}")
    return "__".join(pieces)


def as_text(parts: Iterable[Part]) -> str:
    """The text with a line for each paragraph. Read again it gives the same parts, unless
    somebody set a part by hand against what its number says."""
    return "\n".join(line for part in parts for line in lines_of(part))


def lines_of(part: Part) -> list[str]:
    """The paragraphs of one part, the first with its number."""
    return list(_lines(part))


def _lines(part: Part) -> Iterator[str]:
    texts = part.text.split("\n") if part.text else []
    mark = label(part.kind, part.number)
    if not mark:
        yield from texts
        return
    if part.kind in (PartKind.CHAPTER, PartKind.SECTION):
        yield f"{mark}. {part.heading}" if part.heading else mark
    elif part.heading:
        yield f"{mark} {part.heading}"
    elif texts and (part.kind is not PartKind.ARTICLE or not is_heading(part.kind, texts[0])):
        yield f"{mark} {texts.pop(0)}"
    else:
        yield mark
    yield from texts


def as_blocks(parts: Iterable[Part]) -> tuple[official.Block, ...]:
    """The body of the draft in the official layout. Opening and signature are left out: the
    layout writes its own head and end."""
    blocks: list[official.Block] = []
    for part in parts:
        mark = label(part.kind, part.number)
        first, *more = part.text.split("\n")
        match part.kind:
            case PartKind.OPENING | PartKind.SIGNATURE:
                continue
            case PartKind.LEGAL_BASES:
                blocks += [official.Paragraph(text, italic=True) for text in [first, *more]]
                continue
            case PartKind.ANNEX:
                blocks += [
                    official.PageBreak(),
                    official.Paragraph(first, align=official.Align.CENTRE, bold=True, indent=False),
                ]
            case PartKind.CHAPTER | PartKind.SECTION:
                blocks.append(official.Chapter(mark, part.heading))
                more = [first, *more] if first else more
            case PartKind.DIVISION:
                blocks.append(official.Heading(f"{mark} {part.heading}"))
                more = [first, *more] if first else more
            case PartKind.ARTICLE:
                if part.heading:
                    blocks.append(official.Article(mark, part.heading))
                    more = [first, *more] if first else more
                else:
                    blocks.append(
                        official.Paragraph(
                            (official.Run(mark, bold=True), official.Run(f" {first}"))
                        )
                    )
            case PartKind.CLAUSE:
                blocks.append(official.Clause(mark, first))
            case PartKind.POINT:
                blocks.append(official.Point(mark, first))
        blocks += [official.Paragraph(text) for text in more]
    return tuple(blocks)
