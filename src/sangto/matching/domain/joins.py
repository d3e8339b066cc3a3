"""Which claims may be one, and what stands against putting something back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from sangto.kernel.categories import Category
from sangto.kernel.errors import Refusal, gettext_noop

MOST_REPORTS = 500


class JoinKind(StrEnum):
    MERGE = "merge"
    SPLIT = "split"


class ItemKind(StrEnum):
    """What moved. A ``twin`` stood with both claims, so only the other's was kept; a ``claim`` is
    one that had gone up in the joined one before."""

    REPORT = "report"
    WORDING = "wording"
    INDICATOR = "indicator"
    TWIN = "twin"
    CLAIM = "claim"


class Left(StrEnum):
    """What became of one thing when the join was undone: ``back``, or why it stayed."""

    BACK = "back"
    MOVED = "moved"
    ANSWERED = "answered"
    CLOSED = "closed"
    ORIGIN = "origin"
    GONE = "gone"


#: Categories whose claims may be one. What no family holds is joined with its own kind only.
_FAMILIES: tuple[frozenset[Category], ...] = (
    frozenset(
        {
            Category.FRAUD,
            Category.MALICIOUS_LINK,
            Category.IMPERSONATION,
            Category.COMPROMISED_SITE,
        }
    ),
)


@dataclass(frozen=True, slots=True)
class Side:
    """A claim as far as joining goes. ``category`` is empty before triage."""

    category: Category | None
    subject_agency: int | None


def family_of(category: Category) -> frozenset[Category]:
    return next((one for one in _FAMILIES if category in one), frozenset({category}))


def agreement_refusal(claim: Side, into: Side) -> Refusal | None:
    """Whether ``claim`` may go up in ``into`` by what the two are.

    Nothing that a category or a subject rules out is lost by joining (SCOPE.md 4, 5): a claim
    about an agency goes up in one about that agency only.
    """
    if claim.category is not None and into.category is None:
        return Refusal(
            "claim.join_untriaged",
            gettext_noop(
                "The other claim has no category yet. Choose it first, or join that claim to this "
                "one."
            ),
            {},
            "claim",
        )
    if (
        claim.category is not None
        and into.category is not None
        and into.category not in family_of(claim.category)
    ):
        return Refusal(
            "claim.join_category",
            gettext_noop(
                "The two claims are of categories that do not go together: %(one)s and %(other)s."
            ),
            {"one": claim.category.value, "other": into.category.value},
            "claim",
        )
    if claim.subject_agency is not None and claim.subject_agency != into.subject_agency:
        return Refusal(
            "claim.join_subject",
            gettext_noop(
                "This claim is about an agency, and the other one is not about the same. Joined, "
                "that agency could judge its own matter."
            ),
            {},
            "claim",
        )
    return None


def split_refusal(*, chosen: Collection[int], here: Collection[int]) -> Refusal | None:
    """Whether these of the claim's reports may leave it together; at least one stays."""
    if not chosen:
        return Refusal(
            "claim.split_nothing", gettext_noop("Tick the reports that leave."), {}, "reports"
        )
    if not set(chosen) <= set(here):
        return Refusal(
            "claim.split_elsewhere",
            gettext_noop("One of these reports does not stand here any more. Look again first."),
            {},
            "reports",
        )
    if set(chosen) == set(here):
        return Refusal(
            "claim.split_all",
            gettext_noop("At least one report stays. To move all, join the two claims."),
            {},
            "reports",
        )
    if len(chosen) > MOST_REPORTS:
        return Refusal(
            "claim.split_many",
            gettext_noop("At most %(limit)s reports can leave at once."),
            {"limit": MOST_REPORTS},
            "reports",
        )
    return None


def undone_already() -> Refusal:
    return Refusal("claim.join_undone", gettext_noop("This was undone already."))


def undoing_refusal(*, undone: bool, other_moved_on: bool, claim_moved_on: bool) -> Refusal | None:
    """The last join is undone first: neither claim may have gone up in a third one since."""
    if undone:
        return undone_already()
    if other_moved_on or claim_moved_on:
        return Refusal(
            "claim.join_moved_on",
            gettext_noop(
                "One of the two claims was joined with another one since. Undo that first."
            ),
        )
    return None
