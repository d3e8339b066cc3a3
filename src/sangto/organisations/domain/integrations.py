"""Decisions about machines that use the API, and about their keys."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sangto.kernel.actor import CONFIDENTIAL_SCOPES, Scope
from sangto.kernel.errors import Refusal, gettext_noop

#: Each key of an integration takes one of these places, so that two overlap and no third exists.
PLACES = (1, 2)
LONGEST = timedelta(days=400)
LONGEST_OVERLAP = timedelta(days=30)
MOST_CALLS = 1_000_000
MOST_REPORTS = 20_000
NAME_LENGTH = 120
PURPOSE_LENGTH = 1000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an integration is to be. ``daily_reports`` of them may be reports."""

    name: str
    purpose: str
    scopes: frozenset[Scope]
    daily_calls: int
    daily_reports: int


def wanted_refusal(wanted: Wanted) -> Refusal | None:
    if not wanted.name or len(wanted.name) > NAME_LENGTH:
        return _refusal("name", gettext_noop("Give the integration a short name."), "name")
    if not wanted.purpose or len(wanted.purpose) > PURPOSE_LENGTH:
        return _refusal(
            "purpose", gettext_noop("Write in a sentence or two what it is for."), "purpose"
        )
    if not wanted.scopes:
        return _refusal("no_scope", gettext_noop("Choose at least one thing it may do."), "scopes")
    if not 1 <= wanted.daily_calls <= MOST_CALLS:
        return _number("daily_calls", MOST_CALLS)
    if not 0 <= wanted.daily_reports <= MOST_REPORTS:
        return _number("daily_reports", MOST_REPORTS)
    return None


def expiry_refusal(*, expires_on: date, today: date) -> Refusal | None:
    """A key holds through its last day."""
    if today <= expires_on <= today + LONGEST:
        return None
    return _refusal(
        "expiry",
        gettext_noop("A key ends between today and %(last)s."),
        "expires_on",
        last=today + LONGEST,
    )


def overlap_refusal(*, days: int) -> Refusal | None:
    if 0 <= days <= LONGEST_OVERLAP.days:
        return None
    return _refusal(
        "overlap",
        gettext_noop("The old key stays valid for at most %(most)s days."),
        "overlap_days",
        most=LONGEST_OVERLAP.days,
    )


def free_place(taken: Collection[int]) -> int | None:
    return next((place for place in PLACES if place not in taken), None)


def places_refusal(taken: Collection[int]) -> Refusal | None:
    if free_place(taken) is not None:
        return None
    return _refusal(
        "two_keys",
        gettext_noop("Two keys are valid already. Revoke one of them before you make another."),
    )


def over_refusal(*, ended: bool) -> Refusal | None:
    if not ended:
        return None
    return _refusal("integration_over", gettext_noop("This integration has ended."))


def confirming_refusal(*, made_by: int | None, confirmed: bool, by: int | None) -> Refusal | None:
    """Who made it does not confirm it."""
    if confirmed:
        return _refusal("confirmed", gettext_noop("This was confirmed already."))
    if made_by is not None and made_by == by:
        return _refusal(
            "own_integration",
            gettext_noop("Somebody else than the person who set it up confirms it."),
        )
    return None


def effective_scopes(scopes: Collection[str], *, confirmed: bool) -> frozenset[Scope]:
    """What a key is good for now: nothing confidential before the agency confirmed it."""
    held = frozenset(Scope(scope) for scope in scopes)
    return held if confirmed else held - CONFIDENTIAL_SCOPES


def cap_refusal(*, name: str, cap: int) -> Refusal:
    if name == "reports":
        return _refusal(
            "reports_cap",
            gettext_noop("This key has sent its %(cap)s reports of today."),
            cap=cap,
        )
    return _refusal(
        "calls_cap", gettext_noop("This key has made its %(cap)s calls of today."), cap=cap
    )


def _number(field: str, most: int) -> Refusal:
    return _refusal(
        field, gettext_noop("Enter a whole number of at most %(most)s."), field, most=most
    )


def _refusal(code: str, message: str, field: str | None = None, **params: object) -> Refusal:
    return Refusal(f"organisations.{code}", message, params, field)
