"""The words of ratings as catalogue entries, and the addresses of public pages."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import override, pgettext_lazy

from sangto.kernel.categories import Rating

#: The one table of these words: pages, mail, feeds and machines all read it.
RATING_WORDS = {
    Rating.SCAM: pgettext_lazy("rating", "Scam"),
    Rating.IMPERSONATION: pgettext_lazy("rating", "Impersonation"),
    Rating.FALSE: pgettext_lazy("rating", "False"),
    Rating.MISLEADING: pgettext_lazy("rating", "Misleading"),
    Rating.CONFIRMED: pgettext_lazy("rating", "Break-in confirmed"),
    Rating.PARTLY_TRUE: pgettext_lazy("rating", "Partly true"),
    Rating.RESOLVED: pgettext_lazy("rating", "Put right"),
    Rating.OUTDATED: pgettext_lazy("rating", "Outdated"),
    Rating.TRUE: pgettext_lazy("rating", "True"),
    Rating.GENUINE: pgettext_lazy("rating", "Genuine"),
    Rating.UNVERIFIED: pgettext_lazy("rating", "Not verified yet"),
}


def rating_word(rating: Rating, language: str) -> str:
    with override(language):
        return str(RATING_WORDS[rating])


def page_path(reference: str, *, number: int | None = None, language: str = "vi") -> str:
    """Where a verdict stands on this site; Vietnamese pages have no prefix."""
    path = f"/ket-luan/{reference}/" + (f"{number}/" if number is not None else "")
    return path if language == "vi" else f"/{language}{path}"


def page_address(reference: str, *, number: int | None = None, language: str = "vi") -> str:
    """The same with scheme and host, for mail, feeds and machines."""
    path = page_path(reference, number=number, language=language)
    return f"{settings.SANGTO_BASE_URL.rstrip('/')}{path}"
