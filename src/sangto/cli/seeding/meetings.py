"""Meetings of the sample, one in each state, so that every page of them has something to show."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.utils import timezone

from sangto.audit.services import change
from sangto.consultation.domain.meetings import MinutesAnswer, Reply
from sangto.consultation.models import AgendaItem, Meeting, MeetingInvitee
from sangto.consultation.queries.meeting_links import meeting_token_to_send
from sangto.consultation.queries.meetings import agenda_cases
from sangto.consultation.services.agenda import add_item, invite_agencies, invite_guest
from sangto.consultation.services.agreeing import (
    answer_minutes_by_link,
    circulate_minutes,
    close_due_minutes,
)
from sangto.consultation.services.meeting_replies import reply_by_link
from sangto.consultation.services.meetings import call_meeting, prepare_meeting
from sangto.consultation.services.minutes import (
    Came,
    add_action,
    open_meeting,
    record_attendance,
    write_item,
)
from sangto.kernel.actor import Actor, public_actor, system_actor
from sangto.organisations.models import Agency, Network
from sangto.organisations.queries import agency_by_slug

_AGENCIES = ("so-y-te", "bao-mau", "hoi-nha-bao")


@dataclass(frozen=True, slots=True)
class SampleMeeting:
    """``begins`` counts from now; ``until`` is how far it has come."""

    title: str
    begins: timedelta
    until: str
    item: str


MEETINGS = (
    SampleMeeting(
        "Trang giả mạo ngân hàng trong tuần", timedelta(days=3), "called", "Thống nhất lời cảnh báo"
    ),
    SampleMeeting(
        "Giao ban mạng lưới tháng tới", timedelta(days=9), "prepared", "Kế hoạch truyền thông"
    ),
    SampleMeeting(
        "Họp nhanh về tin nhắn phạt nguội", timedelta(minutes=-20), "held", "Số máy cần báo cáo"
    ),
    SampleMeeting(
        "Phối hợp trả lời người dân", timedelta(days=-1), "circulated", "Ai trả lời báo chí"
    ),
    SampleMeeting("Rút kinh nghiệm quý trước", timedelta(days=-30), "closed", "Việc chậm hạn"),
)


def meeting_steps(network: Network, actor: Actor) -> Iterator[Callable[[], None]]:
    for sample in MEETINGS:
        yield partial(_seed, sample, network, actor)


def _seed(sample: SampleMeeting, network: Network, actor: Actor) -> None:
    """All of one meeting, or nothing of it; a second run changes nothing."""
    if Meeting.objects.filter(network=network, title=sample.title).exists():
        return
    starts_at = (timezone.now() + sample.begins).replace(second=0, microsecond=0)
    with change(actor) as journal:
        journal.nothing_changed()
        meeting = _prepared(sample, network, actor, starts_at)
        if sample.until == "prepared":
            return
        called_at = min(timezone.now(), starts_at) - timedelta(days=2)
        call_meeting(meeting=meeting, actor=actor, now=called_at)
        first = _invitees(meeting)[0]
        reply_by_link(
            token=_token(first),
            reply=Reply.ACCEPTED,
            substitute="Phó Trưởng phòng Nghiệp vụ",
            actor=public_actor(),
            now=called_at + timedelta(hours=3),
        )
        if sample.until != "called":
            _hold(sample, meeting, actor, starts_at)


def _prepared(
    sample: SampleMeeting, network: Network, actor: Actor, starts_at: datetime
) -> Meeting:
    before = min(timezone.now(), starts_at) - timedelta(days=2, hours=1)
    meeting = prepare_meeting(
        title=sample.title,
        starts_at=starts_at,
        minutes=60,
        place="Phòng họp số 2, tầng 3",
        link="https://hop.tinhmau.example/phong-2",
        chair="Nguyễn Thị Chủ Trì",
        chair_position="Phó Giám đốc",
        secretary="Trần Văn Thư Ký",
        actor=actor,
        now=before,
    )
    for case in agenda_cases(actor, meeting)[:1]:
        add_item(meeting=meeting, title="", minutes=20, case=case, actor=actor, now=before)
    add_item(meeting=meeting, title=sample.item, minutes=15, actor=actor, now=before)
    agencies: list[Agency] = []
    for slug in _AGENCIES:
        agency = agency_by_slug(network, slug)
        if agency is not None:
            agencies.append(agency)
    invite_agencies(meeting=meeting, agencies=agencies, actor=actor, now=before)
    invite_guest(
        meeting=meeting,
        name="Lê Văn Khách",
        organisation="Ngân hàng Mẫu",
        email="khach@nganhang.example",
        actor=actor,
        now=before,
    )
    return meeting


def _hold(sample: SampleMeeting, meeting: Meeting, actor: Actor, starts_at: datetime) -> None:
    open_meeting(meeting=meeting, actor=actor, now=starts_at)
    invitees = _invitees(meeting)
    came = {one.pk: Came(attended=True, by=one.substitute or one.name) for one in invitees[:-1]}
    came[invitees[-1].pk] = Came(attended=False)
    record_attendance(meeting=meeting, came=came, actor=actor)
    for item in AgendaItem.objects.filter(meeting=meeting).select_related("meeting", "case"):
        if item.case_id is None:
            add_action(
                item=item,
                agency=meeting.agency,
                what="Soạn lời cảnh báo gửi các báo",
                due_on=timezone.localdate() + timedelta(days=4),
                actor=actor,
            )
        write_item(
            item=item,
            seen=item.revision,
            discussion="Các cơ quan nêu số liệu và cách làm trong tuần.",
            conclusion="Thống nhất lời cảnh báo chung, đăng trong ngày.",
            actor=actor,
            now=starts_at + timedelta(minutes=30),
        )
    if sample.until == "held":
        return
    circulate_minutes(meeting=meeting, actor=actor, now=starts_at + timedelta(hours=2))
    second = _invitees(meeting)[1]
    answer_minutes_by_link(
        token=_token(second),
        answer=MinutesAnswer.AGREED,
        actor=public_actor(),
        now=starts_at + timedelta(hours=4),
    )
    if sample.until == "closed":
        due = meeting.minutes_due_at or starts_at
        close_due_minutes(actor=system_actor("meetings.sweep"), now=due)


def _invitees(meeting: Meeting) -> list[MeetingInvitee]:
    return list(MeetingInvitee.objects.filter(meeting=meeting).order_by("pk"))


def _token(invitee: MeetingInvitee) -> str:
    return meeting_token_to_send(invitee) or ""
