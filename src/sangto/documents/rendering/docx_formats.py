"""How the text of a DOCX from outside looks in the end: what styles and defaults give it, and what
stands at the text itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from zipfile import ZipFile

from sangto.documents.domain.office_files import DAMAGED, DOCX, office_refusal, open_archive
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
from sangto.kernel.errors import Refused, insist

_TWIPS_IN_PT = 20
_TWIPS_IN_MM = 1440 / 25.4
_BASED_ON = 20
MAX_PARAGRAPHS = 20_000


@dataclass(frozen=True, slots=True)
class Letters:
    """Of one piece of text. Empty or None where nothing is said, which is Word's own default."""

    font: str = ""
    size: float = 10.0
    bold: bool = False
    italic: bool = False
    capitals: bool = False
    colour: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """``spacing`` is a multiple of a single line; ``exact_pt`` is set where it is points."""

    align: str = "left"
    first_line_mm: float = 0.0
    before_pt: float = 0.0
    after_pt: float = 0.0
    spacing: float = 1.0
    exact_pt: float = 0.0
    ruled: bool = False
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    letters: Letters


@dataclass(frozen=True, slots=True)
class Para:
    """``cell`` is (table, row, column), None outside of tables. ``drawing``: a line or picture is
    anchored to it."""

    pieces: tuple[Piece, ...]
    shape: Shape
    cell: tuple[int, int, int] | None = None
    drawing: bool = False

    @property
    def text(self) -> str:
        """In one line."""
        return " ".join("".join(one.text for one in self.pieces).split())

    @property
    def shown(self) -> tuple[Piece, ...]:
        return tuple(one for one in self.pieces if one.text.strip() and not one.letters.hidden)


@dataclass(frozen=True, slots=True)
class PaperSection:
    width_mm: float
    height_mm: float
    top_mm: float
    bottom_mm: float
    left_mm: float
    right_mm: float
    title_page: bool
    headers: tuple[tuple[str, str], ...]
    footers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PageField:
    """A page number in a header or footer: where it stands and how it looks."""

    section: int
    kind: str
    header: bool
    centred: bool
    size: float


@dataclass(frozen=True, slots=True)
class LaidOut:
    paras: tuple[Para, ...]
    sections: tuple[PaperSection, ...]
    numbers: tuple[PageField, ...]
    pages: int


@dataclass(slots=True)
class _Looks:
    """Default letters and shape, and those of each style."""

    letters: Letters = field(default_factory=Letters)
    shape: Shape = field(default_factory=Shape)
    styles: dict[str, Element] = field(default_factory=dict)
    default: str = ""
    theme: dict[str, str] = field(default_factory=dict)
    known: dict[str, tuple[Letters, Shape]] = field(default_factory=dict)

    def of(self, style: str) -> tuple[Letters, Shape]:
        key = style if style in self.styles else self.default
        if key not in self.known:
            letters, shape = self.letters, self.shape
            for element in reversed(list(self._chain(key))):
                letters = self.lettered(letters, child(element, "rPr"))
                shape = shaped(shape, child(element, "pPr"))
            self.known[key] = letters, shape
        return self.known[key]

    def _chain(self, key: str) -> Iterator[Element]:
        for _ in range(_BASED_ON):
            element = self.styles.get(key)
            if element is None:
                return
            yield element
            key = attribute(child(element, "basedOn"), "val")

    def lettered(self, letters: Letters, properties: Element | None) -> Letters:
        if properties is None:
            return letters
        named = attribute(child(properties, "rStyle"), "val")
        for element in reversed(list(self._chain(named))) if named else ():
            letters = self.lettered(letters, child(element, "rPr"))
        fonts = child(properties, "rFonts")
        font = attribute(fonts, "ascii") or self.theme.get(attribute(fonts, "asciiTheme")[:5], "")
        size = child(properties, "sz")
        said = {
            "bold": switched_on(child(properties, "b")),
            "italic": switched_on(child(properties, "i")),
            "capitals": switched_on(child(properties, "caps")),
            "hidden": switched_on(child(properties, "vanish")),
        }
        colour = attribute(child(properties, "color"), "val").lower()
        return replace(
            letters,
            font=font or letters.font,
            size=number(size) / 2 if size is not None else letters.size,
            colour=colour or letters.colour,
            **{name: value for name, value in said.items() if value is not None},
        )


