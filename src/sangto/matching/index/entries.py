"""The index: entries as rows, and the postings of their grams."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

import numpy as np
from django.db import connection, transaction
from django.db.models import QuerySet
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import LCSseq

from sangto.audit.locks import write_lock
from sangto.matching.domain.kinds import SourceKind
from sangto.matching.index import postings
from sangto.matching.index.filling import is_cold, refill, write
from sangto.matching.index.grams import asked_grams, grams_of
from sangto.matching.index.interface import Candidate, EntryData, Progress
from sangto.matching.index.quick import by_number
from sangto.matching.index.sources import count_sources, orphans, source_batches
from sangto.matching.index.votes import Votes, heaviest, joined, kept, voting
from sangto.matching.models import IndexEntry

_COLUMNS = ("source_kind", "source_id", "claim_id", "folded", "exact_digest", "link_digest")
_REPORT = SourceKind.REPORT.value
_KINDS = {kind.value: kind for kind in SourceKind}
_ENTRIES = f"SELECT id, {', '.join(_COLUMNS)} FROM matching_indexentry WHERE id "  # noqa: S608 - constant names

#: Up to so many grams it is quicker to read all their entries than to ask first which are rare.
READ_AT_ONCE = 64
#: Entries with most votes whose texts are compared as a whole.
NEAREST = 64
#: Reports of one claim among the candidates: the copies of a wave leave room for other claims.
OF_ONE_CLAIM = 8
#: What else than the rarity of the shared grams counts, beside it; tried on the train and dev parts
#: of the labelled sets and on made messages.
_COVERED = 0.2
_COMMON = 0.3
#: Characters of the texts that are compared.
_COMPARED = 3_000


_Row = tuple[int, str, int, int, str, str, str]


def _data(columns: Sequence[Any]) -> EntryData:
    kind, *rest = columns
    return EntryData(_KINDS[kind], *rest)


def data_of(rows: QuerySet[IndexEntry]) -> dict[int, EntryData]:
    """The entries by their ids, without making objects of the model. One query."""
    return {entry: _data(columns) for entry, *columns in rows.values_list("pk", *_COLUMNS)}


class EntryIndex:
    def find(self, folded: str, limit: int) -> list[Candidate]:
        grams = asked_grams(folded)
        if not grams or limit < 1:
            return []
        votes = self._votes(grams, max(NEAREST, limit))
        if votes is None:
            return []
        rows = _rows(votes.entries.tolist())
        weights = _weights(folded, rows, votes.of([row[0] for row in rows]))
        order = np.argsort(-weights, kind="stable").tolist()
        chosen = _of_many_claims(order, rows, limit)
        return [Candidate(rows[at][0], _data(rows[at][1:]), weights[at].item()) for at in chosen]

    @staticmethod
    def _votes(grams: Sequence[int], limit: int) -> Votes | None:
        """None where no entry holds any of the grams."""
        asked = len(grams)
        if asked > READ_AT_ONCE:
            grams = voting(postings.sizes(grams), asked)
        lists = joined(postings.read(grams))
        chosen = voting({gram: size for gram, (size, _) in lists.items()}, asked)
        whole = [(lists[gram][0], kept(lists[gram][1])) for gram in chosen]
        return heaviest(whole, limit) if any(len(ids) for _, ids in whole) else None

    def add(self, entry: EntryData) -> None:
        existing = IndexEntry.objects.filter(
            source_kind=entry.source_kind.value, source_id=entry.source_id
        )
        known = existing.values_list("pk", "folded").first()
        if known is not None and known[1] == entry.folded:
            existing.update(
                claim=entry.claim_id,
                exact_digest=entry.exact_digest,
                link_digest=entry.link_digest,
            )
            return
        if known is not None:
            self.forget(existing)
        self.add_all([entry])

    def add_all(self, entries: Iterable[EntryData]) -> None:
        every = iter(entries)
        while batch := list(islice(every, 500)):
            rows = IndexEntry.objects.bulk_create(row_of(entry) for entry in batch)
            postings.add((row.pk, grams_of(row.folded)) for row in rows)

    def remove(self, source_kind: SourceKind, source_id: int) -> bool:
        entries = IndexEntry.objects.filter(source_kind=source_kind.value, source_id=source_id)
        return self.forget(entries) > 0

    def forget(self, entries: QuerySet[IndexEntry]) -> int:
        gone = list(entries.values_list("pk", "folded"))
        for entry, folded in gone:
            postings.remove(entry, grams_of(folded))
        IndexEntry.objects.filter(pk__in=[entry for entry, _ in gone]).delete()
        return len(gone)

    def rebuild(self, progress: Progress | None = None) -> bool:
        """Entries without a source go first, then every source is put in again, last the postings
        are made new from the entries. Where most entries are missing only their rows are put in,
        which is many times quicker; they are found when their range of postings is made."""
        sources = count_sources()
        total = 2 * sources
        with write_lock(), transaction.atomic():
            postings.install(connection)
            self.forget(orphans())
        cold = is_cold(sources)
        done = 0
        for batch in source_batches():
            with write_lock(), transaction.atomic():
                entries = batch()
                self._renew(entries, only_rows=cold)
            done += len(entries)
            if progress is not None and progress(min(done, sources), total) is False:
                return False

        def go_on(part: int, parts: int) -> bool | None:
            if progress is None:
                return None
            return progress(total if part == parts else sources + sources * part // parts, total)

        return refill(go_on)

    def _renew(self, entries: Sequence[EntryData], *, only_rows: bool) -> None:
        """Put in what is missing or not as it has to be; ``only_rows`` leaves the postings of what
        is missing to :func:`refill`."""
        known = {(one.source_kind, one.source_id): one for one in _of_same_sources(entries)}
        missing = [one for one in entries if (one.source_kind, one.source_id) not in known]
        if only_rows:
            write(missing)
            missing = []
        stale = [one for one in entries if known.get((one.source_kind, one.source_id), one) != one]
        for entry in (*missing, *stale):
            self.add(entry)


def _of_same_sources(entries: Iterable[EntryData]) -> Iterable[EntryData]:
    """What the index holds of their sources: a query for each kind of source."""
    ids: dict[SourceKind, list[int]] = defaultdict(list)
    for entry in entries:
        ids[entry.source_kind].append(entry.source_id)
    for kind, sources in ids.items():
        rows = IndexEntry.objects.filter(source_kind=kind.value, source_id__in=sources)
        yield from data_of(rows).values()


def row_of(entry: EntryData) -> IndexEntry:
    return IndexEntry(
        source_kind=entry.source_kind.value,
        source_id=entry.source_id,
        claim_id=entry.claim_id,
        folded=entry.folded,
        exact_digest=entry.exact_digest,
        link_digest=entry.link_digest,
        length=len(entry.folded),
    )


def _rows(ids: Sequence[int]) -> list[_Row]:
    """In the order of the ids."""
    rows: list[_Row] = by_number(_ENTRIES, ids)
    rows.sort()
    return rows


def _weights(folded: str, rows: Sequence[_Row], votes: Votes) -> NDArray[np.float64]:
    """How near each text is: by the rare grams that it shares, by the share of its own grams that
    voted, and by how much of the shorter text stands in the longer one, letter after letter."""
    asked = folded[:_COMPARED]
    known = [row[4][:_COMPARED] for row in rows]
    common = process.cdist([asked], known, scorer=LCSseq.similarity, dtype=np.float64)[0]
    shorter = np.clip([len(text) for text in known], 1, max(1, len(asked)))
    own = np.maximum(1, [row[4].count(" ") for row in rows])
    covered = np.minimum(1.0, votes.grams / own)
    weights = votes.shares + _COVERED * covered + _COMMON * common / shorter
    return np.asarray(np.round(weights, 9), dtype=np.float64)


def _of_many_claims(order: Sequence[int], rows: Sequence[_Row], limit: int) -> list[int]:
    """The first of the same order; of one claim eight reports, then what is left of them."""
    reports: Counter[int] = Counter()
    first: list[int] = []
    rest: list[int] = []
    for at in order:
        if len(first) == limit:
            return first
        _, kind, _, claim, *_ = rows[at]
        reports[claim] += kind == _REPORT
        (rest if kind == _REPORT and reports[claim] > OF_ONE_CLAIM else first).append(at)
    return (first + rest)[:limit]
