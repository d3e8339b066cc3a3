"""Pictures as bytes, and stored files, for tests."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import Any

from PIL import Image

from sangto.documents.domain.files import Purpose
from sangto.documents.models import DocumentRegister, OfficialDocument, StoredFile
from sangto.documents.services import store_file
from sangto.organisations.models import Agency


def picture(
    kind: str = "PNG",
    size: tuple[int, int] = (40, 30),
    mode: str = "RGB",
    colour: object = None,
    **options: object,
) -> bytes:
    """An encoded picture; ``options`` go to Pillow's ``save``."""
    image = Image.new(mode, size) if colour is None else Image.new(mode, size, colour)  # type: ignore[arg-type]
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def make_document(agency: Agency, **fields: Any) -> OfficialDocument:
    """A number that was taken and stands on a signed paper; a row without an audit record."""
    register, _ = DocumentRegister.objects.get_or_create(
        agency=agency, direction="out", kind="thong_bao", year=2026
    )
    register.last_number += 1
    register.save()
    values = {
        "register": register,
        "number": register.last_number,
        "kind": "thong_bao",
        "number_text": f"{register.last_number:02d}/TB-SM",
        "on": date(2026, 11, 2),
        "subject": "Kết quả xác minh",
        "state": "reserved",
        "entered_at": datetime(2026, 11, 2, 3, tzinfo=UTC),
        "scan": make_file(Purpose.LETTER_SCAN),
        **fields,
    }
    return OfficialDocument.objects.create(**values)


def make_file(purpose: Purpose = Purpose.SCREENSHOT, content: bytes = b"") -> StoredFile:
    """A stored picture, with its bytes, without an audit record."""
    return store_file(
        content=content or picture(),
        media_type="image/png",
        purpose=purpose,
        now=datetime(2026, 11, 2, 3, tzinfo=UTC),
    )
