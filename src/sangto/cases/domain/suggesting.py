"""What the machine suggests about grouping, and what people may answer."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum

from sangto.kernel.errors import Refusal, gettext_noop


class SuggestionKind(StrEnum):
    """``merge``: two claims may be one; ``split``: some reports of one say something else."""

    MERGE = "merge"
    SPLIT = "split"


class SuggestionState(StrEnum):
    """``done`` stands as long as the join does that followed it."""

    OPEN = "open"
    DISMISSED = "dismissed"
    DONE = "done"


def dismissal_refusal(state: SuggestionState) -> Refusal | None:
    return None if state is SuggestionState.OPEN else decided_already()


def reopening_refusal(state: SuggestionState, *, stands: bool) -> Refusal | None:
    """``stands``: both claims are still there, and no newer suggestion has taken its place."""
    if state is not SuggestionState.DISMISSED:
        return decided_already()
    if not stands:
        return Refusal(
            "suggestion.overtaken",
            gettext_noop("What this suggestion was about has changed since."),
        )
    return None


def decided_already() -> Refusal:
    return Refusal(
        "suggestion.decided", gettext_noop("Somebody has answered this suggestion already.")
    )


def new_groups(
    groups: Iterable[Collection[int]], dismissed: Collection[int]
) -> list[tuple[int, ...]]:
    """Groups of reports about which nobody has said yet that they belong where they are: a group
    that grows by reports like the old ones asks no second time."""
    known = set(dismissed)
    return [tuple(sorted(group)) for group in groups if known.isdisjoint(group)]
