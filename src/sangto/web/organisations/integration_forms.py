"""Forms of the pages about programs and their keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sangto.kernel.actor import Scope
from sangto.organisations.domain.integrations import (
    LONGEST_OVERLAP,
    MOST_CALLS,
    MOST_REPORTS,
    NAME_LENGTH,
    PURPOSE_LENGTH,
    Wanted,
)
from sangto.organisations.models import Agency
from sangto.web.desk import agency_name
from sangto.web.forms.choices import ExplainedChoice
from sangto.web.forms.dates import DayMonthYearInput

SCOPE_WORDS: Mapping[Scope, tuple[str | Promise, str | Promise]] = {
    Scope.CHECK: (_("Check messages"), _("What the public page answers, with a wider limit.")),
    Scope.VERDICTS: (
        _("Read verdicts, claims and feeds"),
        _("What is published, with a wider limit."),
    ),
    Scope.INDICATORS: (
        _("Look up numbers"),
        _("One phone or account at a time, as on the public page."),
    ),
    Scope.REPORTS_SEND: (
        _("Pass on reports"),
        _("Each with the consent of the person who sent it."),
    ),
    Scope.REPORTS_READ: (
        _("Ask what became of a report"),
        _("With the receipt of its sender."),
    ),
    Scope.ROUNDS_READ: (
        _("Read what the agency is asked"),
        _("The agency's approver has to confirm this."),
    ),
    Scope.ROUNDS_ANSWER: (
        _("Answer for the agency"),
        _("The agency's approver has to confirm this."),
    ),
    Scope.WEBHOOKS: (
        _("Keep the connected systems that are told of verdicts"),
        _("For programs of the lead agency; its approver has to confirm this."),
    ),
}


class IntegrationForm(forms.Form):
    agency = forms.ChoiceField(label=_("Agency"))
    name = forms.CharField(
        label=_("What is the program called?"),
        max_length=NAME_LENGTH,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    purpose = forms.CharField(
        label=_("What is it for?"),
        help_text=_("A sentence or two. Who looks at this list later will be glad of it."),
        max_length=PURPOSE_LENGTH,
        widget=forms.Textarea({"rows": 3}),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What may it do?"),
        help_text=_("Choose no more than it needs."),
        choices=[
            (scope.value, ExplainedChoice(name, hint))  # type: ignore[arg-type] # a lazy text
            for scope, (name, hint) in SCOPE_WORDS.items()
        ],
        widget=forms.CheckboxSelectMultiple,
    )
    daily_calls = forms.IntegerField(
        label=_("Calls a day"),
        min_value=1,
        max_value=MOST_CALLS,
        initial=10_000,
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-10"}),
    )
    daily_reports = forms.IntegerField(
        label=_("Reports a day"),
        help_text=_("0 if it sends none."),
        min_value=0,
        max_value=MOST_REPORTS,
        initial=200,
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-10"}),
    )

    def __init__(self, *args: Any, agencies: Iterable[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agency"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [(str(agency.pk), agency_name(agency)) for agency in agencies]
        if len(field.choices) == 1:
            field.widget = forms.HiddenInput()
            field.initial = field.choices[0][0]

    def wanted(self) -> Wanted:
        data = self.cleaned_data
        return Wanted(
            name=data["name"],
            purpose=data["purpose"],
            scopes=frozenset(Scope(scope) for scope in data["scopes"]),
            daily_calls=data["daily_calls"],
            daily_reports=data["daily_reports"],
        )


class KeyForm(forms.Form):
    expires_on = forms.DateField(
        label=_("Last day of the key"),
        help_text=_("At most 400 days from now."),
        widget=DayMonthYearInput,
    )
    overlap_days = forms.IntegerField(
        label=_("For how many days does the key before stay valid?"),
        help_text=_("Time to put the new key into the program. 0 revokes the old one at once."),
        min_value=0,
        max_value=LONGEST_OVERLAP.days,
        initial=7,
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-2"}),
    )

    def __init__(self, *args: Any, first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if first:
            self.fields["overlap_days"].widget = forms.HiddenInput()
