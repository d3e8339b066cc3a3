"""Decisions about agencies that merge into others, or are split among them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sangto.kernel.errors import Refusal, gettext_noop

#: How far ahead a succession is planned at most.
LONGEST_AHEAD_DAYS = 3660


@dataclass(frozen=True, slots=True)
class Share:
    """``topic`` empty: all topics; ``territory`` None: wherever the agency was competent."""

    successor: int
    topic: str = ""
    territory: int | None = None


def heir_of(*, main: int, shares: Iterable[Share], topic: str, places: Sequence[int | None]) -> int:
    """Who takes over a topic in a place: ``places`` are the place and the larger ones around it.

    A share that names topic and place goes before one that names the place, this before one that
    names the topic, and all before the main successor; the nearest place counts.
    """
    fitting = [
        share
        for share in shares
        if share.topic in ("", topic) and (share.territory is None or share.territory in places)
    ]
    if not fitting:
        return main

    def nearness(share: Share) -> tuple[bool, int, bool]:
        placed = share.territory is not None
        return (
            not placed,
            places.index(share.territory) if placed else 0,
            not share.topic,
        )

    return min(fitting, key=nearness).successor


def deciding_refusal(
    *,
    predecessors: Collection[int],
    successors: Collection[int],
    lead: int | None,
    ended: Collection[int],
    decided: Collection[int],
    not_there: Collection[int],
    leading_back: bool,
    on: date,
    today: date,
    begins: date,
) -> Refusal | None:
    """Why these agencies may not pass their work on to those on a day.

    ``ended``: predecessors that are no members any more; ``decided``: those with a succession
    already; ``not_there``: successors that are no members on that day; ``begins``: the latest
    first day of a predecessor; ``leading_back``: a successor would pass its work on to a
    predecessor.
    """
    if not predecessors:
        return _refusal(
            "no_predecessor", gettext_noop("Choose the agencies that end."), "predecessors"
        )
    if not successors:
        return _refusal("no_successor", gettext_noop("Choose who takes over."), "successor")
    if lead is not None and lead in predecessors:
        return _refusal(
            "lead_ends",
            gettext_noop("Another lead agency comes with a new version of the charter."),
            "predecessors",
        )
    if set(predecessors) & set(ended):
        return _refusal(
            "agency_ended", gettext_noop("This agency is no longer a member."), "predecessors"
        )
    if set(predecessors) & set(decided):
        return _refusal(
            "succession_decided",
            gettext_noop("It is decided already who takes over from one of these agencies."),
            "predecessors",
        )
    if set(predecessors) & set(successors) or leading_back:
        return _refusal(
            "succession_circle",
            gettext_noop("An agency that ends can not take over from another one that ends."),
            "successor",
        )
    if not_there:
        return _refusal(
            "successor_not_there",
            gettext_noop("Who takes over has to be a member on that day."),
            "successor",
        )
    if on <= begins:
        return _refusal(
            "ends_before_it_begins",
            gettext_noop("An agency has to be a member for a day before it ends."),
            "on",
        )
    if (on - today).days > LONGEST_AHEAD_DAYS:
        return _refusal("too_far", gettext_noop("This day lies too far ahead."), "on")
    return None


def shares_refusal(
    *,
    shares: Sequence[Share],
    main: int,
    predecessors: int,
    fields_of: Mapping[int, str],
) -> Refusal | None:
    """``fields_of``: the name of the form's field for each share, by its place in the list."""
    if shares and predecessors != 1:
        return _refusal(
            "one_is_split",
            gettext_noop("Only one agency at a time is split; decide it for each of them."),
            "predecessors",
        )
    seen: set[tuple[str, int | None]] = set()
    for place, share in enumerate(shares):
        field = fields_of.get(place)
        if not share.topic and share.territory is None:
            return _refusal(
                "share_of_all",
                gettext_noop("Choose a topic or a territory for each part."),
                field,
            )
        if (share.topic, share.territory) in seen:
            return _refusal("share_twice", gettext_noop("The same part is passed on twice."), field)
        if share.successor == main and len(shares) == 1:
            return _refusal(
                "share_to_main",
                gettext_noop("This agency takes over everything already."),
                field,
            )
        seen.add((share.topic, share.territory))
    return None


def cancelling_refusal(*, carried: bool, of_charter: bool) -> Refusal | None:
    if carried:
        return _refusal(
            "succession_over",
            gettext_noop("The work has passed on already; that is not taken back."),
        )
    if of_charter:
        return _refusal(
            "succession_of_charter",
            gettext_noop("The charter says so; its next version takes it back."),
        )
    return None


def _refusal(code: str, message: str, field: str | None = None) -> Refusal:
    return Refusal(f"organisations.{code}", message, {}, field)
