"""Which figures a page was asked for: period, agency, territory, category."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sangto.kernel.actor import Actor
from sangto.kernel.categories import Category
from sangto.organisations.models import Agency, Territory
from sangto.organisations.queries import agencies_visible_to, territories
from sangto.reporting.domain.periods import DAY, Period, last_days, period_refusal
from sangto.reporting.queries import Scope, reach_of, scope_for
from sangto.reporting.queries.scope import Reach
from sangto.web.desk import agency_name
from sangto.web.reporting.wording import place_name
from sangto.web.wording import CATEGORY_NAMES, add_refusal

#: Without a period a page shows so many days, today is the last one.
USUAL_DAYS = 30
_DATE = {"type": "date"}


class ScopeForm(forms.Form):
    since = forms.DateField(
        label=pgettext_lazy("period", "From"),
        required=False,
        widget=forms.DateInput(attrs=_DATE, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label=pgettext_lazy("period", "Until"),
        required=False,
        widget=forms.DateInput(attrs=_DATE, format="%Y-%m-%d"),
    )
    agency = forms.ChoiceField(label=_("Agency"), required=False)
    territory = forms.ChoiceField(label=_("Territory"), required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)

    def __init__(
        self, data: dict[str, str], *, agencies: list[Agency], places: list[Territory], today: date
    ) -> None:
        super().__init__(data)
        self._today = today
        chosen = (
            ("agency", [(row.pk, agency_name(row)) for row in agencies], _("All agencies")),
            ("territory", [(row.pk, place_name(row)) for row in places], _("All territories")),
        )
        for name, rows, everything in chosen:
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
            field.choices = [("", everything), *((str(key), shown) for key, shown in rows)]
        categories = self.fields["category"]
        assert isinstance(categories, forms.ChoiceField)  # noqa: S101 - declared above
        categories.choices = [
            ("", _("All categories")),
            *((item.value, str(CATEGORY_NAMES[item])) for item in Category),
        ]
        if not agencies:
            del self.fields["agency"]

    def clean(self) -> dict[str, object]:
        found = super().clean() or {}
        until = found.get("until") or self._today
        since = found.get("since")
        if isinstance(since, date) and isinstance(until, date):
            refusal = period_refusal(since, until)
            if refusal is not None:
                add_refusal(self, refusal)
        return found

    def period(self) -> Period:
        chosen = self.cleaned_data if self.is_valid() else {}
        until: date = chosen.get("until") or self._today
        since = chosen.get("since")
        return Period(since, until + DAY) if since else last_days(until, USUAL_DAYS)


@dataclass(frozen=True, slots=True)
class Asked:
    """``query`` keeps the filters in the links of a page."""

    reach: Reach
    form: ScopeForm
    scope: Scope
    places: dict[int, Territory]

    @property
    def query(self) -> str:
        period = self.scope.period
        values = {"since": period.since.isoformat(), "until": period.last.isoformat()}
        if self.scope.agency is not None and self.reach.whole:
            values["agency"] = str(self.scope.agency.pk)
        if self.scope.territory is not None:
            values["territory"] = str(self.scope.territory.pk)
        if self.scope.category:
            values["category"] = self.scope.category
        return urlencode(values)


def asked(request: HttpRequest, actor: Actor) -> Asked:
    """Who does not see the whole network gets the figures of the own agency, whatever is asked."""
    reach = reach_of(actor)
    network = reach.agency.network
    places = territories(network)
    agencies = agencies_visible_to(actor) if reach.whole else []
    today = timezone.localdate()
    usual = last_days(today, USUAL_DAYS)
    data = {"since": usual.since.isoformat(), "until": today.isoformat(), **request.GET.dict()}
    form = ScopeForm(data, agencies=agencies, places=places, today=today)
    chosen = form.cleaned_data if form.is_valid() else {}
    known = {row.pk: row for row in places}
    agency = reach.agency
    if reach.whole:
        agency = {str(row.pk): row for row in agencies}.get(chosen.get("agency") or "")  # type: ignore[assignment] # None is everybody
    scope = scope_for(
        network,
        form.period(),
        agency=agency,
        territory=known.get(int(chosen.get("territory") or 0)),
        category=chosen.get("category") or "",
    )
    return Asked(reach, form, scope, known)
