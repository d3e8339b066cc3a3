"""Claims with their cases joined, reports split off, and both undone.

Whether a verdict stands on a claim is asked by the room of verdicts: doors call its functions.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils import timezone

from sangto.audit.services import Journal, change
from sangto.audit.tags import AuditTag
from sangto.cases.domain.joining import (
    lost_origin_refusal,
    nothing_back_refusal,
    origin_stays,
    undoing_refusal,
)
from sangto.cases.domain.moves import receiving_refusal
from sangto.cases.domain.states import CaseAction, CaseOutcome, CaseStatus, EntryKind
from sangto.cases.domain.workflow import CASE_WORKFLOW, PARTING_ACTION
from sangto.cases.models import Case, JoinedCase
from sangto.cases.permissions import Permission, authorise
from sangto.cases.queries.cases import (
    category_of,
    lead_standing,
    reports_of,
    standing_of,
    waiting_reports,
)
from sangto.cases.queries.joining import merge_refusal
from sangto.cases.services.entries import record_entry, write
from sangto.cases.services.grouping import (
    authorise_grouping,
    case_on,
    forget_if_closed,
    keep_an_origin,
)
from sangto.cases.services.holding import keep_hold
from sangto.cases.services.opening import open_case
from sangto.cases.services.refreshing import refresh_at_the_end
from sangto.cases.services.suggesting import follow_join, follow_undo
from sangto.intake.domain.reports import OriginKind, ReportStatus
from sangto.intake.models import Report
from sangto.kernel.actor import Actor
from sangto.kernel.errors import insist
from sangto.matching.domain.joins import ItemKind, JoinKind, Left
from sangto.matching.models import Claim, Join
from sangto.matching.services import Undone, hold_links, merge_claims, split_claim, undo_join

#: What a report's sender has to be for a case of its own to start from it.
_STARTERS = (OriginKind.CITIZEN.value, OriginKind.MACHINE.value)


def merge(*, claim: Claim, into: Claim, actor: Actor, now: datetime | None = None) -> Join:
    """``claim`` goes up in ``into``: all that it has moves there.

    A case on ``claim`` ends as joined; its page, its timeline and its tasks stay to be read. Where
    the other case is closed, addresses are forgotten at once, which no undoing brings back.
    """
    now = now or timezone.now()
    with change(actor) as journal:
        hold_links()
        authorise(actor, Permission.OPEN, lead_standing(actor, claim))
        case, target = case_on(claim), authorise_grouping(actor, into)
        if case is not None:
            authorise(actor, Permission.CATEGORISE, standing_of(actor, case))
        insist(merge_refusal(Claim.objects.get(pk=claim.pk), Claim.objects.get(pk=into.pk)))
        for one in (claim, into):
            keep_hold(claim=one, actor=actor, now=now)
        reports = list(reports_of(claim))
        join = merge_claims(claim=claim, into=into, actor=actor, now=now)
        if case is not None:
            _end(journal, case, join, now)
        follow_join(join, actor, now)
        _tell(join, EntryKind.MERGED, len(reports), actor, now)
        forget_if_closed(target, reports, actor)
        _refresh(join)
        return join


def split(
    *,
    claim: Claim,
    reports: Collection[int],
    into: Claim | None = None,
    actor: Actor,
    now: datetime | None = None,
) -> Join:
    """These reports (by number) leave ``claim`` for ``into``, or for a new untitled claim.

    The new claim gets a case in triage when the old one has a case and somebody waits for an
    answer. A case goes on from another report of its origin's kind, or the split is refused.
    """
    now = now or timezone.now()
    with change(actor) as journal:
        hold_links()
        case = authorise_grouping(actor, claim)
        target = case_on(into) if into is not None else None
        if target is not None:
            authorise(actor, Permission.VIEW, standing_of(actor, target))
            insist(receiving_refusal(CaseOutcome(target.outcome)))
        elif into is not None:
            authorise(actor, Permission.OPEN, lead_standing(actor, into))
        keep_hold(claim=claim, actor=actor, now=now)
        join = split_claim(claim=claim, reports=reports, into=into, actor=actor, now=now)
        moved = list(Report.objects.filter(pk__in=set(reports)))
        for report in moved:
            if case is not None and case.origin_report_id == report.pk:
                keep_an_origin(journal, report)
        follow_join(join, actor, now)
        _tell(join, EntryKind.SPLIT, len(moved), actor, now)
        if case is not None and join.opened and _can_start(join.other):
            opened = open_case(claim=join.other, actor=actor, now=now)
            _note(opened, join, EntryKind.SPLIT, "in", {"reports": len(moved)}, actor, now)
        forget_if_closed(target, moved, actor)
        _refresh(join)
        return join


def undo(
    *,
    join: Join,
    told: Collection[int] = frozenset(),
    actor: Actor,
    now: datetime | None = None,
) -> Undone:
    """Put back exactly what moved, as far as nothing stands against it.

    A report stays when it was moved on, answered or closed since, or when the other case would be
    left without a report of its origin's kind. ``told`` are those who got a verdict since.
    """
    now = now or timezone.now()
    with change(actor) as journal:
        hold_links()
        join = Join.objects.select_related("claim", "other").get(pk=join.pk)
        merged = join.kind == JoinKind.MERGE
        if merged:
            authorise(actor, Permission.OPEN, lead_standing(actor, join.claim))
        case = authorise_grouping(actor, join.claim)
        target = authorise_grouping(actor, join.other)
        if target is not None and join.undone_at is None:
            decided = category_of(target) if join.opened else None
            insist(undoing_refusal(split_case_category=decided))
        if case is not None and not merged:
            insist(receiving_refusal(CaseOutcome(case.outcome)))
        for one in (join.claim, join.other):
            keep_hold(claim=one, actor=actor, now=now)
        moved = list(
            join.items.filter(kind=ItemKind.REPORT.value).values_list("item_id", flat=True)
        )
        undone = undo_join(
            join=join, staying=_staying(join, moved, target, told), actor=actor, now=now
        )
        insist(nothing_back_refusal(moved=len(moved), back=len(undone.back)))
        if merged:
            _take_up_again(journal, join, now)
        if target is not None:
            _settle_target(journal, undone, target, now)
        if not merged:
            forget_if_closed(case, list(Report.objects.filter(pk__in=undone.back)), actor)
        follow_undo(undone.join)
        _tell_undone(undone, actor, now)
        _refresh(undone.join)
        return undone


def _end(journal: Journal, case: Case, join: Join, now: datetime) -> None:
    step = CASE_WORKFLOW.step(case.status, CaseAction.JOIN.value)
    JoinedCase.objects.create(
        join=join,
        case=case,
        status=case.status,
        outcome=case.outcome,
        closed_at=case.closed_at,
    )
    _close(journal, case, step.target, join, now)


def _close(journal: Journal, case: Case, status: str, join: Join, now: datetime) -> None:
    write(
        case,
        status=status,
        outcome=CaseOutcome.JOINED.value,
        closed_at=case.closed_at or now,
    )
    details = {"outcome": case.outcome, "join": join.pk}
    journal.record(AuditTag.CASE_CLOSED, case, details)


def _can_start(claim: Claim) -> bool:
    return waiting_reports(claim).filter(origin__in=_STARTERS).exists()


def _staying(
    join: Join, moved: Collection[int], target: Case | None, told: Collection[int]
) -> dict[int, Left]:
    there = reports_of(join.other)
    staying: dict[int, Left] = {}
    for report in there.filter(pk__in=moved):
        if report.status == ReportStatus.CLOSED:
            staying[report.pk] = Left.CLOSED
        elif report.pk in told or (
            report.status == ReportStatus.ANSWERED
            and report.answered_at is not None
            and report.answered_at >= join.at
        ):
            staying[report.pk] = Left.ANSWERED
    if target is None:
        return staying
    returning = {
        number
        for number in there.filter(pk__in=moved).values_list("pk", flat=True)
        if number not in staying
    }
    heirs = there.filter(origin=target.origin_kind, agency=target.origin_agency_id)
    if origin_stays(
        origin=target.origin_report_id,
        returning=returning,
        heirs=list(heirs.values_list("pk", flat=True)),
        others=there.count() - len(returning),
    ):
        staying[target.origin_report_id] = Left.ORIGIN
    return staying


def _take_up_again(journal: Journal, join: Join, now: datetime) -> None:
    """The case goes on where it was before its claim went up in the other."""
    before = JoinedCase.objects.filter(join=join).first()
    if before is None:
        return
    case = case_on(join.claim)
    assert case is not None  # noqa: S101 - what was joined is its case
    step = CASE_WORKFLOW.step(case.status, PARTING_ACTION[CaseStatus(before.status)].value)
    here = reports_of(join.claim)
    origin = here.filter(pk=case.origin_report_id).first() or (
        here.filter(origin=case.origin_kind, agency=case.origin_agency_id).first()
    )
    insist(lost_origin_refusal(has_heir=origin is not None))
    assert origin is not None  # noqa: S101 - refused above
    write(
        case,
        status=step.target,
        outcome=before.outcome,
        closed_at=before.closed_at,
        origin_report_id=origin.pk,
    )
    journal.record(AuditTag.CASE_MOVED, case, {"action": step.action, "join": join.pk})


def _settle_target(journal: Journal, undone: Undone, target: Case, now: datetime) -> None:
    """A case that the split began ends with it; any other goes on from a report that stayed."""
    if undone.join.other.merged_into_id is not None:
        step = CASE_WORKFLOW.step(target.status, CaseAction.JOIN.value)
        _close(journal, target, step.target, undone.join, now)
    elif target.origin_report_id in undone.back:
        keep_an_origin(journal, target.origin_report)


def _tell(join: Join, kind: EntryKind, reports: int, actor: Actor, now: datetime) -> None:
    for claim, way in ((join.claim, "out"), (join.other, "in")):
        case = case_on(claim)
        if case is not None:
            _note(case, join, kind, way, {"reports": reports}, actor, now)


def _tell_undone(undone: Undone, actor: Actor, now: datetime) -> None:
    join = undone.join
    data = {
        "reports": len(undone.back),
        "stayed": {left.value: number for left, number in undone.stayed.items()},
    }
    for claim, way in ((join.claim, "in"), (join.other, "out")):
        case = case_on(claim)
        if case is not None:
            _note(case, join, EntryKind.JOIN_UNDONE, way, data, actor, now)


def _note(
    case: Case,
    join: Join,
    kind: EntryKind,
    way: str,
    data: dict[str, object],
    actor: Actor,
    now: datetime,
) -> None:
    """``way`` says whether reports came in or went out; ``claim`` is the other one's reference."""
    other = join.other if case.claim_id == join.claim_id else join.claim
    record_entry(
        case=case,
        kind=kind,
        actor=actor,
        data={"join": join.pk, "way": way, "claim": other.reference, **data},
        now=now,
    )


def _refresh(join: Join) -> None:
    refresh_at_the_end(join.claim_id)
    refresh_at_the_end(join.other_id)
