"""Reports put elsewhere and claims joined, where a case may stand on one of them.

Matching knows no cases, so doors call these functions and never those of matching.
"""

from __future__ import annotations

from sangto.audit.services import Journal, change
from sangto.audit.tags import AuditTag
from sangto.cases.domain.moves import joining_refusal, origin_stays_refusal, receiving_refusal
from sangto.cases.domain.states import CaseOutcome, CaseStatus
from sangto.cases.models import Case
from sangto.cases.permissions import Permission, authorise
from sangto.cases.queries.cases import reports_of, standing_of
from sangto.cases.services.closing import forget_in
from sangto.cases.services.entries import write
from sangto.cases.services.opening import lead_standing
from sangto.intake.models import Report
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, insist
from sangto.matching.models import Claim, ReportLink
from sangto.matching.services import hold_links, merge_claims, move_report, reject_link


def move_report_to(*, report: Report, claim: Claim, actor: Actor) -> ReportLink:
    """The report repeats another claim.

    A case that started from it goes on from another report of the same origin, or the move is
    refused. Where the other claim's case is closed, addresses are forgotten at once.
    """
    with change(actor) as journal:
        hold_links()
        _authorise_taking(actor, report)
        target = _case_on(claim)
        if target is not None:
            authorise(actor, Permission.VIEW, standing_of(actor, target))
            insist(receiving_refusal(CaseOutcome(target.outcome)))
        link = move_report(report=report, claim=claim, actor=actor)
        _keep_an_origin(journal, report)
        _forget_if_closed(target, [link.report], actor)
        return link


def part_report(*, report: Report, actor: Actor) -> ReportLink:
    """The report starts a claim of its own; its former case is kept as in
    :func:`move_report_to`."""
    with change(actor) as journal:
        hold_links()
        _authorise_taking(actor, report)
        link = reject_link(report=report, actor=actor)
        _keep_an_origin(journal, report)
        return link


def merge(*, claim: Claim, into: Claim, actor: Actor) -> Claim:
    """``claim`` goes up in ``into``. Refused while a case stands on ``claim``.

    Whether an imported verdict stands on it is asked by the room of verdicts: doors call
    ``verdicts.services.join_claims``.
    """
    with change(actor):
        hold_links()
        authorise(actor, Permission.OPEN, lead_standing(actor, claim))
        insist(joining_refusal(has_case=_case_on(claim) is not None))
        target = _case_on(into)
        if target is not None:
            authorise(actor, Permission.CATEGORISE, standing_of(actor, target))
            insist(receiving_refusal(CaseOutcome(target.outcome)))
        reports = list(reports_of(claim))
        survivor = merge_claims(claim=claim, into=into, actor=actor)
        _forget_if_closed(target, reports, actor)
        return survivor


def _case_on(claim: Claim) -> Case | None:
    return Case.objects.filter(claim=claim).select_related("claim", "subject_agency").first()


def _authorise_taking(actor: Actor, report: Report) -> None:
    """Who may say what a claim is about may say which reports repeat it."""
    link = ReportLink.objects.select_related("claim").filter(report=report).first()
    if link is None:
        raise NotVisible
    case = _case_on(link.claim)
    if case is not None:
        authorise(actor, Permission.CATEGORISE, standing_of(actor, case))
    else:
        authorise(actor, Permission.OPEN, lead_standing(actor, link.claim))


def _keep_an_origin(journal: Journal, report: Report) -> None:
    """``Case.origin_report`` always belongs to the case's claim (SCOPE.md 1)."""
    case = (
        Case.objects.select_for_update(of=("self",))
        .select_related("claim")
        .filter(origin_report=report)
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


def _forget_if_closed(case: Case | None, reports: list[Report], actor: Actor) -> None:
    if case is not None and case.status == CaseStatus.CLOSED:
        forget_in(case, reports, actor)
