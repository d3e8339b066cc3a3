"""One file with everything, read at one moment while the desk goes on working."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, transaction

from sangto import __version__
from sangto.audit.models import AuditEvent, Seal
from sangto.documents.models import StoredFile
from sangto.documents.storage import path_of
from sangto.upkeep import archive
from sangto.upkeep.archive import About, BackupError, Manifest, Writing
from sangto.upkeep.rows import as_lines, fields_of, rows_of
from sangto.upkeep.tables import Table, carried, migrations

#: Bytes of rows in one member.
_MEMBER = 4_000_000

#: What is done, of how much.
Progress = Callable[[int, int], None]


def _silent(_done: int, _total: int) -> None: ...


def back_up(target: Path, *, passphrase: str, progress: Progress = _silent) -> Manifest:
    """Write ``target``, read it again whole, and only then give it its name.

    The keys go along only under a passphrase: who has a file with both needs nothing else to read
    every contact. Raises :class:`BackupError` and ``OSError``; then there is no file.
    """
    draft = target.with_name(f".{target.name}.part")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as handle:
            with archive.writing(handle, passphrase) as out:
                with one_moment():
                    names = _add_tables(out, progress)
                _add_files(out, names)
                if passphrase:
                    out.add(archive.KEYS, "\n".join(settings.SANGTO_SECRET_KEYS).encode("ascii"))
            handle.flush()
            os.fsync(handle.fileno())
        read_again(draft, passphrase)
        draft.replace(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return out.manifest


def read_again(path: Path, passphrase: str) -> Manifest:
    """Open, unpack and hold every member against its digest and every count of rows."""
    manifest, rows = Manifest(), dict[str, int]()
    for name, content in archive.members(path, passphrase):
        if name == archive.MANIFEST:
            manifest = archive.manifest_from(content)
        elif name.startswith(archive.TABLES):
            label = name.split("/")[1]
            rows[label] = rows.get(label, 0) + content.count(b"\n")
    if rows != {label: count for label, count in manifest.rows.items() if count}:
        raise BackupError("changed", archive.MANIFEST)
    return manifest


@contextmanager
def one_moment() -> Iterator[None]:
    """All reads inside see the database as it was at the first one; nobody waits for them."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
        return
    # Django would begin by taking the one lock of writers.
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _add_tables(out: Writing, progress: Progress) -> list[tuple[str, str]]:
    """The rows, and of every stored file its name and digest."""
    tables = carried()
    about = About(
        version=__version__,
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        database=connection.vendor,
        migrations=migrations(),
        columns={table._meta.label: [f.attname for f in fields_of(table)] for table in tables},
    )
    out.add(archive.ABOUT, archive.about_member(about))
    for number, table in enumerate(tables, start=1):
        out.manifest.rows[table._meta.label] = _add_rows(out, table)
        progress(number, len(tables))
    out.manifest.events = AuditEvent.objects.count()
    out.manifest.seals = Seal.objects.count()
    newest = Seal.objects.order_by("-pk").first()
    out.manifest.head = newest.chain if newest is not None else ""
    files = StoredFile.objects.filter(deleted_at__isnull=True).order_by("pk")
    return list(files.values_list("storage_name", "sha256"))


def _add_rows(out: Writing, table: Table) -> int:
    label, count, part = table._meta.label, 0, 0
    held = bytearray()
    for line in as_lines(table, rows_of(table, DEFAULT_DB_ALIAS)):
        held += line
        count += 1
        if len(held) >= _MEMBER:
            out.add(f"{archive.TABLES}{label}/{part:06}.jsonl", bytes(held))
            held.clear()
            part += 1
    if held:
        out.add(f"{archive.TABLES}{label}/{part:06}.jsonl", bytes(held))
    return count


def _add_files(out: Writing, names: list[tuple[str, str]]) -> None:
    for name, digest in names:
        try:
            content = path_of(name).read_bytes()
        except FileNotFoundError:
            out.manifest.gone.append(name)
            continue
        if sha256(content).hexdigest() != digest:
            raise BackupError("file", name)
        out.add(archive.FILES + name, content)
        out.manifest.files += 1
