"""Which stored files get a time stamp; the stamp itself comes from the queue."""

from __future__ import annotations

from django.conf import settings

from sangto.documents.domain.files import Purpose
from sangto.documents.models import StoredFile
from sangto.queue.services import put

STAMP_TASK = "file.timestamp"
STAMPED = frozenset({Purpose.EVIDENCE, Purpose.LETTER_SCAN})


def ask_stamp_for(file: StoredFile, purpose: Purpose) -> None:
    """Put the task for it, in the transaction that stores the file."""
    if purpose in STAMPED and settings.SANGTO_TIMESTAMP_URL:
        put(kind=STAMP_TASK, key=f"file:{file.pk}:timestamp", payload={"file": file.pk})
