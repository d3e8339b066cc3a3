"""Measures and questions of the press follow what changes around them: working days, agencies
that end, cases that turn out to be no matter of the desk."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.handling.domain.measures import MeasureState
from sangto.handling.domain.press import PressState
from sangto.handling.models import Measure, MeasureResult, PressQuestion
from sangto.handling.permissions import Permission, authorise_unattended
from sangto.handling.services.measures import note_step
from sangto.kernel.actor import Actor
from sangto.kernel.categories import Category
from sangto.kernel.worktime import Mode, WorkCalendar, due
from sangto.organisations.domain.charter_spec import DeadlineSpec
from sangto.organisations.models import Network
from sangto.organisations.queries import Heirs, calendar_for, current_charter, today


def recompute_handling_deadlines(
    *, network: Network, actor: Actor, now: datetime | None = None
) -> int:
    """Count every open measure and question anew in the table of today, and note each that moved;
    how many. One transaction each; a second run changes nothing."""
    authorise_unattended(actor, Permission.DEADLINE_RECOMPUTE)
    now = now or timezone.now()
    calendar, rules = calendar_for(network), current_charter(network).deadlines
    moved = 0
    for measure in _open_measures().filter(case__network=network):
        at = _due(measure.created_at, measure.days, rules.measure, calendar)
        moved += _measure_moved(measure.pk, at, actor, now)
    for question in PressQuestion.objects.filter(
        state=PressState.OPEN.value, case__network=network
    ):
        at = _due(question.recorded_at, question.days, rules.press_answer, calendar)
        moved += _question_moved(question.pk, at, actor)
    return moved


def move_handling_of_ended(*, actor: Actor, now: datetime | None = None) -> int:
    """Open measures and questions of agencies that ended go to who took over; how many moved. One
    without a successor, or whose successor does the same already, stays for the desk to see."""
    authorise_unattended(actor, Permission.DEADLINE_RECOMPUTE)
    now = now or timezone.now()
    day = today(now)
    heirs: dict[int, Heirs] = {}

    def heir_of(row: Measure | PressQuestion, agency: int) -> int | None:
        network = row.case.network
        if network.pk not in heirs:
            heirs[network.pk] = Heirs(network, day)
        heir = heirs[network.pk].of(agency, row.case.topic or row.case.category)
        return None if heir is None or heir.pk == agency else heir.pk

    moved = 0
    for measure in _open_measures().filter(owner__valid_until__lt=day):
        heir = heir_of(measure, measure.owner_id)
        same = Measure.objects.filter(
            case=measure.case_id, kind=measure.kind, owner=heir, state=MeasureState.OPEN.value
        )
        if heir is None or same.exists():
            continue
        with change(actor) as journal:
            open_row = Measure.objects.filter(pk=measure.pk, state=MeasureState.OPEN.value)
            if open_row.update(owner=heir) != 1:
                journal.nothing_changed()
                continue
            measure.owner_id = heir
            note_step(measure, "inherited", actor, now)
            journal.record(AuditTag.MEASURE_INHERITED, measure, {"owner": heir})
            moved += 1
    waiting = PressQuestion.objects.filter(
        state=PressState.OPEN.value, agency__valid_until__lt=day
    ).select_related("case__network")
    for question in waiting.order_by("pk"):
        heir = heir_of(question, question.agency_id)
        if heir is None:
            continue
        with change(actor) as journal:
            open_question = PressQuestion.objects.filter(
                pk=question.pk, state=PressState.OPEN.value
            )
            if open_question.update(agency=heir) != 1:
                journal.nothing_changed()
                continue
            journal.record(AuditTag.PRESS_INHERITED, question, {"agency": heir})
            moved += 1
    return moved


def forget_handling_out_of_scope(*, actor: Actor, now: datetime | None = None) -> int:
    """Delete what was written for cases that turned out to be no matter of the desk, such as
    protected expression (SCOPE.md 4); what was open ends there. How many rows."""
    authorise_unattended(actor, Permission.CONTENT_FORGET)
    now = now or timezone.now()
    stray = Q(case__category=Category.OUT_OF_SCOPE.value, content_deleted_at__isnull=True)
    with override("vi"):
        why = _("The case was closed as no matter of the desk.")
    count = 0
    for measure in Measure.objects.filter(stray).order_by("pk"):
        with change(actor) as journal:
            values = {"asked": "", "ground_text": "", "content_deleted_at": now}
            if measure.state == MeasureState.OPEN:
                values |= {
                    "state": MeasureState.CANCELLED.value,
                    "cancelled_at": now,
                }
            if measure.state != MeasureState.FINISHED:
                values["cancel_reason"] = why
            Measure.objects.filter(pk=measure.pk).update(**values)
            MeasureResult.objects.filter(measure=measure).update(text="")
            journal.record(AuditTag.MEASURE_CONTENT_DELETED, measure, {"case": measure.case_id})
            count += 1
    for question in PressQuestion.objects.filter(stray).order_by("pk"):
        with change(actor) as journal:
            values = {"question": "", "answer": "", "outlet": "", "content_deleted_at": now}
            if question.state == PressState.OPEN:
                values |= {"state": PressState.CANCELLED.value, "closed_at": now, "reason": why}
            else:
                values |= {"reason": "", "spokesperson": ""}
            PressQuestion.objects.filter(pk=question.pk).update(**values)
            journal.record(AuditTag.PRESS_CONTENT_DELETED, question, {"case": question.case_id})
            count += 1
    return count


def _open_measures() -> QuerySet[Measure]:
    return (
        Measure.objects.filter(state=MeasureState.OPEN.value)
        .select_related("case__network", "case__claim", "owner")
        .order_by("pk")
    )


def _due(start: datetime, days: int | None, rule: DeadlineSpec, calendar: WorkCalendar) -> datetime:
    if days is None:
        return due(start, rule.days, rule.mode, calendar).at
    return due(start, days, Mode.WORKING, calendar).at


def _measure_moved(key: int, at: datetime, actor: Actor, now: datetime) -> int:
    with change(actor) as journal:
        measure = Measure.objects.select_for_update(of=("self",)).select_related("case").get(pk=key)
        if measure.due_at == at or measure.state != MeasureState.OPEN:
            journal.nothing_changed()
            return 0
        days = {"before": _text(measure.due_at), "after": _text(at)}
        Measure.objects.filter(pk=key).update(due_at=at)
        note_step(measure, "moved", actor, now, more=days)
        journal.record(AuditTag.MEASURE_RECOMPUTED, measure, days)
        return 1


def _question_moved(key: int, at: datetime, actor: Actor) -> int:
    with change(actor) as journal:
        question = PressQuestion.objects.select_for_update().get(pk=key)
        if question.due_at == at or question.state != PressState.OPEN:
            journal.nothing_changed()
            return 0
        days = {"before": _text(question.due_at), "after": _text(at)}
        PressQuestion.objects.filter(pk=key).update(due_at=at)
        journal.record(AuditTag.PRESS_RECOMPUTED, question, days)
        return 1


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
