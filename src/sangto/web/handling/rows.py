"""What a line of a list shows of a measure or of a question of the press."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from sangto.handling.domain.measures import MeasureState, is_late
from sangto.handling.domain.press import PressState
from sangto.handling.models import Measure as MeasureRow
from sangto.handling.models import PressQuestion
from sangto.web.handling.wording import MEASURE_NAMES, PRESS_LATE, PRESS_LOOKS, look_of
from sangto.web.wording import word


def row_of(measure: MeasureRow) -> dict[str, object]:
    """Without a query."""
    late = is_late(due_at=measure.due_at, finished_at=measure.done_at, now=timezone.now())
    return {
        "row": measure,
        "name": word(MEASURE_NAMES, measure.kind),
        "late": late and measure.state not in (MeasureState.CANCELLED, MeasureState.OVERTURNED),
        "look": look_of(measure.state, measure.outcome, late=late),
        "url": reverse("desk_measure", args=[measure.reference]),
    }


def press_row(question: PressQuestion) -> dict[str, object]:
    late = is_late(due_at=question.due_at, finished_at=question.closed_at, now=timezone.now())
    state = PressState(question.state)
    late = late and state in (PressState.OPEN, PressState.ANSWERED)
    return {
        "row": question,
        "late": late,
        "look": PRESS_LATE if late and state is PressState.OPEN else PRESS_LOOKS[state],
        "url": reverse("desk_press_question", args=[question.reference]),
    }
