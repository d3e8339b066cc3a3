"""Pictures as bytes, and stored files, for tests."""

from __future__ import annotations

import io
from datetime import UTC, datetime

from PIL import Image

from sangto.documents.domain.files import Purpose
from sangto.documents.models import StoredFile
from sangto.documents.services import store_file


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


def make_file(purpose: Purpose = Purpose.SCREENSHOT, content: bytes = b"") -> StoredFile:
    """A stored picture, with its bytes, without an audit record."""
    return store_file(
        content=content or picture(),
        media_type="image/png",
        purpose=purpose,
        now=datetime(2026, 11, 2, 3, tzinfo=UTC),
    )
