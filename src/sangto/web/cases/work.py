"""The work in a case as the page shows it: tasks, checklist, grounds, copies, related cases."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import get_language

from sangto.cases.domain.checklist import AnswerState, Progress
from sangto.cases.domain.copies import CopyReason
from sangto.cases.domain.states import CaseStatus
from sangto.cases.models import Case, CaseGround, CaseTask, ChecklistAnswer
from sangto.cases.permissions import Permission
from sangto.cases.queries import (
    Checklist,
    CopyView,
    InboxStatus,
    Related,
    checklist_of,
    copies_of,
    grounds_of,
    has_copies,
    in_force_on,
    related_cases,
    tasks_of,
)
from sangto.cases.queries.related import Relation
from sangto.web.cases.actions import Place
from sangto.web.cases.wording import STATES, StateLook
from sangto.web.cases.work_wording import ANSWER_STATES, COPY_REASONS, RELATIONS, SAME_INDICATOR


@dataclass(frozen=True, slots=True)
class ItemRow:
    code: str
    label: str
    required: bool
    answer: ChecklistAnswer | None
    look: StateLook
    open: bool


@dataclass(frozen=True, slots=True)
class TaskRow:
    task: CaseTask
    late: bool


@dataclass(frozen=True, slots=True)
class GroundRow:
    cited: CaseGround
    in_force: bool


@dataclass(frozen=True, slots=True)
class CopyRow:
    view: CopyView
    why: str


@dataclass(frozen=True, slots=True)
class RelatedRow:
    case: Case
    look: StateLook
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Work:
    open_tasks: list[TaskRow]
    done_tasks: list[CaseTask]
    items: list[ItemRow]
    progress: Progress
    grounds: list[GroundRow]
    copies: list[CopyRow]
    has_copies: bool
    told: int
    related: list[RelatedRow]
    may_task: bool
    may_answer: bool
    may_cite: bool
    may_copy: bool


def work_of(place: Place) -> Work:
    """The same number of queries for any number of rows of each kind."""
    case = place.case
    going_on = case.status != CaseStatus.CLOSED
    today = timezone.localdate()
    tasks = list(tasks_of(case))
    checklist = checklist_of(case)
    copies = copy_rows(case)
    return Work(
        open_tasks=[TaskRow(task, task.due_on < today) for task in tasks if task.done_at is None],
        done_tasks=[task for task in tasks if task.done_at is not None],
        items=checklist_rows(checklist),
        progress=checklist.progress,
        grounds=ground_rows(case),
        copies=copies,
        has_copies=has_copies(case),
        told=sum(row.view.told for row in copies),
        related=[_related_row(row) for row in related_cases(case, place.actor)],
        may_task=going_on and place.may(Permission.TASK),
        may_answer=case.status == CaseStatus.VERIFYING and place.may(Permission.CHECKLIST),
        may_cite=going_on and place.may(Permission.GROUND),
        may_copy=going_on and place.may(Permission.COPY),
    )


def checklist_rows(checklist: Checklist) -> list[ItemRow]:
    english = get_language() == "en"
    rows = []
    for item in checklist.items:
        answer = checklist.answers.get(item.code)
        state = AnswerState(answer.state) if answer is not None else AnswerState.OPEN
        rows.append(
            ItemRow(
                code=item.code,
                label=item.en if english else item.vi,
                required=item.required,
                answer=answer,
                look=ANSWER_STATES[state],
                open=state is AnswerState.OPEN,
            )
        )
    return rows


def ground_rows(case: Case) -> list[GroundRow]:
    """``in_force`` today: a provision may have ended since it was cited."""
    today = timezone.localdate()
    return [GroundRow(row, in_force_on(row.ground, today)) for row in grounds_of(case)]


def copy_rows(case: Case) -> list[CopyRow]:
    return [
        CopyRow(view, str(COPY_REASONS[CopyReason(view.row.reason)])) for view in copies_of(case)
    ]


def _related_row(related: Related) -> RelatedRow:
    why = [str(SAME_INDICATOR[kind]) for kind in related.indicators]
    why += [
        str(RELATIONS[relation])
        for relation in related.relations
        if relation is not Relation.INDICATOR
    ]
    return RelatedRow(related.case, STATES[InboxStatus(related.case.status)], tuple(why))
