"""A document as the lines that both the DOCX and the PDF draw: texts, sizes, lengths.

Everything that is decided about the layout is decided here, so that the two can not differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from sangto.documents.domain.layout import MM_IN_PT, Layout
from sangto.documents.domain.official import (
    KIND_WORDS,
    MOTTO,
    STATE_NAME,
    Align,
    Article,
    Block,
    Bullets,
    Chapter,
    Clause,
    DocumentKind,
    Heading,
    OfficialContent,
    PageBreak,
    Paragraph,
    Point,
    Run,
    Signature,
    TableBlock,
    number_text,
    numbered,
    place_and_date,
    recipient_lines,
    wants_contents,
)
from sangto.documents.rendering.tables import Table, table_of, tidy
from sangto.documents.rendering.widths import balanced, longest_line, text_width
from sangto.kernel.text import clean

SUBJECT_MARK = "V/v "
ADDRESSEE_MARK = "Kính gửi:"
RECIPIENTS_MARK = "Nơi nhận:"
CONTENTS_MARK = "MỤC LỤC"
#: Headings below this level do not stand in the table of contents.
_DEEPEST = 3
#: Room beside the state's name, so that no word processor breaks it.
_SLACK_MM = 0.8
#: Room between the names of the agency and the state.
_BETWEEN_MM = 4.0
#: What is left of the issuer's column in a person's own letter.
_NO_ISSUER_MM = 1.0


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph. ``level`` is the depth of a heading, 0 for text."""

    runs: tuple[Run, ...]
    size: float
    align: Align = Align.JUSTIFY
    first_line_mm: float = 0
    left_mm: float = 0
    gap_before_pt: float = 0
    gap_after_pt: float = 0
    spacing: float = 1
    keep_next: bool = False
    level: int = 0
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the table of contents; ``level`` is that of its heading, ``anchor`` leads there."""

    text: str
    level: int
    anchor: str


@dataclass(frozen=True, slots=True)
class NewPage:
    pass


Drawn = Line | Table | NewPage


@dataclass(frozen=True, slots=True)
class Part:
    """Pages of one orientation."""

    landscape: bool
    drawn: tuple[Drawn, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """The two columns at the top; ``*_line_mm`` are lengths of drawn lines."""

    left_mm: float
    right_mm: float
    parent: tuple[str, ...]
    agency: tuple[str, ...]
    agency_line_mm: float
    motto_line_mm: float
    number: str
    letter_subject: tuple[str, ...]
    place_date: str
    state_name: str = STATE_NAME
    motto: str = MOTTO


@dataclass(frozen=True, slots=True)
class Title:
    """Type and subject of a named document; empty for an official letter."""

    type_name: str
    subject: str
    line_mm: float
    attached_to: str


@dataclass(frozen=True, slots=True)
class Addressees:
    """``Kính gửi:`` and whom: in the same line when there is one, each in a line of its own below
    the colon when there are more."""

    names: tuple[str, ...]
    left_mm: float
    hanging_mm: float

    @property
    def in_one_line(self) -> bool:
        return len(self.names) == 1


@dataclass(frozen=True, slots=True)
class Signed:
    authority: tuple[str, ...]
    position: str
    name: str


@dataclass(frozen=True, slots=True)
class Foot:
    left: Signed | None
    right: Signed | None
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A whole document, ready to be drawn."""

    name: str
    head: Head
    title: Title
    addressees: Addressees | None
    contents: tuple[Entry, ...]
    parts: tuple[Part, ...]
    foot: Foot
    signed_on: date | None


def page_of(content: OfficialContent, layout: Layout) -> Page:
    parts = _parts(content, layout)
    contents: tuple[Entry, ...] = ()
    if wants_contents(content):
        contents, parts = _contents(parts)
    return Page(
        name=tidy(
            " ".join(
                part
                for part in (content.title or KIND_WORDS[content.kind].title, content.subject)
                if part
            )
        ),
        head=_head(content, layout),
        title=_title(content, layout),
        addressees=_addressees(content, layout),
        contents=contents,
        parts=parts,
        foot=Foot(
            left=_signed(content.second_signature),
            right=_signed(content.signature),
            recipients=recipient_lines([tidy(name) for name in content.recipients]),
        ),
        signed_on=content.signed_on,
    )


