"""Calendars, replies to them, slots and the permissions of meetings, without a database."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from sangto.consultation.domain.calendar import (
    MAX_REPLY_BYTES,
    Address,
    Entry,
    Method,
    calendar_of,
    read_reply,
)
from sangto.consultation.domain.meetings import (
    MEETING_WORKFLOW,
    MeetingState,
    MinutesAnswer,
    Reply,
    slots,
)
from sangto.consultation.domain.minutes import tally
from sangto.consultation.permissions import (
    MeetingStanding,
    Permission,
    has_meeting_permission,
    may_in_meeting,
)
from sangto.kernel.actor import Actor, ActorKind, Role, operator_actor, public_actor, system_actor
from sangto.kernel.errors import Refused
from sangto.kernel.ordering import ordered

START = datetime(2026, 7, 9, 7, tzinfo=UTC)
ENTRY = Entry(
    uid="abc@desk.example",
    sequence=3,
    changed_at=START - timedelta(days=3),
    starts_at=START,
    minutes=45,
    title="Họp về tin giả; ngân hàng, thuế",
    description="1. Một\n2. Hai",
    place="Phòng 2, tầng 3",
    link="https://hop.example/1",
    organizer=Address("Sáng Tỏ", "desk@tinhmau.example"),
    attendee=Address('Trần "B"', "b@y.example"),
)
MEETING_PERMISSIONS = [one for one in Permission if one.startswith("consultation:meeting:")]


def _reply(partstat: str = "ACCEPTED", *, method: str = "REPLY", extra: str = "") -> bytes:
    text = (
        f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\n"
        f"UID:abc@desk.example\r\nDTSTAMP:20260707T010203Z\r\nSEQUENCE:3\r\n{extra}"
        f"ATTENDEE;PARTSTAT={partstat};CN=B:MAILTO:B@y.example\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    return text.encode()


def _mail(*calendars: bytes) -> bytes:
    mail = EmailMessage()
    mail["From"] = "somebody.else@y.example"
    mail["Subject"] = "Accepted: Họp"
    mail.set_content("Tôi sẽ dự.")
    for calendar in calendars:
        mail.add_attachment(
            calendar, maintype="text", subtype="calendar", params={"method": "REPLY"}
        )
    return mail.as_bytes()


def _read(content: bytes) -> tuple[Calendar, Any]:
    calendar = Calendar.from_ical(content)
    (event,) = calendar.walk("VEVENT")
    return calendar, event


class TestCalendar:
    @pytest.mark.parametrize("method", list(Method))
    def test_it_is_read_as_it_was_meant(self, method: Method) -> None:
        calendar, event = _read(calendar_of(ENTRY, method))
        assert str(calendar["method"]) == method.value
        assert (str(event["uid"]), int(event["sequence"])) == ("abc@desk.example", 3)
        assert event["dtstart"].dt == START
        assert event["dtend"].dt - event["dtstart"].dt == timedelta(minutes=45)
        assert event["dtstart"].params["TZID"] == "Asia/Ho_Chi_Minh"
        assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["Asia/Ho_Chi_Minh"]
        assert str(event["summary"]) == ENTRY.title
        assert ("attendee" in event) == (method is not Method.PUBLISH)
        assert len(event.walk("VALARM")) == (0 if method is Method.CANCEL else 2)

    def test_the_wire_is_folded_and_ends_lines_as_the_standard_says(self) -> None:
        content = calendar_of(ENTRY, Method.REQUEST)
        lines = content.split(b"\r\n")
        assert b"\n" not in content.replace(b"\r\n", b"")
        assert max(map(len, lines)) <= 75

    @given(st.text(max_size=200), st.integers(0, 10_000), st.integers(5, 720))
    def test_any_title_comes_back(self, title: str, sequence: int, minutes: int) -> None:
        clean = "".join(char for char in title if char.isprintable()).strip() or "x"
        entry = Entry(
            uid="u@h",
            sequence=sequence,
            changed_at=START,
            starts_at=START,
            minutes=minutes,
            title=clean,
            description="",
            place="",
            link="",
            organizer=ENTRY.organizer,
            attendee=ENTRY.attendee,
        )
        _calendar, event = _read(calendar_of(entry, Method.REQUEST))
        assert str(event["summary"]) == clean
        assert int(event["sequence"]) == sequence


class TestReadingReplies:
    @pytest.mark.parametrize(
        ("partstat", "reply"),
        [
            ("ACCEPTED", Reply.ACCEPTED),
            ("declined", Reply.DECLINED),
            ("TENTATIVE", Reply.TENTATIVE),
        ],
    )
    def test_a_calendar_alone_and_in_a_mail(self, partstat: str, reply: Reply) -> None:
        for content in (_reply(partstat), _mail(_reply(partstat))):
            found = read_reply(content)
            assert (found.uid, found.attendee, found.partstat, found.sequence) == (
                "abc@desk.example",
                "b@y.example",
                reply,
                3,
            )
            assert found.at == datetime(2026, 7, 7, 1, 2, 3, tzinfo=UTC)

    def test_the_comment_comes_along(self) -> None:
        found = read_reply(_reply(extra="COMMENT:Đến muộn\\, xin lỗi\r\n"))
        assert found.comment == "Đến muộn, xin lỗi"

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"", "calendar.none"),
            (b"\xff\xfe\x00nonsense", "calendar.none"),
            (_mail(), "calendar.none"),
            (_mail(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"), "calendar.none"),
            (_reply(method="REQUEST"), "calendar.no_reply"),
            (_reply("NEEDS-ACTION"), "calendar.no_answer"),
            (_reply("DELEGATED"), "calendar.no_answer"),
            (_reply(extra="ATTENDEE;PARTSTAT=ACCEPTED:mailto:c@y.example\r\n"), "calendar.not_one"),
            (
                _reply().replace(b"END:VCALENDAR", b"BEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VCALENDAR"),
                "calendar.not_one",
            ),
            (_reply().replace(b"UID:abc@desk.example\r\n", b""), "calendar.not_one"),
            (b"x" * (MAX_REPLY_BYTES + 1), "calendar.too_large"),
        ],
    )
    def test_what_is_none_is_refused(self, content: bytes, code: str) -> None:
        with pytest.raises(Refused) as caught:
            read_reply(content)
        assert caught.value.refusal.code == code

    @given(st.binary(max_size=400))
    def test_no_bytes_break_it(self, noise: bytes) -> None:
        for content in (noise, b"BEGIN:VCALENDAR\r\n" + noise, _mail(noise)):
            with suppress(Refused):
                read_reply(content)

    @given(st.integers(0, 400), st.binary(min_size=1, max_size=6))
    def test_nor_does_a_damaged_reply(self, place: int, noise: bytes) -> None:
        good = _reply()
        try:
            found = read_reply(good[:place] + noise + good[place:])
        except Refused:
            return
        assert found.partstat is not Reply.NONE


@given(st.lists(st.integers(1, 480), max_size=10))
def test_slots_follow_each_other_without_a_gap(lengths: list[int]) -> None:
    found = slots(START, lengths)
    ends = [START, *(slot.ends_at for slot in found)]
    assert [slot.starts_at for slot in found] == ends[:-1]
    assert ends[-1] - START == timedelta(minutes=sum(lengths))


@given(st.lists(st.integers(), unique=True, min_size=1, max_size=8), st.data(), st.booleans())
def test_moving_an_item_loses_none(keys: list[int], data: st.DataObject, up: bool) -> None:
    key = data.draw(st.sampled_from(keys))
    moved = ordered(keys, key, up=up)
    assert sorted(moved) == sorted(keys)
    assert abs(moved.index(key) - keys.index(key)) <= 1


@given(
    st.sets(st.integers(0, 9)), st.dictionaries(st.integers(0, 9), st.sampled_from(MinutesAnswer))
)
def test_a_tally_adds_up(attended: set[int], answers: dict[int, MinutesAnswer]) -> None:
    counted = tally(attended, answers.items())
    assert counted.asked == len(attended)
    assert counted.agreed + counted.objected + counted.silent + counted.waiting == counted.asked


#: desk officer, focal officer, approver; the rest of the roles holds nothing here.
MATRIX = {
    Permission.MEETING_VIEW: ("dfa", "dfa"),
    Permission.MEETING_PREPARE: ("dfa", ""),
    Permission.MEETING_CALL: ("da", ""),
    Permission.MEETING_REPLY: ("", "fa"),
    Permission.MEETING_MINUTES: ("dfa", ""),
    Permission.MEETING_CONCLUDE: ("da", ""),
    Permission.MEETING_CARRY: ("", ""),
}
LETTERS = {Role.DESK_OFFICER: "d", Role.FOCAL_OFFICER: "f", Role.APPROVER: "a"}


def _staff(role: Role) -> Actor:
    return Actor(ActorKind.STAFF, 1, 1, frozenset({role}))


def test_the_matrix_names_every_permission() -> None:
    assert set(MATRIX) == set(MEETING_PERMISSIONS)


@pytest.mark.parametrize("permission", MEETING_PERMISSIONS)
def test_matrix(permission: Permission) -> None:
    hosts, invited = MATRIX[permission]
    for role in Role:
        letter = LETTERS.get(role, "-")
        actor = _staff(role)
        assert may_in_meeting(actor, permission, MeetingStanding(hosts=True)) == (letter in hosts)
        # An invited agency's desk officer only looks.
        expected = letter in invited if permission is not Permission.MEETING_VIEW else letter != "-"
        assert may_in_meeting(actor, permission, MeetingStanding(invited=True)) == expected
        assert not may_in_meeting(actor, permission, MeetingStanding())


def test_only_a_job_carries_on() -> None:
    carry = Permission.MEETING_CARRY
    assert has_meeting_permission(system_actor("x"), carry)
    assert not any(
        has_meeting_permission(actor, permission)
        for actor in (public_actor(), operator_actor("x"))
        for permission in MEETING_PERMISSIONS
    )


def test_every_move_names_a_permission_of_the_room() -> None:
    assert {row.permission for row in MEETING_WORKFLOW} <= set(MEETING_PERMISSIONS)
    assert MEETING_WORKFLOW.final_states() == {
        MeetingState.CLOSED.value,
        MeetingState.CANCELLED.value,
    }
