"""What officers say about which claim a report repeats."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from sangto.audit.locks import write_lock
from sangto.audit.services import Journal, change
from sangto.audit.tags import AuditTag
from sangto.intake.models import Report
from sangto.kernel.actor import Actor
from sangto.kernel.errors import Refusal, gettext_noop, insist
from sangto.matching.domain.claims import same_claim_refusal
from sangto.matching.domain.kinds import LinkMethod, LinkState, SourceKind
from sangto.matching.index import match_index
from sangto.matching.index.sources import entry_of_report, indexed_links
from sangto.matching.models import Claim, IndexEntry, ReportLink
from sangto.matching.permissions import MatchingPermission, authorise
from sangto.matching.services.asking import ask_refresh, ask_suggestions
from sangto.matching.services.claims import new_claim
from sangto.matching.services.holding import hold_links


def move_report(*, report: Report, claim: Claim, actor: Actor) -> ReportLink:
    """An officer says that the report repeats another claim.

    Doors call the room of cases, which knows whether a case started from this report.
    """
    with change(actor) as journal:
        authorise(actor, MatchingPermission.REPORT_MOVE)
        hold_links()
        link, claim = _locked(report), Claim.objects.get(pk=claim.pk)
        insist(
            same_claim_refusal(
                same=link.claim_id == claim.pk,
                merged=claim.merged_into_id is not None,
                same_network=claim.network_id == report.network_id,
            )
        )
        return put_link(journal, link, claim, AuditTag.REPORT_MOVED)


def confirm_link(*, report: Report, actor: Actor) -> ReportLink:
    """An officer says that the report does repeat its claim."""
    with change(actor) as journal:
        authorise(actor, MatchingPermission.REPORT_MOVE)
        link = _locked(report)
        if link.state == LinkState.CONFIRMED.value:
            journal.nothing_changed()
            return link
        link.state = LinkState.CONFIRMED.value
        link.save(update_fields=["state"])
        journal.record(AuditTag.REPORT_LINK_CONFIRMED, report, {"claim": link.claim_id})
        ask_refresh(link.claim_id)
        return link


def reject_link(*, report: Report, actor: Actor, now: datetime | None = None) -> ReportLink:
    """An officer says that the report does not repeat its claim: it starts a new one, so that it
    never lies anywhere unseen. Refused for the only report of a claim. Doors call the room of
    cases, as for :func:`move_report`."""
    now = now or timezone.now()
    with change(actor) as journal:
        authorise(actor, MatchingPermission.REPORT_MOVE)
        hold_links()
        link = _locked(report)
        others = ReportLink.objects.filter(claim=link.claim_id).exclude(pk=link.pk)
        insist(_only_report_refusal(others=others.exists()))
        claim = new_claim(journal, network=report.network, now=now)
        return put_link(journal, link, claim, AuditTag.REPORT_LINK_REJECTED)


def _only_report_refusal(*, others: bool) -> Refusal | None:
    if others:
        return None
    return Refusal(
        "claim.only_report",
        gettext_noop("This is the claim's only report, so there is nothing to part it from."),
    )


def _locked(report: Report) -> ReportLink:
    return ReportLink.objects.select_for_update().get(report=report)


def put_link(journal: Journal, link: ReportLink, claim: Claim, tag: AuditTag) -> ReportLink:
    """``explanation`` remembers the claims that the report was taken out of, by number."""
    former = link.claim_id
    history = [*link.explanation.get("former", []), {"claim": former, "method": link.method}]
    link.claim = claim
    link.method, link.state, link.score = LinkMethod.OFFICER, LinkState.CONFIRMED, 1.0
    link.explanation = {"former": history}
    link.save(update_fields=["claim", "method", "state", "score", "explanation"])
    report = link.report
    if report.content_deleted_at is None:
        match_index().add(entry_of_report(report, claim.pk))
    journal.record(tag, report, {"claim": claim.pk, "from": former})
    ask_refresh(former, claim.pk)
    ask_suggestions(former, claim.pk)
    return link


def remove_report(*, report: Report) -> bool:
    """Take a report out of the index when its content goes; joins the caller's transaction.

    The link stays: it holds no content, and the claim's numbers stay right. False when the report
    was not in the index.
    """
    with write_lock(), transaction.atomic():
        return match_index().remove(SourceKind.REPORT, report.pk)


def renew_report(*, report: Report) -> bool:
    """Put a linked report into the index again when its pictures were read later, and look for
    claims that may be the same; joins the caller's transaction. The report stays where it is.

    False when nothing new was read, or nothing of it is in the index.
    """
    with write_lock(), transaction.atomic():
        hold_links()
        link = indexed_links().filter(report=report).select_related("report").first()
        if link is None:
            return False
        entry = entry_of_report(link.report, link.claim_id)
        known = IndexEntry.objects.filter(
            source_kind=SourceKind.REPORT.value, source_id=report.pk, folded=entry.folded
        )
        if known.exists():
            return False
        match_index().add(entry)
        ask_suggestions(link.claim_id)
    return True
