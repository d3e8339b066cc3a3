"""The words of claim titles and of published verdicts, kept by each database beside the claims.

Only what officers wrote goes in (SCOPE.md 3). A migration that rewrites the table of claims on
SQLite has to call :func:`install` again.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import RawSQL

_TRIGGER = "CREATE TRIGGER IF NOT EXISTS matching_claim_title_"


_LEARN = """INSERT INTO matching_titles(rowid, words)
    VALUES (new.id, trim(new.title_folded || ' ' || new.verdict_folded));"""
_FORGET = """INSERT INTO matching_titles(matching_titles, rowid, words)
    VALUES ('delete', old.id, trim(old.title_folded || ' ' || old.verdict_folded));"""
_SQLITE_INSTALL = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS matching_titles USING fts5(words, content='',"
    " tokenize='unicode61 remove_diacritics 0', prefix='1 2 3', columnsize=0)",
    f"{_TRIGGER}added AFTER INSERT ON matching_claim BEGIN {_LEARN} END",
    f"{_TRIGGER}removed AFTER DELETE ON matching_claim BEGIN {_FORGET} END",
    f"{_TRIGGER}changed AFTER UPDATE OF id, title_folded, verdict_folded ON matching_claim"
    f" BEGIN {_FORGET}{_LEARN} END",
)
_SQLITE_FILL = (
    "INSERT INTO matching_titles(rowid, words)"
    " SELECT id, trim(title_folded || ' ' || verdict_folded) FROM matching_claim",
)
_SQLITE_REMOVE = (
    *(
        f"DROP TRIGGER IF EXISTS matching_claim_title_{name}"
        for name in ("added", "removed", "changed")
    ),
    "DROP TABLE IF EXISTS matching_titles",
)
_VECTOR = "array_to_tsvector(string_to_array(trim(title_folded || ' ' || verdict_folded), ' '))"
_POSTGRES_INSTALL = (
    f"CREATE INDEX IF NOT EXISTS matching_titles ON matching_claim USING gin (({_VECTOR}))",
)
_POSTGRES_REMOVE = ("DROP INDEX IF EXISTS matching_titles",)


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the index from the claims as they are; one that stands goes first."""
    postgres = connection.vendor == "postgresql"
    remove(connection)
    _run(connection, _POSTGRES_INSTALL if postgres else (*_SQLITE_INSTALL, *_SQLITE_FILL))


def remove(connection: BaseDatabaseWrapper) -> None:
    _run(connection, _POSTGRES_REMOVE if connection.vendor == "postgresql" else _SQLITE_REMOVE)


def _run(connection: BaseDatabaseWrapper, statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def ids_with_words(connection: BaseDatabaseWrapper, words: Sequence[str]) -> RawSQL:
    """The ids of the claims that say all these folded words, the last as a beginning.

    ``words`` hold letters and digits only, as folding leaves them.
    """
    *whole, last = words
    if connection.vendor == "postgresql":
        query = " & ".join([*(f"'{word}'" for word in whole), f"'{last}':*"])
        return RawSQL(  # noqa: S611 - fixed text, the words travel as a parameter
            f"SELECT id FROM matching_claim WHERE {_VECTOR} @@ %s::tsquery",  # noqa: S608 - as above
            (query,),
        )
    query = " ".join([*(f'"{word}"' for word in whole), f'"{last}"*'])
    return RawSQL("SELECT rowid FROM matching_titles WHERE matching_titles MATCH %s", (query,))
