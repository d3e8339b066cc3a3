"""Invitations as iCalendar (RFC 5545, 5546), and the replies that mail programs send.

Each invited address gets a UID of its own, which stays the same for all updates. Mail programs
return it unchanged, so it is what a reply is known by; the sender's address alone would prove
nothing. It lets its holder say yes, no or maybe, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from enum import StrEnum
from functools import lru_cache

from icalendar import Alarm, Calendar, Component, Event, Timezone, vCalAddress, vText
from icalendar.error import BrokenCalendarProperty

from sangto.consultation.domain.meetings import MAX_NOTE, Reply
from sangto.kernel.errors import Refusal, Refused, gettext_noop
from sangto.kernel.text import clean
from sangto.kernel.worktime import ZONE

MAX_REPLY_BYTES = 1_000_000
_MAX_PARTS = 50
_PRODUCT = "-//Sang To//Meetings//VI"
_CALENDAR_TYPES = frozenset({"text/calendar", "application/ics", "application/calendar"})
#: A day and half an hour before.
_ALARMS = (timedelta(days=-1), timedelta(minutes=-30))

_REPLIES: dict[str, Reply] = {
    "ACCEPTED": Reply.ACCEPTED,
    "TENTATIVE": Reply.TENTATIVE,
    "DECLINED": Reply.DECLINED,
}


class Method(StrEnum):
    """``METHOD`` of the calendar and of the MIME type that carries it."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"


@dataclass(frozen=True, slots=True)
class Address:
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One meeting as a calendar shows it. ``attendee`` is the one who gets it: nobody learns the
    others' addresses from it. ``changed_at`` is DTSTAMP."""

    uid: str
    sequence: int
    changed_at: datetime
    starts_at: datetime
    minutes: int
    title: str
    description: str
    place: str
    link: str
    organizer: Address
    attendee: Address | None = None


@dataclass(frozen=True, slots=True)
class CalendarReply:
    """``attendee`` in lower case; ``at`` is when the mail program made the reply."""

    uid: str
    attendee: str
    partstat: Reply
    sequence: int
    at: datetime | None = None
    comment: str = ""


def calendar_of(entry: Entry, method: Method) -> bytes:
    """The whole file. Without an attendee it is for publishing only."""
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method.value)
    starts_at = entry.starts_at.astimezone(ZONE)
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("dtstart", starts_at)
    event.add("dtend", starts_at + timedelta(minutes=entry.minutes))
    event.add("summary", entry.title)
    if entry.description:
        event.add("description", entry.description)
    if entry.place or entry.link:
        event.add("location", entry.place or entry.link)
    if entry.link:
        event.add("url", entry.link)
    event.add("status", "CANCELLED" if method is Method.CANCEL else "CONFIRMED")
    event.add("transp", "OPAQUE")
    event.add("class", "PRIVATE")
    if method is not Method.PUBLISH:
        event["organizer"] = _person(entry.organizer)
        if entry.attendee is not None:
            event.add("attendee", _asked(entry.attendee), encode=False)
    if method is not Method.CANCEL:
        for before in _ALARMS:
            event.add_component(_alarm(before, entry.title))
    calendar.add_component(_timezone())
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def read_reply(content: bytes) -> CalendarReply:
    """What a calendar, or a whole mail with one in it, answers. Raises :class:`Refused` for
    everything that is no such reply."""
    if len(content) > MAX_REPLY_BYTES:
        raise Refused(_unreadable("calendar.too_large", gettext_noop("The mail is too large.")))
    for text in _calendars(content):
        try:
            calendar = Calendar.from_ical(text)
        except (ValueError, IndexError, KeyError, TypeError, AttributeError, RecursionError):
            continue
        if isinstance(calendar, Calendar):
            try:
                return _reply(calendar)
            except BrokenCalendarProperty:
                break
    raise Refused(_unreadable("calendar.none", gettext_noop("There is no calendar in this mail.")))


