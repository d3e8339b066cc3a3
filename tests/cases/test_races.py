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

from sangto.audit.queries import events_about
from sangto.audit.tags import AuditTag
from sangto.cases.models import Case, CategoryCheck, Transfer
from sangto.cases.services import confirm_category, merge, open_case, set_category, transfer
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
