"""One step for many claims: what may be done so, and until when it is taken back."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from sangto.kernel.categories import Category
from sangto.kernel.errors import Refusal, gettext_noop

UNDO_FOR = timedelta(minutes=30)
MOST_ITEMS = 50
#: Categories that need no record of their own beside their checks.
BULK_CATEGORIES: tuple[Category, ...] = (
    Category.FRAUD,
    Category.MALICIOUS_LINK,
    Category.IMPERSONATION,
)


class BulkKind(StrEnum):
    TAKE = "take"
    GIVE = "give"
    CATEGORY = "category"
    ROUTE = "route"
    JOIN = "join"


class ItemState(StrEnum):
    """``kept`` is what undoing could not put back, with the reason beside it."""

    DONE = "done"
    REFUSED = "refused"
    UNDONE = "undone"
    KEPT = "kept"


def number_refusal(number: int, kind: BulkKind) -> Refusal | None:
    least = 2 if kind is BulkKind.JOIN else 1
    if number < least:
        return Refusal(
            "cases.bulk_few",
            gettext_noop("Choose at least %(least)s rows first."),
            {"least": least},
            "rows",
        )
    if number > MOST_ITEMS:
        return Refusal(
            "cases.bulk_many",
            gettext_noop("Choose at most %(most)s rows at once."),
            {"most": MOST_ITEMS},
            "rows",
        )
    return None


def bulk_category_refusal(category: Category | None, *, categorised: bool) -> Refusal | None:
    """Whether this category may be chosen for a claim among many."""
    if category not in BULK_CATEGORIES:
        return Refusal(
            "cases.bulk_category",
            gettext_noop(
                "This category asks for checks of its own on every claim, so it is chosen one "
                "claim at a time."
            ),
            {},
            "category",
        )
    if categorised:
        return Refusal(
            "cases.bulk_has_category",
            gettext_noop("It has a category already. A category is changed one claim at a time."),
        )
    return None


def undo_refusal(*, at: datetime, undone: bool, now: datetime) -> Refusal | None:
    if undone:
        return Refusal("cases.bulk_undone", gettext_noop("This was taken back already."))
    if now > at + UNDO_FOR:
        return Refusal(
            "cases.bulk_late",
            gettext_noop("This can be taken back for %(minutes)s minutes only."),
            {"minutes": int(UNDO_FOR.total_seconds() // 60)},
        )
    return None


def touched_refusal() -> Refusal:
    return Refusal(
        "cases.bulk_touched",
        gettext_noop("Somebody has worked on it since, so it stays as it is."),
    )
