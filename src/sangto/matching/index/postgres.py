"""The index on PostgreSQL: pg_trgm's GIN index behind LIKE."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection

from sangto.matching.index.entries import EntryIndex
from sangto.matching.index.grams import COMMON

#: "id + 0" keeps the planner from walking the primary key instead of the trigrams.
_ALL = """
SELECT gram.number - 1, entry.id
FROM unnest(%s::text[]) WITH ORDINALITY AS gram(pattern, number)
CROSS JOIN LATERAL (
    SELECT id FROM matching_indexentry
    WHERE (' ' || folded || ' ') LIKE gram.pattern
    ORDER BY id + 0 LIMIT %s
) AS entry
"""


class PostgresIndex(EntryIndex):
    def postings(self, grams: Sequence[str]) -> Iterable[tuple[int, int]]:
        patterns = [f"%{gram}%" for gram in grams]
        with connection.cursor() as cursor:
            cursor.execute(_ALL, [patterns, COMMON + 1])
            yield from cursor.fetchall()
