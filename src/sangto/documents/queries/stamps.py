"""Time stamps of stored files, verified anew each time they are shown."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from sangto.documents.domain.time_stamps import StampReading, StampState
from sangto.documents.models import StoredFile, TimeStamp
from sangto.documents.queries.files import content_of
from sangto.documents.time_stamping import read_stamp
from sangto.kernel.errors import NotVisible


@dataclass(frozen=True, slots=True)
class ShownStamp:
    service: str
    reading: StampReading


def stamp_of(file: StoredFile) -> ShownStamp | None:
    """What the time stamp says of the bytes that are stored now; None where there is none."""
    stamp = TimeStamp.objects.filter(file=file).first()
    if stamp is None:
        return None
    try:
        content = content_of(file)
    except NotVisible:
        return ShownStamp(stamp.service, StampReading(StampState.BROKEN))
    return ShownStamp(stamp.service, read_stamp(bytes(stamp.token), content, stamp_roots()))


def stamp_roots() -> bytes:
    """Certificates that time stamps are verified with, as PEM; empty where none are configured."""
    path = settings.SANGTO_TIMESTAMP_ROOTS
    try:
        return path.read_bytes() if path is not None else b""
    except OSError:
        return b""
