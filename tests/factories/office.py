"""DOCX archives by their parts, also such as no word processor writes."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACRO_MAIN = "application/vnd.ms-word.document.macroEnabled.main+xml"


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return buffer.getvalue()


def types(main: str = MAIN) -> str:
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
    )


def part(name: str, inside: str, before: str = "") -> str:
    return f'<?xml version="1.0"?>{before}<w:{name} xmlns:w="{W}" xmlns:r="{R}">{inside}</w:{name}>'


def docx(
    body: str,
    *,
    main: str = MAIN,
    before: str = "",
    numbering: str = "",
    styles: str = "",
    others: Mapping[str, str | bytes] | None = None,
) -> bytes:
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": types(main),
        "word/document.xml": part("document", f"<w:body>{body}</w:body>", before),
        **(others or {}),
    }
    if numbering:
        parts["word/numbering.xml"] = numbering
    if styles:
        parts["word/styles.xml"] = styles
    return archive(parts)


def p(text: str, properties: str = "", run: str = "") -> str:
    return (
        f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr>"
        f'<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )


def counted(text: str, number: int, level: int = 0) -> str:
    return p(
        text,
        f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>',
    )
