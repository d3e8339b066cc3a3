"""Forms of measures and answers. Lengths and rules are the room's; a form only reads the input."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from sangto.handling.domain.feedback import AnswerReach
from sangto.handling.domain.measures import MAX_DAYS, MeasureOutcome, measures_for
from sangto.kernel.categories import Category, Measure
from sangto.organisations.models import Agency, LegalGround
from sangto.web.cases.forms import NO_REASON, CaseForm, choose, explained
from sangto.web.desk import agency_name
from sangto.web.forms.dates import DayMonthYearInput
from sangto.web.forms.files import SeveralFilesField
from sangto.web.handling.wording import MEASURE_NAMES, REACH_NAMES, RESULT_NAMES

_OUTCOME_HINTS = {
    MeasureOutcome.DONE: _("Everything that was asked."),
    MeasureOutcome.PARTLY: _("Say what is done and what is not."),
    MeasureOutcome.NOT_DONE: _("It could not be done: say why."),
    MeasureOutcome.REFUSED: _("Your agency does not do it: say why."),
}
_REACH_HINTS = {
    AnswerReach.SENDERS: _("They read it under their receipt codes."),
    AnswerReach.PUBLIC: _(
        "It also stands among the answered questions, under the desk's title, with your agency "
        "and the day."
    ),
}


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
    reach = forms.ChoiceField(
        label=_("Who reads it"),
        choices=[
            (reach.value, explained(REACH_NAMES[reach], _REACH_HINTS[reach]))
            for reach in AnswerReach
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who reads the answer.")},
    )
    looked_through = forms.BooleanField(
        label=_("I looked: no number, address or name in it belongs to a private person"),
        required=False,
    )

    def __init__(self, *args: Any, public: bool, **kwargs: Any) -> None:
        """``public``: whether the category has answers that everybody may read."""
        super().__init__(*args, **kwargs)
        if not public:
            del self.fields["reach"]
            del self.fields["looked_through"]


class MeasureForm(CaseForm):
    measure = forms.ChoiceField(
        label=_("Measure"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the measure.")},
    )
    owner = forms.ChoiceField(
        label=_("Which agency does it"), error_messages={"required": _("Choose the agency.")}
    )
    asked = forms.CharField(
        label=_("What is asked"),
        help_text=_("The agency reads this. Do not repeat what people sent."),
        strip=False,
        error_messages={"required": _("Say what is asked.")},
        widget=forms.Textarea({"rows": 4}),
    )
    ground = forms.ChoiceField(
        label=_("Legal ground"),
        help_text=_("A provision that is in force today; or leave it empty and name the fact."),
        required=False,
    )
    ground_text = forms.CharField(
        label=_("Or the fact behind it"),
        help_text=_("Such as: the look-alike page still asked for card numbers."),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 2}),
    )
    ground_on = forms.DateField(
        label=_("Day of that fact"),
        help_text=_("Without a day it is today."),
        required=False,
        widget=DayMonthYearInput,
        error_messages={"invalid": _("This is no day of the calendar.")},
    )
    days = forms.IntegerField(
        label=_("Working days"),
        help_text=_("Without a number it takes as long as the charter says."),
        required=False,
        min_value=1,
        max_value=MAX_DAYS,
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-2"}),
    )

    def __init__(
        self,
        *args: Any,
        category: Category,
        agencies: Iterable[Agency],
        grounds: Iterable[LegalGround],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        allowed = measures_for(category)
        kinds = [(kind.value, MEASURE_NAMES[kind]) for kind in Measure if kind in allowed]
        choose(self, "measure", kinds)
        named = [(agency.slug, agency_name(agency)) for agency in agencies]
        choose(self, "owner", [("", "–"), *named])
        english = get_language() == "en"
        cited = [
            (ground.code, (english and ground.citation_en) or ground.citation) for ground in grounds
        ]
        choose(self, "ground", [("", _gettext("No provision: a fact")), *cited])


class ResultForm(forms.Form):
    """``seen`` is how many results there were when the form was shown."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label=_("What came of it"),
        choices=[
            (outcome.value, explained(RESULT_NAMES[outcome], _OUTCOME_HINTS[outcome]))
            for outcome in MeasureOutcome
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what came of it.")},
    )
    text = forms.CharField(
        label=_("What was done, and what was not"),
        strip=False,
        error_messages={"required": _("Say what was done, or why it was not.")},
        widget=forms.Textarea({"rows": 6}),
    )
    evidence = SeveralFilesField(
        label=_("Evidence"),
        help_text=_("Pictures (PNG, JPEG, WebP), PDF or plain text."),
        required=False,
    )


class WhyForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"),
        error_messages={"required": NO_REASON},
        widget=forms.Textarea({"rows": 3}),
    )


class PressQuestionForm(forms.Form):
    outlet = forms.CharField(
        label=_("Newspaper, broadcaster or portal"),
        help_text=_("The outlet, no person of it."),
        error_messages={"required": _("Name the outlet.")},
    )
    question = forms.CharField(
        label=_("The question"),
        strip=False,
        error_messages={"required": _("Write down what was asked.")},
        widget=forms.Textarea({"rows": 4}),
    )
    asked_on = forms.DateField(
        label=_("Asked on"),
        widget=DayMonthYearInput,
        error_messages={
            "required": _("Give the day of the question."),
            "invalid": _("This is no day of the calendar."),
        },
    )
    agency = forms.ChoiceField(
        label=_("Which agency answers"), error_messages={"required": _("Choose the agency.")}
    )
    days = forms.IntegerField(
        label=_("Working days"),
        help_text=_("Without a number it takes as long as the charter says."),
        required=False,
        min_value=1,
        max_value=MAX_DAYS,
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-2"}),
    )

    def __init__(self, *args: Any, agencies: Iterable[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(agency.slug, agency_name(agency)) for agency in agencies]
        choose(self, "agency", [("", "–"), *named])


class PressAnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("The answer"),
        help_text=_("As the spokesperson gave it to the outlet."),
        strip=False,
        error_messages={"required": _("Write what was answered.")},
        widget=forms.Textarea({"rows": 6}),
    )
    spokesperson = forms.CharField(
        label=_("Who spoke for the agency"),
        error_messages={"required": _("Say who spoke for the agency.")},
    )
