"""Meetings in every state, through the services."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sangto.audit.secrets import sealer
from sangto.cases.models import Case
from sangto.consultation.domain.meetings import Reply
from sangto.consultation.models import AgendaItem, Meeting, MeetingInvitee
from sangto.consultation.queries.meeting_links import meeting_token_to_send
from sangto.consultation.services.agenda import add_item, invite_agencies
from sangto.consultation.services.agreeing import circulate_minutes, close_due_minutes
from sangto.consultation.services.meeting_replies import reply_by_link
from sangto.consultation.services.meetings import call_meeting, prepare_meeting
from sangto.consultation.services.minutes import (
    Came,
    open_meeting,
    record_attendance,
    write_item,
)
from sangto.kernel.actor import Actor, public_actor, system_actor
from sangto.notices.models import OutboxMessage
from sangto.organisations.models import Agency
from tests.factories.cases import World, categorised
from tests.factories.consultation import make_officer

#: A Monday, 09:00 in Vietnam; the meeting is on Thursday at 14:00.
NOW = datetime(2026, 7, 6, 2, tzinfo=UTC)
START = datetime(2026, 7, 9, 7, tzinfo=UTC)
SYSTEM = system_actor("tests")


@dataclass
class Held:
    """A meeting on one case with the health agency and the newspaper. ``host`` called it."""

    world: World
    host: Actor
    case: Case
    meeting: Meeting

    @property
    def item(self) -> AgendaItem:
        return AgendaItem.objects.select_related("meeting__agency", "case__claim").get(
            meeting=self.meeting, case=self.case
        )

    def invitee(self, agency: Agency | None = None) -> MeetingInvitee:
        return MeetingInvitee.objects.select_related("meeting__agency", "agency").get(
            meeting=self.meeting, agency=agency or self.world.health
        )

    def token(self, agency: Agency | None = None) -> str:
        token = meeting_token_to_send(self.invitee(agency))
        assert token is not None
        return token

    def fresh(self) -> Meeting:
        """As it stands in the database, which the services of others changed."""
        self.meeting = Meeting.objects.select_related("agency", "network").get(pk=self.meeting.pk)
        return self.meeting


def prepared_meeting(
    world: World,
    *,
    case: Case | None = None,
    agencies: Sequence[Agency] | None = None,
    now: datetime = NOW,
    starts_at: datetime = START,
) -> Held:
    host = world.officer()
    case = case or categorised(world, actor=host)
    for agency in (world.health, world.press):
        if not agency.focal_officers.exists():
            make_officer(agency)
    meeting = prepare_meeting(
        title="Tin nhắn giả ngân hàng",
        starts_at=starts_at,
        minutes=60,
        place="Phòng họp số 2",
        link="",
        chair="Trần Văn Chủ",
        chair_position="Phó Giám đốc",
        secretary="Lê Thị Ký",
        actor=host,
        now=now,
    )
    add_item(meeting=meeting, title="", minutes=20, case=case, actor=host, now=now)
    add_item(meeting=meeting, title="Việc khác", minutes=10, actor=host, now=now)
    invite_agencies(
        meeting=meeting,
        agencies=[world.health, world.press] if agencies is None else agencies,
        actor=host,
        now=now,
    )
    return Held(world, host, case, meeting)


def called_meeting(world: World, **changes: Any) -> Held:
    held = prepared_meeting(world, **changes)
    call_meeting(meeting=held.meeting, actor=held.host, now=NOW)
    return held


def open_meeting_of(world: World, **changes: Any) -> Held:
    """It goes on; both agencies came."""
    held = called_meeting(world, **changes)
    open_meeting(meeting=held.meeting, actor=held.host, now=START)
    keys = MeetingInvitee.objects.filter(meeting=held.meeting).values_list("pk", flat=True)
    came = {key: Came(attended=True, by="Nguyễn Văn Thay") for key in keys}
    record_attendance(meeting=held.meeting, came=came, actor=held.host)
    return held


def opened_meeting(world: World, invited: Agency) -> Meeting:
    """Without a case: the lead agency's, with one invited agency."""
    host = world.officer()
    meeting = prepare_meeting(
        title="Giao ban", starts_at=START, minutes=30, place="P1", link="", actor=host, now=NOW
    )
    add_item(meeting=meeting, title="Việc chung", minutes=10, actor=host, now=NOW)
    invite_agencies(meeting=meeting, agencies=[invited], actor=host, now=NOW)
    call_meeting(meeting=meeting, actor=host, now=NOW)
    return open_meeting(meeting=meeting, actor=host, now=START)


def written_meeting(world: World, **changes: Any) -> Held:
    """The minutes of both items are written."""
    held = open_meeting_of(world, **changes)
    for item in AgendaItem.objects.filter(meeting=held.meeting).select_related("meeting", "case"):
        write_item(
            item=item,
            seen=item.revision,
            discussion="Các cơ quan trao đổi.",
            conclusion="Thống nhất cảnh báo người dân.",
            actor=held.host,
            now=START + timedelta(minutes=20),
        )
    return held


def circulated_meeting(world: World, **changes: Any) -> Held:
    held = written_meeting(world, **changes)
    circulate_minutes(meeting=held.fresh(), actor=held.host, now=START + timedelta(hours=2))
    return held


def closed_meeting(world: World, **changes: Any) -> Held:
    held = circulated_meeting(world, **changes)
    close_due_minutes(actor=SYSTEM, now=START + timedelta(days=30))
    held.fresh()
    return held


def accepted(held: Held, agency: Agency | None = None, *, now: datetime = NOW) -> MeetingInvitee:
    return reply_by_link(
        token=held.token(agency), reply=Reply.ACCEPTED, actor=public_actor(), now=now
    )


def mails_to(email: str) -> list[OutboxMessage]:
    """What was written to this address, oldest first; only what has not been sent yet."""
    found = []
    for message in OutboxMessage.objects.exclude(to_sealed="").order_by("pk"):
        if sealer().open(message.to_sealed).partition("\x1f")[0] == email:
            found.append(message)
    return found
