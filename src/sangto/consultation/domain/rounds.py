"""The life of an opinion round, and when something may be done with it (Điều 5.2 b)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sangto.audit.tags import AuditTag
from sangto.cases.domain.states import CaseStatus
from sangto.consultation.permissions import Permission
from sangto.kernel.categories import Category, Step, step_refusal
from sangto.kernel.errors import Refusal, gettext_noop
from sangto.kernel.workflow import Transition, Workflow
from sangto.kernel.worktime import ZONE, Deadline, Mode, WorkCalendar, due

MOST_TITLE = 300
MOST_QUESTION = 5_000
MOST_KNOWN = 10_000
MOST_CONCLUSION = 10_000
MOST_AGENCIES = 500
MOST_FILES = 10
MOST_FILE_BYTES = 10 * 1024 * 1024
LONGEST_DAYS = 90
LONGEST_GRACE = 30
MIN_REASON_WORDS = 3
#: Days after the last deadline on which a round still takes answers, where nobody chose another
#: number: the default plan's last reminder comes within them.
DEFAULT_GRACE = 3


class RoundAbout(StrEnum):
    """What a round asks about."""

    CASES = "cases"
    DRAFTS = "drafts"


class RoundState(StrEnum):
    PREPARING = "preparing"
    WAITING_APPROVAL = "waiting_approval"
    OPEN = "open"
    CLOSED = "closed"
    CONCLUDED = "concluded"
    CANCELLED = "cancelled"


#: A case has at most one round in one of these.
RUNNING_STATES: tuple[RoundState, ...] = (
    RoundState.PREPARING,
    RoundState.WAITING_APPROVAL,
    RoundState.OPEN,
)


class RoundAction(StrEnum):
    CHANGE = "change"
    SUBMIT = "submit"
    SEND_BACK = "send_back"
    OPEN = "open"
    APPROVE = "approve"
    INVITE = "invite"
    CHASE = "chase"
    CLOSE = "close"
    CONCLUDE = "conclude"
    CANCEL = "cancel"


class Closing(StrEnum):
    """Why a round takes no answers any more."""

    NONE = ""
    EARLY = "early"
    DUE = "due"
    CASE_CLOSED = "case_closed"


class LengthMode(StrEnum):
    """How the time is given: working days, calendar days, or the day itself."""

    WORKING = "working"
    CALENDAR = "calendar"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Length:
    """How much time is given: ``days`` in a mode, or the day ``due_on``."""

    mode: LengthMode
    days: int | None = None
    due_on: date | None = None

    @property
    def counting(self) -> Mode:
        """How further days are counted, such as those of an extension."""
        return Mode.WORKING if self.mode is LengthMode.WORKING else Mode.CALENDAR

    def deadline(self, start: datetime, calendar: WorkCalendar) -> Deadline:
        """The deadline of a request of ``start``; it explains itself day by day."""
        if self.mode is LengthMode.DAY and self.due_on is not None:
            days = (self.due_on - start.astimezone(ZONE).date()).days
            return due(start, max(days, 0), Mode.CALENDAR, calendar)
        return due(start, self.days or 1, self.counting, calendar)


def _row(
    action: RoundAction,
    source: RoundState,
    target: RoundState,
    permission: Permission,
    tag: AuditTag,
) -> Transition:
    return Transition(action.value, source.value, target.value, permission.value, tag.value)


_S, _A, _P, _T = RoundState, RoundAction, Permission, AuditTag

ROUND_WORKFLOW = Workflow(
    "opinion round",
    states=[state.value for state in RoundState],
    initial=RoundState.PREPARING.value,
    rows=[
        _row(_A.CHANGE, _S.PREPARING, _S.PREPARING, _P.ROUND_PREPARE, _T.ROUND_CHANGED),
        _row(_A.SUBMIT, _S.PREPARING, _S.WAITING_APPROVAL, _P.ROUND_PREPARE, _T.ROUND_SUBMITTED),
        _row(_A.OPEN, _S.PREPARING, _S.OPEN, _P.ROUND_OPEN, _T.ROUND_OPENED),
        _row(_A.SEND_BACK, _S.WAITING_APPROVAL, _S.PREPARING, _P.ROUND_APPROVE, _T.ROUND_SENT_BACK),
        _row(_A.APPROVE, _S.WAITING_APPROVAL, _S.OPEN, _P.ROUND_APPROVE, _T.ROUND_OPENED),
        _row(_A.INVITE, _S.OPEN, _S.OPEN, _P.ROUND_CHASE, _T.ROUND_INVITED),
        _row(_A.CHASE, _S.OPEN, _S.OPEN, _P.ROUND_CHASE, _T.ROUND_CHASED),
        _row(_A.CLOSE, _S.OPEN, _S.CLOSED, _P.ROUND_CLOSE, _T.ROUND_CLOSED),
        _row(_A.CONCLUDE, _S.CLOSED, _S.CONCLUDED, _P.ROUND_CONCLUDE, _T.ROUND_CONCLUDED),
        _row(_A.CANCEL, _S.PREPARING, _S.CANCELLED, _P.ROUND_CANCEL, _T.ROUND_CANCELLED),
        _row(_A.CANCEL, _S.WAITING_APPROVAL, _S.CANCELLED, _P.ROUND_CANCEL, _T.ROUND_CANCELLED),
        _row(_A.CANCEL, _S.OPEN, _S.CANCELLED, _P.ROUND_CANCEL, _T.ROUND_CANCELLED),
    ],
)


def case_refusal(*, status: CaseStatus, category: Category | None) -> Refusal | None:
    """Whether a case may be put before other agencies now."""
    if status is CaseStatus.CLOSED:
        return Refusal(
            "cases.closed", gettext_noop("This case is closed. Nothing more is done in it.")
        )
    if status is CaseStatus.SIGNING:
        return Refusal(
            "round.while_signing",
            gettext_noop("A verdict waits for its signature. Send it back before you ask others."),
        )
    if category is None:
        return Refusal(
            "round.before_category",
            gettext_noop("Choose the category first. It decides whether others may be asked."),
        )
    return step_refusal(category, Step.ROUND)


def running_refusal(*, running: int) -> Refusal | None:
    if not running:
        return None
    return Refusal(
        "round.running",
        gettext_noop("This case has an opinion round that is not closed. There is one at a time."),
    )


def text_refusal(*, title: str, question: str, known: str) -> Refusal | None:
    """What goes out to other agencies; all of it is written by the desk (SCOPE.md 8)."""
    for text, field, most in (
        (title, "title", MOST_TITLE),
        (question, "question", MOST_QUESTION),
    ):
        if not text.strip():
            return _missing(field)
        if len(text) > most:
            return _long(field, most)
    return _long("known", MOST_KNOWN) if len(known) > MOST_KNOWN else None


def length_refusal(length: Length, *, today: date) -> Refusal | None:
    """Whether the deadline can be kept by anybody: a day that comes, and not in the far future."""
    days, due_on = length.days, length.due_on
    if length.mode is LengthMode.DAY:
        if due_on is None:
            return Refusal(
                "round.no_day", gettext_noop("Say until which day you ask."), {}, "due_on"
            )
        if due_on <= today:
            return Refusal(
                "round.day_passed",
                gettext_noop("This day has passed, or is today. Choose a later one."),
                {},
                "due_on",
            )
        if (due_on - today).days > LONGEST_DAYS:
            return _far("due_on")
        return None
    if days is None or days < 1:
        return Refusal(
            "round.no_days", gettext_noop("Say how many days you give, at least one."), {}, "days"
        )
    return _far("days") if days > LONGEST_DAYS else None


def grace_refusal(*, days: int, last_step: int) -> Refusal | None:
    """``last_step`` is on which day after the deadline the plan's last reminder comes."""
    if not 0 <= days <= LONGEST_GRACE:
        return Refusal(
            "round.grace",
            gettext_noop("Late answers can be taken for 0 to %(most)s days."),
            {"most": LONGEST_GRACE},
            "grace_days",
        )
    if last_step > days:
        return Refusal(
            "round.reminder_after_closing",
            gettext_noop(
                "The last reminder comes %(step)s days after the deadline, but the round closes "
                "after %(days)s. Take late answers for longer, or take that reminder out."
            ),
            {"step": last_step, "days": days},
            "grace_days",
        )
    return None


