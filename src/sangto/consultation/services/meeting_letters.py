"""The mails of a meeting: each to one invited address, with its own link and calendar entry.

They name the items of the agenda by the titles that officers wrote, and nothing else of a case.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from sangto.consultation.domain.calendar import Address, Entry, Method, calendar_of
from sangto.consultation.models import Meeting, MeetingInvitee
from sangto.consultation.queries.meeting_links import (
    meeting_token,
    meeting_token_digest,
    meeting_token_to_send,
)
from sangto.consultation.queries.meetings import timed_agenda
from sangto.documents.domain.files import PDF
from sangto.documents.domain.office_files import DOCX
from sangto.documents.models import OfficialDocument
from sangto.notices.domain.attachments import CALENDAR_TYPE, MailAttachment
from sangto.notices.services import queue_mail
from sangto.notices.services.outbox import SECRET_MARK, sealed_recipient
from sangto.organisations.models import Agency
from sangto.organisations.queries import language_at

LINK_PATHS = {"vi": "/hop/", "en": "/en/hop/"}
CALENDAR_NAME = "hop.ics"


def calendar_entry(
    meeting: Meeting,
    invitee: MeetingInvitee | None,
    changed_at: datetime,
    *,
    agenda: Sequence[str],
) -> Entry:
    """Without an invitee for whoever keeps the entry without being asked."""
    name, email = parseaddr(settings.DEFAULT_FROM_EMAIL)
    uid = f"{meeting.reference.lower()}@{calendar_host()}"
    return Entry(
        uid=invitee.calendar_uid if invitee is not None else uid,
        sequence=meeting.sequence,
        changed_at=changed_at,
        starts_at=meeting.starts_at,
        minutes=meeting.minutes,
        title=meeting.title,
        description="\n".join(agenda),
        place=meeting.place,
        link=meeting.link,
        organizer=Address(name, email),
        attendee=Address(invitee.name, invitee.email) if invitee is not None else None,
    )


def send_call(
    meeting: Meeting,
    invitee: MeetingInvitee,
    now: datetime,
    *,
    agenda: Sequence[str],
    letter: OfficialDocument | None = None,
    anew: bool = False,
) -> None:
    """The invitation, or the changed one: mail programs tell them apart by SEQUENCE. ``anew`` for
    who never saw the one before."""
    changed = meeting.sequence > 0 and invitee.times_sent > 0 and not anew
    language = language_at(invitee.email)
    with override(language):
        subject = (_("Changed: %(title)s") if changed else _("Invitation: %(title)s")) % {
            "title": meeting.title
        }
        opening = (
            _("The meeting to which you are invited has changed. This is how it is now.")
            if changed
            else _("%(agency)s invites you to a meeting.") % {"agency": _name(meeting.agency)}
        )
        paragraphs = [
            opening,
            _facts(meeting),
            "\n".join([_("Agenda:"), *agenda]),
            _("Please say whether you come, here or in your calendar:"),
            _link(language),
            _("The link is for your agency alone. You need no account."),
        ]
    attachments = [_calendar(meeting, invitee, Method.REQUEST, now, agenda)]
    if letter is not None:
        attachments += _letter(letter)
    _send(invitee, f"call:{meeting.sequence}", subject, paragraphs, attachments, language, now)


def send_cancel(meeting: Meeting, invitee: MeetingInvitee, now: datetime, *, reason: str) -> None:
    language = language_at(invitee.email)
    with override(language):
        subject = _("Cancelled: %(title)s") % {"title": meeting.title}
        paragraphs = [
            _("This meeting does not take place, or no longer with you."),
            _facts(meeting),
            *([_("Reason: %(reason)s") % {"reason": reason}] if reason else []),
        ]
    attachments = [_calendar(meeting, invitee, Method.CANCEL, now, ())]
    _send(invitee, f"cancel:{meeting.sequence}", subject, paragraphs, attachments, language, now)


def send_call_reminder(meeting: Meeting, invitee: MeetingInvitee, now: datetime) -> None:
    language = language_at(invitee.email)
    with override(language):
        subject = _("Do you come? %(title)s") % {"title": meeting.title}
        paragraphs = [
            _("We have no answer from you yet about this meeting."),
            _facts(meeting),
            _("Please say whether you come:"),
            _link(language),
        ]
    _send(invitee, f"call:{meeting.sequence}:reminder", subject, paragraphs, (), language, now)


def send_minutes(
    meeting: Meeting, invitee: MeetingInvitee, now: datetime, *, reminder: bool = False
) -> None:
    """The request to agree to the minutes. Their text stands behind the link only."""
    assert meeting.minutes_due_at is not None  # noqa: S101 - a constraint says so
    language = language_at(invitee.email)
    with override(language):
        title = {"title": meeting.title}
        subject = _("Reminder: minutes of %(title)s") if reminder else _("Minutes of %(title)s")
        paragraphs = [
            _("You attended this meeting. Please read its minutes and say whether you agree."),
            _facts(meeting),
            _("Until %(moment)s:") % {"moment": _moment(meeting.minutes_due_at)},
            _link(language),
            _("Without an answer until then, the minutes will say that you were silent."),
        ]
        subject = subject % title
    what = f"minutes:{meeting.minutes_round}"
    if reminder:
        what += ":reminder"
    _send(invitee, what, subject, paragraphs, (), language, now)


def _send(
    invitee: MeetingInvitee,
    what: str,
    subject: str,
    paragraphs: Sequence[str],
    attachments: Sequence[MailAttachment],
    language: str,
    now: datetime,
) -> None:
    """No mail where there is no address, or where the link can not be made any more."""
    token = meeting_token_to_send(invitee)
    times = invitee.times_sent + 1
    if invitee.email and token is not None:
        queue_mail(
            key=f"meeting:{invitee.meeting_id}:{invitee.pk}:{what}:{times}",
            to_sealed=sealed_recipient(invitee.email, token),
            language=language,
            subject=subject,
            body="\n\n".join(paragraphs) + "\n",
            attachments=attachments,
            now=now,
        )
    MeetingInvitee.objects.filter(pk=invitee.pk).update(times_sent=F("times_sent") + 1)
    invitee.times_sent = times


def _calendar(
    meeting: Meeting,
    invitee: MeetingInvitee,
    method: Method,
    now: datetime,
    agenda: Sequence[str],
) -> MailAttachment:
    content = calendar_of(calendar_entry(meeting, invitee, now, agenda=agenda), method)
    return MailAttachment(CALENDAR_NAME, CALENDAR_TYPE, content, calendar_method=method.value)


def _letter(letter: OfficialDocument) -> list[MailAttachment]:
    """The PDF, or the DOCX where there is none."""
    for file, media_type, ending in ((letter.pdf_id, PDF, "pdf"), (letter.docx_id, DOCX, "docx")):
        if file is not None:
            name = f"{letter.number_text}.{ending}"
            return [MailAttachment(name, media_type, stored_file=file)]
    return []


def _facts(meeting: Meeting) -> str:
    lines = [meeting.title, _("When: %(moment)s") % {"moment": _moment(meeting.starts_at)}]
    if meeting.place:
        lines.append(_("Where: %(place)s") % {"place": meeting.place})
    if meeting.link:
        lines.append(_("Online: %(link)s") % {"link": meeting.link})
    return "\n".join(lines)


def agenda_lines(meeting: Meeting) -> list[str]:
    """Each item with its time. Three queries."""
    return [
        f"{number}. {timed.item.title} ({_hour(timed.slot.starts_at)}–{_hour(timed.slot.ends_at)})"
        for number, timed in enumerate(timed_agenda(meeting), 1)
    ]


def _name(agency: Agency) -> str:
    return (get_language() == "en" and agency.name_en) or agency.name


def _moment(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{_hour(moment)}, {date_format(local, _('j F Y'))}"


def _hour(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%H:%M")


def _link(language: str) -> str:
    return f"{settings.SANGTO_BASE_URL}{LINK_PATHS[language]}{SECRET_MARK}/"


def new_meeting_link() -> dict[str, str]:
    """Columns of an invitation whose link, and whose entry in a calendar, nobody has yet."""
    salt = secrets.token_hex(32)
    return {
        "salt": salt,
        "token_digest": meeting_token_digest(meeting_token(salt)),
        "calendar_uid": f"{secrets.token_hex(20)}@{calendar_host()}",
    }


def calendar_host() -> str:
    return urlsplit(settings.SANGTO_BASE_URL).hostname or "localhost"
