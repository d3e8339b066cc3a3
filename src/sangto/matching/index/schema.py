"""The index that each database keeps by itself beside the entries.

SQLite indexes whole words: a folded text is nothing but letters and digits between single spaces,
so the plainest tokenizer splits it exactly there, and two words that follow each other are a
phrase. PostgreSQL indexes trigrams of the text with one space on either side, so that a gram such
as `` chuyen khoan `` matches whole words only. Both find the same entries.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

_FORGET = """INSERT INTO matching_words(matching_words, rowid, folded)
    VALUES ('delete', old.id, old.folded);"""
_LEARN = """INSERT INTO matching_words(rowid, folded) VALUES (new.id, new.folded);"""
_TRIGGER = "CREATE TRIGGER IF NOT EXISTS matching_indexentry_"

_SQLITE_INSTALL = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS matching_words USING fts5("
    "folded, content='', tokenize='ascii', columnsize=0)",
    _TRIGGER + "added AFTER INSERT ON matching_indexentry BEGIN " + _LEARN + " END",
    _TRIGGER + "removed AFTER DELETE ON matching_indexentry BEGIN " + _FORGET + " END",
    _TRIGGER
    + "changed AFTER UPDATE OF id, folded ON matching_indexentry BEGIN "
    + _FORGET
    + _LEARN
    + " END",
)
_SQLITE_REMOVE = (
    "DROP TRIGGER IF EXISTS matching_indexentry_added",
    "DROP TRIGGER IF EXISTS matching_indexentry_removed",
    "DROP TRIGGER IF EXISTS matching_indexentry_changed",
    "DROP TABLE IF EXISTS matching_words",
)
_SQLITE_REFILL = (
    *_SQLITE_REMOVE,
    *_SQLITE_INSTALL,
    "INSERT INTO matching_words(rowid, folded) SELECT id, folded FROM matching_indexentry",
)
_POSTGRES_INSTALL = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX IF NOT EXISTS matching_trigrams ON matching_indexentry"
    " USING gin ((' ' || folded || ' ') gin_trgm_ops)",
)
_POSTGRES_REMOVE = ("DROP INDEX IF EXISTS matching_trigrams",)
#: The new index is made beside the old one, so that look-ups wait for the exchange only.
_POSTGRES_REFILL = (
    "SET CONSTRAINTS ALL IMMEDIATE",
    "CREATE INDEX matching_trigrams_made_again ON matching_indexentry"
    " USING gin ((' ' || folded || ' ') gin_trgm_ops)",
    "DROP INDEX IF EXISTS matching_trigrams",
    "ALTER INDEX matching_trigrams_made_again RENAME TO matching_trigrams",
    "SET CONSTRAINTS ALL DEFERRED",
)


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
    """Make the index again from the entries, after damage; one transaction is best."""
    postgres = connection.vendor == "postgresql"
    _run(connection, _POSTGRES_REFILL if postgres else _SQLITE_REFILL)
