"""Single cases, and which of them an actor may know about."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from sangto.cases.domain.moves import withdrawn_refusal
from sangto.cases.domain.states import CaseStatus
from sangto.cases.domain.triage import RecordedCheck, verdict_refusal
from sangto.cases.models import Case, CategoryCheck, TimelineEntry
from sangto.cases.permissions import Permission, Standing, has_permission, may
from sangto.intake.domain.reports import ReportStatus
from sangto.intake.models import Report
from sangto.kernel.actor import Actor
from sangto.kernel.categories import Category
from sangto.kernel.errors import NotVisible, Refusal
from sangto.matching.domain.kinds import LinkState
from sangto.matching.models import Claim
from sangto.organisations.domain.kinds import AgencyKind
from sangto.organisations.models import Agency
from sangto.organisations.queries import relatives

#: Links that make a report one of the claim's: a machine's suggestion is not one yet.
JOINED = (LinkState.AUTO.value, LinkState.CONFIRMED.value)


def category_of(case: Case) -> Category | None:
    return Category(case.category) if case.category else None


def reports_of(claim: Claim) -> QuerySet[Report]:
    """The reports that repeat this claim, oldest first."""
    return Report.objects.filter(claim_link__claim=claim, claim_link__state__in=JOINED).order_by(
        "received_at", "pk"
    )


def waiting_reports(claim: Claim) -> QuerySet[Report]:
    """Those among them that have no answer yet; an archive's never wait."""
    return reports_of(claim).filter(
        status__in=[ReportStatus.RECEIVED.value, ReportStatus.IN_REVIEW.value]
    )


def all_withdrawn(claim: Claim) -> bool:
    """Whether everybody who had sent it took it back."""
    return withdrawn_refusal(outcomes=reports_of(claim).values_list("outcome", flat=True)) is None


def subject_relatives(case: Case) -> frozenset[int]:
    """The subject agency, all above and all below it; empty when the claim is about no agency."""
    return relatives(case.subject_agency) if case.subject_agency is not None else frozenset()


def recorded_checks(case: Case) -> list[RecordedCheck]:
    return [
        RecordedCheck(user_id=user, agency_id=agency, category=Category(category))
        for user, agency, category in CategoryCheck.objects.filter(case=case).values_list(
            "user_id", "agency_id", "category"
        )
    ]


def ready_for_verdict_refusal(case: Case) -> Refusal | None:
    return verdict_refusal(category_of(case), confirmed=case.confirmed_at is not None)


def timeline(case: Case) -> QuerySet[TimelineEntry]:
    """Oldest first, with who did it."""
    return case.timeline.select_related("user", "agency").order_by("at", "pk")


def waits_for_confirmation() -> Q:
    """Cases that a second agency has to confirm."""
    return Q(
        category=Category.FACTUAL_CLAIM.value,
        status=CaseStatus.VERIFYING.value,
        confirmed_at__isnull=True,
    )


def standing_of(actor: Actor, case: Case) -> Standing:
    """How the actor's agency stands to this case; up to four queries."""
    if actor.agency_id is None:
        return Standing()
    agency = Agency.objects.filter(pk=actor.agency_id, network_id=case.network_id).first()
    if agency is None:
        return Standing()
    category = category_of(case)
    conflicted = category is not Category.SERVICE_FEEDBACK and agency.pk in subject_relatives(case)
    waiting = (
        category is Category.FACTUAL_CLAIM
        and case.status == CaseStatus.VERIFYING
        and case.confirmed_at is None
        and not conflicted
    )
    return Standing(
        leads=actor.in_lead_agency and agency.is_lead,
        owns=case.owner_id == agency.pk,
        confirms=waiting
        and not CategoryCheck.objects.filter(case=case, agency_id=agency.pk).exists(),
        is_committee=agency.kind == AgencyKind.COMMITTEE and case.escalated_at is not None,
        conflicted=conflicted,
    )


def lead_standing(actor: Actor, claim: Claim) -> Standing:
    """How the actor's agency stands to a claim without a case."""
    leads = (
        actor.in_lead_agency
        and actor.agency_id is not None
        and Agency.objects.filter(
            pk=actor.agency_id, network_id=claim.network_id, is_lead=True
        ).exists()
    )
    return Standing(leads=leads)


def cases_visible_to(actor: Actor) -> QuerySet[Case]:
    """The lead agency sees all cases of its network; a member those that it owns or may confirm;
    the committee also those that were raised to it."""
    cases = Case.objects.all()
    if actor.agency_id is None or not has_permission(actor, Permission.VIEW):
        return cases.none()
    agency = Agency.objects.filter(pk=actor.agency_id).first()
    if agency is None:
        return cases.none()
    cases = cases.filter(network_id=agency.network_id)
    if actor.in_lead_agency and agency.is_lead:
        return cases
    own = Q(owner_id=agency.pk)
    if has_permission(actor, Permission.CONFIRM):
        checked = CategoryCheck.objects.filter(agency_id=agency.pk).values("case_id")
        own |= (
            waits_for_confirmation()
            & (Q(subject_agency__isnull=True) | ~Q(subject_agency__in=relatives(agency)))
            & ~Q(pk__in=checked)
        )
    if agency.kind == AgencyKind.COMMITTEE:
        own |= Q(escalated_at__isnull=False)
    return cases.filter(own)


def get_case_for(actor: Actor, reference: str, *, need: Permission) -> Case:
    """The case with what pages show of it; :class:`NotVisible` when it does not exist, or when
    the actor may not do this there."""
    case = (
        cases_visible_to(actor)
        .select_related("claim", "owner", "assignee", "subject_agency", "network", "origin_report")
        .filter(reference=reference)
        .first()
    )
    if case is None or not may(actor, need, standing_of(actor, case)):
        raise NotVisible
    return case
