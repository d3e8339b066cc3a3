"""The words, colours and shapes of ratings: the one table for pages, posters and badges."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sangto.kernel.categories import Rating

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Tone(StrEnum):
    """A family of colours in the style sheet (``st-tone--…``)."""

    DANGER = "danger"
    GOOD = "good"
    UNKNOWN = "unknown"
    OUTDATED = "outdated"
    CAUTION = "caution"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class RatingLook:
    """``word`` stands in badges and lists, ``sentence`` opens an answer."""

    word: StrOrPromise
    sentence: StrOrPromise
    tone: Tone
    icon: str


RATING_LOOKS: dict[Rating, RatingLook] = {
    Rating.SCAM: RatingLook(
        pgettext_lazy("rating", "Scam"), _("This is a scam."), Tone.DANGER, "scam"
    ),
    Rating.IMPERSONATION: RatingLook(
        pgettext_lazy("rating", "Impersonation"),
        _("Somebody is pretending to be someone else."),
        Tone.DANGER,
        "impersonation",
    ),
    Rating.CONFIRMED: RatingLook(
        pgettext_lazy("rating", "Break-in confirmed"),
        _("This site has been broken into."),
        Tone.CAUTION,
        "confirmed",
    ),
    Rating.RESOLVED: RatingLook(
        pgettext_lazy("rating", "Put right"),
        _("This site was broken into and has been put right."),
        Tone.PLAIN,
        "resolved",
    ),
    Rating.FALSE: RatingLook(
        pgettext_lazy("rating", "False"), _("This is not true."), Tone.DANGER, "false"
    ),
    Rating.MISLEADING: RatingLook(
        pgettext_lazy("rating", "Misleading"),
        _("This is misleading."),
        Tone.CAUTION,
        "misleading",
    ),
    Rating.OUTDATED: RatingLook(
        pgettext_lazy("rating", "Outdated"),
        _("This was true once. It no longer is."),
        Tone.OUTDATED,
        "outdated",
    ),
    Rating.PARTLY_TRUE: RatingLook(
        pgettext_lazy("rating", "Partly true"),
        _("Only part of this is true."),
        Tone.PLAIN,
        "partly_true",
    ),
    Rating.TRUE: RatingLook(pgettext_lazy("rating", "True"), _("This is true."), Tone.GOOD, "true"),
    Rating.GENUINE: RatingLook(
        pgettext_lazy("rating", "Genuine"), _("This is genuine."), Tone.GOOD, "genuine"
    ),
    Rating.UNVERIFIED: RatingLook(
        pgettext_lazy("rating", "Not verified yet"),
        _("We do not know yet."),
        Tone.UNKNOWN,
        "unverified",
    ),
}
