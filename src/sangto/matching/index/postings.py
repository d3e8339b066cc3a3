"""The table of postings: rows of (gram, slot, more, ids), the same on both databases.

``ids`` are entries as numbers of four bytes, lowest byte first. A new entry only inserts rows, one
for each gram, so that writers never wait for each other; the rows of a gram are put together when
they are many. ``slot`` is an entry that the row was made for, which makes its key. ``more`` counts
entries beyond those that are kept (``votes.KEPT``). Everything is asked by gram alone, so that
the table can be divided by the hash of the gram.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import numpy as np
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from sangto.matching.index.quick import by_number
from sangto.matching.index.votes import Ids, mixed, sampled

#: Rows of one gram before they are put together.
ROWS = 16
#: Ids in one row: it fits into a page of either database.
ROW_IDS = 960
#: Grams named in one statement.
_BATCH = 500
#: Most of the times a removal looks again, when somebody puts the rows together meanwhile.
_TRIES = 5

Row = tuple[int, int, int, bytes]

_COLUMNS = "gram, slot, more, ids"
_SQLITE = (
    "CREATE TABLE IF NOT EXISTS matching_posting (gram INTEGER NOT NULL, slot INTEGER NOT NULL,"
    " more INTEGER NOT NULL, ids BLOB NOT NULL, PRIMARY KEY (gram, slot)) WITHOUT ROWID",
)
_POSTGRES = (
    "CREATE TABLE IF NOT EXISTS matching_posting (gram bigint NOT NULL, slot bigint NOT NULL,"
    " more integer NOT NULL, ids bytea NOT NULL, PRIMARY KEY (gram, slot))"
    " WITH (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05)",
    "ALTER TABLE matching_posting ALTER ids SET STORAGE PLAIN",
)


def install(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        for statement in _POSTGRES if connection.vendor == "postgresql" else _SQLITE:
            cursor.execute(statement)


def uninstall(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS matching_posting")


def read(grams: Sequence[int]) -> Iterator[tuple[int, int, bytes]]:
    """(gram, more, ids) of every row."""
    for batch in _batches(grams):
        yield from by_number("SELECT gram, more, ids FROM matching_posting WHERE gram", batch)


def sizes(grams: Sequence[int]) -> dict[int, int]:
    """In how many entries each gram is, without reading which."""
    found: dict[int, int] = defaultdict(int)
    query = "SELECT gram, more, length(ids) FROM matching_posting WHERE gram"
    for batch in _batches(grams):
        for gram, more, size in by_number(query, batch):
            found[gram] += more + size // 4
    return dict(found)


def insert(rows: Iterable[Row]) -> None:
    """Quickest when the rows are sorted."""
    every = iter(rows)
    while batch := list(islice(every, 10_000)):
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                columns = [list(column) for column in zip(*batch, strict=True)]
                cursor.execute(
                    f"INSERT INTO matching_posting ({_COLUMNS}) SELECT * FROM unnest("  # noqa: S608 - constant names
                    "%s::bigint[], %s::bigint[], %s::integer[], %s::bytea[])",
                    columns,
                )
            else:
                cursor.executemany(
                    f"INSERT INTO matching_posting ({_COLUMNS}) VALUES (%s, %s, %s, %s)",  # noqa: S608 - constant names
                    batch,
                )


def add(entries: Iterable[tuple[int, Sequence[int]]]) -> None:
    """Put new entries in, each with its distinct grams."""
    rows = sorted(
        (gram, entry, 0, entry.to_bytes(4, "little")) for entry, grams in entries for gram in grams
    )
    insert(rows)
    put_together(sorted({gram for gram, *_ in rows}))


def put_together(grams: Sequence[int]) -> None:
    """Make few rows of many, where a gram has more than 16. Rows that somebody else works on stay
    as they are: nobody waits here."""
    many: list[int] = []
    for batch in _batches(grams):
        condition, parameters = _among(batch)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT gram FROM matching_posting WHERE gram {condition}"  # noqa: S608 - place-holders only
                " GROUP BY gram HAVING count(*) > %s",
                [*parameters, ROWS],
            )
            many += [gram for (gram,) in cursor.fetchall()]
    for batch in _batches(sorted(many)):
        rows = _held(batch, waiting=False)
        _delete([(gram, slot) for gram, slot, _, _ in rows])
        insert(packed(rows))


def packed(rows: Iterable[Row]) -> Iterator[Row]:
    """The same postings in as few rows as they need, sorted. A gram in too many entries keeps a
    sample of them and the number of the others."""
    by_gram: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        by_gram[row[0]].append(row)
    for gram in sorted(by_gram):
        ids: Ids = np.frombuffer(b"".join(row[3] for row in by_gram[gram]), dtype="<u4")
        more = sum(row[2] for row in by_gram[gram])
        yield from rows_of(gram, ids, more)


def rows_of(gram: int, ids: Ids, more: int = 0) -> Iterator[Row]:
    kept = sampled(ids)
    more += len(ids) - len(kept)
    if len(kept) > ROW_IDS:
        kept = kept[np.argsort(mixed(kept))]
    content = kept.astype("<u4").tobytes()
    for start in range(0, len(kept), ROW_IDS):
        part = content[4 * start : 4 * (start + ROW_IDS)]
        yield gram, int.from_bytes(part[:4], "little"), more, part
        more = 0


def remove(entry: int, grams: Sequence[int]) -> None:
    """Take an entry out of its grams. On PostgreSQL the rows are held first, and asked for again
    while somebody else puts them together."""
    searched = entry.to_bytes(4, "little")
    left = set(grams)
    for _ in range(_TRIES):
        rows = [row for batch in _batches(sorted(left)) for row in _held(batch, waiting=True)]
        holding = [(row, at) for row in rows if (at := _place(row[3], searched)) >= 0]
        _delete([(row[0], row[1]) for row, _ in holding])
        insert(
            (gram, slot, more, ids[:at] + ids[at + 4 :])
            for (gram, slot, more, ids), at in holding
            if len(ids) > 4 or more
        )
        left -= {row[0] for row, _ in holding}
        full = {gram: (slot, more) for gram, slot, more, _ in rows if more and gram in left}
        _count_down(full)
        left -= full.keys()
        if not left or connection.vendor != "postgresql":
            return


def _place(ids: bytes, searched: bytes) -> int:
    at = ids.find(searched)
    while at % 4 and at >= 0:
        at = ids.find(searched, at + 1)
    return at


def _count_down(full: dict[int, tuple[int, int]]) -> None:
    with connection.cursor() as cursor:
        for gram, (slot, _) in sorted(full.items()):
            cursor.execute(
                "UPDATE matching_posting SET more = more - 1 WHERE gram = %s AND slot = %s",
                [gram, slot],
            )


def _held(grams: Sequence[int], *, waiting: bool) -> list[Row]:
    """The rows of the grams, sorted; nobody else changes them until the transaction ends."""
    condition, parameters = _among(grams)
    suffix = ""
    if connection.vendor == "postgresql":
        suffix = " FOR UPDATE" if waiting else " FOR UPDATE SKIP LOCKED"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS} FROM matching_posting WHERE gram {condition}"  # noqa: S608 - place-holders only
            f" ORDER BY gram, slot{suffix}",
            parameters,
        )
        return [(gram, slot, more, bytes(ids)) for gram, slot, more, ids in cursor.fetchall()]


def _delete(keys: Sequence[tuple[int, int]]) -> None:
    if not keys:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "DELETE FROM matching_posting USING unnest(%s::bigint[], %s::bigint[])"
                " AS gone(gram, slot) WHERE matching_posting.gram = gone.gram"
                " AND matching_posting.slot = gone.slot",
                [[gram for gram, _ in keys], [slot for _, slot in keys]],
            )
        else:
            cursor.executemany("DELETE FROM matching_posting WHERE gram = %s AND slot = %s", keys)


def _among(grams: Sequence[int]) -> tuple[str, list[Any]]:
    if connection.vendor == "postgresql":
        return "= ANY(%s)", [list(grams)]
    return f"IN ({', '.join(['%s'] * len(grams))})", list(grams)


def _batches(grams: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(grams), _BATCH):
        yield grams[start : start + _BATCH]
