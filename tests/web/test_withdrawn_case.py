"""The page that ends a case which nobody waits for any more."""

from __future__ import annotations

import pytest
from django.urls import reverse

from sangto.cases.domain.states import CaseOutcome
from sangto.intake.models import Report
from sangto.web.cases.wording import OUTCOME_NAMES
from tests.cases.test_withdrawing import take_back
from tests.factories.cases import World, make_world, opened
from tests.web.desk_scene import signed_in, text_of


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def test_it_is_offered_once_everybody_took_it_back(world: World) -> None:
    case = opened(world)
    client = signed_in(world.lead)
    page = reverse("desk_case_withdrawn", args=[case.reference])
    home = reverse("desk_case", args=[case.reference])
    assert page not in text_of(client.get(home))
    assert client.get(page).status_code == 404
    take_back(*Report.objects.filter(claim_link__claim=case.claim))
    assert page in text_of(client.get(home))
    asked = client.get(page)
    assert asked.status_code == 200
    seen = asked.context["form"]["seen"].value()
    assert client.post(page, {"seen": seen})["Location"] == home
    case.refresh_from_db()
    assert case.outcome == CaseOutcome.WITHDRAWN
    assert str(OUTCOME_NAMES[CaseOutcome.WITHDRAWN]) in text_of(client.get(home))
    assert client.get(page).status_code != 500
