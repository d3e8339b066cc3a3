"""States of a meeting, and what may be asked of it when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sangto.audit.tags import AuditTag
from sangto.consultation.permissions import Permission
from sangto.kernel.categories import Category, Step, step_refusal
from sangto.kernel.errors import Refusal, gettext_noop
from sangto.kernel.workflow import Transition, Workflow

MAX_TITLE = 300
MAX_PLACE = 300
MAX_LINK = 500
MAX_TEXT = 20_000
MAX_NOTE = 2_000
MAX_ITEMS = 40
MAX_INVITEES = 250
#: A meeting is opened at the earliest so long before its time.
DOORS_OPEN = timedelta(hours=1)
#: The links of a meeting are good for so long after it ended, so that people can read what came
#: of it.
LINK_OUTLIVES = timedelta(days=30)


class MeetingState(StrEnum):
    """``minutes_out``: the attendees have the minutes and are asked to agree."""

    PREPARING = "preparing"
    CALLED = "called"
    HELD = "held"
    MINUTES_OUT = "minutes_out"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class MeetingAction(StrEnum):
    CALL = "call"
    CHANGE = "change"
    CANCEL = "cancel"
    OPEN = "open"
    CIRCULATE = "circulate"
    TAKE_BACK = "take_back"
    CLOSE = "close"
    CLOSE_DUE = "close_due"


class Reply(StrEnum):
    """What an invited agency or guest said to the invitation."""

    NONE = ""
    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"


class ReplyWay(StrEnum):
    NONE = ""
    LINK = "link"
    MAIL = "mail"
    ACCOUNT = "account"
    DESK = "desk"


class MinutesAnswer(StrEnum):
    """``silent`` is recorded when the time is over; it is no agreement."""

    AGREED = "agreed"
    OBJECTED = "objected"
    SILENT = "silent"


_S, _A, _P, _T = MeetingState, MeetingAction, Permission, AuditTag


def _row(
    action: MeetingAction,
    source: MeetingState,
    target: MeetingState,
    permission: Permission,
    tag: AuditTag,
) -> Transition:
    return Transition(action.value, source.value, target.value, permission.value, tag.value)


MEETING_WORKFLOW = Workflow(
    "meeting",
    states=[state.value for state in MeetingState],
    initial=_S.PREPARING.value,
    rows=[
        _row(_A.CHANGE, _S.PREPARING, _S.PREPARING, _P.MEETING_PREPARE, _T.MEETING_CHANGED),
        _row(_A.CALL, _S.PREPARING, _S.CALLED, _P.MEETING_CALL, _T.MEETING_CALLED),
        _row(_A.CANCEL, _S.PREPARING, _S.CANCELLED, _P.MEETING_CALL, _T.MEETING_CANCELLED),
        _row(_A.CHANGE, _S.CALLED, _S.CALLED, _P.MEETING_CALL, _T.MEETING_CHANGED),
        _row(_A.CANCEL, _S.CALLED, _S.CANCELLED, _P.MEETING_CALL, _T.MEETING_CANCELLED),
        _row(_A.OPEN, _S.CALLED, _S.HELD, _P.MEETING_MINUTES, _T.MEETING_HELD),
        _row(_A.CIRCULATE, _S.HELD, _S.MINUTES_OUT, _P.MEETING_MINUTES, _T.MINUTES_CIRCULATED),
        _row(_A.TAKE_BACK, _S.MINUTES_OUT, _S.HELD, _P.MEETING_MINUTES, _T.MINUTES_TAKEN_BACK),
        _row(_A.CLOSE, _S.MINUTES_OUT, _S.CLOSED, _P.MEETING_MINUTES, _T.MEETING_CLOSED),
        _row(_A.CLOSE_DUE, _S.MINUTES_OUT, _S.CLOSED, _P.MEETING_CARRY, _T.MEETING_CLOSED),
    ],
)


@dataclass(frozen=True, slots=True)
class Slot:
    """When an item begins and ends, reckoned from the start of the meeting."""

    starts_at: datetime
    ends_at: datetime


def slots(starts_at: datetime, minutes: Iterable[int]) -> list[Slot]:
    """One after the other, without pauses."""
    found: list[Slot] = []
    at = starts_at
    for length in minutes:
        end = at + timedelta(minutes=length)
        found.append(Slot(at, end))
        at = end
    return found


def details_refusal(
    *,
    title: str,
    starts_at: datetime,
    minutes: int,
    place: str,
    link: str,
    was: datetime | None,
    now: datetime,
) -> Refusal | None:
    """``was`` is the start until now: a meeting that has begun already may keep it."""
    if not title:
        return Refusal(
            "meeting.title_missing", gettext_noop("Write what the meeting is about."), {}, "title"
        )
    for text, limit, field in (
        (title, MAX_TITLE, "title"),
        (place, MAX_PLACE, "place"),
        (link, MAX_LINK, "link"),
    ):
        if len(text) > limit:
            return too_long(limit, field)
    if starts_at <= now and starts_at != was:
        return Refusal(
            "meeting.in_the_past",
            gettext_noop("The meeting has to begin later than now."),
            {},
            "starts_on",
        )
    if not 5 <= minutes <= 720:
        return Refusal(
            "meeting.length",
            gettext_noop("A meeting lasts between 5 minutes and 12 hours."),
            {},
            "minutes",
        )
    if not place and not link:
        return Refusal(
            "meeting.no_place",
            gettext_noop("Write where the meeting takes place, or its link."),
            {},
            "place",
        )
    if link and not link.startswith(("https://", "http://")):
        return Refusal(
            "meeting.link_unsound",
            gettext_noop("The link has to begin with https://."),
            {},
            "link",
        )
    return None


def calling_refusal(
    *, items: int, invitees: int, starts_at: datetime, now: datetime
) -> Refusal | None:
    """Whether the invitations may go out."""
    if starts_at <= now:
        return Refusal(
            "meeting.in_the_past",
            gettext_noop("The meeting has to begin later than now."),
            {},
            "starts_on",
        )
    if items == 0:
        return Refusal("meeting.no_agenda", gettext_noop("Put something on the agenda first."))
    if invitees == 0:
        return Refusal("meeting.nobody", gettext_noop("Invite at least one agency first."))
    return None


def item_refusal(*, title: str, minutes: int, count: int) -> Refusal | None:
    """``count`` is how many items there are already."""
    if not title:
        return Refusal(
            "meeting.item_title", gettext_noop("Write what this item is about."), {}, "title"
        )
    if len(title) > MAX_TITLE:
        return too_long(MAX_TITLE, "title")
    if not 1 <= minutes <= 480:
        return Refusal(
            "meeting.item_minutes",
            gettext_noop("An item takes between 1 minute and 8 hours."),
            {},
            "minutes",
        )
    if count >= MAX_ITEMS:
        return Refusal(
            "meeting.too_many_items",
            gettext_noop("An agenda has at most %(limit)d items."),
            {"limit": MAX_ITEMS},
        )
    return None


def case_refusal(
    *, category: Category | None, is_open: bool, listed: bool, conflicted: bool
) -> Refusal | None:
    """Whether a case may stand on an agenda; ``conflicted`` is the agency that calls."""
    if category is None:
        return Refusal(
            "meeting.case_in_triage",
            gettext_noop("This case has no category yet, so no meeting can be held about it."),
            {},
            "case",
        )
    refusal = step_refusal(category, Step.MEETING)
    if refusal is not None:
        return refusal
    if conflicted:
        return conflict()
    if not is_open:
        return Refusal("meeting.case_closed", gettext_noop("This case is closed."), {}, "case")
    if listed:
        return Refusal(
            "meeting.case_listed",
            gettext_noop("This case stands on the agenda already."),
            {},
            "case",
        )
    return None


def conflict() -> Refusal:
    """SCOPE.md 5."""
    return Refusal(
        "meeting.own_matter",
        gettext_noop(
            "The claim is about your agency, or one above or below it. It may be heard, but it "
            "takes no decision here."
        ),
    )


def invitee_refusal(
    *, name: str, email: str, email_sound: bool, known: bool, count: int
) -> Refusal | None:
    if not name:
        return Refusal(
            "meeting.guest_name", gettext_noop("Write the name of the guest."), {}, "name"
        )
    if len(name) > MAX_TITLE:
        return too_long(MAX_TITLE, "name")
    if not email_sound:
        return Refusal(
            "meeting.guest_email",
            gettext_noop("Write an e-mail address, such as ten@tinhmau.example."),
            {},
            "email",
        )
    if known:
        return Refusal(
            "meeting.invited_already", gettext_noop("This address is invited already."), {}, "email"
        )
    if count >= MAX_INVITEES:
        return Refusal(
            "meeting.too_many_invited",
            gettext_noop("At most %(limit)d can be invited to one meeting."),
            {"limit": MAX_INVITEES},
        )
    return None


def opening_refusal(*, starts_at: datetime, now: datetime) -> Refusal | None:
    if now < starts_at - DOORS_OPEN:
        return Refusal(
            "meeting.too_early",
            gettext_noop("A meeting can be opened from one hour before its time."),
        )
    return None


def reply_refusal(*, state: MeetingState, reply: Reply) -> Refusal | None:
    if state in (MeetingState.CANCELLED, MeetingState.PREPARING):
        return Refusal("meeting.not_called", gettext_noop("This meeting does not take place."))
    if state is not MeetingState.CALLED:
        return Refusal("meeting.begun", gettext_noop("This meeting has taken place already."))
    if reply is Reply.NONE:
        return Refusal(
            "meeting.reply_missing",
            gettext_noop("Choose whether somebody of your agency comes."),
            {},
            "reply",
        )
    return None


def too_long(limit: int, field: str) -> Refusal:
    return Refusal(
        "meeting.too_long",
        gettext_noop("Write at most %(limit)d characters."),
        {"limit": limit},
        field,
    )


def changed_meanwhile() -> Refusal:
    return Refusal(
        "meeting.changed_meanwhile",
        gettext_noop("Somebody else changed this just now. Look at it again first."),
    )
