"""Documents and tables as files.

Short documents are made while somebody waits. :func:`is_long` says of which ones that is too much
to ask; the doors put those into the queue.
"""

from __future__ import annotations

from dataclasses import dataclass

from sangto.documents.domain.layout import Layout
from sangto.documents.domain.official import OfficialContent, TableBlock
from sangto.documents.rendering.docx import render_docx
from sangto.documents.rendering.pdf import PDF_UNAVAILABLE, pdf_available, render_pdf
from sangto.documents.rendering.sheets import render_csv, render_xlsx
from sangto.kernel.errors import Refused

__all__ = [
    "PDF_UNAVAILABLE",
    "Rendered",
    "is_long",
    "length_of",
    "pdf_available",
    "render",
    "render_csv",
    "render_docx",
    "render_pdf",
    "render_xlsx",
]

#: Rows of tables whose PDF somebody waits for: about four seconds on two cores.
LONG_TABLE_ROWS = 60
#: A paragraph takes about a fifth of the time of a row of a table.
_ROW = 5


@dataclass(frozen=True, slots=True)
class Rendered:
    """``pdf`` is None where it can not be made."""

    docx: bytes
    pdf: bytes | None


def render(content: OfficialContent, layout: Layout | None = None) -> Rendered:
    docx = render_docx(content, layout)
    try:
        pdf = render_pdf(content, layout)
    except Refused as refused:
        if refused.refusal is not PDF_UNAVAILABLE:
            raise
        return Rendered(docx, None)
    return Rendered(docx, pdf)


def is_long(content: OfficialContent) -> bool:
    """Whether making it takes many seconds, so that a worker should do it."""
    return length_of(content) > LONG_TABLE_ROWS * _ROW


def length_of(content: OfficialContent) -> int:
    """How much there is to draw: a paragraph or an addressee is one, a row of a table five."""
    rows = sum(len(block.rows) for block in content.blocks if isinstance(block, TableBlock))
    others = sum(not isinstance(block, TableBlock) for block in content.blocks)
    return rows * _ROW + others + len(content.addressees) + len(content.recipients)
