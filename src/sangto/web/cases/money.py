"""Sums of money as people say them."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import gettext as _

_THOUSAND, _MILLION, _BILLION = 1_000, 1_000_000, 1_000_000_000


def about(dong: int) -> str:
    """“about 12 million dong”: one figure after the comma at most, and none from ten on."""
    if dong >= _BILLION:
        return _("about %(number)s billion dong") % {"number": _rounded(dong / _BILLION)}
    if dong >= _MILLION:
        return _("about %(number)s million dong") % {"number": _rounded(dong / _MILLION)}
    return _("about %(number)s thousand dong") % {"number": max(1, round(dong / _THOUSAND))}


def _rounded(number: float) -> str:
    digits = 0 if number >= 10 or round(number, 1) == round(number) else 1
    return number_format(round(number, digits), decimal_pos=digits, force_grouping=True)
