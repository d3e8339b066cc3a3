"""Reads: measures of a case and of an agency, what the committee has before it, and the answer
that belongs to a receipt."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from sangto.cases.domain.states import CaseStatus, EntryKind
from sangto.cases.models import Case, TimelineEntry
from sangto.cases.permissions import Standing
from sangto.cases.queries import JOINED, standing_of
from sangto.handling.domain.measures import MeasureState
from sangto.handling.models import FeedbackAnswer, Measure, MeasureFile, MeasureResult
from sangto.handling.permissions import Permission, has_permission, may
from sangto.handling.queries.deadlines import span_deadline
from sangto.intake.models import Report
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.kernel.worktime import Deadline
from sangto.organisations.domain.deadlines import DeadlineKind
from sangto.organisations.models import Agency

_OPEN = MeasureState.OPEN.value


def measures_of(case: Case) -> QuerySet[Measure]:
    return Measure.objects.filter(case=case).select_related("owner", "directed_by")


def measures_visible_to(actor: Actor) -> QuerySet[Measure]:
    """The lead agency sees all of its network; others what they were given, what stands in their
    own cases, and the committee what stands in cases that were raised to it."""
    rows = Measure.objects.all()
    if actor.agency_id is None or not has_permission(actor, Permission.MEASURE_VIEW):
        return rows.none()
    agency = Agency.objects.filter(pk=actor.agency_id).first()
    if agency is None:
        return rows.none()
    rows = rows.filter(case__network_id=agency.network_id)
    if actor.in_lead_agency and agency.is_lead:
        return rows
    seen = Q(owner=agency) | Q(case__owner=agency) | Q(directed_by=agency)
    return rows.filter(seen)


def in_lists(rows: QuerySet[Measure]) -> QuerySet[Measure]:
    """Open ones first, by their day; with what a row shows."""
    return rows.select_related("owner", "directed_by", "case__claim").order_by("due_at", "pk")


def measure_for(actor: Actor, reference: str) -> tuple[Measure, Standing]:
    """With everything that its page shows. Raises :class:`NotVisible`."""
    measure = (
        measures_visible_to(actor)
        .select_related(
            "owner",
            "directed_by",
            "ground",
            "created_by",
            "noted_by",
            "case__claim",
            "case__network",
            "case__owner",
            "case__subject_agency",
        )
        .filter(reference=reference)
        .first()
    )
    if measure is None:
        raise NotVisible
    standing = standing_of(actor, measure.case)
    if not may_with_measure(actor, Permission.MEASURE_VIEW, measure, standing):
        raise NotVisible
    return measure, standing


def may_with_measure(
    actor: Actor, permission: Permission, measure: Measure, standing: Standing
) -> bool:
    return may(
        actor,
        permission,
        standing,
        owns_measure=measure.owner_id == actor.agency_id,
        directed=measure.directed_by_id is not None,
    )


def results_of(measure: Measure) -> list[MeasureResult]:
    """Newest first, with who reported and the files. Two queries."""
    files = Prefetch("files", MeasureFile.objects.select_related("file"))
    rows = measure.versions.select_related("reported_by", "agency").prefetch_related(files)
    return list(rows.order_by("-number"))


def result_file(measure: Measure, number: int) -> MeasureFile:
    found = (
        MeasureFile.objects.select_related("file")
        .filter(result__measure=measure, pk=number, file__deleted_at__isnull=True)
        .first()
    )
    if found is None:
        raise NotVisible
    return found


def deadline_of(measure: Measure) -> Deadline:
    """Day by day, in the table of today."""
    return span_deadline(
        measure.case.network, DeadlineKind.MEASURE, measure.created_at, measure.days
    )


def late_measures(cases: Collection[int], now: datetime | None = None) -> dict[int, int]:
    """How many measures of these cases are late, for lists. One query."""
    found: dict[int, int] = {}
    rows = Measure.objects.filter(
        case_id__in=cases, state=_OPEN, due_at__lt=now or timezone.now()
    ).values_list("case_id", flat=True)
    for case in rows:
        found[case] = found.get(case, 0) + 1
    return found


def own_open_measures(actor: Actor) -> QuerySet[Measure]:
    """What the own agency was given and has not finished."""
    rows = measures_visible_to(actor).filter(owner_id=actor.agency_id or 0, state=_OPEN)
    return in_lists(rows)


def cases_before_committee(committee: Agency) -> QuerySet[Case]:
    """Raised to it, still open, and without a direction of it so far."""
    answered = TimelineEntry.objects.filter(kind=EntryKind.DIRECTED.value, agency=committee).values(
        "case_id"
    )
    directed = Measure.objects.filter(directed_by=committee).values("case_id")
    return (
        Case.objects.filter(network_id=committee.network_id, escalated_at__isnull=False)
        .exclude(status=CaseStatus.CLOSED.value)
        .exclude(pk__in=answered)
        .exclude(pk__in=directed)
        .select_related("claim", "owner")
        .order_by("escalated_at", "pk")
    )


def directed_measures(committee: Agency) -> QuerySet[Measure]:
    return in_lists(Measure.objects.filter(directed_by=committee))


def receipt_answer(report: Report | int) -> FeedbackAnswer | None:
    """What the sender of this report reads as the answer; None when it has none. One query."""
    return (
        FeedbackAnswer.objects.filter(
            case__claim__report_links__report=report,
            case__claim__report_links__state__in=JOINED,
        )
        .select_related("agency")
        .first()
    )
