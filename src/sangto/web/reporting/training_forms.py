from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sangto.web.forms.dates import day_field

_MOST = 10**9


def _count(label: Any, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        required=False,
        min_value=0,
        max_value=_MOST,
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-5"}),
    )


class TrainingForm(forms.Form):
    topic = forms.CharField(label=_("Topic"), required=False)
    held_on = day_field(pgettext_lazy("training", "Held on"))
    place = forms.CharField(label=_("Place"), required=False)
    officers = _count(_("Officers who took part"), _("A number; no names are kept."))
    citizens = _count(_("Citizens who took part"))
    answered = _count(_("How many gave feedback"))
    useful = _count(_("How many of them found it useful"))


class MaterialForm(forms.Form):
    title = forms.CharField(label=_("Name of the material"), required=False)
    guide = forms.ChoiceField(
        label=_("A page of ours"),
        help_text=_("Pages on how to tell a fraud, open to everybody."),
        required=False,
    )
    address = forms.CharField(label=_("Or an address"), required=False)
    file = forms.FileField(label=_("Or a file"), help_text=_("DOCX, PDF or XLSX."), required=False)

    def __init__(self, *args: Any, guides: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["guide"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [("", _("None")), *guides]
