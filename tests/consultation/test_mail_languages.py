"""Letters to officers are in the language that their account chose."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sangto.consultation.services import chase_all, dispose, tell_outcomes
from sangto.consultation.services.agreeing import circulate_minutes
from sangto.consultation.services.meetings import cancel_meeting
from sangto.notices.models import OutboxMessage
from sangto.organisations.models import User
from sangto.organisations.queries import duties_on, language_at
from tests.factories.cases import World, make_world
from tests.factories.consultation import make_officer, opened_round
from tests.factories.drafts import closed, commented, consulted, decision
from tests.factories.meetings import START, called_meeting, mails_to, written_meeting
from tests.factories.organisations import make_user

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 7, 6, 2, tzinfo=UTC)


@pytest.fixture
def world() -> World:
    """At the health department somebody reads English, at the newspaper nobody has an account."""
    world = make_world()
    make_officer(world.health, "Dau.Moi.Y.Te@agency.example")
    make_user("dau.moi.y.te@agency.example", language="en")
    make_officer(world.press, "bao@agency.example")
    make_officer(world.trade, "cong.thuong@agency.example")
    return world


def _said(email: str) -> list[tuple[str, str, str]]:
    return [(mail.language, mail.subject, mail.body) for mail in mails_to(email)]


def _on_duty(world: World) -> dict[str, str]:
    duties = duties_on([world.health.pk])[world.health.pk]
    return {duty.officer.email: duty.language for duty in duties}


HEALTH, PRESS, TRADE = (
    "Dau.Moi.Y.Te@agency.example",
    "bao@agency.example",
    "cong.thuong@agency.example",
)


def test_requests_and_reminders(world: World) -> None:
    opinion_round = opened_round(world, now=MONDAY)
    chase_all(opinion_round=opinion_round, actor=world.officer(), now=MONDAY + timedelta(days=1))
    addresses = {
        address: [mail.language for mail in mails_to(address)]
        for address in (HEALTH, HEALTH.lower(), TRADE)
    }
    assert addresses == {HEALTH: ["en"], HEALTH.lower(): ["en"], TRADE: ["vi", "vi"]}
    assert "/en/y-kien/" in _said(HEALTH)[0][2]
    assert "Please answer by" in _said(HEALTH)[0][2]
    assert "/en/" not in _said(TRADE)[0][2]
    assert "Please" not in _said(TRADE)[0][2]


def test_meetings(world: World) -> None:
    held = called_meeting(world)
    cancel_meeting(meeting=held.fresh(), reason="Bận", actor=held.host)
    other = written_meeting(world)
    circulate_minutes(meeting=other.fresh(), actor=other.host, now=START + timedelta(hours=2))
    assert [row[0] for row in _said(HEALTH)] == ["en"] * 4
    assert [row[0] for row in _said(PRESS)] == ["vi"] * 4
    assert _said(HEALTH)[0][1].startswith("Invitation: ")
    assert _said(PRESS)[0][1].startswith("Mời họp: ")
    assert "/en/hop/" in _said(HEALTH)[0][2]
    assert "/en/" not in _said(PRESS)[0][2]
    assert _said(HEALTH)[1][1].startswith("Cancelled: ")


def test_what_became_of_comments_on_a_draft(world: World) -> None:
    version, opinion_round = consulted(world)
    comment = commented(world, opinion_round, world.health)
    closed(world, opinion_round)
    dispose(comment=comment, decision=decision(), actor=world.officer())
    OutboxMessage.objects.all().delete()
    assert tell_outcomes(draft=version.draft, actor=world.officer()) == 1
    assert [row[0] for row in _said(HEALTH)] == ["en"]


def test_a_closed_account_chooses_nothing(world: World) -> None:
    assert language_at(HEALTH) == _on_duty(world)[HEALTH] == "en"
    assert language_at(PRESS) == "vi"
    User.objects.filter(email=HEALTH.lower()).update(is_active=False)
    assert language_at(HEALTH) == "vi"
    assert _on_duty(world)[HEALTH] == "vi"
