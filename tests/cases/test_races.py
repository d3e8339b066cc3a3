"""Two people at the same moment, with two connections: PostgreSQL only.

On SQLite there is one writer; there, stale instances in the other tests stand for the loser.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections
from django.utils import timezone

from sangto.audit.queries import events_about
from sangto.audit.tags import AuditTag
from sangto.cases.domain.checklist import AnswerState, ItemAnswer
from sangto.cases.models import Case, CaseTask, CategoryCheck, ChecklistAnswer, Transfer
from sangto.cases.services import (
    add_task,
    answer_checklist,
    confirm_category,
    finish_task,
    merge,
    open_case,
    set_category,
    transfer,
    undo,
)
from sangto.kernel.categories import DISQUALIFIER_CHECKS, Category
from sangto.kernel.errors import NotVisible, Refused
from tests.factories.cases import categorised, choice, make_world, opened, reported_claim

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="needs a database with several writers"
    ),
]


def at_once(*calls: Callable[[], Any]) -> list[str]:
    """Each call in its own thread and connection; ``ok`` or the code of the refusal."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> str:
        try:
            barrier.wait(timeout=20)
            call()
        except NotVisible:
            return "not_visible"
        except Refused as refused:
            return refused.refusal.code
        finally:
            connections.close_all()
        return "ok"

    with ThreadPoolExecutor(len(calls)) as pool:
        return sorted(pool.map(run, calls))


def test_two_open_one_case() -> None:
    world = make_world()
    claim = reported_claim(world, reports=3)
    actors = [world.officer(), world.officer(), world.officer()]
    results = at_once(*(partial(open_case, claim=claim, actor=actor) for actor in actors))
    assert results == ["ok", "ok", "ok"]
    case = Case.objects.get()
    tags = sorted(events_about(case).values_list("tag", flat=True))
    assert tags == [AuditTag.CASE_JOINED, AuditTag.CASE_JOINED, AuditTag.CASE_OPENED]


def test_a_case_is_opened_while_its_claim_is_joined_to_another() -> None:
    world = make_world()
    claim, into = reported_claim(world), reported_claim(world)
    officer, colleague = world.officer(), world.officer()
    results = at_once(
        partial(open_case, claim=claim, actor=officer),
        partial(merge, claim=claim, into=into, actor=colleague),
    )
    assert results in (["cases.claim_has_case", "ok"], ["cases.claim_merged", "ok"])
    assert Case.objects.filter(claim__merged_into__isnull=False).count() == 0


def test_two_undo_one_join() -> None:
    world = make_world()
    case, target = categorised(world), categorised(world)
    join = merge(claim=case.claim, into=target.claim, actor=world.officer())
    results = at_once(*(partial(undo, join=join, actor=world.officer()) for _ in range(2)))
    assert results == ["claim.join_undone", "ok"]
    assert Case.objects.get(pk=case.pk).status == "verifying"


def test_two_join_the_same_two_the_other_way_round() -> None:
    world = make_world()
    one, two = categorised(world), categorised(world)
    results = at_once(
        partial(merge, claim=one.claim, into=two.claim, actor=world.officer()),
        partial(merge, claim=two.claim, into=one.claim, actor=world.officer()),
    )
    assert results == ["claim.not_open", "ok"]
    assert Case.objects.filter(outcome="joined").count() == 1


def test_two_choose_a_category() -> None:
    world = make_world()
    case = opened(world)
    actors = [world.officer(), world.officer()]
    wanted = [Category.FRAUD, Category.IMPERSONATION]
    results = at_once(
        *(
            partial(
                set_category, case=Case.objects.get(pk=case.pk), actor=actor, **choice(category)
            )
            for actor, category in zip(actors, wanted, strict=True)
        )
    )
    assert results == ["cases.changed_meanwhile", "ok"]
    case.refresh_from_db()
    assert CategoryCheck.objects.get(case=case).category == case.category


def test_two_transfer() -> None:
    world = make_world()
    case = categorised(world)
    actor = world.officer()
    results = at_once(
        *(
            partial(
                transfer,
                case=Case.objects.get(pk=case.pk),
                to_agency=agency,
                reason="Việc này thuộc lĩnh vực đó",
                actor=actor,
            )
            for agency in (world.health, world.trade)
        )
    )
    assert results == ["cases.changed_meanwhile", "ok"]
    case.refresh_from_db()
    assert Transfer.objects.get(case=case).to_agency == case.owner


def test_two_confirm() -> None:
    world = make_world()
    case = categorised(world, Category.FACTUAL_CLAIM)
    results = at_once(
        *(
            partial(
                confirm_category,
                case=Case.objects.get(pk=case.pk),
                checks=DISQUALIFIER_CHECKS,
                actor=world.actor(agency),
            )
            for agency in (world.press, world.trade)
        )
    )
    assert results[-1] == "ok"
    assert results[0] in {"cases.changed_meanwhile", "cases.already_confirmed", "not_visible"}
    assert CategoryCheck.objects.filter(case=case).count() == 2


def test_two_finish_one_task() -> None:
    world = make_world()
    case = categorised(world)
    task = add_task(
        case=case,
        title="Gọi lại ngân hàng",
        owner=None,
        due_on=timezone.localdate(),
        actor=world.officer(),
    )
    tasks = [CaseTask.objects.select_related("case__owner").get(pk=task.pk) for _ in range(2)]
    actors = [world.officer(), world.officer()]
    results = at_once(
        *(
            partial(finish_task, task=one, actor=actor)
            for one, actor in zip(tasks, actors, strict=True)
        )
    )
    assert results == ["cases.task_done", "ok"]
    tags = list(events_about(task).values_list("tag", flat=True))
    assert tags.count(AuditTag.TASK_DONE) == 1


def test_two_answer_one_item_of_the_checklist() -> None:
    world = make_world()
    case = categorised(world)
    ChecklistAnswer.objects.all().delete()
    answer = ItemAnswer("how_it_takes", AnswerState.DONE, evidence="Xin mã OTP", seen=0)
    cases = [Case.objects.get(pk=case.pk) for _ in range(2)]
    actors = [world.officer(), world.officer()]
    results = at_once(
        *(
            partial(answer_checklist, case=one, answers=[answer], actor=actor)
            for one, actor in zip(cases, actors, strict=True)
        )
    )
    assert results == ["cases.checklist_changed", "ok"]
    assert ChecklistAnswer.objects.get().revision == 1
