"""Making all postings from the entries, while looking up, adding and removing go on.

The grams of every entry are written to files by the range of numbers that they lie in, so that
memory stays small whatever the size. Then each range is put in the place of what the table has
there, in a short transaction of its own.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
from django.conf import settings
from django.db import connection, transaction
from numpy.typing import NDArray

from sangto.audit.locks import write_lock
from sangto.matching.index import postings
from sangto.matching.index.grams import GRAM_BITS, grams_of
from sangto.matching.index.votes import Ids
from sangto.matching.models import IndexEntry

#: Called with (ranges done, ranges); return False to stop there.
Parts = Callable[[int, int], bool | None]

_CHUNK = 5_000
#: Entries whose postings are exchanged in one transaction, about.
_ENTRIES_A_RANGE = 8_000
_MOST_RANGES = 256
_PAIR = np.dtype([("gram", "<u8"), ("entry", "<u4")])
Pairs = NDArray[np.void]


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


def _spread(folder: Path, newest: int, shift: int) -> NDArray[np.uint32]:
    """Write (gram, entry) of all entries up to ``newest`` by ranges; the entries, in order."""
    written: list[int] = []
    for entries in _chunks(0, newest):
        written += [entry for entry, _ in entries]
        pairs = _pairs(entries)
        numbers = (pairs["gram"] >> np.uint64(shift)).astype(np.int64)
        order = np.argsort(numbers, kind="stable")
        pairs, numbers = pairs[order], numbers[order]
        for number in np.unique(numbers).tolist():
            start, end = np.searchsorted(numbers, [number, number + 1])
            with (folder / str(number)).open("ab") as file:
                pairs[start:end].tofile(file)
    return np.array(written, dtype=np.uint32)


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


def _exchange(
    pairs: Pairs, number: int, shift: int, newest: int, written: NDArray[np.uint32]
) -> None:
    low, high = number << shift, (number + 1) << shift
    held = _kept_still(newest, written)
    if held is not None:
        pairs = pairs[np.isin(pairs["entry"], held)]
    for entries in _chunks(newest, 2**32 - 1):
        later = _pairs(entries)
        inside = (later["gram"] >= low) & (later["gram"] < high)
        pairs = np.concatenate((pairs, later[inside]))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM matching_posting WHERE gram >= %s AND gram < %s", [low, high])
    postings.insert(_rows(pairs))


def _kept_still(newest: int, written: NDArray[np.uint32]) -> Ids | None:
    """The entries of the beginning that are there still; None where all are."""
    known = IndexEntry.objects.filter(pk__lte=newest)
    if known.count() == len(written):
        return None
    return np.fromiter(known.values_list("pk", flat=True).iterator(), dtype=np.uint32)


def _rows(pairs: Pairs) -> Iterator[postings.Row]:
    if not len(pairs):
        return
    order = np.lexsort((pairs["entry"], pairs["gram"]))
    grams, entries = pairs["gram"][order], pairs["entry"][order]
    firsts = np.flatnonzero(np.concatenate(([True], grams[1:] != grams[:-1])))
    starts = [*firsts.tolist(), len(grams)]
    content = entries.tobytes()
    for gram, (start, end) in zip(grams[firsts].tolist(), pairwise(starts), strict=True):
        if end - start <= postings.ROW_IDS:
            ids = content[4 * start : 4 * end]
            yield gram, int.from_bytes(ids[:4], "little"), 0, ids
        else:
            yield from postings.rows_of(gram, entries[start:end])
