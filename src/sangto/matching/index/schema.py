"""The trigram index that each database keeps by itself beside the entries.

The indexed text is the entry's ``folded`` with one space on either side, so that a gram such as
`` chuyen khoan `` matches whole words only.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "matching_indexentry"
FTS = "matching_trigrams"

_SQLITE_INSTALL = (
    f"CREATE VIRTUAL TABLE IF NOT EXISTS {FTS} USING fts5("
    "padded, content='', tokenize='trigram case_sensitive 1', columnsize=0)",
    f"""CREATE TRIGGER IF NOT EXISTS {TABLE}_added AFTER INSERT ON {TABLE} BEGIN
    INSERT INTO {FTS}(rowid, padded) VALUES (new.id, ' ' || new.folded || ' '); END""",
    f"""CREATE TRIGGER IF NOT EXISTS {TABLE}_removed AFTER DELETE ON {TABLE} BEGIN
    INSERT INTO {FTS}({FTS}, rowid, padded)
    VALUES ('delete', old.id, ' ' || old.folded || ' '); END""",
    f"""CREATE TRIGGER IF NOT EXISTS {TABLE}_changed AFTER UPDATE OF id, folded ON {TABLE} BEGIN
    INSERT INTO {FTS}({FTS}, rowid, padded)
    VALUES ('delete', old.id, ' ' || old.folded || ' ');
    INSERT INTO {FTS}(rowid, padded) VALUES (new.id, ' ' || new.folded || ' '); END""",
)
_SQLITE_REMOVE = (
    f"DROP TRIGGER IF EXISTS {TABLE}_added",
    f"DROP TRIGGER IF EXISTS {TABLE}_removed",
    f"DROP TRIGGER IF EXISTS {TABLE}_changed",
    f"DROP TABLE IF EXISTS {FTS}",
)
_SQLITE_REFILL = (f"INSERT INTO {FTS}(rowid, padded) SELECT id, ' ' || folded || ' ' FROM {TABLE}",)
_POSTGRES_INSTALL = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    f"CREATE INDEX IF NOT EXISTS {FTS} ON {TABLE} USING gin ((' ' || folded || ' ') gin_trgm_ops)",
)
_POSTGRES_REMOVE = (f"DROP INDEX IF EXISTS {FTS}",)
_POSTGRES_REFILL = (f"REINDEX INDEX {FTS}",)


def _run(connection: BaseDatabaseWrapper, statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def install(connection: BaseDatabaseWrapper) -> None:
    postgres = connection.vendor == "postgresql"
    _run(connection, _POSTGRES_INSTALL if postgres else _SQLITE_INSTALL)


def remove(connection: BaseDatabaseWrapper) -> None:
    postgres = connection.vendor == "postgresql"
    _run(connection, _POSTGRES_REMOVE if postgres else _SQLITE_REMOVE)


def refill(connection: BaseDatabaseWrapper) -> None:
    """Make the trigrams again from the entries, after damage."""
    postgres = connection.vendor == "postgresql"
    if not postgres:
        _run(connection, _SQLITE_REMOVE + _SQLITE_INSTALL + _SQLITE_REFILL)
    else:
        _run(connection, _POSTGRES_REFILL)
