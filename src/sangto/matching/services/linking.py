"""A new report joins the claim that it repeats, or starts one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max
from django.utils import timezone

from sangto.audit.services import Journal, change
from sangto.audit.tags import AuditTag
from sangto.intake.domain.reports import OriginKind
from sangto.intake.models import Report
from sangto.kernel.actor import Actor, system_actor
from sangto.matching.domain.kinds import LinkMethod, LinkState
from sangto.matching.domain.reading import Reading
from sangto.matching.index import match_index
from sangto.matching.index.report_text import looks_of_report, text_of_report
from sangto.matching.index.sources import entry_of_report
from sangto.matching.models import Claim, IndexEntry, ReportLink
from sangto.matching.permissions import MatchingPermission, authorise
from sangto.matching.queries import ClaimMatch, find_claims
from sangto.matching.services.asking import ask_refresh, ask_suggestions
from sangto.matching.services.claims import new_claim
from sangto.matching.services.holding import hold_links

Settle = Callable[[], None]

#: How many near claims the desk is told of when a report starts a new one.
SIMILAR = 5


@dataclass(frozen=True, slots=True)
class _Search:
    """What was found outside the transaction, and the newest entry that it could have seen."""

    matches: tuple[ClaimMatch, ...]
    reading: Reading
    newest: int


def match_report_task(report_id: int) -> Settle:
    """For the queue: looks up now, links in the returned call. A report that is gone, empty or
    linked already is left alone."""
    report = _waiting(report_id)
    search = _search(report) if report is not None else None

    def settle() -> None:
        if report is not None and search is not None:
            _link(report, search, system_actor("report.match"), timezone.now())

    return settle


def match_report(*, report: Report, actor: Actor, now: datetime | None = None) -> ReportLink | None:
    """Join an existing claim or start a new untitled one, and put the report into the index.

    Answers the link, an older one if there is one already, or None when the content of the report
    is deleted. Archives and machines are linked like people but never count as askers.
    """
    if report.content_deleted_at is not None:
        return ReportLink.objects.filter(report=report).first()
    return _link(report, _search(report), actor, now or timezone.now())


def _waiting(report_id: int) -> Report | None:
    return Report.objects.filter(
        pk=report_id, content_deleted_at__isnull=True, claim_link__isnull=True
    ).first()


def _newest() -> int:
    return IndexEntry.objects.aggregate(newest=Max("pk"))["newest"] or 0


def _search(report: Report) -> _Search:
    newest = _newest()
    findings = find_claims(
        text_of_report(report),
        link=report.link,
        looks=looks_of_report(report),
        limit=SIMILAR,
        without_report=report.pk,
    )
    return _Search(findings.matches, findings.reading, newest)


def _link(report: Report, search: _Search, actor: Actor, now: datetime) -> ReportLink | None:
    with change(actor) as journal:
        authorise(actor, MatchingPermission.REPORT_MATCH)
        hold_links()
        existing = ReportLink.objects.filter(report=report).first()
        gone = Report.objects.filter(pk=report.pk, content_deleted_at__isnull=False).exists()
        if existing is not None or gone:
            journal.nothing_changed()
            return existing
        if _newest() > search.newest:
            search = _search(report)
        chosen = next(
            (
                match
                for match in search.matches
                if match.joins
                and match.claim.network_id == report.network_id
                and _is_open(match.claim)
            ),
            None,
        )
        link = (
            _join(report, chosen, search, now) if chosen else _start(journal, report, search, now)
        )
        match_index().add(entry_of_report(report, link.claim_id, search.reading))
        journal.record(
            AuditTag.REPORT_MATCHED,
            report,
            {"claim": link.claim_id, "method": link.method, "score": link.score},
        )
        ask_refresh(link.claim_id)
        if report.origin != OriginKind.ARCHIVE:
            ask_suggestions(link.claim_id)
        return link


def _is_open(claim: Claim) -> bool:
    return Claim.objects.filter(pk=claim.pk, merged_into__isnull=True).exists()


def _join(report: Report, match: ClaimMatch, search: _Search, now: datetime) -> ReportLink:
    others = _similar(report, search, but=match.claim.pk)
    return ReportLink.objects.create(
        report=report,
        claim=match.claim,
        method=match.method.value,
        score=match.score,
        state=LinkState.AUTO.value,
        explanation={
            **_told(match),
            **({"similar": others} if others else {}),
        },
        linked_at=now,
    )


def _start(journal: Journal, report: Report, search: _Search, now: datetime) -> ReportLink:
    similar = _similar(report, search)
    return ReportLink.objects.create(
        report=report,
        claim=new_claim(journal, network=report.network, now=now),
        method=LinkMethod.NEW.value,
        score=1.0,
        state=LinkState.AUTO.value,
        explanation={"similar": similar},
        linked_at=now,
    )


def _told(match: ClaimMatch) -> dict[str, object]:
    """Codes of the reasons; where a chance was estimated also that, and what made it."""
    why = [reason.code for reason in match.why]
    return {"why": why} | ({"chance": match.chance.to_json()} if match.chance else {})


def _similar(report: Report, search: _Search, but: int = 0) -> list[dict[str, object]]:
    """What else the text is near to, by numbers and codes."""
    return [
        {
            "claim": match.claim.pk,
            "score": match.score,
            "method": match.method.value,
            **_told(match),
        }
        for match in search.matches
        if match.claim.network_id == report.network_id and match.claim.pk != but
    ]