def _contents(parts: tuple[Part, ...]) -> tuple[tuple[Entry, ...], tuple[Part, ...]]:
    """An entry for each heading, and the headings with what the entries lead to. The title of a
    chapter belongs to its label."""
    entries: list[Entry] = []
    marked: list[Part] = []
    for part in parts:
        drawn: list[Drawn] = []
        before: Drawn | None = None
        for one in part.drawn:
            if isinstance(one, Line) and 0 < one.level <= _DEEPEST:
                text = "".join(run.text for run in one.runs)
                if _same_chapter(before, one):
                    last = entries.pop()
                    entries.append(replace(last, text=f"{last.text}. {text}"))
                else:
                    entries.append(Entry(text, one.level, f"muc-{len(entries) + 1}"))
                    drawn.append(replace(one, anchor=entries[-1].anchor))
                    before = drawn[-1]
                    continue
            drawn.append(one)
            before = one
        marked.append(replace(part, drawn=tuple(drawn)))
    return tuple(entries), tuple(marked)


def _same_chapter(before: Drawn | None, line: Line) -> bool:
    return (
        isinstance(before, Line)
        and before.level == line.level
        and before.align is Align.CENTRE
        and line.align is Align.CENTRE
        and bool(before.anchor)
    )


def _head(content: OfficialContent, layout: Layout) -> Head:
    width = layout.text_width_mm(landscape=content.landscape)
    state = text_width(STATE_NAME, layout.state_name_pt, bold=True) / MM_IN_PT
    right = max(state + 2 * _SLACK_MM, width / 2)
    if not content.issuer.name:
        right = width - _NO_ISSUER_MM
    left = width - right
    room = max(left - _BETWEEN_MM, 1) * MM_IN_PT
    name = tidy(content.issuer.name).upper()
    agency = balanced(name, layout.agency_pt, room, bold=True) if name else ()
    longest = max((text_width(line, layout.agency_pt, bold=True) for line in agency), default=0)
    motto_width = text_width(MOTTO, layout.motto_pt, bold=True) / MM_IN_PT
    parent = tidy(content.issuer.parent).upper()
    letter = content.kind is DocumentKind.OFFICIAL_LETTER
    subject = _as_letter_subject(tidy(content.subject)) if letter else ""
    takes_number = KIND_WORDS[content.kind].numbered
    dated = takes_number or content.signed_on is not None
    return Head(
        left_mm=left,
        right_mm=right,
        parent=balanced(parent, layout.parent_pt, room) if parent else (),
        agency=agency,
        agency_line_mm=longest / MM_IN_PT * layout.agency_line,
        motto_line_mm=motto_width * layout.motto_line,
        number=numbered(number_text(content.number, content.symbol)) if takes_number else "",
        letter_subject=balanced(subject, layout.letter_subject_pt, room) if subject else (),
        place_date=place_and_date(content.issuer.place, content.signed_on) if dated else "",
    )


def _as_letter_subject(subject: str) -> str:
    if not subject or subject.lower().startswith("v/v"):
        return subject
    if _plain_start(subject):
        subject = subject[0].lower() + subject[1:]
    return f"{SUBJECT_MARK}{subject}"


def _plain_start(subject: str) -> bool:
    """Whether the first letter is a capital only because it stands first: a name has a second
    capital word, an abbreviation more capitals."""
    words = subject.split()
    first = words[0]
    return first[1:].islower() and not (len(words) > 1 and words[1][:1].isupper())


def _title(content: OfficialContent, layout: Layout) -> Title:
    name = content.title or KIND_WORDS[content.kind].title
    attached = tidy(content.attached_to)
    if not name:
        return Title("", "", 0, attached)
    subject = tidy(content.subject)
    width = layout.text_width_mm(landscape=content.landscape)
    longest = longest_line(subject, layout.subject_pt, width * MM_IN_PT, bold=True) / MM_IN_PT
    return Title(name, subject, min(longest * layout.subject_line, width / 2), attached)


