from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sangto.kernel.categories import Category
from sangto.organisations.models import Network
from sangto.transparency.domain.entries import PUBLIC_CATEGORIES, EntryKind
from sangto.transparency.queries import (
    RegisterFilter,
    busy_territories,
    register_agencies,
    years,
)
from sangto.web.desk import agency_name
from sangto.web.transparency.wording import KINDS
from sangto.web.wording import CATEGORY_NAMES

FILTERS = ("kind", "category", "agency", "year", "territory")


class RegisterForm(forms.Form):
    """Every filter stands in the address."""

    kind = forms.ChoiceField(label=_("What"), required=False)
    category = forms.ChoiceField(label=_("Kind"), required=False)
    agency = forms.ChoiceField(label=_("Agency"), required=False)
    year = forms.ChoiceField(label=_("Year"), required=False)
    territory = forms.ChoiceField(
        label=_("Place"), help_text=_("Places with five entries or more."), required=False
    )

    def __init__(self, *args: Any, network: Network | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        english = get_language() == "en"
        agencies = register_agencies(network) if network is not None else []
        places = busy_territories(network) if network is not None else []
        found = years(network) if network is not None else []
        self._choose("kind", _("Everything"), [(one.value, KINDS[one]) for one in EntryKind])
        self._choose(
            "category",
            _("All kinds"),
            [(one.value, CATEGORY_NAMES[one]) for one in PUBLIC_CATEGORIES],
        )
        self._choose(
            "agency", _("All agencies"), [(one.slug, agency_name(one)) for one in agencies]
        )
        self._choose("year", _("All years"), [(str(one), str(one)) for one in found])
        self._choose(
            "territory",
            _("All places"),
            [(one.code, (english and one.name_en) or one.name) for one in places],
        )

    def _choose(self, name: str, every: Any, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = [("", every), *choices]  # type: ignore[attr-defined] # a ChoiceField

    @property
    def wanted(self) -> RegisterFilter:
        chosen = self.cleaned_data
        return RegisterFilter(
            kind=EntryKind(chosen["kind"]) if chosen.get("kind") else None,
            category=Category(chosen["category"]) if chosen.get("category") else None,
            agency=chosen.get("agency", ""),
            year=int(chosen["year"]) if chosen.get("year") else None,
            territory=chosen.get("territory", ""),
        )
