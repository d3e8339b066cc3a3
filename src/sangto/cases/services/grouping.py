"""Reports put elsewhere, where a case may stand on their claim.

Matching knows no cases, so doors call these functions and never those of matching.
"""

from __future__ import annotations

from sangto.audit.services import Journal, change
from sangto.audit.tags import AuditTag
from sangto.cases.domain.moves import origin_stays_refusal, receiving_refusal
from sangto.cases.domain.states import CaseOutcome, CaseStatus
from sangto.cases.models import Case
from sangto.cases.permissions import Permission, authorise
from sangto.cases.queries.cases import lead_standing, reports_of, standing_of
from sangto.cases.services.closing import forget_in
from sangto.cases.services.entries import write
from sangto.cases.services.holding import keep_hold
from sangto.cases.services.refreshing import refresh_at_the_end
from sangto.intake.models import Report
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, insist
from sangto.matching.models import Claim, ReportLink
from sangto.matching.services import hold_links, move_report, reject_link


def move_report_to(*, report: Report, claim: Claim, actor: Actor) -> ReportLink:
    """The report repeats another claim.

    A case that started from it goes on from another report of the same origin, or the move is
    refused, as it is while somebody else holds one of the two claims. Where the other claim's case
    is closed, addresses are forgotten at once.
    """
    with change(actor) as journal:
        hold_links()
        former = _authorise_taking(actor, report)
        target = case_on(claim)
        if target is not None:
            authorise(actor, Permission.VIEW, standing_of(actor, target))
            insist(receiving_refusal(CaseOutcome(target.outcome)))
        for one in (former, claim):
            keep_hold(claim=one, actor=actor)
        link = move_report(report=report, claim=claim, actor=actor)
        keep_an_origin(journal, report)
        forget_if_closed(target, [link.report], actor)
        refresh_at_the_end(former.pk)
        refresh_at_the_end(claim.pk)
        return link


def part_report(*, report: Report, actor: Actor) -> ReportLink:
    """The report starts a claim of its own; its former case is kept as in
    :func:`move_report_to`."""
    with change(actor) as journal:
        hold_links()
        former = _authorise_taking(actor, report)
        keep_hold(claim=former, actor=actor)
        link = reject_link(report=report, actor=actor)
        keep_an_origin(journal, report)
        refresh_at_the_end(former.pk)
        refresh_at_the_end(link.claim_id)
        return link


def case_on(claim: Claim) -> Case | None:
    return Case.objects.filter(claim=claim).select_related("claim", "subject_agency").first()


def _authorise_taking(actor: Actor, report: Report) -> Claim:
    link = ReportLink.objects.select_related("claim").filter(report=report).first()
    if link is None:
        raise NotVisible
    authorise_grouping(actor, link.claim)
    return link.claim


def authorise_grouping(actor: Actor, claim: Claim) -> Case | None:
    """Who may say what a claim is about may say which reports repeat it."""
    case = case_on(claim)
    if case is not None:
        authorise(actor, Permission.CATEGORISE, standing_of(actor, case))
    else:
        authorise(actor, Permission.OPEN, lead_standing(actor, claim))
    return case


def keep_an_origin(journal: Journal, report: Report) -> None:
    """``Case.origin_report`` always belongs to the case's claim (SCOPE.md 1). A case that was
    joined with another one has no claim of its own any more."""
    case = (
        Case.objects.select_for_update(of=("self",))
        .select_related("claim")
        .filter(origin_report=report)
        .exclude(outcome=CaseOutcome.JOINED.value)
        .exclude(claim__report_links__report=report)
        .first()
    )
    if case is None:
        return
    heir = (
        reports_of(case.claim).filter(origin=case.origin_kind, agency=case.origin_agency_id).first()
    )
    insist(origin_stays_refusal(has_heir=heir is not None))
    assert heir is not None  # noqa: S101 - refused above
    write(case, origin_report_id=heir.pk)
    journal.record(AuditTag.CASE_ORIGIN_CHANGED, case, {"from": report.pk, "to": heir.pk})


def forget_if_closed(case: Case | None, reports: list[Report], actor: Actor) -> None:
    if case is not None and case.status == CaseStatus.CLOSED:
        forget_in(case, reports, actor)
