"""The index on SQLite: phrases of whole words by FTS5."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection

from sangto.matching.index.entries import EntryIndex
from sangto.matching.index.grams import COMMON, batches

_ONE = (
    "SELECT %s, rowid FROM (SELECT rowid FROM matching_words"
    " WHERE matching_words MATCH %s ORDER BY rowid LIMIT %s)"
)
_BATCH = 120


class SqliteIndex(EntryIndex):
    def postings(self, grams: Sequence[str]) -> Iterable[tuple[int, int]]:
        for start, batch in batches(grams, _BATCH):
            parameters: list[int | str] = []
            for number, gram in enumerate(batch, start=start):
                phrase = '"' + gram.strip().replace('"', '""') + '"'
                parameters += [number, phrase, COMMON + 1]
            with connection.cursor() as cursor:
                cursor.execute(" UNION ALL ".join([_ONE] * len(batch)), parameters)
                yield from cursor.fetchall()
