"""An agency's own DOCX with placeholders (``{{noi_dung}}``), filled with a document.

A placeholder is a word of the list below and nothing more: no conditions, no loops, no code. What
is filled in is text, whatever it looks like, and is never looked at for placeholders again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from sangto.documents.domain.office_files import DAMAGED, DOCX, office_refusal, open_archive
from sangto.documents.domain.official import (
    KIND_WORDS,
    DocumentKind,
    OfficialContent,
    TableBlock,
    number_text,
)
from sangto.documents.rendering.docx import Shapes, draw
from sangto.documents.rendering.docx_parts import attribute, children, local, parsed
from sangto.documents.rendering.parts import Page, page_of
from sangto.documents.rendering.tables import tidy
from sangto.kernel.errors import Refusal, Refused, gettext_noop

BODY = "noi_dung"
#: What may stand in a template, and what it becomes.
PLACEHOLDERS: dict[str, str] = {
    "co_quan_chu_quan": gettext_noop("the agency above"),
    "co_quan": gettext_noop("the agency"),
    "so_ky_hieu": gettext_noop("number and symbol, such as 08/BC-STTTT"),
    "ngay": gettext_noop("place and date"),
    "ten_loai": gettext_noop("the type, in capitals"),
    "trich_yeu": gettext_noop("the subject"),
    "kinh_gui": gettext_noop("the addressees, one in each line"),
    BODY: gettext_noop("the text with its tables, in a paragraph of its own"),
    "quyen_han": gettext_noop("TM., KT., TL. or TUQ. with whose place it is"),
    "chuc_vu": gettext_noop("the position of who signs"),
    "ho_ten": gettext_noop("the name of who signs"),
    "noi_nhan": gettext_noop("the recipients, one in each line"),
}
REQUIRED = ("so_ky_hieu", "ngay", BODY)
_MARK = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_LOST = re.compile(r"\{\{|\}\}")
_STYLES = ("Heading 1", "Heading 2", "Heading 3", "Heading 4", "Heading 5", "Heading 6")
_LOADING = re.compile(r"\b(INCLUDEPICTURE|INCLUDETEXT|DDE|DDEAUTO|LINK|IMPORT)\b", re.IGNORECASE)

OUTSIDE = Refusal(
    "documents.template_outside",
    gettext_noop(
        "This template refers to something outside of itself (a link, picture or template). Take "
        "it out and try again."
    ),
    {},
    "file",
)
EMBEDDED = Refusal(
    "documents.template_embedded",
    gettext_noop("This template holds embedded objects, which are not taken. Take them out."),
    {},
    "file",
)


def template_refusal(content: bytes) -> Refusal | None:
    """Whether an agency may use it: no macros, nothing from elsewhere, no placeholder that is not
    known, and those that a document can not do without."""
    refused = office_refusal(DOCX, content) or _outside(content)
    if refused is not None:
        return refused
    try:
        document = Document(BytesIO(content))
        texts = [_text(paragraph) for root in _roots(document) for paragraph in _paragraphs(root)]
    except Refused as error:
        return error.refusal
    except Exception:  # noqa: BLE001 - python-docx raises whatever a foreign file provokes
        return DAMAGED
    found = [name for text in texts for name in _MARK.findall(text)]
    unknown = sorted({name for name in found if name not in PLACEHOLDERS})
    if unknown:
        return _refusal(
            "unknown",
            gettext_noop("These placeholders are not known: %(names)s."),
            names=", ".join(f"{{{{{name}}}}}" for name in unknown),
        )
    if any(_LOST.search(_MARK.sub("", text)) for text in texts):
        return _refusal(
            "unclosed", gettext_noop("A placeholder begins with {{ and ends with }}, in one line.")
        )
    missing = [name for name in REQUIRED if name not in found]
    if missing:
        return _refusal(
            "missing",
            gettext_noop("These placeholders are missing: %(names)s."),
            names=", ".join(f"{{{{{name}}}}}" for name in missing),
        )
    if found.count(BODY) != 1 or _body_place(document) is None:
        return _refusal(
            "body_place",
            gettext_noop(
                "{{noi_dung}} stands once, in a paragraph of its own outside of tables and headers."
            ),
        )
    return None


def fill_template(template: bytes, content: OfficialContent) -> bytes:
    """Raises :class:`Refused` where the template would not be taken today."""
    refused = template_refusal(template)
    if refused is not None:
        raise Refused(refused)
    # Pages that lie on their side would need sections of their own in a paper that is not ours.
    upright = replace(
        content,
        landscape=False,
        blocks=tuple(
            replace(one, landscape=False) if isinstance(one, TableBlock) else one
            for one in content.blocks
        ),
    )
    layout = content.issuer.layout
    page = page_of(upright, layout)
    document = Document(BytesIO(template))
    place: Any = _body_place(document)
    values = _values(upright, page)
    for root in _roots(document):
        for paragraph in _paragraphs(root):
            if paragraph is not place:
                _fill(paragraph, values)
    _ensure_styles(document)
    before = list(document.element.body)
    shapes: Shapes = {}
    for part in page.parts:
        for drawn in part.drawn:
            draw(document, drawn, layout, shapes)
    for element in [one for one in document.element.body if one not in before]:
        place.addprevious(element)
    place.getparent().remove(place)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _values(content: OfficialContent, page: Page) -> dict[str, str]:
    signed = page.foot.right
    type_name = KIND_WORDS[content.kind].title
    return {
        "co_quan_chu_quan": tidy(content.issuer.parent).upper(),
        "co_quan": tidy(content.issuer.name).upper(),
        "so_ky_hieu": number_text(content.number, content.symbol),
        "ngay": page.head.place_date,
        "ten_loai": type_name,
        "trich_yeu": _subject(content),
        "kinh_gui": "\n".join(page.addressees.names) if page.addressees else "",
        "quyen_han": "\n".join(signed.authority) if signed else "",
        "chuc_vu": signed.position if signed else "",
        "ho_ten": signed.name if signed else "",
        "noi_nhan": "\n".join(page.foot.recipients),
    }


def _subject(content: OfficialContent) -> str:
    subject = tidy(content.subject)
    return subject if content.kind is not DocumentKind.OFFICIAL_LETTER else f"V/v {subject}"


def _outside(content: bytes) -> Refusal | None:
    """Every list of relations and every field instruction in the archive."""
    try:
        with open_archive(content) as archive:
            names = [entry.filename for entry in archive.infolist()]
            if any(
                word in name.lower() for name in names for word in ("/embeddings/", "/activex/")
            ):
                return EMBEDDED
            for name in names:
                if name.endswith(".rels"):
                    root = parsed(archive, name)
                    if any(
                        attribute(one, "TargetMode").lower() == "external"
                        or attribute(one, "Type").endswith("/aFChunk")
                        for one in children(root, "Relationship")
                    ):
                        return OUTSIDE
                elif _is_word(name) and _loads(parsed(archive, name)):
                    return OUTSIDE
    except Refused as error:
        return error.refusal
    return None


def _is_word(name: str) -> bool:
    return name.startswith("word/") and name.endswith(".xml")


def _loads(root: Any) -> bool:
    """Whether a field would fetch something; its words may be spread over runs."""
    if root is None:
        return False
    said = "".join(one.text or "" for one in root.iter() if local(one) == "instrText")
    said += " ".join(attribute(one, "instr") for one in root.iter() if local(one) == "fldSimple")
    return _LOADING.search(said) is not None


def _roots(document: DocxDocument) -> Iterator[Any]:
    yield document.element.body
    for section in document.sections:
        for part in (
            section.header, section.footer, section.first_page_header, section.first_page_footer,
            section.even_page_header, section.even_page_footer,
        ):  # fmt: skip
            if not part.is_linked_to_previous:
                yield part._element


def _paragraphs(root: Any) -> list[Any]:
    return list(root.iter(qn("w:p")))


def _letters(paragraph: Any) -> list[Any]:
    """Its own pieces of text, not those of a text box that stands in it."""
    own = []
    for one in paragraph.iter(qn("w:t")):
        holder = one.getparent()
        while holder is not None and holder.tag != qn("w:p"):
            holder = holder.getparent()
        if holder is paragraph:
            own.append(one)
    return own


def _text(paragraph: Any) -> str:
    return "".join(one.text or "" for one in _letters(paragraph))


def _body_place(document: DocxDocument) -> Any:
    for paragraph in document.element.body:
        if paragraph.tag == qn("w:p"):
            found = _MARK.fullmatch(_text(paragraph).strip())
            if found is not None and found.group(1) == BODY:
                return paragraph
    return None


def _fill(paragraph: Any, values: Mapping[str, str]) -> None:
    """From the last placeholder to the first, each into the piece in which it begins: word
    processors spread one word over several pieces."""
    pieces = _letters(paragraph)
    whole = "".join(one.text or "" for one in pieces)
    for found in reversed(list(_MARK.finditer(whole))):
        value = values.get(found.group(1), "")
        start = 0
        first = True
        for piece in pieces:
            text = piece.text or ""
            end = start + len(text)
            low, high = max(found.start(), start), min(found.end(), end)
            if low < high:
                put = value if first else ""
                piece.text = text[: low - start] + put + text[high - start :]
                first = False
            # The pieces before are still as long as in ``whole``, since we go backwards.
            start = end
    for piece in pieces:
        _with_breaks(piece)


def _with_breaks(piece: Any) -> None:
    lines = (piece.text or "").split("\n")
    piece.text = lines[0]
    piece.set(qn("xml:space"), "preserve")
    last = piece
    for line in lines[1:]:
        text = OxmlElement("w:t")
        text.text = line
        text.set(qn("xml:space"), "preserve")
        for element in (OxmlElement("w:br"), text):
            last.addnext(element)
            last = element


def _ensure_styles(document: DocxDocument) -> None:
    known = {style.name for style in document.styles}
    for name in _STYLES:
        if name not in known:
            document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if "Table Grid" not in known:
        style: Any = document.styles.add_style("Table Grid", WD_STYLE_TYPE.TABLE)
        sides = "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        style.element.append(
            parse_xml(f"<w:tblPr {nsdecls('w')}><w:tblBorders>{sides}</w:tblBorders></w:tblPr>")
        )


def _refusal(code: str, message: str, **params: object) -> Refusal:
    return Refusal(f"documents.template_{code}", message, params, "file")
