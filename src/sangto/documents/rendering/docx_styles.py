"""Fonts, language and properties of a DOCX."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

from docx.document import Document as DocxDocument
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from sangto.documents.domain.layout import Layout
from sangto.documents.domain.official import OfficialContent

_LANGUAGE = "vi-VN"
_FONT_PLACES = ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs")
_HEADINGS = 6
_LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def set_styles(document: DocxDocument, layout: Layout) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults"))
    for fonts in defaults.iter(qn("w:rFonts")):
        _name_fonts(fonts, layout.font)
    for language in defaults.iter(qn("w:lang")):
        language.set(qn("w:val"), _LANGUAGE)
        language.set(qn("w:eastAsia"), _LANGUAGE)
    names = ["Normal", "Header", *(f"Heading {level}" for level in range(1, _HEADINGS + 1))]
    for name in names:
        style: Any = document.styles[name]
        style.font.name = layout.font
        style.font.color.rgb = RGBColor(0, 0, 0)
        _name_fonts(style.element.rPr.rFonts, layout.font)
        style.font.size = Pt(layout.body_pt)
        style.paragraph_format.space_before = Pt(0)
        style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.line_spacing = 1.0
        if name.startswith("Heading"):
            style.font.bold = False
            style.font.italic = False
            style.paragraph_format.keep_together = False


def _name_fonts(fonts: Any, font: str) -> None:
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for place in _FONT_PLACES:
        fonts.set(qn(place), font)


def set_properties(document: DocxDocument, name: str, content: OfficialContent) -> None:
    """Nothing about who made it on which machine, nor when exactly."""
    core = document.core_properties
    day = content.signed_on
    at = datetime.combine(day, time(), tzinfo=UTC) if day is not None else _LONG_AGO
    core.title = name[:255]
    core.language = _LANGUAGE
    core.author = core.last_modified_by = core.comments = core.keywords = core.subject = ""
    core.created = core.modified = at.replace(tzinfo=None)
    core.revision = 1
    links = document.part.package.rels
    for key in [key for key, link in links.items() if link.reltype.endswith("/thumbnail")]:
        links.pop(key)
