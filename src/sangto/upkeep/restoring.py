"""A desk out of a backup: into an empty database of either kind."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from itertools import chain, groupby
from pathlib import Path

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, transaction

from sangto.documents.storage import path_of
from sangto.upkeep import archive
from sangto.upkeep.archive import About, BackupError, Manifest
from sangto.upkeep.backing_up import Progress, _silent
from sangto.upkeep.rows import count_of, from_lines, go_on_counting, insert
from sangto.upkeep.tables import Table, carried, first_filled, migrations

_STORED = re.compile(r"[a-z_]+/[0-9a-f]{2}/[0-9a-f]{32}")
KEY_FILE = "secret-key"

Member = tuple[str, bytes]


def restore(source: Path, *, passphrase: str, progress: Progress = _silent) -> Manifest:
    """Fill the empty database and the data folder.

    The rows are written in one transaction: what fails half-way leaves the database empty. Raises
    :class:`BackupError` where the database holds something, was made by another version, or the
    file is not as it was written. The record has to be verified afterwards by a new process,
    which reads the restored keys.
    """
    filled = first_filled()
    if filled is not None:
        raise BackupError("not_empty", filled._meta.label)
    members = archive.members(source, passphrase)
    name, content = next(members)
    if name != archive.ABOUT:
        raise BackupError("broken", name)
    about = archive.about_from(content)
    if about.format != archive.FORMAT or about.migrations != migrations():
        raise BackupError("version", about.version)
    tables = {table._meta.label: table for table in carried()}
    with transaction.atomic():
        manifest = _filled(members, about, tables, progress)
        for label, rows in manifest.rows.items():
            if count_of(tables[label], DEFAULT_DB_ALIAS) != rows:
                raise BackupError("changed", label)
        go_on_counting(list(tables.values()), DEFAULT_DB_ALIAS)
    return manifest


def _filled(
    members: Iterator[Member], about: About, tables: dict[str, Table], progress: Progress
) -> Manifest:
    manifest, number = None, 0
    for label, parts in groupby(members, key=_table_of):
        if label:
            if label not in tables:
                raise BackupError("broken", label)
            lines = chain.from_iterable(content.splitlines() for _name, content in parts)
            try:
                insert(
                    tables[label],
                    from_lines(tables[label], lines, about.columns.get(label, ())),
                    DEFAULT_DB_ALIAS,
                )
            except (ValueError, TypeError, DatabaseError) as error:
                raise BackupError("rows", f"{label}: {error}") from error
            number += 1
            progress(number, len(tables))
            continue
        for name, content in parts:
            if name == archive.MANIFEST:
                manifest = archive.manifest_from(content)
            elif name == archive.KEYS:
                _put_keys(content.decode("ascii").split())
            elif name.startswith(archive.FILES):
                _put_file(name.removeprefix(archive.FILES), content)
            else:
                raise BackupError("broken", name)
    if manifest is None:
        raise BackupError("unfinished")
    return manifest


def _table_of(member: Member) -> str:
    name = member[0]
    return name.split("/")[1] if name.startswith(archive.TABLES) else ""


def _put_file(name: str, content: bytes) -> None:
    if not _STORED.fullmatch(name):
        raise BackupError("broken", name)
    path = path_of(name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write(path, content)


def _put_keys(keys: list[str]) -> None:
    """Into the data folder, where the key lies that this empty installation made for itself; keys
    from the environment stay there and have to hold the old ones."""
    path = Path(settings.SANGTO_DATA) / KEY_FILE
    own = tuple(path.read_text(encoding="ascii").split()) if path.exists() else ()
    if tuple(settings.SANGTO_SECRET_KEYS) == own:
        _write(path, "\n".join(keys).encode("ascii"))
    elif not set(keys) <= set(settings.SANGTO_SECRET_KEYS):
        raise BackupError("keys")


def _write(path: Path, content: bytes) -> None:
    draft = path.with_name(f".{path.name}.part")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    draft.replace(path)
