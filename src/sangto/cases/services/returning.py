"""The ways back: giving a case back, beyond one's competence, the committee's direction."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.cases.domain.moves import no_owner
from sangto.cases.domain.returning import beyond_refusal, directing_refusal, returning_refusal
from sangto.cases.domain.states import CaseStatus, EntryKind, TransferKind
from sangto.cases.models import Case, TimelineEntry
from sangto.cases.permissions import Permission, authorise
from sangto.cases.queries.cases import standing_of, subject_relatives
from sangto.cases.queries.moves import came_from
from sangto.cases.queries.owners import is_in_force, neutral_owner, owner_refusal
from sangto.cases.services.entries import record_entry, write
from sangto.cases.services.holding import keep_hold
from sangto.cases.services.ownership import pass_on
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, Refused, insist
from sangto.kernel.text import clean
from sangto.organisations.models import Agency
from sangto.organisations.queries import lead_agency


def give_back(*, case: Case, reason: str, actor: Actor, now: datetime | None = None) -> Case:
    """Back to the agency that passed the case on. What was given back is not given back again:
    who gets it passes it on anew, with a reason of its own."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    reason = clean(reason).strip()
    with change(actor) as journal:
        authorise(actor, Permission.RETURN, standing_of(actor, case))
        keep_hold(claim=case.claim, actor=actor, now=now)
        giver = came_from(case)
        insist(
            returning_refusal(
                status=CaseStatus(case.status),
                came_from=giver.pk if giver is not None else None,
                giver_in_force=giver is not None and is_in_force(case, giver, today),
                reason=reason,
            )
        )
        assert giver is not None  # noqa: S101 - refused above
        insist(owner_refusal(case, giver))
        from_agency = case.owner
        write(case, owner_id=giver.pk, owner_kind=giver.kind, assignee_id=None)
        pass_on(
            journal=journal,
            case=case,
            from_agency=from_agency,
            to_agency=giver,
            reason=reason,
            tag=AuditTag.CASE_RETURNED,
            kind=TransferKind.RETURNED,
            actor=actor,
            now=now,
        )
        return case


def beyond_competence(
    *,
    case: Case,
    reason: str,
    suggested: Agency | None,
    actor: Actor,
    now: datetime | None = None,
) -> Case:
    """A member hands the case to the lead agency and may say whom it thinks competent.

    Where the claim is about the lead agency, the next agency that is free to takes it
    (SCOPE.md 5).
    """
    now = now or timezone.now()
    today = timezone.localdate(now)
    reason = clean(reason).strip()
    with change(actor) as journal:
        authorise(actor, Permission.BEYOND, standing_of(actor, case))
        keep_hold(claim=case.claim, actor=actor, now=now)
        if suggested is not None and suggested.network_id != case.network_id:
            raise NotVisible
        insist(
            beyond_refusal(
                status=CaseStatus(case.status),
                owner_is_lead=case.owner.is_lead,
                suggested=suggested.pk if suggested is not None else None,
                owner=case.owner_id,
                suggested_in_force=suggested is not None and is_in_force(case, suggested, today),
                reason=reason,
            )
        )
        from_agency = case.owner
        taker = _who_takes_it(case, now)
        write(case, owner_id=taker.pk, owner_kind=taker.kind, assignee_id=None)
        pass_on(
            journal=journal,
            case=case,
            from_agency=from_agency,
            to_agency=taker,
            reason=reason,
            tag=AuditTag.CASE_BEYOND_COMPETENCE,
            kind=TransferKind.BEYOND,
            suggested=suggested,
            actor=actor,
            now=now,
        )
        return case


def direct(
    *,
    case: Case,
    text: str,
    agency: Agency | None,
    actor: Actor,
    now: datetime | None = None,
) -> TimelineEntry:
    """The committee writes what it wants done, and may name the agency that it holds competent.
    It owns nothing by that: the lead agency or the owner passes the case on (Điều 6.4)."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    text = clean(text).strip()
    with change(actor) as journal:
        authorise(actor, Permission.DIRECT, standing_of(actor, case))
        if agency is not None and agency.network_id != case.network_id:
            raise NotVisible
        insist(
            directing_refusal(
                status=CaseStatus(case.status),
                escalated=case.escalated_at is not None,
                agency_in_force=agency is None or is_in_force(case, agency, today),
                text=text,
            )
        )
        if agency is not None:
            insist(owner_refusal(case, agency))
        write(case, status=case.status)
        named = agency.pk if agency is not None else None
        entry = record_entry(
            case=case,
            kind=EntryKind.DIRECTED,
            actor=actor,
            text=text,
            data={"agency": named},
            now=now,
        )
        journal.record(AuditTag.CASE_DIRECTED, case, {"entry": entry.pk, "agency": named})
        return entry


def _who_takes_it(case: Case, now: datetime) -> Agency:
    lead = lead_agency(case.network)
    if lead is not None and lead.pk != case.owner_id and not owner_refusal(case, lead):
        return lead
    other = neutral_owner(
        network=case.network,
        category=None,
        topic="",
        origin=case.origin_report,
        relatives_of_subject=subject_relatives(case) | {case.owner_id},
        on=timezone.localdate(now),
    )
    if other is None or owner_refusal(case, other) is not None:
        raise Refused(no_owner())
    return other
