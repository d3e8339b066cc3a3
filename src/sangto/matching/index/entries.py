"""The part of the index that both databases share: rows of entries."""

from __future__ import annotations

import abc
from collections.abc import Iterable, Sequence

from django.db import connection, transaction
from django.db.models import QuerySet

from sangto.audit.locks import write_lock
from sangto.matching.domain.kinds import SourceKind
from sangto.matching.index import schema
from sangto.matching.index.grams import grams_of, heaviest
from sangto.matching.index.interface import Candidate, EntryData, Progress
from sangto.matching.index.sources import count_sources, drop_orphans, source_batches
from sangto.matching.models import IndexEntry

_COLUMNS = ("source_kind", "source_id", "claim_id", "folded", "exact_digest", "link_digest")
_KINDS = {kind.value: kind for kind in SourceKind}


def data_of(rows: QuerySet[IndexEntry]) -> dict[int, EntryData]:
    """The entries by their ids, without making objects of the model. One query."""
    return {
        entry: EntryData(_KINDS[kind], *columns)
        for entry, kind, *columns in rows.values_list("pk", *_COLUMNS)
    }


class EntryIndex(abc.ABC):
    """Entries as rows; a subclass knows where the database keeps their grams."""

    @abc.abstractmethod
    def postings(self, grams: Sequence[str]) -> Iterable[tuple[int, int]]:
        """(gram number, entry id) of the entries that hold a gram, lowest ids first, at most
        ``COMMON + 1`` of one gram."""

    def find(self, folded: str, limit: int) -> list[Candidate]:
        grams = grams_of(folded)
        if not grams or limit < 1:
            return []
        ordered = heaviest(self.postings(grams), limit)
        rows = data_of(IndexEntry.objects.filter(pk__in=[entry for entry, _ in ordered]))
        return [
            Candidate(entry_id=entry, entry=rows[entry], weight=weight)
            for entry, weight in ordered
            if entry in rows
        ]

    def add(self, entry: EntryData) -> None:
        IndexEntry.objects.update_or_create(
            source_kind=entry.source_kind.value,
            source_id=entry.source_id,
            defaults={
                "claim_id": entry.claim_id,
                "folded": entry.folded,
                "exact_digest": entry.exact_digest,
                "link_digest": entry.link_digest,
                "length": len(entry.folded),
            },
        )

    def remove(self, source_kind: SourceKind, source_id: int) -> bool:
        removed, _ = IndexEntry.objects.filter(
            source_kind=source_kind.value, source_id=source_id
        ).delete()
        return removed > 0

    def rebuild(self, progress: Progress | None = None) -> bool:
        """Short transactions, one a batch: entries without a source go first, then every source
        is put in again, last the database's own index is made new."""
        total = count_sources()
        with write_lock(), transaction.atomic():
            drop_orphans()
        done = 0
        for batch in source_batches():
            with write_lock(), transaction.atomic():
                for entry in batch():
                    self.add(entry)
                    done += 1
            if progress is not None and progress(min(done, total), total) is False:
                return False
        with write_lock(), transaction.atomic():
            schema.refill(connection)
        return True
