"""Reading rows by their numbers, as quickly as the database answers.

A look-up asks twice or three times, for some dozens of rows each time. What Django does around a
statement, and asking for it to be planned again, takes longer than the rows themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

#: Numbers are asked for in such steps on SQLite, whose driver keeps a hundred prepared statements.
_STEP = 8


def by_number(query: str, numbers: Sequence[int]) -> list[Any]:
    """``query`` ends with the column that has to be one of the numbers. Not for statements that
    write, and not among those that Django counts."""
    connection.ensure_connection()
    connection.validate_no_broken_transaction()
    with connection.wrap_database_errors:
        if connection.vendor == "postgresql":
            return _of_postgres(query, numbers)
        asked = list(numbers)
        asked += asked[-1:] * (-len(asked) % _STEP)
        places = ",".join("?" * len(asked))
        found: list[Any] = connection.connection.execute(f"{query} IN ({places})", asked).fetchall()
        return found


def _of_postgres(query: str, numbers: Sequence[int]) -> list[Any]:
    """Bytes as they are: Django's cursor asks for them as text, two letters for each byte."""
    from psycopg import Cursor
    from psycopg.pq import Format

    with Cursor(connection.connection) as cursor:
        cursor.format = Format.BINARY
        cursor.execute(f"{query} = ANY(%s)".encode(), [list(numbers)])
        return cursor.fetchall()
