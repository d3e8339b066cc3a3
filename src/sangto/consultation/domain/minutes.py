"""Minutes of a meeting: writing them item by item, agreeing to them, what follows from them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sangto.consultation.domain.meetings import (
    MAX_NOTE,
    MAX_TEXT,
    MAX_TITLE,
    MeetingState,
    MinutesAnswer,
    too_long,
)
from sangto.kernel.errors import Refusal, gettext_noop

#: States in which the minutes are written.
_WRITTEN = frozenset({MeetingState.HELD})
#: States in which an item may be concluded: also while the attendees read the minutes, because a
#: fraud does not wait.
_CONCLUDED = frozenset({MeetingState.HELD, MeetingState.MINUTES_OUT, MeetingState.CLOSED})


def writing_refusal(
    *, state: MeetingState, concluded: bool, discussion: str, conclusion: str
) -> Refusal | None:
    """A concluded item stays as it is: the case relies on it."""
    if state not in _WRITTEN:
        return not_open()
    if concluded:
        return Refusal(
            "minutes.item_concluded",
            gettext_noop("This item is concluded already, so its text stays as it is."),
        )
    for text, field in ((discussion, "discussion"), (conclusion, "conclusion")):
        if len(text) > MAX_TEXT:
            return too_long(MAX_TEXT, field)
    return None


def action_refusal(
    *, state: MeetingState, concluded: bool, what: str, due_on: date, today: date
) -> Refusal | None:
    if state not in _WRITTEN or concluded:
        return not_open()
    if not what:
        return Refusal("minutes.action_missing", gettext_noop("Write what is done."), {}, "what")
    if len(what) > MAX_TITLE:
        return too_long(MAX_TITLE, "what")
    if due_on < today:
        return Refusal(
            "minutes.action_past", gettext_noop("Choose today or a later day."), {}, "due_on"
        )
    return None


def concluding_refusal(*, state: MeetingState, concluded: bool, conclusion: str) -> Refusal | None:
    if concluded:
        return Refusal("minutes.concluded", gettext_noop("This item is concluded already."))
    if state not in _CONCLUDED:
        return not_open()
    if not conclusion.strip():
        return Refusal(
            "minutes.no_conclusion", gettext_noop("Write the conclusion first."), {}, "conclusion"
        )
    return None


def circulating_refusal(*, attended: int, unwritten: Iterable[str]) -> Refusal | None:
    """``unwritten`` are the titles of items about which nothing was written."""
    if attended == 0:
        return Refusal(
            "minutes.nobody_attended",
            gettext_noop("Record first who attended: they are the ones who agree to the minutes."),
        )
    missing = list(unwritten)
    if missing:
        return Refusal(
            "minutes.item_unwritten",
            gettext_noop("Nothing is written yet about “%(title)s”."),
            {"title": missing[0]},
        )
    return None


def agreeing_refusal(
    *,
    state: MeetingState,
    attended: bool,
    answer: MinutesAnswer | None,
    text: str,
    due_at: datetime | None,
    now: datetime,
) -> Refusal | None:
    """The time is over at the deadline itself, also before the job that closes has run."""
    if not attended:
        return Refusal(
            "minutes.did_not_attend",
            gettext_noop("Only who attended the meeting is asked to agree to its minutes."),
        )
    if state is MeetingState.CLOSED or (due_at is not None and now >= due_at):
        return Refusal(
            "minutes.over", gettext_noop("The time for agreeing to these minutes is over.")
        )
    if state is not MeetingState.MINUTES_OUT:
        return Refusal("minutes.not_out", gettext_noop("The minutes are not sent out yet."))
    if answer is None or answer is MinutesAnswer.SILENT:
        return Refusal(
            "minutes.answer_missing",
            gettext_noop("Choose whether you agree to the minutes."),
            {},
            "answer",
        )
    if answer is MinutesAnswer.OBJECTED and not text:
        return Refusal(
            "minutes.objection_missing",
            gettext_noop("Write what should be corrected."),
            {},
            "text",
        )
    if len(text) > MAX_NOTE:
        return too_long(MAX_NOTE, "text")
    return None


def early_closing_refusal(*, waiting: int) -> Refusal | None:
    """By hand, minutes are closed only when everybody has answered; the deadline does the rest."""
    if waiting:
        return Refusal(
            "minutes.answers_missing",
            gettext_noop("Not everybody has answered, and there is still time."),
        )
    return None


@dataclass(frozen=True, slots=True)
class Tally:
    """``asked`` is n: the rest of the numbers add up to it."""

    asked: int
    agreed: int
    objected: int
    silent: int
    waiting: int


def tally(attended: Collection[int], answers: Iterable[tuple[int, MinutesAnswer]]) -> Tally:
    """Answers of those who were asked, one each; ``attended`` holds their keys."""
    known = {key: answer for key, answer in answers if key in attended}
    counts = {answer: sum(1 for one in known.values() if one is answer) for answer in MinutesAnswer}
    return Tally(
        asked=len(attended),
        agreed=counts[MinutesAnswer.AGREED],
        objected=counts[MinutesAnswer.OBJECTED],
        silent=counts[MinutesAnswer.SILENT],
        waiting=len(attended) - len(known),
    )


def not_open() -> Refusal:
    return Refusal(
        "minutes.not_open",
        gettext_noop(
            "The minutes are written while a meeting goes on and until they are sent out."
        ),
    )
