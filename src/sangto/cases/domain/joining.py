"""Joining cases, splitting reports off, and undoing both."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sangto.cases.domain.states import CaseOutcome, CaseStatus, Visibility
from sangto.kernel.categories import Category
from sangto.kernel.errors import Refusal, gettext_noop


@dataclass(frozen=True, slots=True)
class Standing:
    """A case as far as joining goes."""

    status: CaseStatus
    outcome: CaseOutcome
    visibility: Visibility


def joining_refusal(*, case: Standing | None, other_has_case: bool) -> Refusal | None:
    """Whether a claim with this case may go up in another one.

    Work is never lost: a claim that somebody works on goes up in one that is worked on too, and
    what was answered in public or to its senders stays where it is.
    """
    if case is None:
        return None
    if case.outcome is CaseOutcome.ARCHIVED:
        return None
    if case.status is CaseStatus.SIGNING:
        return Refusal(
            "cases.join_while_signing",
            gettext_noop("A verdict waits for its signature. Send it back before you join."),
            {},
            "claim",
        )
    if case.status is CaseStatus.CLOSED or case.visibility is Visibility.PUBLIC:
        return Refusal(
            "cases.join_ended",
            gettext_noop(
                "The case about this claim has ended with an answer. Join the other claim to this "
                "one instead."
            ),
            {},
            "claim",
        )
    if not other_has_case:
        return Refusal(
            "cases.claim_has_case",
            gettext_noop(
                "The desk has a case about this claim. Join the other claim to this one instead."
            ),
            {},
            "claim",
        )
    return None


def undoing_refusal(*, split_case_category: Category | None) -> Refusal | None:
    """A case that a split began goes back only before anything was decided in it."""
    if split_case_category is None:
        return None
    return Refusal(
        "cases.join_decided",
        gettext_noop(
            "The new case has its category by now, so the work there goes on. Join the two claims "
            "instead."
        ),
    )


def nothing_back_refusal(*, moved: int, back: int) -> Refusal | None:
    if back or not moved:
        return None
    return Refusal(
        "cases.join_nothing_back",
        gettext_noop(
            "None of the reports can go back any more: they were moved, answered or closed since."
        ),
    )


def lost_origin_refusal(*, has_heir: bool) -> Refusal | None:
    """A case goes on from a report of the kind that it started from, or not at all (SCOPE.md 1)."""
    if has_heir:
        return None
    return Refusal(
        "cases.join_origin_gone",
        gettext_noop(
            "The reports that the case started from can not go back any more, so it can not go on."
        ),
    )


def origin_stays(
    *, origin: int | None, returning: Collection[int], heirs: Collection[int], others: int
) -> bool:
    """Whether the case's origin report has to stay behind: others stay too, and none of them is
    of its kind. ``heirs`` are the reports of its kind, ``others`` how many reports stay at all."""
    return (
        origin is not None
        and origin in returning
        and others > 0
        and not set(heirs) - set(returning)
    )
