"""Invitations and minutes of agencies that ended."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from sangto.audit.models import AuditEvent
from sangto.audit.queries import details_match
from sangto.cases.models import TimelineEntry
from sangto.consultation.domain.meetings import MinutesAnswer, Reply
from sangto.consultation.models import MeetingInvitee, MinutesAgreement
from sangto.consultation.queries.meeting_links import invitee_of
from sangto.consultation.services.agreeing import answer_minutes_by_link
from sangto.consultation.services.meeting_following import move_invitations_of_ended
from sangto.consultation.services.meeting_papers import _name
from sangto.kernel.actor import public_actor, system_actor
from sangto.kernel.errors import NotVisible
from sangto.organisations.models import Agency
from tests.factories.cases import World, make_world
from tests.factories.consultation import make_officer
from tests.factories.meetings import (
    NOW,
    START,
    Held,
    accepted,
    called_meeting,
    circulated_meeting,
    mails_to,
    open_meeting_of,
    prepared_meeting,
)
from tests.factories.organisations import make_agency

pytestmark = pytest.mark.django_db
SYSTEM = system_actor("agencies.carry")
TOMORROW = NOW + timedelta(days=1)
AFTER = START + timedelta(days=1)


@pytest.fixture
def world() -> World:
    return make_world()


def _ends(agency: Agency, heir: Agency | None) -> None:
    Agency.objects.filter(pk=agency.pk).update(valid_until=NOW.date(), successor=heir)


def _heir(world: World) -> Agency:
    heir = make_agency(world.network)
    make_officer(heir)
    return heir


def _recorded(details: dict[str, object]) -> bool:
    event = AuditEvent.objects.get(tag="meeting:inherited")
    return details_match(event, details)


def _row(held: Held, heir: Agency) -> MeetingInvitee:
    return MeetingInvitee.objects.select_related("agency", "instead_of").get(
        meeting=held.meeting, agency=heir
    )


def test_an_invitation_passes_to_the_successor_with_a_new_link(world: World) -> None:
    held, heir = called_meeting(world), _heir(world)
    accepted(held)
    before, token = held.invitee(), held.token()
    _ends(world.health, heir)

    assert move_invitations_of_ended(actor=SYSTEM, now=NOW) == 0
    assert move_invitations_of_ended(actor=SYSTEM, now=TOMORROW) == 1
    assert move_invitations_of_ended(actor=SYSTEM, now=TOMORROW) == 0

    row = _row(held, heir)
    assert (row.pk, row.instead_of, row.reply) == (before.pk, world.health, Reply.NONE)
    assert row.email == heir.focal_officers.get().email
    assert row.calendar_uid != before.calendar_uid
    assert invitee_of(token) is None
    (mail,) = mails_to(row.email)
    assert "Mời dự họp" in mail.subject or "Mời" in mail.subject
    assert _recorded({"invitee": row.pk, "source": world.health.pk, "target": heir.pk})
    steps = TimelineEntry.objects.filter(case=held.case).values_list("data", flat=True)
    assert [data["step"] for data in steps if "meeting" in data] == ["called", "inherited"]


@pytest.mark.parametrize("successor", ["none", "invited", "host"])
def test_it_is_taken_back_where_nobody_new_can_be_asked(world: World, successor: str) -> None:
    held = called_meeting(world)
    heir = {"none": None, "invited": world.press, "host": held.meeting.agency}[successor]
    token = held.token()
    _ends(world.health, heir)

    assert move_invitations_of_ended(actor=SYSTEM, now=TOMORROW) == 1

    assert held.invitee().removed_at == TOMORROW
    assert invitee_of(token) is None
    assert _recorded({"invitee": held.invitee().pk, "source": world.health.pk, "target": None})
    assert held.invitee(world.press).removed_at is None


def test_minutes_that_wait_are_asked_of_the_successor(world: World) -> None:
    held, heir = circulated_meeting(world), _heir(world)
    token = held.token()
    _ends(world.health, heir)

    assert move_invitations_of_ended(actor=SYSTEM, now=AFTER) == 1

    row = _row(held, heir)
    assert (row.attended, row.attended_by) == (True, "Nguyễn Văn Thay")
    assert _name(row) == f"{heir.name} (tiếp nhận từ {world.health.name})"
    with pytest.raises(NotVisible):
        answer_minutes_by_link(
            token=token, answer=MinutesAnswer.AGREED, actor=public_actor(), now=AFTER
        )
    answer_minutes_by_link(
        token=held.token(heir), answer=MinutesAnswer.AGREED, actor=public_actor(), now=AFTER
    )
    assert len(mails_to(row.email)) == 1


def test_minutes_that_were_answered_stay(world: World) -> None:
    held, heir = circulated_meeting(world), _heir(world)
    answer_minutes_by_link(
        token=held.token(), answer=MinutesAnswer.AGREED, actor=public_actor(), now=AFTER
    )
    _ends(world.health, heir)
    assert move_invitations_of_ended(actor=SYSTEM, now=AFTER) == 0
    assert held.invitee().agency == world.health


def test_without_a_successor_minutes_are_answered_by_silence(world: World) -> None:
    held = circulated_meeting(world)
    _ends(world.health, None)
    assert move_invitations_of_ended(actor=SYSTEM, now=AFTER) == 1
    answers = MinutesAgreement.objects.filter(invitee__meeting=held.meeting)
    assert dict(answers.values_list("invitee__agency", "answer")) == {
        world.health.pk: "silent",
        world.press.pk: "",
    }


def test_who_came_stays_on_the_list_and_the_successor_gets_the_minutes(world: World) -> None:
    held = open_meeting_of(world)
    _ends(world.health, world.press)
    assert move_invitations_of_ended(actor=SYSTEM, now=AFTER) == 0
    heir = _heir(world)
    Agency.objects.filter(pk=world.health.pk).update(successor=heir)
    assert move_invitations_of_ended(actor=SYSTEM, now=AFTER) == 1
    row = _row(held, heir)
    assert row.attended
    assert mails_to(row.email) == []


def test_before_it_is_called_nothing_passes(world: World) -> None:
    held = prepared_meeting(world)
    _ends(world.health, _heir(world))
    assert move_invitations_of_ended(actor=SYSTEM, now=TOMORROW) == 0
    assert held.invitee().agency == world.health


def test_only_the_machine_may(world: World) -> None:
    with pytest.raises(NotVisible):
        move_invitations_of_ended(actor=world.officer())


def test_a_guest_takes_over_nothing(world: World) -> None:
    held = called_meeting(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        MeetingInvitee.objects.filter(pk=held.invitee().pk).update(
            agency=None, name="Khách", instead_of=world.press
        )
