"""One row a rating: its colour, and its number in a ClaimReview. Words stand in ``wording``.

The number says how true the checked claim is, from 1 (not at all) to 5 (entirely). A rating that
says nothing about truth has no number: “unverified” is never shown as false (PRODUCT.md), and the
two ratings of a broken-into site describe the site, not a claim.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sangto.kernel.categories import Rating

WORST_RATING = 1
BEST_RATING = 5


class RatingGroup(StrEnum):
    """The family of colours that pages show it in; a word and a shape always stand beside it."""

    DANGER = "danger"
    CAUTION = "caution"
    OUTDATED = "outdated"
    PLAIN = "plain"
    GOOD = "good"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class RatingRow:
    """``number`` is None where the truth of a claim is not what was rated."""

    number: int | None
    group: RatingGroup


RATINGS: dict[Rating, RatingRow] = {
    Rating.SCAM: RatingRow(1, RatingGroup.DANGER),
    Rating.IMPERSONATION: RatingRow(1, RatingGroup.DANGER),
    Rating.FALSE: RatingRow(1, RatingGroup.DANGER),
    Rating.MISLEADING: RatingRow(2, RatingGroup.CAUTION),
    Rating.CONFIRMED: RatingRow(None, RatingGroup.CAUTION),
    Rating.PARTLY_TRUE: RatingRow(3, RatingGroup.PLAIN),
    Rating.RESOLVED: RatingRow(None, RatingGroup.PLAIN),
    Rating.OUTDATED: RatingRow(3, RatingGroup.OUTDATED),
    Rating.TRUE: RatingRow(5, RatingGroup.GOOD),
    Rating.GENUINE: RatingRow(5, RatingGroup.GOOD),
    Rating.UNVERIFIED: RatingRow(None, RatingGroup.UNKNOWN),
}

#: What a reader may take as leave to trust the message: it answers only for the very same one,
#: never for a copy with another link or number in it.
REASSURING: frozenset[Rating] = frozenset({Rating.TRUE, Rating.GENUINE, Rating.RESOLVED})
