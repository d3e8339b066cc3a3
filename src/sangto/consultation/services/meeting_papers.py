"""The official invitation (giấy mời) and the minutes (biên bản), from what the meeting holds.

They are written in Vietnamese, because they are Vietnamese official documents. Of a case they
name what officers wrote, and nothing of a report (SCOPE.md 8).
"""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.consultation.domain.meetings import MeetingState, MinutesAnswer
from sangto.consultation.models import AgendaItem, Meeting, MeetingInvitee
from sangto.consultation.permissions import Permission, authorise_meeting
from sangto.consultation.queries.meetings import (
    TimedItem,
    agreements_of,
    living_invitees,
    meeting_standing,
    timed_agenda,
)
from sangto.documents.domain.official import (
    Block,
    Bullets,
    Column,
    DocumentKind,
    Heading,
    OfficialContent,
    Paragraph,
    Signature,
    TableBlock,
    date_words,
)
from sangto.documents.domain.registers import DocumentState
from sangto.documents.models import OfficialDocument
from sangto.documents.queries import documents_about, issuer_of
from sangto.documents.services import issue_document, make_files
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, Refusal, Refused, gettext_noop, insist
from sangto.organisations.queries import today


def invitation_letter(meeting: Meeting) -> OfficialDocument | None:
    """The newest one that was issued."""
    return _issued(meeting, DocumentKind.INVITATION)


def minutes_document(meeting: Meeting) -> OfficialDocument | None:
    return _issued(meeting, DocumentKind.MINUTES)


def issue_invitation(
    *, meeting: Meeting, actor: Actor, now: datetime | None = None
) -> OfficialDocument:
    """Make the giấy mời under the next number of the register, as things are now. Called before
    the meeting is, it goes with the invitations."""
    now = now or timezone.now()
    authorise_meeting(actor, Permission.MEETING_CALL, meeting_standing(actor, meeting))
    if meeting.state not in (MeetingState.PREPARING, MeetingState.CALLED):
        raise Refused(
            Refusal(
                "meeting.letter_late",
                gettext_noop("An invitation can be issued until the meeting is opened."),
            )
        )
    if not AgendaItem.objects.filter(meeting=meeting).exists():
        raise Refused(
            Refusal("meeting.no_agenda", gettext_noop("Put something on the agenda first."))
        )
    return _issue(meeting, invitation_content(meeting), actor, now)


def issue_minutes(
    *, meeting: Meeting, actor: Actor, now: datetime | None = None
) -> OfficialDocument:
    """Make the biên bản once the round of agreement is over, with what came of it."""
    now = now or timezone.now()
    authorise_meeting(actor, Permission.MEETING_MINUTES, meeting_standing(actor, meeting))
    if meeting.state != MeetingState.CLOSED:
        raise Refused(
            Refusal(
                "minutes.not_closed",
                gettext_noop("The minutes get their number once everybody had time to object."),
            )
        )
    return _issue(meeting, minutes_content(meeting), actor, now, once=True)


def invitation_content(meeting: Meeting) -> OfficialContent:
    """Up to seven queries, for any number of items and agencies."""
    items = timed_agenda(meeting)
    blocks: list[Block] = [
        Paragraph(
            f"{meeting.agency.name} kính mời quý cơ quan, đơn vị cử đại diện dự họp “"
            f"{meeting.title}”."
        ),
        Paragraph(f"1. Thời gian: {_moment(meeting.starts_at)}, dự kiến {meeting.minutes} phút."),
    ]
    number = 2
    for label, text in (
        ("Địa điểm", meeting.place),
        ("Họp trực tuyến tại", meeting.link),
        ("Chủ trì", _chair(meeting)),
    ):
        if text:
            blocks.append(Paragraph(f"{number}. {label}: {text}."))
            number += 1
    blocks.append(Paragraph(f"{number}. Nội dung:"))
    blocks.append(Bullets(tuple(f"{_span(timed)}: {timed.item.title}" for timed in items)))
    blocks.append(
        Paragraph("Đề nghị quý cơ quan, đơn vị cử đại diện dự họp đúng thành phần và thời gian.")
    )
    return OfficialContent(
        kind=DocumentKind.INVITATION,
        issuer=issuer_of(meeting.agency),
        subject=meeting.title,
        addressees=tuple(_names(meeting)),
        blocks=tuple(blocks),
        signature=Signature(position=meeting.chair_position or "THỦ TRƯỞNG", name=meeting.chair),
        recipients=("Như trên", "Lưu: VT"),
    )


