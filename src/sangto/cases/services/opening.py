"""The beginning of the work on a claim."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from sangto.audit.services import Journal, change
from sangto.audit.tags import AuditTag
from sangto.cases.domain.inbox import RESTING
from sangto.cases.domain.moves import merged_refusal, no_owner, taken
from sangto.cases.domain.opening import (
    Origin,
    first_origin,
    opening_refusal,
    own_opening_refusal,
)
from sangto.cases.domain.states import CaseAction, CaseOutcome, CaseStatus, EntryKind
from sangto.cases.domain.workflow import CASE_WORKFLOW
from sangto.cases.models import Case, TimelineEntry
from sangto.cases.permissions import Permission, Standing, authorise
from sangto.cases.queries.cases import lead_standing, reports_of, standing_of, waiting_reports
from sangto.cases.queries.owners import neutral_owner
from sangto.cases.services.entries import record_entry, write
from sangto.cases.services.holding import keep_hold
from sangto.cases.services.numbering import free_reference
from sangto.cases.services.refreshing import refresh_at_the_end
from sangto.intake.domain.reports import OriginKind, ReportStatus
from sangto.intake.models import Report
from sangto.intake.services import start_review
from sangto.kernel.actor import Actor
from sangto.kernel.categories import Category
from sangto.kernel.errors import NotVisible, Refused, insist
from sangto.matching.models import Claim
from sangto.matching.services import hold_links
from sangto.organisations.domain.deadlines import kind_for_category
from sangto.organisations.models import Agency
from sangto.organisations.queries import deadline_for, relatives


def open_case(*, claim: Claim, actor: Actor, now: datetime | None = None) -> Case:
    """Start the work, or join whoever has started it; the first who opens a case holds it.

    A record of an archive is taken up when somebody has reported its claim since. The reports of
    the claim go into review. Of two people at once one opens and one joins.
    """
    now = now or timezone.now()
    with change(actor) as journal:
        hold_links()
        existing = Case.objects.filter(claim=claim).select_related("subject_agency").first()
        if existing is not None and _rests(existing):
            return _take_up(journal, existing, actor, now)
        if existing is not None:
            return _join(journal, existing, actor, now)
        authorise(actor, Permission.OPEN, lead_standing(actor, claim))
        keep_hold(claim=claim, actor=actor, now=now)
        insist(merged_refusal(merged=_is_merged(claim)))
        reports = list(reports_of(claim))
        origins = [_origin(report) for report in reports]
        origin = first_origin(origins)
        insist(
            opening_refusal(
                origin=origin,
                any_report=bool(origins),
                subject_agency=claim.subject_agency_id,
            )
        )
        assert origin is not None  # noqa: S101 - an absent origin was refused above
        case = _create(
            claim=claim,
            origin=next(report for report in reports if report.pk == origin.report_id),
            subject=claim.subject_agency,
            actor=actor,
            now=now,
        )
        if case is None:
            return _join(journal, Case.objects.get(claim=claim), actor, now)
        _opened(journal, case, reports, actor, now)
        return case


def open_own_case(
    *, claim: Claim, category: Category, actor: Actor, now: datetime | None = None
) -> Case:
    """A member agency's own matter: somebody pretends to be it, or broke into its site.

    The agency becomes the subject, so another one owns the case: the competent agency, the lead
    agency, or who else is free to. ``category`` is only what the agency says it is; triage decides.
    """
    now = now or timezone.now()
    with change(actor) as journal:
        authorise(actor, Permission.OPEN_OWN, Standing())
        hold_links()
        if actor.agency_id is None:
            raise NotVisible
        agency = Agency.objects.get(pk=actor.agency_id)
        reports = list(reports_of(claim))
        if agency.network_id != claim.network_id:
            raise NotVisible
        insist(merged_refusal(merged=_is_merged(claim)))
        subject = claim.subject_agency_id or agency.pk
        insist(
            own_opening_refusal(
                origins=[_origin(report) for report in reports],
                agency=agency.pk,
                category=category,
                subject_agency=subject,
            )
        )
        if Case.objects.filter(claim=claim).exists():
            raise Refused(taken())
        own = next(
            report
            for report in reports
            if report.origin == OriginKind.MEMBER_AGENCY and report.agency_id == agency.pk
        )
        case = _create(claim=claim, origin=own, subject=agency, actor=actor, now=now)
        if case is None:
            raise Refused(taken())
        _opened(journal, case, reports, actor, now)
        return case


def _is_merged(claim: Claim) -> bool:
    return Claim.objects.filter(pk=claim.pk, merged_into__isnull=False).exists()


def _origin(report: Report) -> Origin:
    return Origin(
        report_id=report.pk,
        kind=OriginKind(report.origin),
        agency_id=report.agency_id,
        received_at=report.received_at,
    )


def _create(
    *,
    claim: Claim,
    origin: Report,
    subject: Agency | None,
    actor: Actor,
    now: datetime,
) -> Case | None:
    """The new row, or None when somebody else was faster."""
    owner = _first_owner(claim, origin, subject, now)
    deadline = deadline_for(claim.network, kind_for_category(None), origin.received_at)
    try:
        with transaction.atomic():
            return Case.objects.create(
                reference=free_reference(now),
                network=claim.network,
                claim=claim,
                origin_report=origin,
                origin_kind=origin.origin,
                origin_agency=origin.agency,
                subject_agency=subject,
                owner=owner,
                owner_kind=owner.kind,
                assignee_id=actor.user_id if owner.pk == actor.agency_id else None,
                status=CaseStatus.TRIAGE.value,
                opened_at=now,
                due_at=deadline.at,
            )
    except IntegrityError:
        if Case.objects.filter(claim=claim).exists():
            return None
        raise


def _first_owner(claim: Claim, origin: Report, subject: Agency | None, now: datetime) -> Agency:
    """The lead agency, or who steps in when the claim is about it."""
    owner = neutral_owner(
        network=claim.network,
        category=None,
        topic="",
        origin=origin,
        relatives_of_subject=relatives(subject) if subject is not None else frozenset(),
        on=timezone.localdate(now),
    )
    if owner is None:
        raise Refused(no_owner())
    return owner


def _opened(
    journal: Journal, case: Case, reports: Sequence[Report], actor: Actor, now: datetime
) -> None:
    refresh_at_the_end(case.claim_id)
    journal.record(AuditTag.CASE_OPENED, case, {"claim": case.claim_id, "owner": case.owner_id})
    record_entry(
        case=case, kind=EntryKind.OPENED, actor=actor, data={"origin": case.origin_kind}, now=now
    )
    for report in reports:
        if report.status == ReportStatus.RECEIVED:
            start_review(report=report, actor=actor)


def _rests(case: Case) -> bool:
    return CaseOutcome(case.outcome) in RESTING and waiting_reports(case.claim).exists()


def _take_up(journal: Journal, case: Case, actor: Actor, now: datetime) -> Case:
    """Work on a claim of an archive, or on one that all had withdrawn, starts like any other: from
    the report of somebody living."""
    authorise(actor, Permission.OPEN, lead_standing(actor, case.claim))
    step = CASE_WORKFLOW.step(case.status, CaseAction.TAKE_UP.value)
    reports = list(waiting_reports(case.claim))
    origin = first_origin([_origin(report) for report in reports])
    subject = case.claim.subject_agency
    insist(
        opening_refusal(
            origin=origin,
            any_report=bool(reports),
            subject_agency=subject.pk if subject is not None else None,
        )
    )
    assert origin is not None  # noqa: S101 - an absent origin was refused above
    first = next(report for report in reports if report.pk == origin.report_id)
    owner = _first_owner(case.claim, first, subject, now)
    write(
        case,
        status=step.target,
        outcome=CaseOutcome.NONE.value,
        category="",
        topic="",
        subject_agency_id=subject.pk if subject is not None else None,
        origin_report_id=first.pk,
        origin_kind=first.origin,
        origin_agency_id=first.agency_id,
        owner_id=owner.pk,
        owner_kind=owner.kind,
        assignee_id=actor.user_id if owner.pk == actor.agency_id else None,
        opened_at=now,
        closed_at=None,
        due_at=deadline_for(case.network, kind_for_category(None), first.received_at).at,
    )
    _opened(journal, case, reports, actor, now)
    return case


def _join(journal: Journal, case: Case, actor: Actor, now: datetime) -> Case:
    """Record once that this person works on the case too; who holds it stays."""
    authorise(actor, Permission.VIEW, standing_of(actor, case))
    if actor.user_id is None:
        raise NotVisible
    known = (
        case.assignee_id == actor.user_id
        or TimelineEntry.objects.filter(
            case=case,
            user_id=actor.user_id,
            kind__in=[EntryKind.OPENED.value, EntryKind.JOINED.value],
        ).exists()
    )
    if known or case.status == CaseStatus.CLOSED:
        journal.nothing_changed()
        return case
    journal.record(AuditTag.CASE_JOINED, case)
    record_entry(case=case, kind=EntryKind.JOINED, actor=actor, now=now)
    return case
