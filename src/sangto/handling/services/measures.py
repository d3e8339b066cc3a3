"""Measures of a case: planning, directing, taking back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.cases.domain.moves import open_refusal, reason_refusal
from sangto.cases.domain.states import CaseStatus, EntryKind
from sangto.cases.models import Case
from sangto.cases.queries import category_of, standing_of
from sangto.cases.services import record_entry, refresh_at_the_end
from sangto.handling.domain.measures import (
    MEASURE_WORKFLOW,
    MeasureAction,
    MeasureState,
    asking_refusal,
    creating_refusal,
    ground_day_refusal,
    meanwhile_refusal,
    owner_refusal,
)
from sangto.handling.models import Measure
from sangto.handling.permissions import Permission, authorise
from sangto.handling.queries.deadlines import span_deadline
from sangto.handling.services.letters import tell_agency
from sangto.handling.services.numbering import free_reference
from sangto.handling.wording import asked_letter, overturned_letter
from sangto.kernel.actor import Actor
from sangto.kernel.categories import Category
from sangto.kernel.categories import Measure as MeasureKind
from sangto.kernel.errors import NotVisible, Refusal, Refused, insist
from sangto.kernel.text import clean
from sangto.organisations.domain.deadlines import DeadlineKind
from sangto.organisations.domain.kinds import AgencyKind
from sangto.organisations.models import Agency, LegalGround
from sangto.organisations.models.validity import valid_on


@dataclass(frozen=True, slots=True)
class Ground:
    """Why something is done: a provision that is in force today, or a fact and its day."""

    legal: LegalGround | None = None
    text: str = ""
    on: date | None = None


def create_measure(
    *,
    case: Case,
    kind: MeasureKind,
    owner: Agency,
    asked: str,
    ground: Ground,
    days: int | None = None,
    actor: Actor,
    now: datetime | None = None,
) -> Measure:
    """Give an agency something to do; what exists depends on the category (SCOPE.md).

    Without ``days`` it takes as long as the charter says. The agency is told by mail.
    """
    now = now or timezone.now()
    with change(actor):
        authorise(actor, Permission.MEASURE_CREATE, standing_of(actor, case))
        return _planned(case, kind, owner, asked, ground, days, actor, now, directed_by=None)


def direct_measure(
    *,
    case: Case,
    kind: MeasureKind,
    owner: Agency,
    asked: str,
    ground: Ground,
    days: int | None = None,
    actor: Actor,
    now: datetime | None = None,
) -> Measure:
    """The committee directs the competent agency, by a day, and gets its result (Điều 6.4, 7.1 h).

    Only in a case that was raised to it. The case stays with its owner.
    """
    now = now or timezone.now()
    with change(actor):
        authorise(actor, Permission.MEASURE_DIRECT, standing_of(actor, case))
        committee = Agency.objects.get(pk=actor.agency_id or 0)
        insist(open_refusal(CaseStatus(case.status)))
        return _planned(case, kind, owner, asked, ground, days, actor, now, directed_by=committee)


def cancel_measure(
    *, measure: Measure, reason: str, actor: Actor, now: datetime | None = None
) -> Measure:
    """Take it back before a result was reported; what the committee directed, it takes back
    itself. Of two people at once the second is refused."""
    now = now or timezone.now()
    reason = clean(reason).strip()
    with change(actor) as journal:
        authorise(
            actor,
            Permission.MEASURE_CANCEL,
            standing_of(actor, measure.case),
            directed=measure.directed_by_id is not None,
        )
        step = MEASURE_WORKFLOW.step(measure.state, MeasureAction.CANCEL.value)
        insist(reason_refusal(reason))
        values = {"state": str(step.target), "cancelled_at": now, "cancel_reason": reason}
        changed = Measure.objects.filter(pk=measure.pk, state=MeasureState.OPEN.value).update(
            **values
        )
        insist(meanwhile_refusal(changed=changed != 1))
        _fill(measure, values)
        note_step(measure, "cancelled", actor, now, text=reason)
        journal.record(
            AuditTag(step.audit_tag), measure, {"case": measure.case_id, "reason": reason}
        )
        return measure


def overturn_measure(
    *, measure: Measure, appeal: str, actor: Actor, now: datetime | None = None
) -> Measure:
    """Take a finished measure back because an appeal was upheld; its results stay. ``appeal`` is
    the reference of it. The agency that did it is told."""
    now = now or timezone.now()
    with change(actor) as journal:
        authorise(
            actor,
            Permission.MEASURE_OVERTURN,
            standing_of(actor, measure.case),
            owns_measure=measure.owner_id == actor.agency_id,
        )
        step = MEASURE_WORKFLOW.step(measure.state, MeasureAction.OVERTURN.value)
        values = {"state": str(step.target), "overturned_at": now}
        changed = Measure.objects.filter(pk=measure.pk, state=MeasureState.FINISHED.value).update(
            **values
        )
        insist(meanwhile_refusal(changed=changed != 1))
        _fill(measure, values)
        note_step(measure, "overturned", actor, now, more={"appeal": appeal})
        tell_agency(
            measure.owner,
            f"measure-overturned:{measure.pk}",
            lambda: overturned_letter(measure),
            Category(measure.category),
            now,
        )
        journal.record(
            AuditTag(step.audit_tag), measure, {"case": measure.case_id, "appeal": appeal}
        )
        return measure


def _planned(
    case: Case,
    kind: MeasureKind,
    owner: Agency,
    asked: str,
    ground: Ground,
    days: int | None,
    actor: Actor,
    now: datetime,
    *,
    directed_by: Agency | None,
) -> Measure:
    asked, fact = clean(asked).strip(), clean(ground.text).strip()
    today = timezone.localdate(now)
    if owner.network_id != case.network_id:
        raise NotVisible
    category = category_of(case)
    insist(_creating_refusal(case, kind, owner))
    assert category is not None  # noqa: S101 - refused above
    insist(
        owner_refusal(
            category=category,
            owner_has_case=owner.pk == case.owner_id,
            in_force=Agency.objects.filter(valid_on(today), pk=owner.pk).exists(),
            is_committee=owner.kind == AgencyKind.COMMITTEE,
        )
    )
    insist(
        asking_refusal(
            asked=asked, days=days, ground_text=fact, has_legal_ground=ground.legal is not None
        )
    )
    on = today if ground.legal is not None else ground.on or today
    insist(ground_day_refusal(on=on, today=today))
    if ground.legal is not None:
        _insist_in_force(case, ground.legal, today)
    with change(actor) as journal:
        try:
            with transaction.atomic():
                measure = Measure.objects.create(
                    reference=free_reference(Measure, now),
                    case=case,
                    category=category.value,
                    kind=kind.value,
                    owner=owner,
                    directed_by=directed_by,
                    asked=asked,
                    ground=ground.legal,
                    ground_text=fact,
                    ground_on=on,
                    created_by_id=actor.user_id,
                    created_at=now,
                    days=days,
                    due_at=span_deadline(case.network, DeadlineKind.MEASURE, now, days).at,
                )
        except IntegrityError:
            refusal = _creating_refusal(case, kind, owner)
            if refusal is None:
                raise
            raise Refused(refusal) from None
        step = "directed" if directed_by is not None else "planned"
        note_step(measure, step, actor, now, text=asked)
        tag = AuditTag.MEASURE_DIRECTED if directed_by is not None else AuditTag.MEASURE_CREATED
        journal.record(tag, measure, {"case": case.pk, "kind": kind.value, "owner": owner.pk})
        if owner.pk != actor.agency_id:
            tell_agency(
                owner, f"measure:{measure.pk}", lambda: asked_letter(measure), category, now
            )
        return measure


def _insist_in_force(case: Case, ground: LegalGround, today: date) -> None:
    found = LegalGround.objects.filter(valid_on(today), pk=ground.pk, network_id=case.network_id)
    if not found.exists():
        raise NotVisible


def note_step(
    measure: Measure,
    step: str,
    actor: Actor,
    now: datetime,
    *,
    text: str = "",
    more: Mapping[str, Any] | None = None,
) -> None:
    """In the timeline of the case, whose row in the inbox is computed anew."""
    record_entry(
        case=measure.case,
        kind=EntryKind.MEASURE,
        actor=actor,
        text=text,
        data={
            "step": step,
            "measure": measure.reference,
            "kind": measure.kind,
            "agency": measure.owner_id,
            **(more or {}),
        },
        now=now,
    )
    refresh_at_the_end(measure.case.claim_id)


def _fill(measure: Measure, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(measure, name, value)


def _creating_refusal(case: Case, kind: MeasureKind, owner: Agency) -> Refusal | None:
    category: Category | None = category_of(case)
    return creating_refusal(
        category=category,
        kind=kind,
        in_triage=case.status == CaseStatus.TRIAGE,
        open_already=Measure.objects.filter(
            case=case, kind=kind.value, owner=owner, state=MeasureState.OPEN.value
        ).exists(),
    )