def shaped(shape: Shape, properties: Element | None) -> Shape:
    if properties is None:
        return shape
    values: dict[str, object] = {}
    if align := attribute(child(properties, "jc"), "val"):
        values["align"] = {"start": "left", "end": "right", "distribute": "both"}.get(align, align)
    indent = child(properties, "ind")
    if attribute(indent, "firstLine"):
        values["first_line_mm"] = number(indent, "firstLine") / _TWIPS_IN_MM
    elif attribute(indent, "hanging"):
        values["first_line_mm"] = -number(indent, "hanging") / _TWIPS_IN_MM
    gaps = child(properties, "spacing")
    for name, key in (("before", "before_pt"), ("after", "after_pt")):
        if attribute(gaps, name):
            values[key] = number(gaps, name) / _TWIPS_IN_PT
    if attribute(gaps, "line"):
        rule = attribute(gaps, "lineRule", "auto")
        line = number(gaps, "line")
        values |= (
            {"spacing": line / 240, "exact_pt": 0.0}
            if rule == "auto"
            else {"exact_pt": line / _TWIPS_IN_PT}
        )
    borders = child(properties, "pBdr")
    if borders is not None:
        values["ruled"] = any(
            attribute(one, "val") not in ("", "nil", "none")
            for side in ("bottom", "top")
            for one in children(borders, side)
        )
    if child(properties, "numPr") is not None:
        values["listed"] = attribute(child(properties, "numPr", "numId"), "val") != "0"
    return replace(shape, **values)  # type: ignore[arg-type] # each key is a field of that type


def lay_out(content: bytes) -> LaidOut:
    """Raises :class:`Refused` for what is damaged, too large or holds macros; never fetches."""
    insist(office_refusal(DOCX, content))
    with open_archive(content) as archive:
        return _Reader(archive).read()


