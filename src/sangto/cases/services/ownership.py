"""Who works on a case: assigning, routing, transferring, raising to the committee."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from sangto.audit.services import Journal, change
from sangto.audit.tags import AuditTag
from sangto.cases.domain.moves import (
    assignee_refusal,
    escalation_refusal,
    no_owner,
    open_refusal,
    transfer_refusal,
)
from sangto.cases.domain.states import CaseStatus, EntryKind, TransferKind
from sangto.cases.models import Case, CaseTask, Transfer
from sangto.cases.permissions import Permission, authorise
from sangto.cases.queries.cases import (
    category_of,
    reports_of,
    standing_of,
    subject_relatives,
)
from sangto.cases.queries.owners import (
    assignable_users,
    committee_of,
    is_in_force,
    neutral_owner,
    owner_refusal,
)
from sangto.cases.services.entries import record_entry, write
from sangto.cases.services.holding import end_hold, keep_hold
from sangto.intake.permissions import IntakePermission
from sangto.intake.permissions import may as may_with_reports
from sangto.intake.services import disclose_report
from sangto.kernel.actor import Actor, system_actor
from sangto.kernel.categories import Category
from sangto.kernel.errors import NotVisible, Refused, gettext_noop, insist
from sangto.kernel.text import clean
from sangto.organisations.models import Agency, User

ROUTED = gettext_noop("This agency is the competent one.")


def assign(*, case: Case, assignee: User | None, actor: Actor, now: datetime | None = None) -> Case:
    """Give the case to one person of the agency that owns it, or to nobody."""
    now = now or timezone.now()
    with change(actor) as journal:
        authorise(actor, Permission.ASSIGN, standing_of(actor, case))
        keep_hold(claim=case.claim, actor=actor, now=now)
        insist(open_refusal(CaseStatus(case.status)))
        works_there = (
            assignee is None
            or assignable_users(case, timezone.localdate(now)).filter(pk=assignee.pk).exists()
        )
        insist(assignee_refusal(works_there=works_there))
        user = assignee.pk if assignee is not None else None
        write(case, assignee_id=user)
        record_entry(
            case=case, kind=EntryKind.ASSIGNED, actor=actor, data={"assignee": user}, now=now
        )
        journal.record(AuditTag.CASE_ASSIGNED, case, {"assignee": user})
        return case


def transfer(
    *, case: Case, to_agency: Agency, reason: str, actor: Actor, now: datetime | None = None
) -> Case:
    """Pass the case on. The other agency sees the officers' title, not what reports say; only a
    complaint about a service is disclosed, and only where its sender agreed (SCOPE.md 8)."""
    now = now or timezone.now()
    reason = clean(reason).strip()
    with change(actor) as journal:
        authorise(actor, Permission.TRANSFER, standing_of(actor, case))
        keep_hold(claim=case.claim, actor=actor, now=now)
        if to_agency.network_id != case.network_id:
            raise NotVisible
        insist(
            transfer_refusal(
                status=CaseStatus(case.status),
                category=category_of(case),
                from_agency=case.owner_id,
                to_agency=to_agency.pk,
                to_agency_in_force=is_in_force(case, to_agency, timezone.localdate(now)),
                reason=reason,
            )
        )
        insist(owner_refusal(case, to_agency))
        from_agency = case.owner
        write(case, owner_id=to_agency.pk, owner_kind=to_agency.kind, assignee_id=None)
        pass_on(
            journal=journal,
            case=case,
            from_agency=from_agency,
            to_agency=to_agency,
            reason=reason,
            tag=AuditTag.CASE_TRANSFERRED,
            actor=actor,
            now=now,
        )
        return case


def route(*, case: Case, actor: Actor, now: datetime | None = None) -> Case:
    """Pass the case to the agency that the table of competences names for its topic and
    territory, or the next one that may own it."""
    now = now or timezone.now()
    with change(actor) as journal:
        authorise(actor, Permission.ROUTE, standing_of(actor, case))
        keep_hold(claim=case.claim, actor=actor, now=now)
        owner = neutral_owner(
            network=case.network,
            category=category_of(case),
            topic=case.topic,
            origin=case.origin_report,
            relatives_of_subject=subject_relatives(case),
            on=timezone.localdate(now),
        )
        if owner is None:
            raise Refused(no_owner())
        insist(
            transfer_refusal(
                status=CaseStatus(case.status),
                category=category_of(case),
                from_agency=case.owner_id,
                to_agency=owner.pk,
                to_agency_in_force=is_in_force(case, owner, timezone.localdate(now)),
                reason=ROUTED,
            )
        )
        from_agency = case.owner
        write(case, owner_id=owner.pk, owner_kind=owner.kind, assignee_id=None)
        pass_on(
            journal=journal,
            case=case,
            from_agency=from_agency,
            to_agency=owner,
            reason=ROUTED,
            tag=AuditTag.CASE_ROUTED,
            actor=actor,
            by_rule=True,
            now=now,
        )
        return case


def escalate(*, case: Case, reason: str, actor: Actor, now: datetime | None = None) -> Case:
    """Put the case before the committee: it sees it from now on; the owner stays the same."""
    now = now or timezone.now()
    reason = clean(reason).strip()
    with change(actor) as journal:
        authorise(actor, Permission.ESCALATE, standing_of(actor, case))
        keep_hold(claim=case.claim, actor=actor, now=now)
        committee = committee_of(case.network, timezone.localdate(now))
        insist(
            escalation_refusal(
                status=CaseStatus(case.status),
                escalated=case.escalated_at is not None,
                committee=committee.pk if committee is not None else None,
                subject_relatives=subject_relatives(case),
                category=category_of(case),
                reason=reason,
            )
        )
        write(case, escalated_at=now)
        record_entry(case=case, kind=EntryKind.ESCALATED, actor=actor, text=reason, now=now)
        journal.record(
            AuditTag.CASE_ESCALATED,
            case,
            {"committee": committee.pk if committee is not None else None, "reason": reason},
        )
        return case


def pass_on(
    *,
    journal: Journal,
    case: Case,
    from_agency: Agency,
    to_agency: Agency,
    reason: str,
    tag: AuditTag,
    actor: Actor,
    now: datetime,
    by_rule: bool = False,
    kind: TransferKind = TransferKind.PASSED_ON,
    suggested: Agency | None = None,
) -> None:
    """What every change of owner leaves behind, after the row was written. Open tasks of the
    former owner go along, to nobody in particular."""
    case.owner = to_agency
    if by_rule and kind is TransferKind.PASSED_ON:
        kind = TransferKind.ROUTED
    if not from_agency.is_lead:
        CaseTask.objects.filter(case=case, agency=from_agency, done_at__isnull=True).update(
            agency=to_agency, owner=None
        )
    Transfer.objects.create(
        case=case,
        from_agency=from_agency,
        to_agency=to_agency,
        kind=kind.value,
        suggested=suggested,
        reason=reason,
        by_id=None if by_rule else actor.user_id,
        at=now,
    )
    record_entry(
        case=case,
        kind=EntryKind.TRANSFERRED,
        actor=actor,
        text="" if by_rule else reason,
        data={
            "from": from_agency.pk,
            "to": to_agency.pk,
            "why": reason if by_rule else "",
            "kind": kind.value,
            "suggested": suggested.pk if suggested is not None else None,
        },
        now=now,
    )
    journal.record(tag, case, {"from": from_agency.pk, "to": to_agency.pk, "reason": reason})
    end_hold(journal, case.claim)
    if category_of(case) is Category.SERVICE_FEEDBACK:
        _disclose(case, to_agency, actor)


def _disclose(case: Case, agency: Agency, actor: Actor) -> None:
    """Let the answering service read the reports whose senders agreed to that.

    Only the lead agency discloses by its own decision; when a member passes a complaint on, the
    rule does it.
    """
    if agency.is_lead:
        return
    if not may_with_reports(actor, IntakePermission.DISCLOSE):
        actor = system_actor("cases.transfer")
    for report in reports_of(case.claim).filter(share_consent=True, content_deleted_at=None):
        disclose_report(report=report, agency=agency, actor=actor)
