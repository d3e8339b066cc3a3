"""Forms of periodic reports. Lengths and rules are the room's; a form only reads the input."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sangto.organisations.models import Agency
from sangto.reporting.domain.periodic import SectionKey
from sangto.reporting.periodic_wording import SECTION_NAMES
from sangto.web.desk import agency_name
from sangto.web.forms.dates import day_field

_MOST = 10**9


class SectionForm(forms.Form):
    text = forms.CharField(
        label=_("Text"), required=False, strip=False, widget=forms.Textarea({"rows": 10})
    )
    seen = forms.IntegerField(min_value=0, max_value=_MOST, widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"), required=False, widget=forms.Textarea({"rows": 3}), strip=False
    )


class CommentForm(forms.Form):
    text = forms.CharField(
        label=_("Comment"), required=False, widget=forms.Textarea({"rows": 3}), strip=False
    )


class GroupForm(forms.Form):
    title = forms.CharField(
        label=_("Name of the group"),
        help_text=_("Your words; what the agencies wrote stays as it is."),
        required=False,
    )
    points = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, points: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["points"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - declared above
        field.choices = [(str(key), str(key)) for key in points]


class DemandForm(forms.Form):
    subject = forms.CharField(
        label=_("What the report is about"), required=False, widget=forms.TextInput()
    )
    since = day_field(pgettext_lazy("period", "From"))
    last = day_field(pgettext_lazy("period", "Until"))
    sections = forms.MultipleChoiceField(
        label=_("Parts that the agencies write"),
        help_text=_("The figures are filled in by the desk."),
        required=False,
        choices=[(key.value, SECTION_NAMES[key]) for key in SectionKey],
        widget=forms.CheckboxSelectMultiple,
    )
    agencies = forms.MultipleChoiceField(
        label=_("Who reports"), required=False, widget=forms.CheckboxSelectMultiple
    )
    due_on = day_field(_("Due on"))

    def __init__(self, *args: Any, agencies: Iterable[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agencies"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - declared above
        field.choices = [(row.slug, agency_name(row)) for row in agencies]
