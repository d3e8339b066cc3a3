"""Two at the same moment, with two connections: PostgreSQL only."""

from __future__ import annotations

from functools import partial

import pytest
from django.db import connection

from sangto.consultation.domain.answers import Answer, AnswerKind
from sangto.consultation.models import Opinion, OpinionRound
from sangto.consultation.services import (
    close_round,
    conclude_round,
    give_opinion,
    give_opinion_by_link,
    open_round,
    send_due_reminders,
    send_requests,
)
from sangto.kernel.actor import Role, public_actor
from tests.cases.test_races import at_once
from tests.factories.cases import categorised, make_world
from tests.factories.consultation import (
    AGREED,
    SYSTEM,
    closed_round,
    link_of,
    opened_round,
    prepared_round,
    request_to,
)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="needs a database with several writers"
    ),
]


def test_an_answer_in_the_second_of_the_closing_is_kept_or_refused() -> None:
    world = make_world()
    found = opened_round(world)
    row = request_to(found, world.health)
    results = at_once(
        partial(
            give_opinion,
            invitation=row,
            answer=AGREED,
            actor=world.actor(world.health, Role.FOCAL_OFFICER),
        ),
        partial(close_round, opinion_round=found, actor=world.officer()),
    )
    row.refresh_from_db()
    if results == ["ok", "ok"]:
        assert (row.state, Opinion.objects.count()) == ("answered", 1)
    else:
        assert results == ["ok", "round.over"]
        assert (row.state, Opinion.objects.count()) == ("closed_without_answer", 0)


def test_two_officers_answer_at_once_and_both_versions_stay() -> None:
    world = make_world()
    found = opened_round(world)
    row = request_to(found, world.health)
    objection = Answer(AnswerKind.OBJECT, text="Không đủ căn cứ")
    results = at_once(
        partial(
            give_opinion,
            invitation=row,
            answer=AGREED,
            actor=world.actor(world.health, Role.FOCAL_OFFICER),
        ),
        partial(give_opinion_by_link, token=link_of(row), answer=objection, actor=public_actor()),
    )
    assert results == ["ok", "ok"]
    assert list(Opinion.objects.values_list("version", "latest")) == [(1, False), (2, True)]


def test_two_prepare_a_round_on_one_case() -> None:
    world = make_world()
    case = categorised(world)
    results = at_once(
        *(partial(prepared_round, world, case=case, actor=world.officer()) for _ in range(2))
    )
    assert results in (["ok", "round.running"], ["cases.changed_meanwhile", "ok"])
    assert OpinionRound.objects.count() == 1


def test_two_open_it_and_two_conclude_it() -> None:
    world = make_world()
    found = prepared_round(world)
    results = at_once(
        *(partial(open_round, opinion_round=found, actor=world.officer()) for _ in range(2))
    )
    assert results == ["ok", "workflow.not_from_here"]
    closed = closed_round(world)
    weighed = list(Opinion.objects.filter(invitation__round=closed))
    results = at_once(
        *(
            partial(
                conclude_round,
                opinion_round=closed,
                text="Rồi",
                weighed=weighed,
                actor=world.officer(),
            )
            for _ in range(2)
        )
    )
    assert results == ["ok", "workflow.not_from_here"]


def test_two_workers_send_each_letter_once() -> None:
    world = make_world()
    found = opened_round(world, sent=False)
    results = at_once(
        *(partial(send_requests, round_id=found.pk, actor=SYSTEM) for _ in range(2)),
        partial(send_due_reminders, actor=SYSTEM),
    )
    assert results == ["ok", "ok", "ok"]
    assert {row.times_sent for row in found.invitations.all()} == {1}
