"""What every page's template knows."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from sangto import __version__
from sangto.organisations.queries import current_network, home_territory


@dataclass(frozen=True, slots=True)
class OtherLanguage:
    code: str
    name: str


OTHER = {"vi": OtherLanguage("en", "English"), "en": OtherLanguage("vi", "Tiếng Việt")}


def other_language_url(request: HttpRequest) -> str:
    """The same page in the other language; the start page where there is none."""
    other = OTHER.get(get_language() or "vi", OTHER["vi"])
    match = getattr(request, "resolver_match", None)
    with override(other.code):
        if match is not None:
            try:
                return reverse(match.view_name, args=match.args, kwargs=match.kwargs)
            except NoReverseMatch:
                pass
        return reverse("check")


def place_name(language: str) -> str:
    """For whom this desk works: its province, else the name of its network, else nothing."""
    network = current_network()
    place = home_territory(network) if network is not None else None
    if place is not None:
        return (language == "en" and place.name_en) or place.name
    if network is not None:
        return (language == "en" and network.title_en) or network.title
    return ""


def site(request: HttpRequest) -> dict[str, object]:
    language = get_language() or "vi"
    other = OTHER.get(language, OTHER["vi"])
    return {
        "site_name": _("Sáng Tỏ"),
        "network_title": place_name(language),
        "other_language_url": other_language_url(request),
        "other_language_name": other.name,
        "other_language_code": other.code,
        "demo": settings.SANGTO_DEMO,
        "product_version": __version__,
    }
