"""A document as DOCX, to be opened and changed in Word or LibreOffice."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.table import Table as DocxTable
from docx.table import _Cell as Cell
from docx.text.paragraph import Paragraph as DocxParagraph

from sangto.documents.domain.layout import PAGE_HEIGHT_MM, PAGE_WIDTH_MM, Layout
from sangto.documents.domain.official import Align, OfficialContent, Run
from sangto.documents.rendering.docx_contents import add_bookmark, add_contents, add_field
from sangto.documents.rendering.docx_styles import set_properties, set_styles
from sangto.documents.rendering.parts import (
    ADDRESSEE_MARK,
    RECIPIENTS_MARK,
    Addressees,
    Drawn,
    Foot,
    Head,
    Line,
    NewPage,
    Signed,
    Title,
    page_of,
)
from sangto.documents.rendering.tables import Table, TableRow

_ALIGN = {
    Align.JUSTIFY: WD_ALIGN_PARAGRAPH.JUSTIFY,
    Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Align.CENTRE: WD_ALIGN_PARAGRAPH.CENTER,
    Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
}
_HEADER_MM = 10.0
#: The properties of a paragraph by the shape of its line.
Shapes = dict[Line, Any]


def render_docx(content: OfficialContent, layout: Layout | None = None) -> bytes:
    """About 50 ms for a letter, 3 ms for a row of a table."""
    layout = layout or content.issuer.layout
    page = page_of(content, layout)
    document = Document()
    set_styles(document, layout)
    set_properties(document, page.name, content)
    section = document.sections[0]
    _orient(section, layout, landscape=page.parts[0].landscape)
    _page_number(section, layout)
    _head(document, page.head, layout)
    _title(document, page.title, layout)
    if page.addressees is not None:
        _addressees(document, page.addressees, layout)
    if page.contents:
        add_contents(document, page.contents, layout, landscape=page.parts[0].landscape)
    shapes: Shapes = {}
    for place, part in enumerate(page.parts):
        if place:
            section = document.add_section(WD_SECTION.NEW_PAGE)
            section.different_first_page_header_footer = False
            _orient(section, layout, landscape=part.landscape)
        for drawn in part.drawn:
            draw(document, drawn, layout, shapes)
    _foot(document, page.foot, layout, layout.text_width_mm(landscape=page.parts[-1].landscape))
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _orient(section: Section, layout: Layout, *, landscape: bool) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    wide, high = Mm(PAGE_HEIGHT_MM), Mm(PAGE_WIDTH_MM)
    section.page_width, section.page_height = (wide, high) if landscape else (high, wide)
    section.top_margin = Mm(layout.margin_top_mm)
    section.bottom_margin = Mm(layout.margin_bottom_mm)
    section.left_margin = Mm(layout.margin_left_mm)
    section.right_margin = Mm(layout.margin_right_mm)
    section.header_distance = Mm(_HEADER_MM)
    section.footer_distance = Mm(_HEADER_MM)


def _page_number(section: Section, layout: Layout) -> None:
    """At the top of every page but the first; later sections take the same header over."""
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run()
    run.font.size = Pt(layout.page_number_pt)
    add_field(run, "PAGE", "2")


def _head(document: DocxDocument, head: Head, layout: Layout) -> None:
    rows = 2 if head.number or head.place_date else 1
    table = _columns(document, rows, head.left_mm, head.right_mm)
    left, right = table.rows[0].cells
    if head.parent:
        _centred(left, "\n".join(head.parent), layout.parent_pt)
    if head.agency:
        _centred(left, "\n".join(head.agency), layout.agency_pt, bold=True)
        _rule(left, head.left_mm, head.agency_line_mm)
    _centred(right, head.state_name, layout.state_name_pt, bold=True)
    _centred(right, head.motto, layout.motto_pt, bold=True)
    _rule(right, head.right_mm, head.motto_line_mm)
    if rows == 2:
        left, right = table.rows[1].cells
        _centred(left, head.number, layout.number_pt).paragraph_format.space_before = Pt(6)
        if head.letter_subject:
            about = _centred(left, "\n".join(head.letter_subject), layout.letter_subject_pt)
            about.paragraph_format.space_before = Pt(3)
        dated = _centred(right, head.place_date, layout.place_date_pt, italic=True)
        dated.paragraph_format.space_before = Pt(6)


def _title(document: DocxDocument, title: Title, layout: Layout) -> None:
    if title.type_name:
        paragraph = document.add_paragraph(style="Heading 1")
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_before = Pt(18)
        _write(paragraph, (Run(title.type_name, bold=True),), layout.type_pt)
    if title.subject:
        _centred(document, title.subject, layout.subject_pt, bold=True)
    if title.attached_to:
        _centred(document, f"({title.attached_to})", layout.subject_pt, italic=True)
    if title.line_mm:
        section = document.sections[0]
        width = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
        _rule(document, width / Mm(1), title.line_mm)
    gap = document.add_paragraph()
    gap.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    gap.paragraph_format.line_spacing = Pt(14)


def _addressees(document: DocxDocument, to: Addressees, layout: Layout) -> None:
    if to.in_one_line:
        line = _centred(document, f"{ADDRESSEE_MARK} {to.names[0]}", layout.addressee_pt)
        line.paragraph_format.space_after = Pt(12)
        return
    for place, text in enumerate((ADDRESSEE_MARK, *to.names)):
        paragraph = document.add_paragraph()
        _write(paragraph, (Run(text),), layout.addressee_pt)
        left = to.left_mm + (to.hanging_mm if place else 0)
        paragraph.paragraph_format.left_indent = Mm(left)
    paragraph.paragraph_format.space_after = Pt(12)


def draw(document: DocxDocument, drawn: Drawn, layout: Layout, shapes: Shapes) -> None:
    match drawn:
        case Line():
            _line(document, drawn, shapes)
        case Table():
            _table(document, drawn, layout)
        case NewPage():
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _line(document: DocxDocument, line: Line, shapes: Shapes) -> None:
    """Lines of the same shape take it over from the first of them: looking styles up for each
    would be most of the time of a long draft."""
    key = replace(line, runs=(), size=0, anchor="")
    known = shapes.get(key)
    if known is not None:
        paragraph = document.add_paragraph()
        paragraph._p.insert(0, deepcopy(known))
        _write(paragraph, line.runs, line.size)
        add_bookmark(paragraph, line.anchor)
        return
    paragraph = document.add_paragraph(style=f"Heading {line.level}" if line.level else None)
    shape = paragraph.paragraph_format
    paragraph.alignment = _ALIGN[line.align]
    shape.first_line_indent = Mm(line.first_line_mm)
    shape.left_indent = Mm(line.left_mm)
    shape.space_before = Pt(line.gap_before_pt)
    shape.space_after = Pt(line.gap_after_pt)
    shape.line_spacing = line.spacing
    shape.keep_with_next = line.keep_next
    shape.widow_control = True
    shapes[key] = deepcopy(paragraph._p.pPr)
    _write(paragraph, line.runs, line.size)
    add_bookmark(paragraph, line.anchor)


def _table(document: DocxDocument, table: Table, layout: Layout) -> None:
    if table.caption:
        caption = _centred(document, table.caption, layout.body_pt, bold=True)
        caption.paragraph_format.keep_with_next = True
        caption.paragraph_format.space_after = Pt(3)
    made = document.add_table(rows=0, cols=len(table.titles), style="Table Grid")
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    _fixed(made, table.widths_mm)
    head: Any = made.add_row()
    _mark(head, "w:cantSplit")
    _mark(head, "w:tblHeader")
    for cell, title, width in zip(head.cells, table.titles, table.widths_mm, strict=True):
        cell.width = Mm(width)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        _fill(cell, (title,), table.size, Align.CENTRE, bold=True)
    for row in table.rows:
        _row(made, row, table)
    after = document.add_paragraph()
    if table.keep_next and table.rows:
        after.paragraph_format.keep_with_next = True
        for cell in made.rows[-1].cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True
    after.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    after.paragraph_format.line_spacing = Pt(max(layout.paragraph_gap_pt, 1))


def _row(made: DocxTable, row: TableRow, table: Table) -> None:
    added: Any = made.add_row()  # type: ignore[no-untyped-call] # python-docx is typed in part
    cells = added.cells
    if row.whole:
        _mark(added, "w:cantSplit")
    if row.spans:
        merged = cells[0].merge(cells[-1])
        _fill(merged, row.cells[0], table.size, Align.LEFT, bold=True)
        for paragraph in merged.paragraphs:
            paragraph.paragraph_format.keep_with_next = True
        return
    for cell, texts, align, width in zip(
        cells, row.cells, table.aligns, table.widths_mm, strict=True
    ):
        cell.width = Mm(width)
        _fill(cell, texts, table.size, align)


def _fill(
    cell: Cell, texts: tuple[str, ...], size: float, align: Align, *, bold: bool = False
) -> None:
    for place, text in enumerate(texts):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        paragraph.alignment = _ALIGN[align]
        paragraph.paragraph_format.space_before = Pt(1.5)
        paragraph.paragraph_format.space_after = Pt(1.5)
        _write(paragraph, (Run(text, bold=bold),), size)


def _foot(document: DocxDocument, foot: Foot, layout: Layout, width_mm: float) -> None:
    if foot.left is None and foot.right is None and not foot.recipients:
        return
    gap = document.add_paragraph()
    gap.paragraph_format.keep_with_next = True
    gap.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    gap.paragraph_format.line_spacing = Pt(8)
    below = foot.left is not None and bool(foot.recipients)
    table = _columns(document, 2 if below else 1, width_mm / 2, width_mm / 2)
    left, right = table.rows[0].cells
    if foot.left is not None:
        _signed(left, foot.left, layout)
    else:
        _recipients(left, foot.recipients, layout)
    if foot.right is not None:
        _signed(right, foot.right, layout)
    if below:
        place = table.rows[1].cells[0]
        _recipients(place, foot.recipients, layout)
        place.paragraphs[0].paragraph_format.space_before = Pt(6)


def _recipients(cell: Cell, lines: tuple[str, ...], layout: Layout) -> None:
    if not lines:
        return
    paragraph = _first_or_new(cell)
    mark = Run(RECIPIENTS_MARK, bold=True, italic=True)
    _write(paragraph, (mark,), layout.recipients_head_pt)
    for line in lines:
        _write(cell.add_paragraph(), (Run(line),), layout.recipients_pt)


def _signed(cell: Cell, signed: Signed, layout: Layout) -> None:
    for text in (*signed.authority, signed.position):
        _centred(cell, text, layout.signature_pt, bold=True)
    name = _centred(cell, signed.name, layout.signer_pt, bold=True)
    name.paragraph_format.space_before = Mm(layout.signing_room_mm)


def _columns(document: DocxDocument, rows: int, left_mm: float, right_mm: float) -> DocxTable:
    """Two columns without lines and without room inside; a row never breaks."""
    table: DocxTable = document.add_table(rows=rows, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    _fixed(table, (left_mm, right_mm))
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "0")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties = table._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    properties.append(margins) if look is None else look.addprevious(margins)
    for row in table.rows:
        _mark(row, "w:cantSplit")
        for cell, width in zip(row.cells, (left_mm, right_mm), strict=True):
            cell.width = Mm(width)
    return table


def _fixed(table: DocxTable, widths_mm: tuple[float, ...]) -> None:
    table.autofit = False
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)


def _mark(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _first_or_new(place: DocxDocument | Cell) -> DocxParagraph:
    """A new cell holds one empty paragraph already."""
    if isinstance(place, Cell) and len(place.paragraphs) == 1 and not place.paragraphs[0].runs:
        first: DocxParagraph = place.paragraphs[0]
        if first._p.pPr is None:
            return first
    added: DocxParagraph = place.add_paragraph()
    return added


def _centred(
    place: DocxDocument | Cell, text: str, size: float, *, bold: bool = False, italic: bool = False
) -> DocxParagraph:
    paragraph = _first_or_new(place)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _write(paragraph, (Run(text, bold=bold, italic=italic),), size)
    return paragraph


def _rule(place: DocxDocument | Cell, width_mm: float, length_mm: float) -> None:
    """A line in the middle of ``width_mm``: the lower border of a paragraph that is as wide."""
    paragraph = place.add_paragraph()
    shape = paragraph.paragraph_format
    shape.left_indent = shape.right_indent = Mm((width_mm - length_mm) / 2)
    shape.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    shape.line_spacing = Pt(3)
    borders = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "000000")):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _write(paragraph: DocxParagraph, runs: tuple[Run, ...], size: float) -> None:
    for one in runs:
        run = paragraph.add_run(one.text)
        run.font.size = Pt(size)
        run.bold = one.bold or None
        run.italic = one.italic or None
