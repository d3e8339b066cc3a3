"""The looks of ratings, for pages, posters and badges: the word comes from the room of verdicts,
the colour from its table, and the shape has the rating's name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from sangto.kernel.categories import Rating
from sangto.verdicts.domain.ratings import RATINGS, RatingGroup
from sangto.verdicts.wording import RATING_WORDS

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: A family of colours in the style sheet (``st-tone--…``).
Tone = RatingGroup


@dataclass(frozen=True, slots=True)
class RatingLook:
    """``word`` stands in badges and lists, ``sentence`` opens an answer."""

    word: StrOrPromise
    sentence: StrOrPromise
    tone: Tone
    icon: str


_SENTENCES: dict[Rating, StrOrPromise] = {
    Rating.SCAM: _("This is a scam."),
    Rating.IMPERSONATION: _("Somebody is pretending to be someone else."),
    Rating.CONFIRMED: _("This site has been broken into."),
    Rating.RESOLVED: _("This site was broken into and has been put right."),
    Rating.FALSE: _("This is not true."),
    Rating.MISLEADING: _("This is misleading."),
    Rating.OUTDATED: _("This was true once. It no longer is."),
    Rating.PARTLY_TRUE: _("Only part of this is true."),
    Rating.TRUE: _("This is true."),
    Rating.GENUINE: _("This is genuine."),
    Rating.UNVERIFIED: _("We do not know yet."),
}
RATING_LOOKS: dict[Rating, RatingLook] = {
    rating: RatingLook(RATING_WORDS[rating], sentence, RATINGS[rating].group, rating.value)
    for rating, sentence in _SENTENCES.items()
}