def _addressees(content: OfficialContent, layout: Layout) -> Addressees | None:
    names = [tidy(name).rstrip(";.") for name in content.addressees if name.strip()]
    if not names:
        return None
    width = layout.text_width_mm(landscape=content.landscape)
    if len(names) == 1:
        return Addressees((f"{names[0]}.",), 0, 0)
    lines = tuple(
        f"- {name}{'.' if place == len(names) else ';'}" for place, name in enumerate(names, 1)
    )
    mark = text_width(ADDRESSEE_MARK[:-1], layout.addressee_pt) / MM_IN_PT
    longest = max(text_width(line, layout.addressee_pt) for line in lines) / MM_IN_PT
    left = max(layout.first_line_mm, (width - mark - longest) / 2)
    return Addressees(lines, left, mark)


def _signed(signature: Signature | None) -> Signed | None:
    if signature is None:
        return None
    return Signed(
        tuple(tidy(line).upper() for line in signature.authority if line.strip()),
        tidy(signature.position).upper(),
        tidy(signature.name),
    )


def _parts(content: OfficialContent, layout: Layout) -> tuple[Part, ...]:
    """Tables that lie on their long side get pages of their own."""
    parts: list[Part] = []
    landscape = content.landscape
    drawn: list[Drawn] = []
    for block in content.blocks:
        lies = content.landscape or (isinstance(block, TableBlock) and block.landscape)
        if lies != landscape:
            parts.append(Part(landscape, tuple(drawn)))
            landscape, drawn = lies, []
        drawn += _drawn(block, layout, landscape)
    last = drawn[-1] if drawn else None
    if isinstance(last, Line | Table):
        drawn[-1] = replace(last, keep_next=True)
    parts.append(Part(landscape, tuple(drawn)))
    return tuple(parts)


def _drawn(block: Block, layout: Layout, landscape: bool) -> Iterator[Drawn]:
    match block:
        case Paragraph():
            yield _paragraph(block, layout)
        case Heading(text, level):
            run = Run(tidy(text), bold=True, italic=level >= 3)
            yield _text(layout, (run,), layout.body_pt, keep_next=True, level=min(level + 1, 6))
        case Chapter(label, title):
            yield from _chapter(tidy(label), tidy(title).upper(), layout)
        case Article(label, title):
            run = Run(_joined(label, title), bold=True)
            yield _text(layout, (run,), layout.article_pt, keep_next=True, level=3)
        case Clause(label, text) | Point(label, text):
            yield _text(layout, (Run(_joined(label, text)),), layout.clause_pt)
        case Bullets(items):
            for item in items:
                yield _text(layout, (Run(f"- {tidy(item)}"),), layout.body_pt)
        case TableBlock():
            yield table_of(block, layout, landscape=landscape)
        case PageBreak():
            yield NewPage()


def _text(
    layout: Layout,
    runs: tuple[Run, ...],
    size: float,
    *,
    keep_next: bool = False,
    level: int = 0,
) -> Line:
    return Line(
        runs,
        size,
        first_line_mm=layout.first_line_mm,
        gap_after_pt=layout.paragraph_gap_pt,
        spacing=layout.line_spacing,
        keep_next=keep_next,
        level=level,
    )


def _paragraph(block: Paragraph, layout: Layout) -> Line:
    given = (Run(block.text),) if isinstance(block.text, str) else block.text
    runs = tuple(
        Run(clean(run.text), bold=run.bold or block.bold, italic=run.italic or block.italic)
        for run in given
    )
    indented = block.indent and block.align in (Align.JUSTIFY, Align.LEFT)
    line = _text(layout, runs, layout.body_pt)
    return replace(line, align=block.align, first_line_mm=layout.first_line_mm if indented else 0)


def _chapter(label: str, title: str, layout: Layout) -> Iterator[Line]:
    for place, text in enumerate((label, title)):
        if text:
            yield Line(
                (Run(text, bold=True),),
                layout.chapter_pt,
                align=Align.CENTRE,
                gap_before_pt=layout.paragraph_gap_pt if place == 0 else 0,
                gap_after_pt=0 if place == 0 and title else layout.paragraph_gap_pt,
                spacing=layout.line_spacing,
                keep_next=True,
                level=2,
            )


def _joined(label: str, text: str) -> str:
    return " ".join(part for part in (tidy(label), clean(text).strip()) if part)
