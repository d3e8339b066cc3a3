"""Storing and deleting files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from sangto.audit.services import Journal
from sangto.audit.tags import AuditTag
from sangto.documents.domain.files import TITLE_LENGTH, Purpose, media_type_refusal
from sangto.documents.domain.images import reencode
from sangto.documents.models import StoredFile
from sangto.documents.services.stamp_asking import ask_stamp_for
from sangto.documents.storage import KeptBytes, names_on_disk, remove_bytes, write_bytes
from sangto.kernel.errors import insist
from sangto.kernel.text import clean

#: Bytes without a row are left alone for so long: their transaction may still be running.
GRACE = timedelta(hours=1)
_BATCH = 500


@contextmanager
def keeping(contents: Sequence[bytes], *, purpose: Purpose) -> Iterator[list[KeptBytes]]:
    """Write all bytes before the block, which adds their rows; take them away if it raises.

    Meant around a transaction, so that no write lock is held while the disk is busy.
    """
    kept: list[KeptBytes] = []
    try:
        for content in contents:
            kept.append(write_bytes(content=content, purpose=purpose))
        yield kept
    except BaseException:
        for one in kept:
            remove_bytes(one.storage_name)
        raise


def add_file(
    *,
    kept: KeptBytes,
    media_type: str,
    purpose: Purpose,
    title: str = "",
    journal: Journal | None = None,
    now: datetime | None = None,
) -> StoredFile:
    """The row of bytes that are on disk already. Belongs inside a ``change``."""
    file = StoredFile.objects.create(
        purpose=purpose.value,
        media_type=media_type,
        size=kept.size,
        sha256=kept.sha256,
        storage_name=kept.storage_name,
        title="" if purpose is Purpose.SCREENSHOT else _title(title),
        created_at=now or timezone.now(),
    )
    ask_stamp_for(file, purpose)
    if journal is not None:
        journal.record(
            AuditTag.FILE_STORED, file, details={"purpose": purpose.value, "sha256": file.sha256}
        )
    return file


def store_file(
    *,
    content: bytes,
    media_type: str,
    purpose: Purpose | str,
    title: str = "",
    journal: Journal | None = None,
    now: datetime | None = None,
) -> StoredFile:
    """Check the content against its type, write it, and add its row. Belongs inside a ``change``.

    Pictures are written anew without metadata (evidence too), so ``sha256`` and ``size`` are of
    what is stored. A screenshot keeps no title. Raises :class:`Refused` for content of another
    kind and :class:`StorageUnavailable` when the disk does not take it.
    """
    purpose = Purpose(purpose)
    insist(media_type_refusal(purpose, media_type, content))
    if media_type.startswith("image/"):
        content = reencode(content).content
    with keeping([content], purpose=purpose) as kept:
        return add_file(
            kept=kept[0],
            media_type=media_type,
            purpose=purpose,
            title=title,
            journal=journal,
            now=now,
        )


def delete_file(
    *, file: StoredFile, journal: Journal | None = None, now: datetime | None = None
) -> None:
    """Mark as deleted and remove the bytes once the transaction is committed.

    Deleting twice changes nothing. A machine that stops between the two leaves the bytes to the
    sweep.
    """
    at = now or timezone.now()
    if not StoredFile.objects.filter(pk=file.pk, deleted_at__isnull=True).update(deleted_at=at):
        return
    file.deleted_at = at
    if journal is not None:
        journal.record(AuditTag.FILE_DELETED, file, details={"sha256": file.sha256})
    name = file.storage_name
    transaction.on_commit(lambda: remove_bytes(name), robust=True)


def discard_file(*, file: StoredFile) -> None:
    """Remove row and bytes of what was never handed in, so that there is nothing to account for.

    Belongs inside a transaction; the bytes go once it is committed.
    """
    name = file.storage_name
    file.delete()
    transaction.on_commit(lambda: remove_bytes(name), robust=True)


def sweep_orphans(*, now: datetime | None = None) -> int:
    """Remove bytes that no living row names and that are older than an hour; how many."""
    cutoff = ((now or timezone.now()) - GRACE).timestamp()
    removed = 0
    batch: list[str] = []
    for name in names_on_disk(before=cutoff):
        batch.append(name)
        if len(batch) == _BATCH:
            removed += _remove_orphans(batch)
            batch = []
    return removed + _remove_orphans(batch)


def _remove_orphans(names: list[str]) -> int:
    living = set(
        StoredFile.objects.filter(storage_name__in=names, deleted_at__isnull=True).values_list(
            "storage_name", flat=True
        )
    )
    orphans = [name for name in names if name not in living]
    for name in orphans:
        remove_bytes(name)
    return len(orphans)


def _title(title: str) -> str:
    return " ".join(clean(title).split())[:TITLE_LENGTH]