def invited_refusal(*, number: int) -> Refusal | None:
    if number < 1:
        return Refusal(
            "round.nobody", gettext_noop("Choose at least one agency to ask."), {}, "agencies"
        )
    if number > MOST_AGENCIES:
        return Refusal(
            "round.many",
            gettext_noop("At most %(most)s agencies can be asked in one round."),
            {"most": MOST_AGENCIES},
            "agencies",
        )
    return None


def files_refusal(*, number: int, largest: int) -> Refusal | None:
    if number > MOST_FILES:
        return Refusal(
            "round.files_many",
            gettext_noop("At most %(most)s files can be attached."),
            {"most": MOST_FILES},
            "files",
        )
    if largest > MOST_FILE_BYTES:
        return Refusal(
            "round.file_large",
            gettext_noop("A file may have at most %(megabytes)d MB."),
            {"megabytes": MOST_FILE_BYTES // (1024 * 1024)},
            "files",
        )
    return None


def approving_refusal(*, prepared_by: int | None, approver: int | None) -> Refusal | None:
    """Who prepared a round does not approve it."""
    if approver is not None and prepared_by != approver:
        return None
    return Refusal(
        "round.own_work",
        gettext_noop("You prepared this round yourself. Somebody else has to approve it."),
    )


def reason_refusal(reason: str, field: str = "reason") -> Refusal | None:
    if len(reason.split()) < MIN_REASON_WORDS:
        return Refusal(
            "round.reason_short",
            gettext_noop("Say why, in at least %(words)s words."),
            {"words": MIN_REASON_WORDS},
            field,
        )
    return _long(field, MOST_CONCLUSION) if len(reason) > MOST_CONCLUSION else None


def conclusion_refusal(
    *, text: str, not_followed: str, weighed: int, answered: int, left_out: int, own_answer: bool
) -> Refusal | None:
    """Whether a round may be concluded so.

    ``weighed`` answers are those that the conclusion rests on, ``left_out`` those of the
    ``answered`` that it does not: then it has to say why. ``own_answer``: the person who
    concludes gave one of them.
    """
    if own_answer:
        return Refusal(
            "round.own_answer",
            gettext_noop("You answered in this round yourself. Somebody else has to conclude it."),
        )
    if not text.strip():
        return _missing("conclusion")
    if len(text) > MOST_CONCLUSION:
        return _long("conclusion", MOST_CONCLUSION)
    if len(not_followed) > MOST_CONCLUSION:
        return _long("not_followed", MOST_CONCLUSION)
    if answered and not weighed and not left_out:
        return Refusal(
            "round.no_answers_weighed",
            gettext_noop("Say on which answers the conclusion rests."),
            {},
            "weighed",
        )
    if left_out and len(not_followed.split()) < MIN_REASON_WORDS:
        return Refusal(
            "round.not_followed",
            gettext_noop("Some answers are not followed. Say which, and why."),
            {"number": left_out},
            "not_followed",
        )
    return None


def taking_answers(state: RoundState, closes_at: datetime | None, now: datetime) -> bool:
    """Open, and not past the moment at which it closes: a late job makes nobody's time longer."""
    return state is RoundState.OPEN and (closes_at is None or now < closes_at)


def over_refusal() -> Refusal:
    return Refusal(
        "round.over",
        gettext_noop("This round is closed. It takes no answers any more."),
    )


def _missing(field: str) -> Refusal:
    return Refusal(
        "round.text_missing", gettext_noop("There is nothing written here yet."), {}, field
    )


def _long(field: str, most: int) -> Refusal:
    return Refusal(
        "round.text_long",
        gettext_noop("The text may have at most %(limit)s characters."),
        {"limit": most},
        field,
    )


def _far(field: str) -> Refusal:
    return Refusal(
        "round.far",
        gettext_noop("The deadline may lie at most %(days)s days away."),
        {"days": LONGEST_DAYS},
        field,
    )
