"""Whether the index agrees with what it was made from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from django.db import DatabaseError, transaction
from django.db.models import Exists, OuterRef

from sangto.intake.likeness import unbanded_pictures
from sangto.matching.domain.kinds import SourceKind
from sangto.matching.index import postings
from sangto.matching.index.grams import asked_grams
from sangto.matching.index.sources import count_sources, indexed_links
from sangto.matching.index.votes import KEPT, merged
from sangto.matching.models import ClaimWording, IndexEntry, Posting

_SAMPLE = 64


@dataclass(frozen=True, slots=True)
class IndexHealth:
    """``missing`` sources and pictures have no entry; ``damaged`` says that the index can not be
    read or no longer leads to an entry that is there. Both are mended by ``rebuild_index``."""

    sources: int
    entries: int
    missing: int
    damaged: bool

    @property
    def ok(self) -> bool:
        return not self.missing and not self.damaged


def index_health() -> IndexHealth:
    """Some hundred small queries; reads entries back through it as a sample."""
    entry = IndexEntry.objects.filter(source_id=OuterRef("pk"))
    wordings = ClaimWording.objects.exclude(
        Exists(entry.filter(source_kind=SourceKind.WORDING.value))
    )
    of_report = IndexEntry.objects.filter(
        source_id=OuterRef("report"), source_kind=SourceKind.REPORT.value
    )
    reports = indexed_links().exclude(Exists(of_report))
    return IndexHealth(
        sources=count_sources(),
        entries=IndexEntry.objects.count(),
        missing=wordings.count() + reports.count() + unbanded_pictures().count(),
        damaged=_damaged(),
    )


def _damaged() -> bool:
    """Looks into a sample: do entries stand in the postings of all their grams, and are what the
    postings name entries at all? A gram that keeps only some of its entries says nothing."""
    try:
        with transaction.atomic():
            return any(_lost(entry, folded) for entry, folded in _some_entries()) or _strays()
    except DatabaseError:
        return True


def _some_entries() -> list[tuple[int, str]]:
    """The newest and the oldest ones, and some from in between."""
    entries = IndexEntry.objects.order_by("pk").values_list("pk", "folded")
    newest = list(entries.reverse()[: _SAMPLE // 4])
    oldest = list(entries[: _SAMPLE // 4])
    if len(newest) < _SAMPLE // 4:
        return newest
    first, last = oldest[0][0], newest[0][0]
    step = max(1, (last - first) // (_SAMPLE // 2))
    between = [entries.filter(pk__gte=place).first() for place in range(first, last, step)]
    return list({*newest, *oldest, *(one for one in between if one is not None)})


def _lost(entry: int, folded: str) -> bool:
    grams = asked_grams(folded)
    lists = merged(postings.read(grams))
    return any(
        gram not in lists or (entry not in lists[gram][1] and lists[gram][0] <= KEPT)
        for gram in grams
    )


def _strays() -> bool:
    rows = list(Posting.objects.order_by("gram", "slot").values_list("ids", flat=True)[:_SAMPLE])
    ids = {int(one) for content in rows for one in np.frombuffer(bytes(content), dtype="<u4")[:8]}
    return IndexEntry.objects.filter(pk__in=ids).count() < len(ids)
