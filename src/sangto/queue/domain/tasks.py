"""States of a task, and when it is tried again."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from sangto.kernel.errors import Refusal, gettext_noop

#: A task is given up after so many leases, whether they ended in an error or in silence.
MAX_ATTEMPTS = 8
LONGEST_BACK_OFF = timedelta(hours=1)


class TaskState(StrEnum):
    WAITING = "waiting"
    LEASED = "leased"
    DONE = "done"
    DEAD = "dead"


def back_off(attempts: int) -> timedelta:
    """Pause after the given number of failed attempts: 5 s, 15 s, 45 s … at most an hour."""
    seconds = 5 * 3 ** min(max(attempts, 1) - 1, 10)
    return min(timedelta(seconds=seconds), LONGEST_BACK_OFF)


def revival_refusal(state: str) -> Refusal | None:
    if state == TaskState.DEAD:
        return None
    return Refusal(
        "queue.not_dead",
        gettext_noop("Only a task that was given up can be started again."),
        {"state": str(state)},
    )
