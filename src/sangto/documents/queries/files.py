"""Reading stored files."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from sangto.documents.models import StoredFile
from sangto.documents.storage import path_of
from sangto.kernel.errors import NotVisible


def content_of(file: StoredFile) -> bytes:
    """The bytes; :class:`NotVisible` when they were deleted or are missing.

    Whether the reader may see them is decided by the room that owns the file.
    """
    if file.deleted_at is not None:
        raise NotVisible
    try:
        return path_of(file.storage_name).read_bytes()
    except OSError:
        raise NotVisible from None


def is_intact(file: StoredFile) -> bool:
    """Whether the bytes are there and are still those that were stored."""
    try:
        return sha256(content_of(file)).hexdigest() == file.sha256
    except NotVisible:
        return False


def missing_or_changed() -> Iterator[StoredFile]:
    """Living rows whose bytes are gone or differ. Reads every file."""
    for file in StoredFile.objects.filter(deleted_at__isnull=True).order_by("pk").iterator():
        if not is_intact(file):
            yield file
