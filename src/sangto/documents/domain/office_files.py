"""Office files (DOCX, XLSX) as what they are: zip archives of XML parts, opened under limits."""

from __future__ import annotations

import zlib
from io import BytesIO
from zipfile import BadZipFile, LargeZipFile, ZipFile

from sangto.kernel.errors import Refusal, Refused, gettext_noop

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

#: What an archive may hold. A long law with its scanned appendices stays far below.
MAX_ENTRIES = 5_000
MAX_UNPACKED_BYTES = 100_000_000
#: XML of a long table is packed about 1:60; an archive made to burst, 1:1,000.
MAX_RATIO = 400
#: Below this size the ratio says nothing.
_SMALL_BYTES = 10_000_000

_MAIN_PARTS = {
    DOCX: b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    XLSX: b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}
_CONTENT_TYPES = "[Content_Types].xml"
_CONTENT_TYPES_BYTES = 2_000_000

DAMAGED = Refusal(
    "documents.damaged",
    gettext_noop("This file is damaged or not what its name says. Save it anew and try again."),
    {},
    "file",
)
MACROS = Refusal(
    "documents.macros",
    gettext_noop(
        "This file holds macros, which are not taken. Open it in Word or LibreOffice, save it "
        "as “Word Document (.docx)” or “Excel Workbook (.xlsx)”, and upload that."
    ),
    {},
    "file",
)
TOO_LARGE = Refusal(
    "documents.too_large_unpacked",
    gettext_noop(
        "This file is too large once it is unpacked. Split it, or take out the pictures, and try "
        "again."
    ),
    {},
    "file",
)


def open_archive(content: bytes) -> ZipFile:
    """The archive, once its list of entries was checked; raises :class:`Refused`.

    The sizes are what the archive says of itself; :func:`read_part` holds it to them.
    """
    if not content.startswith(b"PK\x03\x04"):
        raise Refused(DAMAGED)
    try:
        archive = ZipFile(BytesIO(content))
    except (BadZipFile, LargeZipFile, OSError, ValueError, NotImplementedError):
        raise Refused(DAMAGED) from None
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED_BYTES:
        raise Refused(TOO_LARGE)
    if unpacked > _SMALL_BYTES and unpacked > MAX_RATIO * len(content):
        raise Refused(TOO_LARGE)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Refused(DAMAGED)
    return archive


def read_part(archive: ZipFile, name: str, *, limit: int = MAX_UNPACKED_BYTES) -> bytes | None:
    """The bytes of one part, None when there is none; raises :class:`Refused`."""
    try:
        with archive.open(name) as part:
            content = part.read(limit + 1)
    except KeyError:
        return None
    except (BadZipFile, LargeZipFile, OSError, ValueError, EOFError, NotImplementedError):
        raise Refused(DAMAGED) from None
    except (zlib.error, RuntimeError):
        raise Refused(DAMAGED) from None
    if len(content) > limit:
        raise Refused(TOO_LARGE)
    return content


def office_refusal(media_type: str, content: bytes) -> Refusal | None:
    """Refuses what is no DOCX (or XLSX), what would burst, and what holds macros."""
    try:
        with open_archive(content) as archive:
            types = read_part(archive, _CONTENT_TYPES, limit=_CONTENT_TYPES_BYTES) or b""
            names = [entry.filename.lower() for entry in archive.infolist()]
    except Refused as refused:
        return refused.refusal
    if b"macroenabled" in types.lower() or any("vbaproject" in name for name in names):
        return MACROS
    if _MAIN_PARTS[media_type] not in types:
        return DAMAGED
    return None