@dataclass(slots=True)
class _Reader:
    archive: ZipFile
    looks: _Looks = field(default_factory=_Looks)
    paras: list[Para] = field(default_factory=list)
    sections: list[Element] = field(default_factory=list)
    tables: int = 0

    def read(self) -> LaidOut:
        main = main_part(self.archive)
        body = child(parsed(self.archive, main), "body")
        if body is None:
            raise Refused(DAMAGED)
        self._styles(main)
        self._blocks(body, None)
        last = child(body, "sectPr")
        if last is not None:
            self.sections.append(last)
        parts = {
            attribute(one, "Id"): beside(main, attribute(one, "Target").lstrip("/"))
            if not attribute(one, "Target").startswith("/")
            else attribute(one, "Target").lstrip("/")
            for one in relations(self.archive, main)
        }
        sections = tuple(_section(one) for one in self.sections)
        return LaidOut(tuple(self.paras), sections, self._numbers(sections, parts), self._pages())

    def _styles(self, main: str) -> None:
        root = parsed(self.archive, beside(main, "styles.xml"))
        theme = parsed(self.archive, beside(main, "theme/theme1.xml"))
        for one in theme.iter() if theme is not None else ():
            if local(one) in ("majorFont", "minorFont"):
                self.looks.theme[local(one)[:5]] = attribute(child(one, "latin"), "typeface")
        defaults = child(root, "docDefaults")
        looks = self.looks
        looks.letters = looks.lettered(looks.letters, child(defaults, "rPrDefault", "rPr"))
        looks.shape = shaped(looks.shape, child(defaults, "pPrDefault", "pPr"))
        for element in children(root, "style"):
            key = attribute(element, "styleId")
            looks.styles[key] = element
            if attribute(element, "type") == "paragraph" and attribute(element, "default") in (
                "1",
                "true",
            ):
                looks.default = key

    def _blocks(self, container: Element, cell: tuple[int, int, int] | None) -> None:
        for one in container:
            match local(one):
                case "p":
                    self._para(one, cell)
                case "tbl":
                    self._table(one, cell)
                case "sdt" | "sdtContent" | "customXml" | "smartTag" | "ins" | "moveTo":
                    self._blocks(one, cell)

    def _table(self, table: Element, outer: tuple[int, int, int] | None) -> None:
        """The cells of a table inside a cell count as that cell."""
        place = self.tables
        self.tables += 1
        for row, line in enumerate(one for one in table if local(one) == "tr"):
            for column, one in enumerate(cell for cell in line if local(cell) == "tc"):
                self._blocks(one, outer or (place, row, column))

    def _para(self, element: Element, cell: tuple[int, int, int] | None) -> None:
        if len(self.paras) >= MAX_PARAGRAPHS:
            raise Refused(DAMAGED)
        properties = child(element, "pPr")
        letters, shape = self.looks.of(attribute(child(properties, "pStyle"), "val"))
        pieces = tuple(self._pieces(element, letters))
        drawing = any(local(one) in ("drawing", "pict") for one in element.iter())
        self.paras.append(Para(pieces, shaped(shape, properties), cell, drawing))
        if (section := child(properties, "sectPr")) is not None:
            self.sections.append(section)

    def _pieces(self, element: Element, letters: Letters) -> Iterator[Piece]:
        for one in element:
            match local(one):
                case "r":
                    text = "".join(map(_said, one))
                    if text:
                        yield Piece(text, self.looks.lettered(letters, child(one, "rPr")))
                case (
                    "hyperlink" | "ins" | "moveTo" | "smartTag" | "sdt" | "sdtContent" | "fldSimple"
                ):
                    yield from self._pieces(one, letters)

    def _numbers(
        self, sections: tuple[PaperSection, ...], parts: dict[str, str]
    ) -> tuple[PageField, ...]:
        found = []
        for place, section in enumerate(sections):
            for header, listed in ((True, section.headers), (False, section.footers)):
                for kind, key in listed:
                    root = parsed(self.archive, parts.get(key, "")) if key in parts else None
                    if root is None:
                        continue
                    for paragraph in (one for one in root.iter() if local(one) == "p"):
                        if _counts_pages(paragraph):
                            found.append(self._number(paragraph, place, kind, header))
        return tuple(found)

    def _number(self, paragraph: Element, place: int, kind: str, header: bool) -> PageField:
        properties = child(paragraph, "pPr")
        letters, shape = self.looks.of(attribute(child(properties, "pStyle"), "val"))
        shape = shaped(shape, properties)
        sizes = [one.letters.size for one in self._pieces(paragraph, letters) if one.text.strip()]
        return PageField(
            place, kind, header, shape.align == "center", max(sizes, default=letters.size)
        )

    def _pages(self) -> int:
        """As the program that saved the file counted them; 0 where it did not."""
        root = parsed(self.archive, "docProps/app.xml")
        text = next((one.text or "" for one in children(root, "Pages")), "")
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0


def _said(part: Element) -> str:
    name = local(part)
    if name == "t":
        return part.text or ""
    return {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}.get(name, "")


def _counts_pages(paragraph: Element) -> bool:
    said = " ".join(one.text or "" for one in paragraph.iter() if local(one) == "instrText")
    said += " ".join(
        attribute(one, "instr") for one in paragraph.iter() if local(one) == "fldSimple"
    )
    return "PAGE" in said.upper().split()


def _section(element: Element) -> PaperSection:
    size, margins = child(element, "pgSz"), child(element, "pgMar")

    def mm(holder: Element | None, name: str) -> float:
        return number(holder, name) / _TWIPS_IN_MM

    def listed(name: str) -> tuple[tuple[str, str], ...]:
        return tuple(
            (attribute(one, "type", "default"), attribute(one, "id"))
            for one in children(element, name)
        )

    return PaperSection(
        width_mm=mm(size, "w"),
        height_mm=mm(size, "h"),
        top_mm=mm(margins, "top"),
        bottom_mm=mm(margins, "bottom"),
        left_mm=mm(margins, "left") + mm(margins, "gutter"),
        right_mm=mm(margins, "right"),
        title_page=bool(switched_on(child(element, "titlePg"))),
        headers=listed("headerReference"),
        footers=listed("footerReference"),
    )
