"""`sangto consultation read-reply`: a mail becomes an answer, or changes nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from sangto.consultation.models import Meeting
from tests.cli.conftest import Sangto
from tests.factories.cases import World
from tests.factories.meetings import Held, called_meeting


def _reply(held: Held, *, attendee: str = "") -> bytes:
    invitee = held.invitee()
    return (
        "From: x@y.example\r\nContent-Type: text/calendar; method=REPLY; charset=utf-8\r\n\r\n"
        "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\n"
        f"UID:{invitee.calendar_uid}\r\n"
        f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{attendee or invitee.email}\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    ).encode()


def _called(world: World) -> Held:
    held = called_meeting(world)
    soon = timezone.now() + timedelta(days=2)
    Meeting.objects.filter(pk=held.meeting.pk).update(starts_at=soon)
    return held


def test_an_answer_is_recorded(world: World, sangto: Sangto) -> None:
    held = _called(world)
    result = sangto("consultation", "read-reply", stdin=_reply(held))
    assert result.exit_code == 0, result.output
    assert held.meeting.reference in result.stdout
    assert (held.invitee().reply, held.invitee().reply_way) == ("accepted", "mail")


@pytest.mark.parametrize(("given", "code"), [(b"", 2), (b"Hello\r\n", 1), (b"\xff\xfe\x00", 1)])
def test_what_is_no_reply_changes_nothing(
    world: World, sangto: Sangto, given: bytes, code: int
) -> None:
    held = _called(world)
    assert sangto("consultation", "read-reply", stdin=given).exit_code == code
    assert held.invitee().reply == ""


def test_another_address_answers_for_nobody(world: World, sangto: Sangto) -> None:
    held = _called(world)
    mail = _reply(held, attendee="ai.khac@y.example")
    assert sangto("consultation", "read-reply", stdin=mail).exit_code == 1
    assert held.invitee().reply == ""
