"""The text of a DOCX from outside, paragraph by paragraph.

Nothing in the file is run, fetched or unpacked to disk. What is not taken over (pictures, comments,
tracked deletions, links) is named in the notes, so that nobody wonders where it went.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from zipfile import ZipFile

from sangto.documents.domain.office_files import (
    DAMAGED,
    DOCX,
    office_refusal,
    open_archive,
)
from sangto.documents.rendering.docx_numbering import Numbering, Styles, centred
from sangto.documents.rendering.docx_parts import (
    Element,
    attribute,
    beside,
    child,
    children,
    local,
    main_part,
    number,
    parsed,
    relations,
    switched_on,
)
from sangto.kernel.errors import Refusal, Refused, gettext_noop, insist
from sangto.kernel.text import clean

MAX_PARAGRAPHS = 20_000
MAX_CHARACTERS = 5_000_000
BETWEEN_CELLS = " | "


class ReadNote(StrEnum):
    LINKS = "links"
    REMOTE_TEMPLATE = "remote_template"
    REMOTE_CONTENT = "remote_content"
    EMBEDDED = "embedded"
    PICTURES = "pictures"
    TRACKED_CHANGES = "tracked_changes"
    COMMENTS = "comments"
    FOOTNOTES = "footnotes"
    HIDDEN_TEXT = "hidden_text"


NOTE_WORDS: dict[ReadNote, str] = {
    ReadNote.LINKS: gettext_noop("The file holds links to other places. Only their text is kept."),
    ReadNote.REMOTE_TEMPLATE: gettext_noop(
        "The file wants to load a template from elsewhere. It was not loaded."
    ),
    ReadNote.REMOTE_CONTENT: gettext_noop(
        "The file wants to load pictures or objects from elsewhere. They were not loaded."
    ),
    ReadNote.EMBEDDED: gettext_noop("The file holds embedded objects. They were left out."),
    ReadNote.PICTURES: gettext_noop("The file holds pictures. They were left out."),
    ReadNote.TRACKED_CHANGES: gettext_noop(
        "The file holds tracked changes. It was read as if all of them were accepted."
    ),
    ReadNote.COMMENTS: gettext_noop("The file holds comments. They were left out."),
    ReadNote.FOOTNOTES: gettext_noop("The file holds footnotes. They were left out."),
    ReadNote.HIDDEN_TEXT: gettext_noop("The file holds hidden text. It was left out."),
}

TOO_LONG = Refusal(
    "documents.too_many_paragraphs",
    gettext_noop("This file has more than %(limit)s paragraphs. Split it and try again."),
    {"limit": MAX_PARAGRAPHS},
    "file",
)


@dataclass(frozen=True, slots=True)
class ReadParagraph:
    """``numbering`` is the label that the word processor counted (``Điều 3.``, ``a)``), which is
    not part of ``text``. ``bold`` holds when all of the text is bold. A row of a table is one
    paragraph, with its cells in ``row``."""

    text: str
    style: str = "Normal"
    numbering: str = ""
    bold: bool = False
    centred: bool = False
    row: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """Paragraphs without text are left out."""

    paragraphs: tuple[ReadParagraph, ...]
    notes: tuple[ReadNote, ...] = ()

    def __iter__(self) -> Iterator[ReadParagraph]:
        return iter(self.paragraphs)

    def __len__(self) -> int:
        return len(self.paragraphs)


def read_docx(content: bytes) -> ReadDocument:
    """About a second for 300 pages. Raises :class:`Refused` for what is damaged, too large, or
    holds macros; never anything else."""
    insist(office_refusal(DOCX, content))
    with open_archive(content) as archive:
        return _Reader(archive).read()


@dataclass(slots=True)
class _Reader:
    archive: ZipFile
    styles: Styles = field(default_factory=Styles)
    numbering: Numbering = field(default_factory=Numbering)
    notes: set[ReadNote] = field(default_factory=set)
    found: list[ReadParagraph] = field(default_factory=list)
    characters: int = 0

    def read(self) -> ReadDocument:
        main = main_part(self.archive)
        root = parsed(self.archive, main)
        body = child(root, "body")
        if body is None:
            raise Refused(DAMAGED)
        self.styles = Styles.read(parsed(self.archive, beside(main, "styles.xml")))
        self.numbering = Numbering.read(parsed(self.archive, beside(main, "numbering.xml")))
        self._look_around(main)
        for block in self._blocks(body):
            if local(block) == "p":
                self._paragraph(block)
            else:
                self._table(block)
        kept = tuple(note for note in ReadNote if note in self.notes)
        return ReadDocument(tuple(self.found), kept)

    def _look_around(self, main: str) -> None:
        """What other parts there are; nothing of them is opened but their lists of links."""
        names = {entry.filename.lower() for entry in self.archive.infolist()}
        if any("/embeddings/" in name for name in names):
            self.notes.add(ReadNote.EMBEDDED)
        if any("/media/" in name for name in names):
            self.notes.add(ReadNote.PICTURES)
        for part in (main, beside(main, "settings.xml")):
            for relation in relations(self.archive, part):
                if attribute(relation, "TargetMode").lower() != "external":
                    continue
                kind = attribute(relation, "Type").rpartition("/")[2]
                self.notes.add(
                    {
                        "hyperlink": ReadNote.LINKS,
                        "attachedTemplate": ReadNote.REMOTE_TEMPLATE,
                    }.get(kind, ReadNote.REMOTE_CONTENT)
                )

    def _blocks(self, container: Element) -> Iterator[Element]:
        """Paragraphs and tables in their order, out of whatever they are wrapped in."""
        for one in container:
            name = local(one)
            if name in ("p", "tbl"):
                yield one
            elif name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"):
                yield from self._blocks(one)
            elif name in ("del", "moveFrom"):
                self.notes.add(ReadNote.TRACKED_CHANGES)

    def _paragraph(self, element: Element) -> None:
        read = self._read(element)
        if read is not None:
            self._keep(read)
        for box in _boxes(element):
            for block in self._blocks(box):
                if local(block) == "p":
                    self._paragraph(block)
                else:
                    self._table(block)

    def _keep(self, read: ReadParagraph) -> None:
        self.characters += len(read.text)
        if len(self.found) >= MAX_PARAGRAPHS or self.characters > MAX_CHARACTERS:
            raise Refused(TOO_LONG)
        self.found.append(read)

    def _read(self, element: Element) -> ReadParagraph | None:
        properties = child(element, "pPr")
        style = attribute(child(properties, "pStyle"), "val") or self.styles.default
        pieces = list(self._pieces(element, style))
        text = clean("".join(piece for piece, _bold in pieces)).strip()
        label = self._label(properties, style)
        if not text:
            return None
        in_middle = centred(properties)
        return ReadParagraph(
            text=text,
            style=self.styles.name(style),
            numbering=label,
            bold=all(bold for piece, bold in pieces if piece.strip()),
            centred=bool(self.styles.centred(style) if in_middle is None else in_middle),
        )

    def _label(self, properties: Element | None, style: str) -> str:
        """Empty paragraphs are counted too, as in Word."""
        counted = child(properties, "numPr")
        from_style = self.styles.numbering(style)
        number_id = attribute(child(counted, "numId"), "val")
        level = child(counted, "ilvl")
        if not number_id:
            if from_style is None:
                return ""
            number_id, of_style = from_style
            return self.numbering.label(number_id, number(level) if level is not None else of_style)
        return self.numbering.label(number_id, number(level)) if number_id != "0" else ""

    def _pieces(self, element: Element, style: str) -> Iterator[tuple[str, bool]]:
        """The text of a paragraph in pieces, and whether each is bold."""
        for one in element:
            match local(one):
                case "r":
                    yield from self._run(one, style)
                case (
                    "hyperlink" | "ins" | "moveTo" | "smartTag" | "sdt" | "sdtContent" | "fldSimple"
                ):
                    if local(one) in ("ins", "moveTo"):
                        self.notes.add(ReadNote.TRACKED_CHANGES)
                    yield from self._pieces(one, style)
                case "del" | "moveFrom":
                    self.notes.add(ReadNote.TRACKED_CHANGES)
                case "commentRangeStart":
                    self.notes.add(ReadNote.COMMENTS)

    def _run(self, run: Element, style: str) -> Iterator[tuple[str, bool]]:
        properties = child(run, "rPr")
        own_style = attribute(child(properties, "rStyle"), "val")
        hidden = switched_on(child(properties, "vanish"))
        if hidden is None:
            hidden = self.styles.hidden(own_style or style)
        bold = switched_on(child(properties, "b"))
        if bold is None and own_style:
            bold = self.styles.bold(own_style)
        if bold is None:
            bold = self.styles.bold(style)
        text = "".join(self._texts(run))
        if hidden and text.strip():
            self.notes.add(ReadNote.HIDDEN_TEXT)
        elif text:
            yield text, bool(bold)

    def _texts(self, run: Element) -> Iterator[str]:
        for one in run:
            match local(one):
                case "t":
                    yield one.text or ""
                case "tab" | "ptab":
                    yield "\t"
                case "br" | "cr":
                    yield "\n"
                case "noBreakHyphen":
                    yield "-"
                case "footnoteReference" | "endnoteReference":
                    self.notes.add(ReadNote.FOOTNOTES)
                case "commentReference":
                    self.notes.add(ReadNote.COMMENTS)
                case "object":
                    self.notes.add(ReadNote.EMBEDDED)

    def _table(self, table: Element) -> None:
        for row in _rows(table):
            cells = [self._cell(cell) for cell in _cells(row)]
            if any(cells):
                text = BETWEEN_CELLS.join(" ".join(cell.split()) for cell in cells)
                self._keep(ReadParagraph(text, style="Table", row=tuple(cells)))

    def _cell(self, cell: Element) -> str:
        """The text of a cell, one line for each paragraph; tables inside it become lines. What
        only carries on the cell above it is empty."""
        merged = child(cell, "tcPr", "vMerge")
        if merged is not None and attribute(merged, "val") != "restart":
            return ""
        outside, self.found = self.found, []
        try:
            for block in self._blocks(cell):
                if local(block) == "p":
                    self._paragraph(block)
                else:
                    self._table(block)
            lines = [f"{one.numbering} {one.text}".strip() for one in self.found]
        finally:
            self.found = outside
        return "\n".join(lines)


def _rows(table: Element) -> Iterator[Element]:
    for one in table:
        name = local(one)
        if name == "tr":
            yield one
        elif name in ("sdt", "sdtContent", "customXml", "ins"):
            yield from _rows(one)


def _cells(row: Element) -> Iterator[Element]:
    for one in row:
        name = local(one)
        if name == "tc":
            yield one
        elif name in ("sdt", "sdtContent", "customXml", "ins"):
            yield from _cells(one)


def _boxes(paragraph: Element) -> Iterator[Element]:
    """Text boxes that stand in the paragraph; of two ways to draw one, the first."""
    for run in children(paragraph, "r"):
        for drawing in run:
            if local(drawing) in ("drawing", "pict"):
                yield from _contents(drawing)
            elif local(drawing) == "AlternateContent":
                chosen = child(drawing, "Choice")
                if chosen is not None:
                    yield from _contents(chosen)


def _contents(drawing: Element) -> Iterator[Element]:
    """The outermost boxes; one inside of another belongs to a paragraph of that."""
    for one in drawing:
        if local(one) == "txbxContent":
            yield one
        else:
            yield from _contents(one)
