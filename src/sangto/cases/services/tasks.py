"""Tasks of a case."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.cases.domain.moves import open_refusal
from sangto.cases.domain.states import CaseStatus, EntryKind
from sangto.cases.domain.tasks import (
    task_changed,
    task_done_refusal,
    task_open_refusal,
    task_owner_refusal,
    task_refusal,
)
from sangto.cases.models import Case, CaseTask
from sangto.cases.permissions import Permission, authorise
from sangto.cases.queries.cases import standing_of
from sangto.cases.queries.work import task_people, working_agencies
from sangto.cases.services.entries import record_entry, write
from sangto.kernel.actor import Actor
from sangto.kernel.errors import Refused, insist
from sangto.kernel.text import clean
from sangto.organisations.models import Agency, Membership, User
from sangto.organisations.models.validity import valid_on


def add_task(
    *,
    case: Case,
    title: str,
    owner: User | None,
    due_on: date,
    actor: Actor,
    agency: Agency | None = None,
    now: datetime | None = None,
) -> CaseTask:
    """Write down what has to be done by a day; without ``owner`` it lies with ``agency`` (the
    actor's) if that works on the case, else with the one that has it."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    title = _one_line(title)
    with change(actor) as journal:
        authorise(actor, Permission.TASK, standing_of(actor, case))
        insist(open_refusal(CaseStatus(case.status)))
        insist(task_refusal(title=title, due_on=due_on, was_due_on=None, today=today))
        nearest = agency.pk if agency is not None else actor.agency_id
        lies_with = _agency_for(case, owner, today, otherwise=nearest)
        write(case, status=case.status)
        task = CaseTask.objects.create(
            case=case,
            title=title,
            owner=owner,
            agency_id=lies_with,
            due_on=due_on,
            created_by_id=actor.user_id,
            created_at=now,
        )
        _entry(task, "added", actor, now, text=title)
        journal.record(AuditTag.TASK_ADDED, task, _details(task))
        return task


def change_task(
    *,
    task: CaseTask,
    title: str,
    owner: User | None,
    due_on: date,
    actor: Actor,
    now: datetime | None = None,
) -> CaseTask:
    """Another person, day or wording. Of two people at once the later one looks again."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    title = _one_line(title)
    with change(actor) as journal:
        authorise(actor, Permission.TASK, standing_of(actor, task.case))
        insist(open_refusal(CaseStatus(task.case.status)))
        insist(task_open_refusal(done=task.done_at is not None))
        insist(task_refusal(title=title, due_on=due_on, was_due_on=task.due_on, today=today))
        user = owner.pk if owner is not None else None
        if (title, user, due_on) == (task.title, task.owner_id, task.due_on):
            journal.nothing_changed()
            return task
        agency = task.agency_id
        if user != task.owner_id:
            agency = _agency_for(task.case, owner, today, otherwise=task.agency_id)
        _write(task, title=title, owner_id=user, agency_id=agency, due_on=due_on)
        _entry(task, "changed", actor, now, text=title)
        journal.record(AuditTag.TASK_CHANGED, task, _details(task))
        return task


def finish_task(*, task: CaseTask, actor: Actor, now: datetime | None = None) -> CaseTask:
    """Say that it is done. Of two people at once the second is told so."""
    now = now or timezone.now()
    with change(actor) as journal:
        authorise(actor, Permission.TASK, standing_of(actor, task.case))
        insist(open_refusal(CaseStatus(task.case.status)))
        updated = CaseTask.objects.filter(pk=task.pk, done_at__isnull=True).update(
            done_at=now, done_by_id=actor.user_id
        )
        insist(task_open_refusal(done=updated != 1))
        task.done_at, task.done_by_id = now, actor.user_id
        _entry(task, "done", actor, now, text=task.title)
        journal.record(AuditTag.TASK_DONE, task, _details(task))
        return task


def reopen_task(*, task: CaseTask, actor: Actor, now: datetime | None = None) -> CaseTask:
    """Take back that it is done."""
    now = now or timezone.now()
    with change(actor) as journal:
        authorise(actor, Permission.TASK, standing_of(actor, task.case))
        insist(open_refusal(CaseStatus(task.case.status)))
        updated = CaseTask.objects.filter(pk=task.pk, done_at__isnull=False).update(
            done_at=None, done_by_id=None
        )
        insist(task_done_refusal(done=updated == 1))
        task.done_at, task.done_by_id = None, None
        _entry(task, "reopened", actor, now, text=task.title)
        journal.record(AuditTag.TASK_REOPENED, task, _details(task))
        return task


def _one_line(text: str) -> str:
    return " ".join(clean(text).split())


def _agency_for(case: Case, owner: User | None, on: date, *, otherwise: int | None) -> int:
    """Where the work lies; refuses a person who may not see the case."""
    working = working_agencies(case)
    if owner is None:
        return otherwise if otherwise in working else case.owner_id
    insist(task_owner_refusal(sees_the_case=task_people(case, on).filter(pk=owner.pk).exists()))
    agencies = Membership.objects.filter(
        valid_on(on), user=owner, agency_id__in=working
    ).values_list("agency_id", flat=True)
    return agencies[0]


def _write(task: CaseTask, **values: object) -> None:
    """Change the open row if it still is what ``task`` says, and then ``task`` itself."""
    seen = {"title": task.title, "owner_id": task.owner_id, "due_on": task.due_on}
    rows = CaseTask.objects.filter(pk=task.pk, done_at__isnull=True, **seen)
    if rows.update(**values) != 1:
        raise Refused(task_changed())
    for name, value in values.items():
        setattr(task, name, value)


def _entry(task: CaseTask, step: str, actor: Actor, now: datetime, *, text: str) -> None:
    record_entry(
        case=task.case,
        kind=EntryKind.TASK,
        actor=actor,
        text=text,
        data={
            "step": step,
            "task": task.pk,
            "assignee": task.owner_id,
            "agency": task.agency_id,
            "due_on": task.due_on.isoformat(),
        },
        now=now,
    )


def _details(task: CaseTask) -> dict[str, object]:
    return {
        "case": task.case_id,
        "owner": task.owner_id,
        "agency": task.agency_id,
        "due_on": task.due_on.isoformat(),
    }
