"""Two at the same moment on one draft, with two connections: PostgreSQL only."""

from __future__ import annotations

from functools import partial

import pytest
from django.db import connection

from sangto.consultation.domain.comments import TextChange
from sangto.consultation.models import Comment, Disposition, DraftVersion, OpinionRound
from sangto.consultation.services import (
    adopt_wording,
    close_round,
    dispose,
    give_comment,
    prepare_draft_round,
)
from sangto.kernel.actor import Role
from tests.cases.test_races import at_once
from tests.factories.cases import make_world
from tests.factories.consultation import request, request_to
from tests.factories.drafts import (
    closed,
    comment_text,
    commented,
    consulted,
    decision,
    made_draft,
)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="needs a database with several writers"
    ),
]


def test_a_comment_in_the_second_of_the_closing_is_kept_or_refused() -> None:
    world = make_world()
    _, opinion_round = consulted(world)
    row = request_to(opinion_round, world.health)
    results = at_once(
        partial(
            give_comment,
            invitation=row,
            comment=comment_text(),
            actor=world.actor(world.health, Role.FOCAL_OFFICER),
        ),
        partial(close_round, opinion_round=opinion_round, actor=world.officer()),
    )
    row.refresh_from_db()
    if results == ["ok", "ok"]:
        assert (row.state, Comment.objects.count()) == ("answered", 1)
    else:
        assert results == ["ok", "round.over"]
        assert (row.state, Comment.objects.count()) == ("closed_without_answer", 0)


def test_two_decisions_at_once_both_stay_and_one_counts() -> None:
    world = make_world()
    _, opinion_round = consulted(world)
    comment = commented(world, opinion_round, world.health)
    closed(world, opinion_round)
    results = at_once(
        *(
            partial(dispose, comment=comment, decision=decision(), actor=world.officer())
            for _ in range(2)
        )
    )
    assert results == ["ok", "ok"]
    assert sorted(Disposition.objects.values_list("number", "latest")) == [(1, False), (2, True)]


def test_of_two_next_versions_one_is_made() -> None:
    world = make_world()
    version, opinion_round = consulted(world)
    comment = commented(world, opinion_round, world.health)
    closed(world, opinion_round)
    dispose(comment=comment, decision=decision(change=TextChange.DELETE), actor=world.officer())
    results = at_once(
        *(partial(adopt_wording, draft=version.draft, actor=world.officer()) for _ in range(2))
    )
    assert results == ["draft.nothing_to_adopt", "ok"]
    assert DraftVersion.objects.count() == 2


def test_of_two_rounds_one_is_prepared() -> None:
    world = make_world()
    version = made_draft(world)
    results = at_once(
        *(
            partial(
                prepare_draft_round,
                draft=version.draft,
                request=request([world.health], known=""),
                actor=world.officer(),
            )
            for _ in range(2)
        )
    )
    assert results == ["draft.round_runs", "ok"]
    assert OpinionRound.objects.count() == 1
