"""Forms about verdicts of other desks, and about looking at our own again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from sangto.kernel.categories import RULES, Category, Rating, Step, Topic
from sangto.organisations.models import Agency
from sangto.verdicts.domain.content import ADDRESS_LENGTH, NOTE_LENGTH, PUBLISHER_LENGTH
from sangto.verdicts.domain.reviewing import ReviewReason
from sangto.verdicts.wording import RATING_WORDS
from sangto.web.cases.forms import choose
from sangto.web.desk import agency_name
from sangto.web.forms.dates import day_field
from sangto.web.verdicts.sharing_words import REASON_NAMES
from sangto.web.wording import CATEGORY_NAMES, TOPIC_NAMES


class FeedForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Whose verdicts these are"),
        help_text=gettext_lazy("As people know them; it stands beside each suggestion."),
        max_length=PUBLISHER_LENGTH,
        error_messages={"required": gettext_lazy("Write whose verdicts these are.")},
    )
    address = forms.CharField(
        label=gettext_lazy("Address of the feed"),
        help_text=gettext_lazy(
            "ClaimReview as JSON-LD, or a page that holds it. Another Sáng Tỏ gives it out at "
            "/ket-luan/claimreview.json."
        ),
        max_length=ADDRESS_LENGTH,
        widget=forms.URLInput({"inputmode": "url", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Write the address of the feed.")},
    )
    latest_only = forms.BooleanField(
        label=gettext_lazy("It lists only its newest verdicts"),
        help_text=gettext_lazy("Then what is missing from it does not count as withdrawn."),
        required=False,
    )


def _judgements() -> list[tuple[str, str]]:
    """Categories that may be published at all, each with its ratings, in the page's language."""
    return [
        (f"{category.value}:{rating.value}", f"{CATEGORY_NAMES[category]}: {RATING_WORDS[rating]}")
        for category, rules in RULES.items()
        if Step.PUBLICATION in rules.steps
        for rating in Rating
        if rating in rules.ratings
    ]


class ClassifyForm(forms.Form):
    judgement = forms.ChoiceField(
        label=gettext_lazy("What it is about, and what was found"),
        error_messages={"required": gettext_lazy("Choose what it is about.")},
    )
    topic = forms.ChoiceField(
        label=gettext_lazy("Topic, of a factual claim"),
        required=False,
        choices=[("", gettext_lazy("none")), *((one.value, TOPIC_NAMES[one]) for one in Topic)],
    )
    subject = forms.ChoiceField(
        label=gettext_lazy("Which agency it is about, if any"),
        help_text=gettext_lazy("That agency, and those above and below it, take no part in this."),
        required=False,
    )
    confirmed = forms.BooleanField(
        label=gettext_lazy("I have read it there, and all statements for this category hold"),
        error_messages={"required": gettext_lazy("Read it there, then confirm the statements.")},
    )

    def __init__(self, *args: Any, agencies: Iterable[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._agencies = {agency.slug: agency for agency in agencies}
        choose(self, "judgement", [("", gettext_lazy("Choose")), *_judgements()])
        named = [(slug, agency_name(agency)) for slug, agency in self._agencies.items()]
        choose(self, "subject", [("", gettext_lazy("none")), *named])

    @property
    def subject_agency(self) -> Agency | None:
        return self._agencies.get(self.cleaned_data["subject"])

    @property
    def category(self) -> Category:
        return Category(self.cleaned_data["judgement"].partition(":")[0])

    @property
    def rating(self) -> Rating:
        return Rating(self.cleaned_data["judgement"].partition(":")[2])


class ReviewFilterForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        required=False,
        choices=[
            ("", gettext_lazy("All reasons")),
            *((one.value, REASON_NAMES[one]) for one in ReviewReason),
        ],
    )


class StaysForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why it stays"),
        help_text=gettext_lazy("What you looked at. It stays in the record."),
        max_length=NOTE_LENGTH,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": gettext_lazy("Write why it stays as it is.")},
    )
    next_on = day_field(gettext_lazy("Look at it again on"))

    def __init__(self, *args: Any, proposed: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["next_on"] = proposed


class SourceCheckForm(forms.Form):
    changed = forms.ChoiceField(
        label=gettext_lazy("Is it still what was cited?"),
        choices=[
            ("no", gettext_lazy("Yes, it says the same")),
            ("yes", gettext_lazy("No, it changed or is gone")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say whether it is still what was cited.")},
    )
    note = forms.CharField(
        label=gettext_lazy("What changed"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea({"rows": 3}),
    )
