"""Why a published verdict wants to be looked at again, and how urgent that is."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from sangto.kernel.errors import Refusal, gettext_noop
from sangto.verdicts.domain.content import NOTE_LENGTH

#: So long before its last day a verdict is put forward.
AHEAD = timedelta(days=14)
#: New repeats since somebody looked at it last.
MANY_REPEATS = 3
#: People of the last 30 days who said that it is not about their message.
MANY_MISFITS = 3
MISFIT_DAYS = 30
LONGEST_REST = timedelta(days=366)


class ReviewReason(StrEnum):
    """In the order of urgency."""

    EXPIRED = "expired"
    SOURCE_CHANGED = "source_changed"
    MISFITS = "misfits"
    EXPIRES = "expires"
    REPEATS = "repeats"
    DUE = "due"


def reasons_of(
    *,
    valid_until: date | None,
    repeats: int,
    misfits: int,
    changed_sources: int,
    next_on: date | None,
    today: date,
) -> tuple[ReviewReason, ...]:
    """Empty when nothing speaks for it. ``next_on`` is the day named when somebody looked at it
    last; until then an end that was known is no reason, what happened since is."""
    resting = next_on is not None and today < next_on
    found: list[ReviewReason] = []
    if valid_until is not None and not resting:
        if valid_until < today:
            found.append(ReviewReason.EXPIRED)
        elif valid_until - today <= AHEAD:
            found.append(ReviewReason.EXPIRES)
    if changed_sources:
        found.append(ReviewReason.SOURCE_CHANGED)
    if misfits >= MANY_MISFITS:
        found.append(ReviewReason.MISFITS)
    if repeats >= MANY_REPEATS:
        found.append(ReviewReason.REPEATS)
    if next_on is not None and not resting and not found:
        found.append(ReviewReason.DUE)
    order = list(ReviewReason)
    return tuple(sorted(found, key=order.index))


def staying_refusal(*, reason: str, next_on: date | None, today: date) -> Refusal | None:
    if not reason or len(reason) > NOTE_LENGTH:
        return Refusal(
            "review.reason",
            gettext_noop("Write why it stays as it is (at most %(length)d characters)."),
            {"length": NOTE_LENGTH},
            "reason",
        )
    if next_on is None or not today < next_on <= today + LONGEST_REST:
        return Refusal(
            "review.next_on",
            gettext_noop("Name the day of the next look: after today, within a year."),
            {},
            "next_on",
        )
    return None


def source_refusal(*, changed: bool, note: str) -> Refusal | None:
    if (note or not changed) and len(note) <= NOTE_LENGTH:
        return None
    return Refusal(
        "review.source_note",
        gettext_noop("Write what changed in the source (at most %(length)d characters)."),
        {"length": NOTE_LENGTH},
        "note",
    )
