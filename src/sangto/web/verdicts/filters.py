"""What the public list of verdicts can be narrowed to; every filter stands in the address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sangto.kernel.categories import RULES, Category, Rating, Topic
from sangto.organisations.models import Network
from sangto.organisations.queries import territories
from sangto.verdicts.queries import VerdictFilter
from sangto.verdicts.wording import RATING_WORDS
from sangto.web.forms.texts import AnyTextField
from sangto.web.wording import CATEGORY_NAMES, TOPIC_NAMES

#: Names in the address; short, because people send these addresses to each other.
FILTERS = ("q", "rating", "category", "topic", "territory", "from", "until")


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput({"type": "date", "class": "govuk-input--width-10"}, "%Y-%m-%d"),
        error_messages={"invalid": _("Write a date such as 21/11/2026.")},
    )


class FilterForm(forms.Form):
    q = AnyTextField(
        label=_("Search verdicts"),
        help_text=_("Words of the title, with or without accents, or a reference."),
        required=False,
        max_length=200,
        widget=forms.TextInput({"type": "search", "enterkeyhint": "search"}),
    )
    rating = forms.ChoiceField(
        label=_("Verdict"),
        required=False,
        choices=[
            ("", _("All verdicts")),
            *((item.value, RATING_WORDS[item]) for item in Rating),
        ],
    )
    category = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[
            ("", _("All kinds")),
            *((item.value, CATEGORY_NAMES[item]) for item in Category if RULES[item].ratings),
        ],
    )
    topic = forms.ChoiceField(
        label=_("Topic of a claim"),
        required=False,
        choices=[("", _("All topics")), *((item.value, TOPIC_NAMES[item]) for item in Topic)],
    )
    territory = forms.ChoiceField(
        label=_("Much reported from"),
        help_text=_("Places with five reports or more."),
        required=False,
    )

    def __init__(self, *args: Any, network: Network | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        english = get_language() == "en"
        places = territories(network) if network is not None else []
        self.fields["territory"].choices = [  # type: ignore[attr-defined] # a ChoiceField
            ("", _("All places")),
            *((one.code, one.name_en if english and one.name_en else one.name) for one in places),
        ]
        self.fields["from"] = _day(_("Published from"))
        self.fields["until"] = _day(_("Published until"))

    def clean(self) -> dict[str, Any]:
        chosen = self.cleaned_data
        since, until = chosen.get("from"), chosen.get("until")
        if since and until and since > until:
            self.add_error("until", _("This day lies before the first one."))
        return chosen

    @property
    def wanted(self) -> VerdictFilter:
        """What holds of it; a filter with an error is shown as one and narrows nothing."""
        chosen = self.cleaned_data
        return VerdictFilter(
            text=chosen.get("q", ""),
            category=Category(chosen["category"]) if chosen.get("category") else None,
            topic=Topic(chosen["topic"]) if chosen.get("topic") else None,
            rating=Rating(chosen["rating"]) if chosen.get("rating") else None,
            territory=chosen.get("territory", ""),
            since=chosen.get("from"),
            until=chosen.get("until"),
        )
