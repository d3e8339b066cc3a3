"""Bytes in the data folder: whole under their final name, or not there at all."""

from __future__ import annotations

import errno
import logging
import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from sangto.documents.domain.files import Purpose
from sangto.kernel.errors import Refusal, Refused, gettext_noop

logger = logging.getLogger(__name__)

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class StorageUnavailable(Refused):
    """Nothing can be stored now, through no fault of the sender; doors answer with 503."""


@dataclass(frozen=True, slots=True)
class KeptBytes:
    """Bytes that are on disk and wait for their row."""

    storage_name: str
    size: int
    sha256: str


def media_root() -> Path:
    return Path(settings.MEDIA_ROOT)


def path_of(storage_name: str) -> Path:
    return media_root() / storage_name


def write_bytes(*, content: bytes, purpose: Purpose) -> KeptBytes:
    """Write, flush to the disk, then give the final name; raises :class:`StorageUnavailable`.

    What fails half-way leaves nothing behind; what is written and gets no row is removed by the
    next sweep.
    """
    name = uuid.uuid4().hex
    storage_name = f"{purpose.value}/{name[:2]}/{name}"
    final = path_of(storage_name)
    draft = final.with_name(f".{name}.part")
    try:
        _make_folder(final.parent)
        try:
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as handle:
                handle.write(content)
                handle.flush()
                os.fsync(handle.fileno())
            draft.replace(final)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        _sync_folder(final.parent)
    except OSError as error:
        final.unlink(missing_ok=True)
        logger.error("a file could not be stored: %s", errno.errorcode.get(error.errno or 0, "?"))
        raise StorageUnavailable(_refusal(error)) from error
    return KeptBytes(storage_name, len(content), sha256(content).hexdigest())


def remove_bytes(storage_name: str) -> None:
    """Remove the bytes if they are there; what the disk refuses is left to the next sweep."""
    try:
        path_of(storage_name).unlink(missing_ok=True)
    except OSError:
        logger.exception("a file could not be removed")


def names_on_disk(*, before: float) -> Iterator[str]:
    """Storage names, and names of drafts, last written before the timestamp ``before``."""
    for purpose in Purpose:
        folder = media_root() / purpose.value
        if not folder.is_dir():
            continue
        for path in sorted(folder.glob("??/*")):
            if path.is_symlink() or not path.is_file() or path.stat().st_mtime >= before:
                continue
            yield path.relative_to(media_root()).as_posix()


def _make_folder(folder: Path) -> None:
    if folder.is_dir():
        return
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _refusal(error: OSError) -> Refusal:
    if error.errno in _FULL:
        return Refusal(
            "documents.disk_full",
            gettext_noop(
                "We can not store pictures or files just now because our disk is full. Nothing "
                "of what you sent was kept; please try again later, or send it without them."
            ),
        )
    return Refusal(
        "documents.storage_unavailable",
        gettext_noop(
            "We can not store pictures or files just now. Nothing of what you sent was kept; "
            "please try again later, or send it without them."
        ),
    )
