"""What officers of the sample did in its cases: checklist, tasks, grounds, copy list."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from sangto.cases.domain.checklist import AnswerState, ItemAnswer
from sangto.cases.models import Case
from sangto.cases.queries import checklist_items, checklist_of, ground_by_code
from sangto.cases.services import (
    add_copy,
    add_task,
    answer_checklist,
    change_task,
    cite_ground,
    finish_task,
)
from sangto.kernel.actor import Actor
from sangto.organisations.models import User
from sangto.organisations.queries import agency_by_slug
from sangto.sample.reading import SampleCaseWork, SampleTask, sample_desk
from sangto.verdicts.domain.personal import spots
from sangto.verdicts.models import VerdictVersion
from sangto.verdicts.queries import content_of
from sangto.verdicts.services import settle_personal


def answer_whole_checklist(case: Case, *, actor: Actor, at: datetime) -> None:
    """Every item that is still open, in one change."""
    answer_items(case, len(checklist_items(case)), actor=actor, at=at)


def answer_items(case: Case, count: int, *, actor: Actor, at: datetime) -> None:
    """The first ``count`` items, with the evidence that the sample knows for each."""
    known = sample_desk().evidence
    checklist = checklist_of(case)
    answers = [
        ItemAnswer(item.code, AnswerState.DONE, evidence=known.get(item.code, known["otherwise"]))
        for item in checklist.items[:count]
        if item.code not in checklist.answers
    ]
    if answers:
        answer_checklist(case=case, answers=answers, actor=actor, now=at)


def seed_case_work(case: Case, work: SampleCaseWork, *, actor: Actor, at: datetime) -> None:
    """Tasks are dated from now, so that the demo's list has late and coming ones."""
    answer_items(case, work.answered, actor=actor, at=at)
    for code in work.cites:
        ground = ground_by_code(case.network, code)
        if ground is not None:
            cite_ground(case=case, ground=ground, actor=actor)
    for task in work.tasks:
        _task(case, task, actor, at)
    for slug in work.copies:
        agency = agency_by_slug(case.network, slug)
        if agency is not None:
            add_copy(case=case, agency=agency, actor=actor, now=at)


def _task(case: Case, sample: SampleTask, actor: Actor, at: datetime) -> None:
    """A task that is late now was written down in time; who does it has an account since today."""
    due_on = timezone.localdate() + timedelta(days=sample.days)
    written = min(at, timezone.now() + timedelta(days=min(sample.days, 0)))
    owner = User.objects.filter(email=sample.owner).first() if sample.owner else None
    task = add_task(
        case=case, title=sample.title, owner=None, due_on=due_on, actor=actor, now=written
    )
    if owner is not None:
        change_task(task=task, title=task.title, owner=owner, due_on=due_on, actor=actor)
    if sample.done:
        finish_task(task=task, actor=actor, now=at)


def looked_through(version: VerdictVersion, officer: Actor, at: datetime) -> VerdictVersion:
    """The numbers in the sample's verdicts are hotlines of agencies: they stay."""
    keys = sorted({spot.finding.key for spot in spots(content_of(version))})
    if not set(keys) - set(version.personal_stays):
        return version
    return settle_personal(version=version, stays=keys, passages=(), actor=officer, now=at)
