"""Whether the index agrees with what it was made from."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import DatabaseError, transaction
from django.db.models import Exists, OuterRef

from sangto.matching.domain.kinds import SourceKind
from sangto.matching.index import match_index
from sangto.matching.index.sources import count_sources, indexed_links
from sangto.matching.models import ClaimWording, IndexEntry

_SAMPLE = 400


@dataclass(frozen=True, slots=True)
class IndexHealth:
    """``missing`` sources have no entry; ``damaged`` says that the index can not be read or no
    longer leads to an entry that is there. Both are mended by ``rebuild_index``."""

    sources: int
    entries: int
    missing: int
    damaged: bool

    @property
    def ok(self) -> bool:
        return not self.missing and not self.damaged


def index_health() -> IndexHealth:
    """A handful of queries; reads the newest entry back through it as a sample."""
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
        missing=wordings.count() + reports.count(),
        damaged=_damaged(),
    )


def _damaged() -> bool:
    newest = IndexEntry.objects.filter(folded__contains=" ").order_by("-pk").first()
    try:
        with transaction.atomic():
            found = match_index().find(newest.folded if newest else "tin nhan", _SAMPLE)
    except DatabaseError:
        return True
    return newest is not None and all(one.entry.folded != newest.folded for one in found)
