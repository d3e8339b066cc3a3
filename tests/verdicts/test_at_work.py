from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sangto.kernel.actor import Role, public_actor
from sangto.verdicts.queries.at_work import preview, versions_at_work
from tests.factories.cases import World
from tests.factories.verdicts import drafted, published_verdict, submitted


def test_open_versions_the_submitted_first(world: World) -> None:
    draft, waiting = drafted(world), submitted(world)
    published_verdict(world)
    assert [version.pk for version in versions_at_work(world.officer())] == [waiting.pk, draft.pk]


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR])
def test_not_for_everybody(world: World, role: Role) -> None:
    drafted(world)
    assert not versions_at_work(world.actor(world.lead, role))
    assert not versions_at_work(world.actor(world.press, Role.DESK_OFFICER))
    assert not versions_at_work(public_actor())


def test_nothing_about_ones_own_agency(world: World) -> None:
    version = drafted(world)
    claim = version.verdict.claim
    claim.subject_agency = world.committee
    claim.save()
    assert not versions_at_work(world.officer())


@pytest.mark.parametrize("number", [1, 3])
def test_flat(world: World, number: int) -> None:
    for _ in range(number):
        drafted(world)
    officer = world.officer()
    with CaptureQueriesContext(connection) as queries:
        for version in versions_at_work(officer):
            assert version.verdict.case is not None
            assert version.verdict.case.owner.name
            assert version.drafted_agency is not None
    assert len(queries) == 4


def test_preview_shows_the_draft_as_a_page(world: World) -> None:
    version = drafted(world)
    page = preview(version, language="en")
    assert (page.line.title, page.is_current) == (version.title_en, False)
    assert len(page.sources) == 1
