from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sangto.handling.domain.measures import measures_for
from sangto.kernel.categories import Category, Measure
from sangto.organisations.models import Agency
from sangto.web.cases.forms import CaseForm, choose
from sangto.web.desk import agency_name
from sangto.web.handling.wording import MEASURE_NAMES


class AnswerForm(CaseForm):
    text = forms.CharField(
        label=_("The answer"),
        help_text=_(
            "Everybody who asked reads this under the receipt code, and by e-mail where they left "
            "an address. Do not repeat what they wrote."
        ),
        strip=False,
        error_messages={"required": _("Write the answer that the person who asked will read.")},
        widget=forms.Textarea({"rows": 10}),
    )


class MeasureForm(CaseForm):
    measure = forms.ChoiceField(
        label=_("Measure"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the measure.")},
    )
    owner = forms.ChoiceField(
        label=_("Which agency does it"), error_messages={"required": _("Choose the agency.")}
    )

    def __init__(
        self, *args: Any, category: Category, agencies: Iterable[Agency], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        allowed = measures_for(category)
        kinds = [(kind.value, MEASURE_NAMES[kind]) for kind in Measure if kind in allowed]
        choose(self, "measure", kinds)
        named = [(agency.slug, agency_name(agency)) for agency in agencies]
        choose(self, "owner", [("", "–"), *named])
