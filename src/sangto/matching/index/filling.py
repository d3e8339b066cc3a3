"""Making all postings from the entries, while looking up, adding and removing go on.

The grams of every entry are written to files by the range of numbers that they lie in, so that
memory stays small whatever the size. Then each range is put in the place of what the table has
there, in a short transaction of its own.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from django.conf import settings
from django.db import connection, transaction
from numpy.typing import NDArray

from sangto.audit.locks import write_lock
from sangto.matching.index import postings
from sangto.matching.index.grams import GRAM_BITS, grams_of
from sangto.matching.index.interface import EntryData
from sangto.matching.models import IndexEntry, Posting

#: Called with (ranges done, ranges); return False to stop there.
Parts = Callable[[int, int], bool | None]

_CHUNK = 5_000
_COLUMNS = ("source_kind", "source_id", "claim_id", "folded", "exact_digest", "link_digest")
#: Entries whose postings are exchanged in one transaction, about.
_ENTRIES_A_RANGE = 8_000
_MOST_RANGES = 256
_PAIR = np.dtype([("gram", "<u8"), ("entry", "<u4")])
Pairs = NDArray[np.void]


def is_cold(sources: int) -> bool:
    """Whether most of so many sources have no entry yet, or nothing leads to the entries there
    are. Either is plain to `sangto doctor`, so a filling that is broken off does not go unseen."""
    return 2 * IndexEntry.objects.count() < sources or not Posting.objects.exists()


def write(entries: Sequence[EntryData]) -> None:
    """Rows without postings. What ``bulk_create`` does, without an object of the model for each;
    a source that somebody else puts in meanwhile keeps that entry."""
    marks = ", ".join(["%s"] * (len(_COLUMNS) + 1))
    statement = (
        f"INSERT INTO matching_indexentry ({', '.join(_COLUMNS)}, length) VALUES ({marks})"  # noqa: S608 - constant names
        " ON CONFLICT (source_kind, source_id) DO NOTHING"
    )
    with connection.cursor() as cursor:
        cursor.executemany(
            statement,
            [
                (
                    entry.source_kind.value,
                    entry.source_id,
                    entry.claim_id,
                    entry.folded,
                    entry.exact_digest,
                    entry.link_digest,
                    len(entry.folded),
                )
                for entry in entries
            ],
        )


def refill(progress: Parts | None = None) -> bool:
    """False when ``progress`` stopped it; what is done stays done. Needs about 12 bytes a gram in
    the data folder meanwhile."""
    newest = IndexEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    known = IndexEntry.objects.filter(pk__lte=newest)
    bits = max(0, min(_MOST_RANGES, known.count() // _ENTRIES_A_RANGE).bit_length())
    ranges = 1 << bits
    with tempfile.TemporaryDirectory(prefix="index-", dir=settings.SANGTO_DATA) as folder:
        written = _spread(Path(folder), newest, GRAM_BITS - bits)
        for number in range(ranges):
            pairs = _read(Path(folder) / str(number))
            with write_lock(), transaction.atomic():
                _exchange(pairs, number, GRAM_BITS - bits, newest, written)
            if progress is not None and progress(number + 1, ranges) is False:
                return False
    return True


def _spread(folder: Path, newest: int, shift: int) -> int:
    """Write (gram, entry) of all entries up to ``newest`` by ranges; how many these are."""
    written = 0
    for entries in _chunks(0, newest):
        written += len(entries)
        pairs = _pairs(entries)
        numbers = (pairs["gram"] >> np.uint64(shift)).astype(np.int64)
        order = np.argsort(numbers, kind="stable")
        pairs, numbers = pairs[order], numbers[order]
        for number in np.unique(numbers).tolist():
            start, end = np.searchsorted(numbers, [number, number + 1])
            with (folder / str(number)).open("ab") as file:
                pairs[start:end].tofile(file)
    return written


def _chunks(after: int, newest: int) -> Iterator[list[tuple[int, str]]]:
    while True:
        entries = list(
            IndexEntry.objects.filter(pk__gt=after, pk__lte=newest)
            .order_by("pk")
            .values_list("pk", "folded")[:_CHUNK]
        )
        if not entries:
            return
        yield entries
        after = entries[-1][0]


def _pairs(entries: list[tuple[int, str]]) -> Pairs:
    grams: list[int] = []
    counts: list[int] = []
    for _, folded in entries:
        found = grams_of(folded)
        grams += found
        counts.append(len(found))
    pairs = np.empty(len(grams), dtype=_PAIR)
    pairs["gram"] = grams
    pairs["entry"] = np.repeat(np.array([entry for entry, _ in entries], dtype=np.uint32), counts)
    return pairs


def _read(path: Path) -> Pairs:
    return np.fromfile(path, dtype=_PAIR) if path.exists() else np.empty(0, dtype=_PAIR)


def _exchange(pairs: Pairs, number: int, shift: int, newest: int, written: int) -> None:
    low, high = number << shift, (number + 1) << shift
    if _remaining(newest) != written:
        known = IndexEntry.objects.filter(pk__lte=newest).values_list("pk", flat=True)
        pairs = pairs[np.isin(pairs["entry"], np.fromiter(known.iterator(), dtype=np.uint32))]
    for entries in _chunks(newest, 2**32 - 1):
        later = _pairs(entries)
        inside = (later["gram"] >= low) & (later["gram"] < high)
        pairs = np.concatenate((pairs, later[inside]))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM matching_posting WHERE gram >= %s AND gram < %s", [low, high])
    postings.insert(_rows(pairs))


def _remaining(newest: int) -> int:
    """How many of the entries of the beginning are there still. Both databases count all rows much
    sooner than those up to a number."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM matching_indexentry)"
            " - (SELECT count(*) FROM matching_indexentry WHERE id > %s)",
            [newest],
        )
        return int(cursor.fetchone()[0])


def _rows(pairs: Pairs) -> Iterator[postings.Row]:
    if not len(pairs):
        return
    order = np.lexsort((pairs["entry"], pairs["gram"]))
    grams, entries = pairs["gram"][order], pairs["entry"][order]
    firsts = np.flatnonzero(np.concatenate(([True], grams[1:] != grams[:-1])))
    starts = firsts.tolist()
    ends = [*starts[1:], len(grams)]
    content = entries.tobytes()
    for gram, slot, start, end in zip(
        grams[firsts].tolist(), entries[firsts].tolist(), starts, ends, strict=True
    ):
        if end - start <= postings.ROW_IDS:
            yield gram, slot, 0, content[4 * start : 4 * end]
        else:
            yield from postings.rows_of(gram, entries[start:end])
