"""The end of the work, the moves that later rooms make, and records of an archive."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.cases.domain.moves import (
    closing_refusal,
    explanation_refusal,
    merged_refusal,
    public_refusal,
    reopening_refusal,
)
from sangto.cases.domain.states import (
    CaseAction,
    CaseOutcome,
    CaseStatus,
    EntryKind,
    Visibility,
)
from sangto.cases.domain.workflow import CASE_WORKFLOW, CLOSING_ACTION, PARTING_ACTION
from sangto.cases.models import Case, TimelineEntry
from sangto.cases.permissions import Permission, authorise, has_permission
from sangto.cases.queries.cases import (
    category_of,
    ready_for_verdict_refusal,
    reports_of,
    standing_of,
    waiting_reports,
)
from sangto.cases.queries.deadlines import fresh_deadline
from sangto.cases.queries.work import submission_refusal_of
from sangto.cases.services.entries import record_entry, write
from sangto.cases.services.forgetting import forget_work
from sangto.cases.services.holding import end_hold, keep_hold
from sangto.cases.services.numbering import free_reference
from sangto.cases.services.refreshing import refresh_at_the_end
from sangto.intake.domain.reports import DESK_CLOSINGS, Closing, OriginKind, ReportStatus
from sangto.intake.models import Report
from sangto.intake.services import close_and_delete, forget_addresses
from sangto.kernel.actor import Actor
from sangto.kernel.categories import RULES, Category
from sangto.kernel.errors import NotVisible, insist
from sangto.matching.index import match_index
from sangto.matching.index.report_text import text_of_report
from sangto.matching.index.sources import entry_of_report
from sangto.matching.models import Claim, ReportLink
from sangto.matching.services import empty_claim, remove_report
from sangto.organisations.queries import lead_agency

#: Reports looked at in one transaction.
_BATCH = 100
#: A report may be linked in a change that began before the case was closed, and end after it.
_CLOSING = timedelta(hours=1)

_OUTCOME = {action: outcome for outcome, action in CLOSING_ACTION.items()}
_OWN_SERVICE = frozenset(
    {
        CaseAction.CATEGORISE,
        CaseAction.TAKE_BACK,
        CaseAction.REJECT,
        CaseAction.WITHDRAW,
        CaseAction.ARCHIVE,
        CaseAction.TAKE_UP,
        CaseAction.JOIN,
        *PARTING_ACTION.values(),
    }
)
_ENTRY = {
    CaseAction.SUBMIT: EntryKind.VERDICT,
    CaseAction.SEND_BACK: EntryKind.VERDICT,
    CaseAction.REOPEN: EntryKind.REOPENED,
}


def move(*, case: Case, action: CaseAction, actor: Actor, now: datetime | None = None) -> Case:
    """A move of the table that a later room asks for, such as ``submit`` or ``publish``.

    A move that ends the case does all that :func:`close_case` does. An action that has a service
    of its own raises ``ValueError``.
    """
    action = CaseAction(action)
    if action in _OWN_SERVICE:
        raise ValueError(f"{action.value} has a service of its own")
    if action in _OUTCOME:
        return close_case(case=case, outcome=_OUTCOME[action], actor=actor, now=now)
    with change(actor) as journal:
        _authorise(actor, case, action)
        step = CASE_WORKFLOW.step(case.status, action.value)
        if action is CaseAction.REOPEN:
            insist(reopening_refusal(CaseOutcome(case.outcome)))
        if action is CaseAction.SUBMIT:
            insist(ready_for_verdict_refusal(case))
            insist(submission_refusal_of(case))
        values: dict[str, object] = {"outcome": CaseOutcome.NONE.value, "closed_at": None}
        if action is CaseAction.REOPEN:
            values["due_at"] = fresh_deadline(case, now or timezone.now())
        write(case, status=step.target, **values)
        record_entry(
            case=case, kind=_ENTRY[action], actor=actor, data={"action": action.value}, now=now
        )
        journal.record(AuditTag(step.audit_tag), case, {"action": action.value})
        return case


def close_case(
    *, case: Case, outcome: CaseOutcome, actor: Actor, now: datetime | None = None
) -> Case:
    """End the work. Addresses of posts in its reports become keyed hashes, and where the category
    may keep no link all addresses do (SCOPE.md 2).

    Senders are told by the room that has the answer, in the same change.
    """
    now = now or timezone.now()
    outcome = CaseOutcome(outcome)
    if outcome not in (CaseOutcome.VERDICT, CaseOutcome.ANSWERED):
        raise ValueError(f"{outcome.value} has a service of its own")
    action = CLOSING_ACTION[outcome]
    with change(actor) as journal:
        _authorise(actor, case, action)
        if outcome is CaseOutcome.ANSWERED:
            keep_hold(claim=case.claim, actor=actor, now=now)
        insist(closing_refusal(category=category_of(case), outcome=outcome))
        step = CASE_WORKFLOW.step(case.status, action.value)
        visibility = Visibility.PUBLIC if outcome is CaseOutcome.VERDICT else case.visibility
        write(
            case,
            status=step.target,
            outcome=outcome.value,
            closed_at=now,
            visibility=visibility,
        )
        forget_in(case, reports_of(case.claim), actor)
        record_entry(
            case=case, kind=EntryKind.CLOSED, actor=actor, data={"outcome": outcome.value}, now=now
        )
        journal.record(AuditTag.CASE_CLOSED, case, {"outcome": outcome.value})
        end_hold(journal, case.claim)
        return case


def close_out_of_scope(
    *, case: Case, explanation: Closing, actor: Actor, now: datetime | None = None
) -> Case:
    """Protected expression, or anything else that is no matter of the desk (SCOPE.md 4).

    Every sender reads the explanation on the receipt. What the reports said is deleted, and with
    it the claim's title and wordings and the notes of the case.
    """
    now = now or timezone.now()
    with change(actor) as journal:
        _authorise(actor, case, CaseAction.REJECT)
        keep_hold(claim=case.claim, actor=actor, now=now)
        known = {item.value for item in DESK_CLOSINGS}
        insist(explanation_refusal(explanation, known))
        explanation = Closing(explanation)
        step = CASE_WORKFLOW.step(case.status, CaseAction.REJECT.value)
        public = case.visibility == Visibility.PUBLIC
        insist(public_refusal(public=public, category=Category.OUT_OF_SCOPE))
        former = case.category
        write(
            case,
            status=step.target,
            outcome=CaseOutcome.OUT_OF_SCOPE.value,
            category=Category.OUT_OF_SCOPE.value,
            topic="",
            subject_agency_id=None,
            confirmed_at=None,
            closed_at=now,
            visibility=Visibility.DESK.value,
        )
        case.checks.all().delete()
        forget_work(case, journal)
        TimelineEntry.objects.filter(case=case).exclude(text="").update(text="")
        for report in reports_of(case.claim).exclude(status=ReportStatus.CLOSED.value):
            close_and_delete(report=report, explanation=explanation, actor=actor)
            remove_report(report=report)
        empty_claim(claim=case.claim, actor=actor)
        data = {"outcome": case.outcome, "explanation": explanation.value, "from": former}
        record_entry(case=case, kind=EntryKind.CLOSED, actor=actor, data=data, now=now)
        journal.record(AuditTag.CASE_CLOSED_OUT_OF_SCOPE, case, data)
        end_hold(journal, case.claim)
        return case


def archive_claim(
    *,
    claim: Claim,
    category: Category,
    topic: str,
    closed_at: datetime,
    actor: Actor,
) -> Case | None:
    """A closed record for a claim of an imported archive; no work ever starts from it.

    None when somebody waits for an answer about the same claim: then its case is the desk's.
    """
    with change(actor) as journal:
        if not has_permission(actor, Permission.ARCHIVE):
            raise NotVisible
        insist(merged_refusal(merged=claim.merged_into_id is not None))
        origin = reports_of(claim).filter(origin=OriginKind.ARCHIVE.value).first()
        owner = lead_agency(claim.network)
        if origin is None or owner is None:
            raise NotVisible
        if waiting_reports(claim).exists():
            journal.nothing_changed()
            return None
        case = Case.objects.create(
            reference=free_reference(closed_at),
            network=claim.network,
            claim=claim,
            origin_report=origin,
            origin_kind=origin.origin,
            category=category.value,
            topic=topic,
            owner=owner,
            owner_kind=owner.kind,
            status=CaseStatus.CLOSED.value,
            outcome=CaseOutcome.ARCHIVED.value,
            opened_at=origin.received_at,
            due_at=closed_at,
            closed_at=closed_at,
        )
        refresh_at_the_end(claim.pk)
        journal.record(AuditTag.CASE_CLOSED, case, {"outcome": case.outcome})
        return case


def forget_late_addresses(*, since: datetime, actor: Actor) -> int:
    """The same for reports that joined a closed case from ``since`` on; how many lost one.

    For a periodic job: a report may repeat a claim long after its case was closed. In small
    transactions; a report that keeps no address any more is only read.
    """
    count = last = 0
    while True:
        with change(actor) as journal:
            journal.nothing_changed()
            late = list(
                ReportLink.objects.filter(
                    pk__gt=last,
                    linked_at__gte=since,
                    claim__case__status=CaseStatus.CLOSED.value,
                    report__content_deleted_at__isnull=True,
                )
                .filter(linked_at__gte=F("claim__case__closed_at") - _CLOSING)
                .select_related("report", "claim__case")
                .order_by("pk")[:_BATCH]
            )
            count += sum(forget_in(link.claim.case, [link.report], actor) for link in late)
        if len(late) < _BATCH:
            return count
        last = late[-1].pk


def forget_in(case: Case, reports: Iterable[Report], actor: Actor) -> int:
    """Forget addresses as the case's category asks, index again what reads differently then; how
    many of the reports kept one until now."""
    keeps_links = bool(case.category and RULES[Category(case.category)].indicators)
    count = 0
    for report in reports:
        if report.content_deleted_at is not None:
            continue
        before = text_of_report(report)
        fresh = forget_addresses(report=report, actor=actor, every_link=not keeps_links)
        count += (fresh.text, fresh.reason, fresh.link) != (report.text, report.reason, report.link)
        if text_of_report(fresh) != before:
            match_index().add(entry_of_report(fresh, case.claim_id))
    return count


def _authorise(actor: Actor, case: Case, action: CaseAction) -> None:
    row = next(row for row in CASE_WORKFLOW if row.action == action.value)
    authorise(actor, Permission(row.permission), standing_of(actor, case))
