"""From one database into another one, table by table."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections, transaction

from sangto.audit.models import AuditEvent, Seal
from sangto.upkeep.archive import BackupError
from sangto.upkeep.backing_up import Progress, _silent, one_moment
from sangto.upkeep.rows import as_lines, count_of, go_on_counting, insert, rows_of
from sangto.upkeep.tables import Table, carried, migrations

TARGET = "target"


@dataclass(slots=True)
class Moved:
    """``kept`` are tables that an earlier run had carried already."""

    rows: dict[str, int] = field(default_factory=dict)
    kept: int = 0


@contextmanager
def target_database(entry: dict[str, Any]) -> Iterator[None]:
    """The other database beside the desk's own, for this process."""
    connections.databases[TARGET] = {**connections.databases[DEFAULT_DB_ALIAS], **entry}
    try:
        yield
    finally:
        connections[TARGET].close()
        del connections[TARGET]
        del connections.databases[TARGET]


def move(*, progress: Progress = _silent) -> Moved:
    """Carry every row into :data:`TARGET`, whose tables are made if they are missing.

    The desk has to stand still: what is written meanwhile stays behind, and is found at the end.
    Each table is one transaction, so that an interrupted move goes on with the table at which it
    stopped. The database it reads from is only read. Raises :class:`BackupError` where a
    table over there holds other rows, or the record is not the same at the end.
    """
    call_command("migrate", database=TARGET, interactive=False, verbosity=0)
    call_command("createcachetable", database=TARGET, verbosity=0)
    if migrations(TARGET) != migrations():
        raise BackupError("version")
    moved, tables = Moved(), carried()
    with one_moment():
        for number, table in enumerate(tables, start=1):
            _carry(table, moved)
            progress(number, len(tables))
    with transaction.atomic(using=TARGET):
        go_on_counting(tables, TARGET)
    for table in tables:
        if count_of(table, DEFAULT_DB_ALIAS) != moved.rows[table._meta.label]:
            raise BackupError("went_on", table._meta.label)
    for table in (AuditEvent, Seal):
        if _digest(table, DEFAULT_DB_ALIAS) != _digest(table, TARGET):
            raise BackupError("changed", table._meta.label)
    return moved


def _carry(table: Table, moved: Moved) -> None:
    label = table._meta.label
    wanted, there = count_of(table, DEFAULT_DB_ALIAS), count_of(table, TARGET)
    if there and there != wanted:
        raise BackupError("not_empty", label)
    if there:
        moved.kept += 1
    elif wanted:
        with transaction.atomic(using=TARGET):
            written = insert(table, rows_of(table, DEFAULT_DB_ALIAS), TARGET)
            if written != wanted or count_of(table, TARGET) != wanted:
                raise BackupError("changed", label)
    moved.rows[label] = wanted


def _digest(table: Table, using: str) -> str:
    digest = sha256()
    for line in as_lines(table, rows_of(table, using)):
        digest.update(line)
    return digest.hexdigest()
