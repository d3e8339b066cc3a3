"""What a stored file may be for, and which kinds of content each purpose takes."""

from __future__ import annotations

from enum import StrEnum

from sangto.documents.domain.office_files import DOCX, XLSX, office_refusal
from sangto.kernel.errors import Refusal, gettext_noop


class Purpose(StrEnum):
    """``OFFICIAL``: what an agency issues. ``LETTER_SCAN``: a letter as it was signed or as it
    came. ``OPINION``: what belongs to a request or to its answer. ``DRAFT``: a draft document
    that others are asked about. ``PAPER``: made to be fetched once. ``TEMPLATE``: an agency's own
    letter paper."""

    SCREENSHOT = "screenshot"
    EVIDENCE = "evidence"
    OFFICIAL = "official"
    LETTER_SCAN = "letter_scan"
    OPINION = "opinion"
    DRAFT = "draft"
    PAPER = "paper"
    TEMPLATE = "template"


IMAGE_TYPES: frozenset[str] = frozenset({"image/png", "image/jpeg", "image/webp"})
PDF = "application/pdf"
MARKDOWN = "text/markdown"
PLAIN = "text/plain"
MEDIA_TYPES: dict[Purpose, frozenset[str]] = {
    Purpose.SCREENSHOT: IMAGE_TYPES,
    Purpose.EVIDENCE: IMAGE_TYPES | {PDF, PLAIN},
    Purpose.OFFICIAL: frozenset({DOCX, PDF, XLSX}),
    Purpose.LETTER_SCAN: IMAGE_TYPES | {PDF},
    Purpose.OPINION: IMAGE_TYPES | {PDF, DOCX, XLSX, PLAIN},
    Purpose.DRAFT: frozenset({DOCX, PLAIN, MARKDOWN}),
    Purpose.PAPER: frozenset({DOCX, PDF, XLSX}),
    Purpose.TEMPLATE: frozenset({DOCX}),
}
#: What a file is called on somebody's computer by its kind of content.
ENDINGS: dict[str, str] = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/webp": "webp",
    PDF: "pdf",
    DOCX: "docx",
    XLSX: "xlsx",
    PLAIN: "txt",
    MARKDOWN: "md",
}

TITLE_LENGTH = 200

_KINDS_TAKEN: dict[Purpose, str] = {
    Purpose.EVIDENCE: gettext_noop(
        "Evidence can be a picture (PNG, JPEG, WebP), a PDF or a plain text file."
    ),
    Purpose.OFFICIAL: gettext_noop("A document that is issued is a DOCX, PDF or XLSX file."),
    Purpose.LETTER_SCAN: gettext_noop(
        "A signed or scanned letter can be a PDF or a picture (PNG, JPEG, WebP)."
    ),
    Purpose.OPINION: gettext_noop(
        "An attachment can be a picture (PNG, JPEG, WebP), a PDF, a DOCX, an XLSX or a plain text "
        "file."
    ),
    Purpose.DRAFT: gettext_noop("A draft can be a DOCX, a plain text or a Markdown file."),
    Purpose.PAPER: gettext_noop("A document that is issued is a DOCX, PDF or XLSX file."),
    Purpose.TEMPLATE: gettext_noop("A template is a DOCX file."),
}


def media_type_of(name: str, content: bytes) -> str:
    """What an upload most likely is, by its bytes and then by the ending of its name; empty when
    nothing fits. The name is only looked at, never kept."""
    for media_type in ("image/png", "image/jpeg", "image/webp", PDF):
        if _looks_like(media_type, content):
            return media_type
    ending = name.rpartition(".")[2].lower()
    if content.startswith(b"PK\x03\x04"):
        return {"docx": DOCX, "docm": DOCX, "xlsx": XLSX, "xlsm": XLSX}.get(ending, "")
    if _is_text(content):
        return MARKDOWN if ending in ("md", "markdown") else PLAIN
    return ""


def media_type_refusal(purpose: Purpose, media_type: str, content: bytes) -> Refusal | None:
    """Refuses what the purpose does not take, content that is not what it says it is, and office
    files with macros."""
    if media_type in MEDIA_TYPES[purpose]:
        if media_type in (DOCX, XLSX):
            return office_refusal(media_type, content)
        if _looks_like(media_type, content):
            return None
    if purpose is Purpose.SCREENSHOT:
        return Refusal(
            "documents.not_a_picture",
            gettext_noop("This is not a PNG, JPEG or WebP picture."),
            {},
            "images",
        )
    return Refusal("documents.media_type", _KINDS_TAKEN[purpose], {}, "file")


def _looks_like(media_type: str, content: bytes) -> bool:
    match media_type:
        case "image/png":
            return content.startswith(b"\x89PNG\r\n\x1a\n")
        case "image/jpeg":
            return content.startswith(b"\xff\xd8\xff")
        case "image/webp":
            return content[:4] == b"RIFF" and content[8:12] == b"WEBP"
        case "application/pdf":
            return content.startswith(b"%PDF-")
        case "text/plain" | "text/markdown":
            return _is_text(content)
    return False


def _is_text(content: bytes) -> bool:
    if b"\0" in content:
        return False
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
