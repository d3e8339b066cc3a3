"""Words for measures, questions of the press and answers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sangto.handling.domain.feedback import AnswerReach, ReopeningReason
from sangto.handling.domain.measures import MeasureOutcome, MeasureState
from sangto.handling.domain.press import PressState
from sangto.handling.wording import MEASURE_NAMES, RESULT_NAMES
from sangto.web.cases.wording import StateLook
from sangto.web.templatetags.rating_looks import Tone
from sangto.web.wording import Words

__all__ = [
    "MEASURE_NAMES",
    "MEASURE_STEPS",
    "PRESS_LOOKS",
    "REACH_NAMES",
    "REOPENING_NAMES",
    "RESULT_NAMES",
    "look_of",
]


_OUTCOME_LOOKS: dict[str, StateLook] = {
    MeasureOutcome.DONE: StateLook(RESULT_NAMES[MeasureOutcome.DONE], Tone.GOOD, "done"),
    MeasureOutcome.PARTLY: StateLook(RESULT_NAMES[MeasureOutcome.PARTLY], Tone.CAUTION, "waiting"),
    MeasureOutcome.NOT_DONE: StateLook(
        RESULT_NAMES[MeasureOutcome.NOT_DONE], Tone.CAUTION, "close"
    ),
    MeasureOutcome.REFUSED: StateLook(RESULT_NAMES[MeasureOutcome.REFUSED], Tone.CAUTION, "close"),
}
_OVERTURNED = StateLook(_("Taken back after an appeal"), Tone.CAUTION, "undo")
_OPEN = StateLook(_("Under way"), Tone.PLAIN, "open")
_LATE = StateLook(_("Late"), Tone.CAUTION, "late")
_CANCELLED = StateLook(_("Taken back"), Tone.PLAIN, "undo")
PRESS_LOOKS: dict[PressState, StateLook] = {
    PressState.OPEN: StateLook(_("Waits for an answer"), Tone.PLAIN, "open"),
    PressState.ANSWERED: StateLook(_("Answered"), Tone.GOOD, "done"),
    PressState.DECLINED: StateLook(_("Not answered, with the reason"), Tone.CAUTION, "close"),
    PressState.CANCELLED: StateLook(_("Taken back"), Tone.PLAIN, "undo"),
}
PRESS_LATE = _LATE

#: What a timeline says; the name of the measure goes in.
MEASURE_STEPS: Words = {
    "planned": _("Measure planned: %(measure)s, %(agency)s"),
    "directed": _("The committee directs %(agency)s: %(measure)s"),
    "reported": _("Result of %(agency)s: %(measure)s – %(outcome)s"),
    "corrected": _("New version of the result of %(agency)s: %(measure)s – %(outcome)s"),
    "cancelled": _("Measure taken back: %(measure)s, %(agency)s"),
    "overturned": _("Measure taken back after an appeal: %(measure)s, %(agency)s"),
    "moved": _("The day of a measure moved: %(measure)s, %(agency)s"),
    "inherited": _("A measure passed to the successor %(agency)s: %(measure)s"),
}
REACH_NAMES: Words = {
    AnswerReach.SENDERS: _("Only those who asked"),
    AnswerReach.PUBLIC: _("Everybody"),
}
REOPENING_NAMES: Words = {
    ReopeningReason.NOT_ANSWERED: _("The answer is about something else than I asked"),
    ReopeningReason.INCOMPLETE: _("A part of what I asked is not answered"),
    ReopeningReason.NOT_DONE: _("What the answer promised was not done"),
    ReopeningReason.CHANGED: _("Things have changed since"),
}


def look_of(state: str, outcome: str, *, late: bool) -> StateLook:
    if state == MeasureState.CANCELLED:
        return _CANCELLED
    if state == MeasureState.OVERTURNED:
        return _OVERTURNED
    if state == MeasureState.FINISHED:
        return _OUTCOME_LOOKS[outcome]
    return _LATE if late else _OPEN