@lru_cache(maxsize=1)
def _timezone() -> Timezone:
    """Made once: it takes fifty times as long as the rest of a calendar."""
    return Timezone.from_tzid(ZONE.key, first_date=date(2000, 1, 1))


def _reply(calendar: Calendar) -> CalendarReply:
    if str(calendar.get("method", "")).upper() != "REPLY":
        raise Refused(
            _unreadable("calendar.no_reply", gettext_noop("The calendar in this mail is no reply."))
        )
    events = calendar.walk("VEVENT")
    if len(events) != 1:
        raise Refused(_not_one())
    event = events[0]
    uid = clean(str(event.get("uid", ""))).strip()
    attendees = event.get("attendee", [])
    if not isinstance(attendees, list):
        attendees = [attendees]
    if not uid or len(uid) > 255 or len(attendees) != 1:
        raise Refused(_not_one())
    parameters = getattr(attendees[0], "params", {})
    answer = _REPLIES.get(str(parameters.get("PARTSTAT", "")).upper())
    if answer is None:
        raise Refused(
            _unreadable(
                "calendar.no_answer",
                gettext_noop("The reply says neither yes nor no nor maybe."),
            )
        )
    return CalendarReply(
        uid=uid,
        attendee=_email(str(attendees[0])),
        partstat=answer,
        sequence=_sequence(event),
        at=_moment(event),
        comment=_comment(event),
    )


def _calendars(content: bytes) -> Iterator[str]:
    """Candidates, the plain calendar first, then each part of a mail that says it is one."""
    if content.lstrip()[:15].upper().startswith(b"BEGIN:VCALENDAR"):
        yield content.decode("utf-8", "replace")
        return
    message = message_from_bytes(content, policy=policy.default)
    for number, part in enumerate(_parts(message)):
        if number >= _MAX_PARTS:
            return
        if part.get_content_type() not in _CALENDAR_TYPES:
            continue
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes):
            yield payload.decode(_charset(part), "replace")


def _parts(message: Message | EmailMessage) -> Iterator[Message]:
    try:
        yield from message.walk()
    except (RecursionError, ValueError, LookupError):
        return


def _charset(part: Message) -> str:
    name = part.get_content_charset() or "utf-8"
    try:
        "".encode(name)
    except (LookupError, ValueError):
        return "utf-8"
    return name


def _sequence(event: Component) -> int:
    try:
        return max(0, min(int(event.get("sequence", 0)), 2**31 - 1))
    except (TypeError, ValueError):
        return 0


def _moment(event: Component) -> datetime | None:
    stamp = getattr(event.get("dtstamp"), "dt", None)
    if not isinstance(stamp, datetime):
        return None
    return stamp if stamp.tzinfo is not None else stamp.replace(tzinfo=UTC)


def _comment(event: Component) -> str:
    comment = event.get("comment", "")
    if isinstance(comment, list):
        comment = comment[0] if comment else ""
    return clean(str(comment)).strip()[:MAX_NOTE]


def _email(address: str) -> str:
    return address[7:].lower() if address.lower().startswith("mailto:") else address.lower()


def _person(address: Address) -> vCalAddress:
    person = vCalAddress(f"mailto:{address.email}")
    if address.name:
        person.params["CN"] = vText(address.name)
    return person


def _asked(address: Address) -> vCalAddress:
    person = _person(address)
    person.params["CUTYPE"] = vText("INDIVIDUAL")
    person.params["ROLE"] = vText("REQ-PARTICIPANT")
    person.params["PARTSTAT"] = vText("NEEDS-ACTION")
    person.params["RSVP"] = vText("TRUE")
    return person


def _alarm(before: timedelta, title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", before)
    alarm.add("description", title)
    return alarm


def _not_one() -> Refusal:
    return _unreadable(
        "calendar.not_one",
        gettext_noop("A reply has to be about one meeting and from one person."),
    )


def _unreadable(code: str, message: str) -> Refusal:
    return Refusal(code, message)
