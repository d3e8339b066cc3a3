"""Forms of what goes out of a consultation on a draft, and of the steps after it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from sangto.consultation.domain.consolidated import DOCUMENT_COLUMNS, Column
from sangto.consultation.domain.drafts import DraftOutcome
from sangto.organisations.models import Agency
from sangto.web.cases.forms import choose
from sangto.web.consultation.drafts_forms import DAY_ERRORS, named
from sangto.web.consultation.drafts_wording import COLUMN_NAMES, OUTCOMES
from sangto.web.forms.dates import DayMonthYearInput


class ColumnsForm(forms.Form):
    columns = forms.MultipleChoiceField(
        label=gettext_lazy("Columns"),
        choices=list(COLUMN_NAMES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def chosen(self) -> tuple[Column, ...]:
        """In their order; the usual ones when none is ticked."""
        names = self.cleaned_data.get("columns", []) if self.is_valid() else []
        return tuple(one for one in Column if one.value in names) or DOCUMENT_COLUMNS


class DatedForm(forms.Form):
    """A document with its number and date."""

    number = forms.CharField(
        label=gettext_lazy("Number of the document"), required=False, max_length=60
    )
    on = forms.DateField(
        label=gettext_lazy("Date of the document"),
        widget=DayMonthYearInput,
        error_messages=DAY_ERRORS,
    )


class NotedForm(DatedForm):
    note = forms.CharField(
        label=gettext_lazy("What it found"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 5}),
    )


class AppraiserForm(forms.Form):
    appraiser = forms.ChoiceField(
        label=gettext_lazy("Who appraises it"),
        error_messages={"required": gettext_lazy("Choose the agency.")},
    )

    def __init__(self, *args: Any, agencies: Iterable[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = {row.slug: row for row in agencies}
        choose(self, "appraiser", [("", "–"), *named(self.agencies)])

    def agency(self) -> Agency:
        return self.agencies[self.cleaned_data["appraiser"]]


class SubmissionForm(forms.Form):
    """Empty parts keep the sentence that stands there."""

    addressee = forms.CharField(
        label=gettext_lazy("To whom"),
        help_text=gettext_lazy("Such as “Ủy ban nhân dân tỉnh”."),
        required=False,
        max_length=200,
    )
    necessity = forms.CharField(
        label=gettext_lazy("Why it is needed"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 5}),
    )
    request = forms.CharField(
        label=gettext_lazy("What is asked for"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 3}),
    )
    position = forms.CharField(
        label=gettext_lazy("Position of who signs"), required=False, max_length=120
    )
    name = forms.CharField(label=gettext_lazy("Name of who signs"), required=False, max_length=120)


class EndForm(DatedForm):
    outcome = forms.ChoiceField(
        label=gettext_lazy("How it ended"),
        choices=[(one.value, OUTCOMES[one]) for one in (DraftOutcome.ISSUED, DraftOutcome.DROPPED)],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how it ended.")},
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 3}),
    )
    field_order = ("outcome", "number", "on", "note")
