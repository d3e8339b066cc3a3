"""The table of contents of a DOCX: its lines lead to the headings, and the word processor writes
the numbers of the pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.document import Document as DocxDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph as DocxParagraph
from docx.text.run import Run as DocxRun

from sangto.documents.domain.layout import Layout
from sangto.documents.rendering.parts import CONTENTS_MARK, Entry

_STEP_MM = 6.0


def add_contents(
    document: DocxDocument, entries: Sequence[Entry], layout: Layout, *, landscape: bool
) -> None:
    mark = document.add_paragraph()
    mark.alignment = WD_ALIGN_PARAGRAPH.CENTER
    mark.paragraph_format.space_after = Pt(6)
    mark.paragraph_format.keep_with_next = True
    run = mark.add_run(CONTENTS_MARK)
    run.bold = True
    run.font.size = Pt(layout.body_pt)
    width = Mm(layout.text_width_mm(landscape=landscape))
    for entry in entries:
        line = document.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        shape = line.paragraph_format
        shape.left_indent = Mm(max(entry.level - 2, 0) * _STEP_MM)
        shape.space_after = Pt(2)
        shape.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        link: Any = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), entry.anchor)
        words = line.add_run(f"{entry.text}\t")
        number = line.add_run()
        for one in (words, number):
            one.font.size = Pt(layout.body_pt)
            link.append(one._r)
        add_field(number, f"PAGEREF {entry.anchor}", "…", stale=True)
        line._p.append(link)
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def add_bookmark(paragraph: DocxParagraph, anchor: str) -> None:
    """Nothing where the anchor is empty."""
    if not anchor:
        return
    key = anchor.rpartition("-")[2]
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    start.set(qn("w:id"), key)
    start.set(qn("w:name"), anchor)
    end.set(qn("w:id"), key)
    first = paragraph.runs[0]._r if paragraph.runs else None
    paragraph._p.append(start) if first is None else first.addprevious(start)
    paragraph._p.append(end)


def add_field(run: DocxRun, instruction: str, shown: str, *, stale: bool = False) -> None:
    """``stale`` asks the word processor to fill it in when it opens the file."""
    for kind in ("begin", "", "separate", "text", "end"):
        if kind == "text":
            run.add_text(shown)
        elif kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            if stale and kind == "begin":
                mark.set(qn("w:dirty"), "true")
            run._r.append(mark)
        else:
            said = OxmlElement("w:instrText")
            said.set(qn("xml:space"), "preserve")
            said.text = f" {instruction} "
            run._r.append(said)
