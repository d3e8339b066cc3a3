"""How long deadlines are, and one that explains itself."""

from __future__ import annotations

from datetime import datetime

from docs.generated.markdown import code, table
from sangto.kernel.categories import Category
from sangto.kernel.worktime import ZONE, Mode, due, vietnam_calendar
from sangto.organisations.domain.deadlines import DEFAULTS, kind_for_category

#: Late on a Friday, before a Monday that was swapped for a Saturday and two holidays.
_BEGAN = datetime(2026, 8, 28, 16, 20, tzinfo=ZONE)


def lengths() -> str:
    return table(
        ("deadline", "days", "counted in"),
        (
            (code(kind), str(days), "working days" if mode is Mode.WORKING else "calendar days")
            for kind, (days, mode) in DEFAULTS.items()
        ),
    )


def by_category() -> str:
    def row(category: Category | None) -> tuple[str, str, str]:
        kind = kind_for_category(category)
        days, mode = DEFAULTS[kind]
        unit = "working" if mode is Mode.WORKING else "calendar"
        days_word = "day" if days == 1 else "days"
        name = "none yet (triage)" if category is None else code(category)
        return name, code(kind), f"{days} {unit} {days_word}"

    return table(
        ("category", "deadline", "default"),
        (row(None), *(row(category) for category in Category)),
    )


def example() -> str:
    """Two working days across weekend, swap and holiday."""
    deadline = due(_BEGAN, 2, Mode.WORKING, vietnam_calendar())
    rows = [
        (
            f"{note.day:%A} {note.day.day} {note.day:%B}",
            str(note.running) if note.counted else "",
            f"{note.reason.value}: {name}"
            if (name := note.name_en or note.name)
            else note.reason.value,
        )
        for note in deadline.days
    ]
    return table(("day", "counted", "why"), rows)
