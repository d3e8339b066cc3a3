"""One row a rating: its word, its look, and its number in a ClaimReview.

The number says how true the checked claim is, from 1 (not at all) to 5 (entirely). A rating that
says nothing about truth has no number: “unverified” is never shown as false (PRODUCT.md), and the
two ratings of a broken-into site describe the site, not a claim.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sangto.kernel.categories import Rating
from sangto.kernel.errors import gettext_noop

WORST_RATING = 1
BEST_RATING = 5


class RatingGroup(StrEnum):
    """What pages colour and shape by; the word always stands beside it."""

    DECEPTIVE = "deceptive"
    DOUBTFUL = "doubtful"
    OUTDATED = "outdated"
    SOUND = "sound"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class RatingRow:
    """``word`` is an English message; ``number`` is None where truth is not what was rated."""

    number: int | None
    word: str
    group: RatingGroup
    shape: str


RATINGS: dict[Rating, RatingRow] = {
    Rating.SCAM: RatingRow(1, gettext_noop("Scam"), RatingGroup.DECEPTIVE, "cross"),
    Rating.IMPERSONATION: RatingRow(
        1, gettext_noop("Impersonation"), RatingGroup.DECEPTIVE, "cross"
    ),
    Rating.FALSE: RatingRow(1, gettext_noop("False"), RatingGroup.DECEPTIVE, "cross"),
    Rating.CONFIRMED: RatingRow(
        None, gettext_noop("Site broken into"), RatingGroup.DECEPTIVE, "cross"
    ),
    Rating.MISLEADING: RatingRow(2, gettext_noop("Misleading"), RatingGroup.DOUBTFUL, "triangle"),
    Rating.PARTLY_TRUE: RatingRow(3, gettext_noop("Partly true"), RatingGroup.DOUBTFUL, "triangle"),
    Rating.OUTDATED: RatingRow(3, gettext_noop("Out of date"), RatingGroup.OUTDATED, "clock"),
    Rating.RESOLVED: RatingRow(None, gettext_noop("Site repaired"), RatingGroup.OUTDATED, "clock"),
    Rating.TRUE: RatingRow(5, gettext_noop("True"), RatingGroup.SOUND, "tick"),
    Rating.GENUINE: RatingRow(5, gettext_noop("Genuine"), RatingGroup.SOUND, "tick"),
    Rating.UNVERIFIED: RatingRow(
        None, gettext_noop("Not verified yet"), RatingGroup.OPEN, "question"
    ),
}
