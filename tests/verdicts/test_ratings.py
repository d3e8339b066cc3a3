from __future__ import annotations

import pytest

from sangto.kernel.categories import RULES, Category, Rating
from sangto.verdicts.domain.ratings import (
    BEST_RATING,
    RATINGS,
    REASSURING,
    WORST_RATING,
    RatingGroup,
)
from sangto.verdicts.wording import RATING_WORDS, page_path, rating_word


def test_every_rating_has_its_row_and_its_word() -> None:
    assert set(RATINGS) == set(Rating) == set(RATING_WORDS)
    for language in ("vi", "en"):
        words = [rating_word(rating, language) for rating in Rating]
        assert len(set(words)) == len(words)


def test_unverified_has_no_number_and_a_look_of_its_own() -> None:
    row = RATINGS[Rating.UNVERIFIED]
    assert row.number is None
    assert row.group is RatingGroup.UNKNOWN
    assert [other for other, it in RATINGS.items() if it.group is row.group] == [Rating.UNVERIFIED]


@pytest.mark.parametrize("rating", list(Rating))
def test_numbers_stay_on_the_scale_and_agree_with_the_colour(rating: Rating) -> None:
    row = RATINGS[rating]
    if row.number is None:
        assert rating in {Rating.UNVERIFIED, Rating.CONFIRMED, Rating.RESOLVED}
        return
    assert WORST_RATING <= row.number <= BEST_RATING
    assert (row.number == WORST_RATING) == (row.group is RatingGroup.DANGER)
    assert (row.number == BEST_RATING) == (row.group is RatingGroup.GOOD)


def test_ratings_of_a_broken_into_site_have_no_number() -> None:
    assert all(
        RATINGS[rating].number is None for rating in RULES[Category.COMPROMISED_SITE].ratings
    )


def test_only_ratings_that_can_not_warn_reassure() -> None:
    assert {RATINGS[rating].group for rating in REASSURING} == {
        RatingGroup.GOOD,
        RatingGroup.PLAIN,
    }
    assert {rating for rating, row in RATINGS.items() if row.group is RatingGroup.GOOD} <= (
        REASSURING
    )


def test_english_words_and_paths() -> None:
    assert rating_word(Rating.UNVERIFIED, "en") == "Not verified yet"
    assert page_path("KL-26-ABCDEF") == "/ket-luan/KL-26-ABCDEF/"
    assert page_path("KL-26-ABCDEF", number=2, language="en") == "/en/ket-luan/KL-26-ABCDEF/2/"
