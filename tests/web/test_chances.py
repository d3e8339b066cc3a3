"""The desk reads how sure a match is, and what made it; whoever asks in public reads no number."""

from __future__ import annotations

from django.test import Client

from sangto.cases.models import Case
from sangto.kernel.actor import system_actor
from sangto.matching.services import match_report
from tests.factories.cases import World, reported_claim
from tests.factories.intake import make_report
from tests.factories.web import PRIZE, known
from tests.web.desk_scene import signed_in, text_of

ALIKE = f"Alo chị ơi {PRIZE} nhé"
CHANCE = "Chance that it is the same claim: 99 %"


def test_the_chance_of_a_report_that_joined_by_likeness(world: World) -> None:
    claim = known(world).verdict.claim
    link = match_report(
        report=make_report(world.network, text=ALIKE), actor=system_actor("report.match")
    )
    assert link is not None
    assert link.claim == claim

    case = Case.objects.get(claim=claim)
    assert CHANCE in text_of(signed_in(world.lead).get(f"/en/desk/vu-viec/{case.reference}/"))


def test_what_made_the_chance_stands_at_what_is_published_and_near(world: World) -> None:
    known(world)
    other = reported_claim(world, text=ALIKE)

    page = text_of(signed_in(world.lead).get(f"/en/desk/noi-dung/{other.reference}/"))

    assert CHANCE in page
    assert "The words are alike:" in page
    assert "stands in the other (counts +" in page
    assert "speaks against it" not in page


def test_the_public_page_shows_no_chance(world: World, client: Client) -> None:
    known(world)

    page = text_of(client.post("/en/", {"text": ALIKE}))

    assert "same as a known message" in page or "stands in this text" in page
    assert "Chance" not in page
