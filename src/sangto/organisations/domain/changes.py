"""Decisions about a charter that is loaded over an older one."""

from __future__ import annotations

from datetime import date, timedelta

from sangto.kernel.errors import Refusal, gettext_noop


def loading_refusal(*, valid_from: date, today: date) -> Refusal | None:
    """A charter is loaded on its first day or later, as loading it puts it in force."""
    if valid_from <= today:
        return None
    return Refusal(
        "organisations.charter_not_yet",
        gettext_noop("This charter begins on %(day)s; load it on that day or later."),
        {"day": valid_from.isoformat()},
        "valid_from",
    )


def last_day_of_dropped(*, valid_from: date, today: date) -> date:
    """The last valid day of something that the charter loaded today no longer names.

    It was valid until the new version came, so it ends yesterday; what began today ends today,
    as a first day never lies after a last one.
    """
    return max(valid_from, today - timedelta(days=1))
