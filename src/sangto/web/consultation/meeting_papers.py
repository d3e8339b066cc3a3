"""What of a meeting can be taken home: calendar entry, invitation, minutes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sangto.consultation.domain.calendar import Method, calendar_of
from sangto.consultation.domain.meetings import MeetingState
from sangto.consultation.models import Meeting, MeetingInvitee
from sangto.consultation.permissions import Permission
from sangto.consultation.queries.meetings import get_meeting_for, meeting_standing
from sangto.consultation.services.meeting_letters import agenda_lines, calendar_entry
from sangto.consultation.services.meeting_papers import (
    invitation_content,
    issue_invitation,
    issue_minutes,
    minutes_content,
)
from sangto.documents.domain.official import OfficialContent
from sangto.documents.models import StoredFile
from sangto.documents.queries import content_of, documents_about
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.web.consultation.meetings import meeting_url
from sangto.web.desk import desk_page
from sangto.web.documents.papers import paper_answer

#: Papers that are made anew each time, without a number.
DRAFTS = ("giay-moi", "bien-ban")
ENDINGS = ("docx", "pdf")


@desk_page
@require_safe
def calendar_file(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    meeting = get_meeting_for(actor, reference, need=Permission.MEETING_VIEW)
    return calendar_answer(meeting, None)


@desk_page
@require_safe
def draft_file(
    request: HttpRequest, actor: Actor, reference: str, paper: str, ending: str
) -> HttpResponse:
    """The invitation or the minutes as they are now, to be read through."""
    meeting = get_meeting_for(actor, reference, need=Permission.MEETING_VIEW)
    if not meeting_standing(actor, meeting).hosts:
        raise NotVisible
    if paper not in DRAFTS or ending not in ENDINGS:
        raise NotVisible
    content: OfficialContent
    if paper == "bien-ban":
        if meeting.state in (
            MeetingState.PREPARING,
            MeetingState.CALLED,
            MeetingState.CANCELLED,
        ):
            raise NotVisible
        content = minutes_content(meeting)
    else:
        content = invitation_content(meeting)
    name = f"{paper}-{meeting.reference}"
    back = meeting_url(meeting)
    return paper_answer(request, actor, content, name=name, ending=ending, back=back)


@desk_page
@require_POST
def issue(request: HttpRequest, actor: Actor, reference: str, paper: str) -> HttpResponse:
    """Under the next number of the register."""
    if paper == "bien-ban":
        meeting = get_meeting_for(actor, reference, need=Permission.MEETING_MINUTES)
        document = issue_minutes(meeting=meeting, actor=actor)
    elif paper == "giay-moi":
        meeting = get_meeting_for(actor, reference, need=Permission.MEETING_CALL)
        document = issue_invitation(meeting=meeting, actor=actor)
    else:
        raise NotVisible
    messages.success(request, _("Issued as %(number)s.") % {"number": document.number_text})
    return redirect(f"{meeting_url(meeting)}#papers")


@desk_page
@require_safe
def issued_file(
    request: HttpRequest, actor: Actor, reference: str, number: int, ending: str
) -> HttpResponse:
    """A paper under its number, for who hosts the meeting."""
    meeting = get_meeting_for(actor, reference, need=Permission.MEETING_VIEW)
    document = documents_about(meeting).filter(pk=number).first()
    if document is None or ending not in ENDINGS:
        raise NotVisible
    if not meeting_standing(actor, meeting).hosts:
        raise NotVisible
    file: StoredFile | None = document.pdf if ending == "pdf" else document.docx
    if file is None:
        raise NotVisible
    name = f"{document.number_text.replace('/', '-')}.{ending}"
    return _file(content_of(file), file.media_type, name)


def calendar_answer(meeting: Meeting, invitee: MeetingInvitee | None) -> HttpResponse:
    """For a calendar that is filled by hand; nobody is asked to reply by it."""
    if meeting.state == MeetingState.CANCELLED:
        raise NotVisible
    changed_at = meeting.called_at or meeting.created_at
    entry = calendar_entry(meeting, invitee, changed_at, agenda=agenda_lines(meeting))
    name = f"{meeting.reference}.ics"
    return _file(
        calendar_of(entry, Method.PUBLISH), "text/calendar; charset=utf-8; method=PUBLISH", name
    )


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
