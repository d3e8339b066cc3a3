"""Reads: questions of the press."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from sangto.cases.models import Case
from sangto.cases.permissions import Standing
from sangto.cases.queries import standing_of
from sangto.handling.models import PressQuestion
from sangto.handling.permissions import Permission, has_permission, may
from sangto.handling.queries.deadlines import span_deadline
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.kernel.worktime import Deadline
from sangto.organisations.domain.deadlines import DeadlineKind
from sangto.organisations.models import Agency


def press_questions_visible_to(actor: Actor) -> QuerySet[PressQuestion]:
    """The lead agency sees all of its network; others those given to them, and of their cases."""
    rows = PressQuestion.objects.select_related("agency", "case__claim", "verdict")
    if actor.agency_id is None or not has_permission(actor, Permission.PRESS_VIEW):
        return rows.none()
    agency = Agency.objects.filter(pk=actor.agency_id).first()
    if agency is None:
        return rows.none()
    rows = rows.filter(case__network_id=agency.network_id)
    if actor.in_lead_agency and agency.is_lead:
        return rows
    return rows.filter(Q(agency=agency) | Q(case__owner=agency))


def press_question_for(actor: Actor, reference: str) -> tuple[PressQuestion, Standing]:
    """Raises :class:`NotVisible`."""
    question = (
        press_questions_visible_to(actor)
        .select_related(
            "agency",
            "recorded_by",
            "recorded_agency",
            "closed_by",
            "case__claim",
            "case__network",
            "case__owner",
            "case__subject_agency",
            "verdict",
        )
        .filter(reference=reference)
        .first()
    )
    if question is None:
        raise NotVisible
    standing = standing_of(actor, question.case)
    if not may_with_question(actor, Permission.PRESS_VIEW, question, standing):
        raise NotVisible
    return question, standing


def may_with_question(
    actor: Actor, permission: Permission, question: PressQuestion, standing: Standing
) -> bool:
    return may(actor, permission, standing, owns_measure=question.agency_id == actor.agency_id)


def press_questions_of(case: Case) -> QuerySet[PressQuestion]:
    return PressQuestion.objects.filter(case=case).select_related("agency")


def press_deadline_of(question: PressQuestion) -> Deadline:
    return span_deadline(
        question.case.network, DeadlineKind.PRESS_ANSWER, question.recorded_at, question.days
    )


def press_office(verdict: str) -> Agency | None:
    """The agency that answers the press about a published verdict: the one that has the case. Its
    office, no person. One query."""
    return Agency.objects.filter(cases_owned__verdict__reference=verdict).first()
