"""Questions of the press, from the day they were asked to the spokesperson's answer."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.cases.models import Case
from sangto.cases.permissions import Standing
from sangto.cases.queries import category_of, standing_of
from sangto.handling.domain.measures import meanwhile_refusal
from sangto.handling.domain.press import (
    PRESS_WORKFLOW,
    PressAction,
    PressState,
    press_answer_refusal,
    recording_refusal,
    why_refusal,
)
from sangto.handling.models import PressQuestion
from sangto.handling.permissions import Permission, authorise
from sangto.handling.queries.deadlines import span_deadline
from sangto.handling.services.letters import tell_agency
from sangto.handling.services.numbering import free_reference
from sangto.handling.wording import press_letter
from sangto.kernel.actor import Actor
from sangto.kernel.categories import Category
from sangto.kernel.errors import NotVisible, Refusal, insist
from sangto.kernel.text import clean
from sangto.organisations.domain.deadlines import DeadlineKind
from sangto.organisations.models import Agency
from sangto.organisations.models.validity import valid_on
from sangto.verdicts.models import Verdict


def record_press_question(
    *,
    case: Case,
    verdict: Verdict | None,
    agency: Agency,
    outlet: str,
    question: str,
    asked_on: date,
    days: int | None = None,
    actor: Actor,
    now: datetime | None = None,
) -> PressQuestion:
    """By the desk, for any agency, or by the agency that has the case. No person of the outlet is
    kept. The time counts from the day on which it was taken down."""
    now = now or timezone.now()
    outlet, question = " ".join(clean(outlet).split()), clean(question).strip()
    with change(actor) as journal:
        authorise(actor, Permission.PRESS_RECORD, standing_of(actor, case))
        if actor.user_id is None or actor.agency_id is None:
            raise NotVisible
        if agency.network_id != case.network_id:
            raise NotVisible
        if verdict is not None and verdict.case_id != case.pk:
            raise NotVisible
        category, today = category_of(case), timezone.localdate(now)
        insist(
            recording_refusal(
                category=category,
                outlet=outlet,
                question=question,
                asked_on=asked_on,
                today=today,
                days=days,
                agency_in_force=Agency.objects.filter(valid_on(today), pk=agency.pk).exists(),
            )
        )
        assert category is not None  # noqa: S101 - refused above
        row = PressQuestion.objects.create(
            reference=free_reference(PressQuestion, now),
            case=case,
            verdict=verdict,
            category=category.value,
            outlet=outlet,
            question=question,
            asked_on=asked_on,
            agency=agency,
            recorded_by_id=actor.user_id,
            recorded_agency_id=actor.agency_id,
            recorded_at=now,
            days=days,
            due_at=span_deadline(case.network, DeadlineKind.PRESS_ANSWER, now, days).at,
        )
        journal.record(AuditTag.PRESS_RECORDED, row, {"case": case.pk, "agency": agency.pk})
        if agency.pk != actor.agency_id:
            tell_agency(agency, f"press:{row.pk}", lambda: press_letter(row), category, now)
        return row


def answer_press_question(
    *,
    question: PressQuestion,
    answer: str,
    spokesperson: str,
    actor: Actor,
    now: datetime | None = None,
) -> PressQuestion:
    """What the spokesperson said, and who that was. Of two people at once the second is refused."""
    answer, spokesperson = clean(answer).strip(), " ".join(clean(spokesperson).split())
    return _ended(
        question,
        PressAction.ANSWER,
        Permission.PRESS_ANSWER,
        press_answer_refusal(answer=answer, spokesperson=spokesperson),
        {"answer": answer, "spokesperson": spokesperson},
        actor,
        now,
    )


def decline_press_question(
    *, question: PressQuestion, reason: str, actor: Actor, now: datetime | None = None
) -> PressQuestion:
    """The agency does not answer, and says why."""
    reason = clean(reason).strip()
    return _ended(
        question,
        PressAction.DECLINE,
        Permission.PRESS_ANSWER,
        why_refusal(reason),
        {"reason": reason},
        actor,
        now,
    )


def cancel_press_question(
    *, question: PressQuestion, reason: str, actor: Actor, now: datetime | None = None
) -> PressQuestion:
    """Taken down by mistake, or the outlet asks no more."""
    reason = clean(reason).strip()
    return _ended(
        question,
        PressAction.CANCEL,
        Permission.PRESS_CLOSE,
        why_refusal(reason),
        {"reason": reason},
        actor,
        now,
    )


def _ended(
    question: PressQuestion,
    action: PressAction,
    permission: Permission,
    refusal: Refusal | None,
    texts: dict[str, Any],
    actor: Actor,
    now: datetime | None,
) -> PressQuestion:
    now = now or timezone.now()
    with change(actor) as journal:
        standing: Standing = standing_of(actor, question.case)
        authorise(actor, permission, standing, owns_measure=question.agency_id == actor.agency_id)
        step = PRESS_WORKFLOW.step(question.state, action.value)
        insist(refusal)
        values = {
            **texts,
            "state": str(step.target),
            "closed_by_id": actor.user_id,
            "closed_at": now,
        }
        changed = PressQuestion.objects.filter(pk=question.pk, state=PressState.OPEN.value).update(
            **values
        )
        insist(meanwhile_refusal(changed=changed != 1))
        for name, value in values.items():
            setattr(question, name, value)
        journal.record(
            AuditTag(step.audit_tag),
            question,
            {"case": question.case_id, "category": Category(question.category).value},
        )
        return question