def minutes_content(meeting: Meeting) -> OfficialContent:
    """Also before the minutes are closed: then without a number, to be read through."""
    invitees = list(living_invitees(meeting))
    blocks: list[Block] = [
        Paragraph(f"Thời gian: {_moment(meeting.held_at or meeting.starts_at)}."),
    ]
    if meeting.place or meeting.link:
        blocks.append(Paragraph(f"Địa điểm: {meeting.place or meeting.link}."))
    blocks.append(Heading("I. THÀNH PHẦN"))
    for label, text in (("Chủ trì", _chair(meeting)), ("Thư ký", meeting.secretary)):
        if text:
            blocks.append(Paragraph(f"{label}: {text}."))
    blocks += _people("Có mặt", [one for one in invitees if one.attended])
    blocks += _people("Vắng mặt", [one for one in invitees if one.attended is False])
    blocks.append(Heading("II. NỘI DUNG"))
    actions: list[tuple[str, ...]] = []
    for number, timed in enumerate(timed_agenda(meeting), 1):
        item = timed.item
        blocks.append(Heading(f"{number}. {item.title}", level=2))
        if item.discussion:
            blocks.append(Paragraph(f"Ý kiến trao đổi: {item.discussion}"))
        if item.conclusion:
            blocks.append(Paragraph(f"Kết luận: {item.conclusion}"))
        for action in item.actions.all():
            row = (
                str(len(actions) + 1),
                action.what,
                action.agency.name,
                action.due_on.strftime("%d/%m/%Y"),
            )
            actions.append(row)
    if actions:
        blocks.append(Heading("III. PHÂN CÔNG THỰC HIỆN"))
        blocks.append(
            TableBlock(
                columns=(
                    Column("TT", 0.4),
                    Column("Công việc", 3.0),
                    Column("Cơ quan thực hiện", 1.8),
                    Column("Thời hạn", 1.0),
                ),
                rows=tuple(actions),
            )
        )
    blocks += _agreement(meeting)
    return OfficialContent(
        kind=DocumentKind.MINUTES,
        issuer=issuer_of(meeting.agency),
        subject=f"Họp {meeting.title[:1].lower()}{meeting.title[1:]}"
        if not meeting.title.lower().startswith("họp")
        else meeting.title,
        blocks=tuple(blocks),
        signature=Signature(position="CHỦ TRÌ", name=meeting.chair),
        second_signature=Signature(position="THƯ KÝ", name=meeting.secretary),
        recipients=("Các cơ quan dự họp", "Lưu: VT"),
    )


def _agreement(meeting: Meeting) -> list[Block]:
    """What the attendees said to the minutes; silence is called silence."""
    rows = list(agreements_of(meeting))
    if meeting.state != MeetingState.CLOSED or not rows:
        return []
    said = {answer: [row for row in rows if row.answer == answer] for answer in MinutesAnswer}
    blocks: list[Block] = [
        Paragraph(
            f"Biên bản đã được gửi lấy ý kiến {len(rows)} cơ quan dự họp: "
            f"{len(said[MinutesAnswer.AGREED])} thống nhất, "
            f"{len(said[MinutesAnswer.OBJECTED])} có ý kiến khác, "
            f"{len(said[MinutesAnswer.SILENT])} không trả lời."
        )
    ]
    blocks += [
        Paragraph(f"Ý kiến của {_name(row.invitee)}: {row.text}")
        for row in said[MinutesAnswer.OBJECTED]
    ]
    if said[MinutesAnswer.SILENT]:
        silent = "; ".join(_name(row.invitee) for row in said[MinutesAnswer.SILENT])
        blocks.append(Paragraph(f"Không trả lời trong thời hạn: {silent}."))
    return blocks


def _people(title: str, invitees: list[MeetingInvitee]) -> list[Block]:
    if not invitees:
        return []
    lines = []
    for one in invitees:
        who = one.attended_by if one.attended else ""
        lines.append(f"{_name(one)}: {who}" if who else _name(one))
    return [Paragraph(f"{title}:"), Bullets(tuple(lines))]


def _names(meeting: Meeting) -> list[str]:
    return [_name(one) for one in living_invitees(meeting)]


def _name(invitee: MeetingInvitee) -> str:
    if invitee.agency is not None:
        if invitee.instead_of is not None:
            return f"{invitee.agency.name} (tiếp nhận từ {invitee.instead_of.name})"
        return invitee.agency.name
    return f"{invitee.name} ({invitee.organisation})" if invitee.organisation else invitee.name


def _chair(meeting: Meeting) -> str:
    return ", ".join(part for part in (meeting.chair, meeting.chair_position) if part)


def _moment(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{local.hour} giờ {local.minute:02d} phút, {date_words(local.date())}"


def _span(timed: TimedItem) -> str:
    start, end = (timezone.localtime(at) for at in (timed.slot.starts_at, timed.slot.ends_at))
    return f"{start:%H:%M} - {end:%H:%M}"


def _issue(
    meeting: Meeting,
    content: OfficialContent,
    actor: Actor,
    now: datetime,
    *,
    once: bool = False,
) -> OfficialDocument:
    """In the register of the agency that called the meeting, by its own people."""
    if actor.agency_id != meeting.agency_id:
        raise NotVisible
    with change(actor) as journal:
        Meeting.objects.select_for_update().get(pk=meeting.pk)
        insist(_made_already(meeting) if once else None)
        document = issue_document(
            agency=meeting.agency,
            content=content,
            on=today(now),
            actor=actor,
            about=meeting,
            within=journal,
            now=now,
        )
        journal.record(AuditTag.MEETING_DOCUMENT_MADE, meeting, {"document": document.pk})
    return make_files(document=document, actor=actor, now=now)


def _issued(meeting: Meeting, kind: DocumentKind) -> OfficialDocument | None:
    return (
        documents_about(meeting)
        .filter(kind=kind.value, state=DocumentState.ISSUED.value)
        .order_by("-pk")
        .first()
    )


def _made_already(meeting: Meeting) -> Refusal | None:
    if minutes_document(meeting) is None:
        return None
    return Refusal("minutes.issued", gettext_noop("These minutes have their number already."))
