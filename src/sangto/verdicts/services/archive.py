"""What an archive says is taken over: its claims, closed cases and held verdicts."""

from __future__ import annotations

import json
from collections.abc import Iterable

from sangto.audit.services import change
from sangto.cases.services.archives import ArchivedClaim, archive_claims
from sangto.cases.services.refreshing import refresh_at_the_end
from sangto.intake.models import ArchiveBatch, Report
from sangto.intake.services import mark_settled
from sangto.kernel.actor import Actor
from sangto.matching.models import Claim, ReportLink
from sangto.matching.services import hold_links
from sangto.matching.services.archives import Description, describe_archived, match_archive
from sangto.verdicts.domain.archive import Said
from sangto.verdicts.services.imported import hold_imported

_Row = tuple[Report, int, Said]


def settle_archive(*, batch: int, actor: Actor) -> None:
    """Let the reports of a batch join their claims, then make closed records of those claims.

    The claim's first row with a category says what it is, its first verdict is held. Whoever
    waits for an answer about a claim keeps it open. For the queue: what was done stays done when
    it is stopped, and a second call does the rest, once.
    """
    waiting = ArchiveBatch.objects.filter(pk=batch, settled_at__isnull=True).first()
    if waiting is None:
        return
    match_archive(batch=waiting, actor=actor)
    with change(actor) as journal:
        hold_links()
        found = ArchiveBatch.objects.select_for_update().select_related("network").get(pk=batch)
        if found.settled_at is not None:
            journal.nothing_changed()
            return
        rows = _rows(found)
        _archive(found, rows, actor)
        _hold_verdicts(rows, actor)
        for claim in {claim for _, claim, _ in rows}:
            refresh_at_the_end(claim)
        mark_settled(batch=found, actor=actor)


def _rows(batch: ArchiveBatch) -> list[_Row]:
    """In the order of the file; without reports that have no claim."""
    said = [Said.of(values) for values in json.loads(batch.said)]
    links = dict(ReportLink.objects.filter(report__in=batch.reports).values_list("report", "claim"))
    reports = Report.objects.in_bulk(batch.reports)
    return [
        (reports[number], links[number], one)
        for number, one in zip(batch.reports, said, strict=True)
        if number in links and number in reports
    ]


def _archive(batch: ArchiveBatch, rows: Iterable[_Row], actor: Actor) -> None:
    claims: dict[int, ArchivedClaim] = {}
    titles: dict[int, Description] = {}
    for report, claim, said in rows:
        if said.category is None or claim in claims:
            continue
        claims[claim] = ArchivedClaim(said.category, said.topic, report.received_at)
        if said.title:
            titles[claim] = Description(said.category, said.topic, said.title, said.title_en)
    if not claims:
        return
    archived = archive_claims(network=batch.network, claims=claims, actor=actor)
    told = {claim: title for claim, title in titles.items() if claim in archived}
    if told:
        describe_archived(claims=told, actor=actor)


def _hold_verdicts(rows: Iterable[_Row], actor: Actor) -> None:
    named = [row for row in rows if row[2].verdict_title]
    claims = Claim.objects.filter(pk__in={claim for _, claim, _ in named})
    free = claims.filter(verdicts__isnull=True).in_bulk()
    for report, number, said in named:
        claim = free.pop(number, None)
        if claim is not None:
            hold_imported(
                claim=claim,
                title=said.verdict_title,
                summary=said.verdict_summary,
                imported_from=said.verdict_from,
                imported_address=said.verdict_address,
                actor=actor,
                now=report.received_at,
            )
