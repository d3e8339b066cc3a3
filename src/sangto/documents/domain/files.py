"""What a stored file may be for, and which kinds of content each purpose takes."""

from __future__ import annotations

from enum import StrEnum

from sangto.kernel.errors import Refusal, gettext_noop


class Purpose(StrEnum):
    SCREENSHOT = "screenshot"
    EVIDENCE = "evidence"


IMAGE_TYPES: frozenset[str] = frozenset({"image/png", "image/jpeg", "image/webp"})
MEDIA_TYPES: dict[Purpose, frozenset[str]] = {
    Purpose.SCREENSHOT: IMAGE_TYPES,
    Purpose.EVIDENCE: IMAGE_TYPES | {"application/pdf", "text/plain"},
}

TITLE_LENGTH = 200


def media_type_refusal(purpose: Purpose, media_type: str, content: bytes) -> Refusal | None:
    """Refuses what the purpose does not take, and content that is not what it says it is."""
    if media_type in MEDIA_TYPES[purpose] and _looks_like(media_type, content):
        return None
    if purpose is Purpose.SCREENSHOT:
        return Refusal(
            "documents.not_a_picture",
            gettext_noop("This is not a PNG, JPEG or WebP picture."),
            {},
            "images",
        )
    return Refusal(
        "documents.media_type",
        gettext_noop("Evidence can be a picture (PNG, JPEG, WebP), a PDF or a plain text file."),
        {},
        "file",
    )


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
        case "text/plain":
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
