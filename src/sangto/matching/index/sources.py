"""What the index is made from: wordings, and reports that are linked and still have content."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet

from sangto.audit.secrets import digester
from sangto.intake.models import Report
from sangto.matching.domain.kinds import LinkState, SourceKind
from sangto.matching.domain.reading import Reading, read_text
from sangto.matching.index.interface import EntryData
from sangto.matching.index.report_text import text_of_report
from sangto.matching.models import ClaimWording, IndexEntry, ReportLink

LINK_PURPOSE = "matching.link"
_BATCH = 200


def only_address(reading: Reading) -> str:
    """The canonical address when all that was named is one link, else empty."""
    links = reading.all_links
    return links[0].address if len(links) == 1 else ""


def entry_of_wording(wording: ClaimWording) -> EntryData:
    reading = read_text(wording.text)
    return EntryData(
        source_kind=SourceKind.WORDING,
        source_id=wording.pk,
        claim_id=wording.claim_id,
        folded=reading.key,
        exact_digest=reading.exact_digest,
    )


def entry_of_report(report: Report, claim_id: int, reading: Reading | None = None) -> EntryData:
    """The link is kept as a keyed digest only, the text without links and numbers."""
    reading = reading or read_text(text_of_report(report), link=report.link)
    address = only_address(reading)
    return EntryData(
        source_kind=SourceKind.REPORT,
        source_id=report.pk,
        claim_id=claim_id,
        folded=reading.key,
        exact_digest=reading.exact_digest,
        link_digest=digester().digest(LINK_PURPOSE, address) if address else "",
    )


def indexed_links() -> QuerySet[ReportLink]:
    return ReportLink.objects.filter(report__content_deleted_at__isnull=True).exclude(
        state=LinkState.REJECTED.value
    )


def count_sources() -> int:
    return ClaimWording.objects.count() + indexed_links().count()


def orphans() -> QuerySet[IndexEntry]:
    """The entries whose wording or report is gone, unlinked or without content."""
    wordings = ClaimWording.objects.filter(pk=OuterRef("source_id"))
    links = indexed_links().filter(report=OuterRef("source_id"))
    return IndexEntry.objects.filter(
        Q(source_kind=SourceKind.WORDING.value) & ~Exists(wordings)
        | Q(source_kind=SourceKind.REPORT.value) & ~Exists(links)
    )


def source_batches() -> Iterator[Callable[[], list[EntryData]]]:
    """Batches of 200 by id. Each is read only when it is called, inside its transaction, so that
    what was removed meanwhile stays removed."""
    for kind, ids in (
        (SourceKind.WORDING, ClaimWording.objects.order_by("pk").values_list("pk", flat=True)),
        (SourceKind.REPORT, indexed_links().order_by("pk").values_list("pk", flat=True)),
    ):
        known = list(ids)
        for start in range(0, len(known), _BATCH):
            yield _batch(kind, known[start : start + _BATCH])


def _batch(kind: SourceKind, ids: list[int]) -> Callable[[], list[EntryData]]:
    def read() -> list[EntryData]:
        if kind is SourceKind.WORDING:
            return [
                entry_of_wording(wording) for wording in ClaimWording.objects.filter(pk__in=ids)
            ]
        links = (
            indexed_links()
            .filter(pk__in=ids)
            .select_related("report")
            .prefetch_related("report__images")
        )
        return [entry_of_report(link.report, link.claim_id) for link in links]

    return read
