"""Each rating has one word, one colour and one shape, wherever it is shown."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from sangto.kernel.categories import Rating
from sangto.verdicts.domain.ratings import RATINGS
from sangto.verdicts.wording import rating_word
from sangto.web.templatetags.icon_shapes import SHAPES
from sangto.web.templatetags.rating_looks import RATING_LOOKS


@pytest.mark.parametrize("rating", Rating)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_pages_say_what_mail_and_machines_say(rating: Rating, language: str) -> None:
    look = RATING_LOOKS[rating]
    with override(language):
        assert str(look.word) == rating_word(rating, language)
        assert str(look.sentence)
    assert look.tone is RATINGS[rating].group
    assert look.icon in SHAPES


def test_no_two_ratings_look_the_same() -> None:
    icons = [look.icon for look in RATING_LOOKS.values()]
    assert len(set(icons)) == len(icons) == len(Rating)
