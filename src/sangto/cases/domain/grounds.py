"""Citing a provision: what is cited on a day was in force on that day (Điều 3)."""

from __future__ import annotations

from datetime import date

from sangto.kernel.errors import Refusal, gettext_noop

MAX_GROUNDS = 12


def citing_refusal(
    *,
    on: date,
    valid_from: date,
    valid_until: date | None,
    cited_already: bool,
    cited: int,
) -> Refusal | None:
    """``cited`` provisions stand in the case now; the door writes the dates out."""
    if cited_already:
        return Refusal(
            "cases.ground_already",
            gettext_noop("This provision is cited in the case already."),
            {},
            "ground",
        )
    if on < valid_from:
        return Refusal(
            "cases.ground_not_yet",
            gettext_noop(
                "This provision is in force from %(first)s only. It can not be cited yet."
            ),
            {"first": valid_from},
            "ground",
        )
    if valid_until is not None and on > valid_until:
        return Refusal(
            "cases.ground_ended",
            gettext_noop(
                "This provision was in force from %(first)s until %(last)s. "
                "It can not be cited any more."
            ),
            {"first": valid_from, "last": valid_until},
            "ground",
        )
    if cited >= MAX_GROUNDS:
        return Refusal(
            "cases.grounds_many",
            gettext_noop("A case cites at most %(limit)s provisions."),
            {"limit": MAX_GROUNDS},
            "ground",
        )
    return None


def uncited_refusal(*, cited: bool) -> Refusal | None:
    if cited:
        return None
    return Refusal(
        "cases.ground_gone", gettext_noop("Somebody else took this provision out already.")
    )
