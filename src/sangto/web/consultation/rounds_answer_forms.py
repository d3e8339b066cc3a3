"""Forms of answers: by whoever is asked, by the desk for a letter, and what the desk decides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from sangto.consultation.domain.answers import (
    FINAL_KINDS,
    MOST_LETTER,
    MOST_SIGNATORY,
    MOST_TEXT,
    MOST_WHO,
    Answer,
    AnswerKind,
)
from sangto.consultation.models import Opinion, OpinionRound, RoundInvitation
from sangto.consultation.queries.rounds import category_asked_about
from sangto.kernel.categories import RULES, Category
from sangto.kernel.text import folded
from sangto.organisations.models import Agency
from sangto.web.cases.forms import choose, explained
from sangto.web.consultation.rounds_forms import TAKEN, offered
from sangto.web.consultation.rounds_wording import ANSWER_HINTS, ANSWER_KINDS
from sangto.web.desk import agency_name
from sangto.web.forms.dates import DayMonthYearInput
from sangto.web.forms.files import SeveralFilesField, SeveralFilesInput
from sangto.web.handling.wording import MEASURE_NAMES
from sangto.web.templatetags.rating_looks import RATING_LOOKS
from sangto.web.wording import CATEGORY_NAMES

_DAYS = {"inputmode": "numeric", "class": "govuk-input--width-3"}
_WRONG_DAY = gettext_lazy("Write a day that exists, such as 27 3 2026.")
#: Fields that stand folded away until somebody wants them.
MORE_FIELDS = ("category", "rating", "measure", "signatory", "letter_number", "letter_date")


class OpinionForm(forms.Form):
    """The five answers. ``more_time`` has a form of its own."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("opinion", "The answer of your agency"),
        choices=[
            (kind.value, explained(ANSWER_KINDS[kind].word, hint))
            for kind, hint in ANSWER_HINTS.items()
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the five answers.")},
    )
    competent_text = forms.CharField(
        label=gettext_lazy("Which agency is competent"),
        required=False,
        max_length=MOST_WHO,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    text = forms.CharField(
        label=gettext_lazy("Your comments"),
        required=False,
        strip=False,
        max_length=MOST_TEXT,
        widget=forms.Textarea({"rows": 6}),
    )
    files = SeveralFilesField(  # type: ignore[assignment] # Django takes fields off the class
        label=gettext_lazy("Files"),
        help_text=gettext_lazy("Picture, PDF, DOCX, XLSX or text; at most 5, 10 MB each."),
        required=False,
        widget=SeveralFilesInput({"accept": TAKEN}),
    )
    category = forms.ChoiceField(
        label=gettext_lazy("Proposed category"),
        required=False,
        choices=[("", "–"), *((one.value, CATEGORY_NAMES[one]) for one in Category)],
    )
    rating = forms.ChoiceField(label=gettext_lazy("Proposed rating"), required=False)
    measure = forms.ChoiceField(label=gettext_lazy("Proposed measure"), required=False)
    signatory = forms.CharField(
        label=gettext_lazy("Who signed for the agency"),
        required=False,
        max_length=MOST_SIGNATORY,
    )
    letter_number = forms.CharField(
        label=gettext_lazy("Number of the signed letter"),
        required=False,
        max_length=MOST_LETTER,
        widget=forms.TextInput({"class": "govuk-input--width-10"}),
    )
    letter_date = forms.DateField(
        label=gettext_lazy("Date of the signed letter"),
        required=False,
        widget=DayMonthYearInput,
        error_messages={"invalid": _WRONG_DAY},
    )

    def __init__(self, *args: Any, opinion_round: OpinionRound, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.opinion_round = opinion_round
        category = category_asked_about(opinion_round)
        if category is None:
            for name in ("category", "rating", "measure"):
                del self.fields[name]
            return
        rules = RULES[category]
        ratings = [(one.value, RATING_LOOKS[one].word) for one in sorted(rules.ratings)]
        measures = [(one.value, MEASURE_NAMES[one]) for one in sorted(rules.measures)]
        self._choices("rating", ratings)
        self._choices("measure", measures)

    def _choices(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        if choices:
            choose(self, name, [("", "–"), *choices])
        else:
            del self.fields[name]

    @property
    def opens_more(self) -> bool:
        """Whether one of the fields that are folded away is filled in, or wrong."""
        if self.is_bound:
            names = [name for name in (*MORE_FIELDS, "files") if name in self.fields]
            return any(self[name].errors or self[name].value() for name in names)
        return any(self.initial.get(name) for name in MORE_FIELDS)

    def answer(self) -> Answer:
        data = self.cleaned_data
        text = data["competent_text"]
        return Answer(
            kind=AnswerKind(data["kind"]),
            text=data["text"],
            category=data.get("category", ""),
            rating=data.get("rating", ""),
            measure=data.get("measure", ""),
            competent=_agency_named(self.opinion_round, text),
            competent_text=text,
            signatory=data["signatory"],
            letter_number=data["letter_number"],
            letter_date=data["letter_date"],
        )

    def uploads(self) -> list[Any]:
        return offered(self.cleaned_data["files"])

    @staticmethod
    def shown(opinion: Opinion | None) -> dict[str, Any]:
        """What the agency answered last, to be changed; a wish for time is no answer."""
        if opinion is None or opinion.kind not in FINAL_KINDS:
            return {}
        competent = opinion.competent_agency
        return {
            "kind": opinion.kind,
            "text": opinion.text,
            "competent_text": opinion.competent_text
            or (competent.name if competent is not None else ""),
            "category": opinion.proposed_category,
            "rating": opinion.proposed_rating,
            "measure": opinion.proposed_measure,
            "signatory": opinion.signatory,
            "letter_number": opinion.letter_number,
            "letter_date": opinion.letter_date,
        }


def _agency_named(opinion_round: OpinionRound, text: str) -> int | None:
    """A member whose name was written, with or without marks."""
    wanted = folded(text)
    if not wanted:
        return None
    rows = Agency.objects.filter(network_id=opinion_round.network_id)
    return next((row.pk for row in rows if wanted in (folded(row.name), folded(row.name_en))), None)


class MoreTimeForm(forms.Form):
    """The names are those of the answer that the room takes it for."""

    prefix = "time"
    more_days = forms.IntegerField(
        label=gettext_lazy("How many days more"),
        widget=forms.TextInput(_DAYS),
        error_messages={
            "required": gettext_lazy("Say how many days more you need."),
            "invalid": gettext_lazy("Write a number, such as 5."),
        },
    )
    text = forms.CharField(
        label=gettext_lazy("Why you need more time"),
        strip=False,
        max_length=2_000,
        error_messages={"required": gettext_lazy("Say why you need more time.")},
        widget=forms.Textarea({"rows": 3}),
    )

    def answer(self) -> Answer:
        data = self.cleaned_data
        return Answer(AnswerKind.MORE_TIME, text=data["text"], more_days=data["more_days"])


class PaperForm(OpinionForm):
    """A letter that came, entered by the desk."""

    arrived_on = forms.DateField(
        label=gettext_lazy("The day on which it arrived"),
        help_text=gettext_lazy("Whether the answer is in time follows from this day."),
        widget=DayMonthYearInput,
        error_messages={
            "required": gettext_lazy("Write the day on which the letter arrived."),
            "invalid": _WRONG_DAY,
        },
    )
    scan = forms.FileField(
        label=gettext_lazy("Scan of the letter"),
        help_text=gettext_lazy("PDF or picture."),
        required=False,
        widget=forms.FileInput({"accept": ".pdf,image/png,image/jpeg,image/webp"}),
    )
    field_order = (
        "letter_number",
        "letter_date",
        "arrived_on",
        "scan",
        "kind",
        "competent_text",
        "text",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].label = _("What the agency answers")
        self.fields["text"].label = _("What the letter says")


class DecideTimeForm(forms.Form):
    days = forms.IntegerField(
        label=gettext_lazy("Days more"), required=False, widget=forms.TextInput(_DAYS)
    )
    note = forms.CharField(
        label=gettext_lazy("A word about it"),
        help_text=gettext_lazy("The agency reads it. A refusal needs a reason."),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 3}),
    )


class ConcludeRoundForm(forms.Form):
    conclusion = forms.CharField(
        label=gettext_lazy("Conclusion"),
        help_text=gettext_lazy("Whoever decides the case reads it beside the draft."),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 6}),
    )
    weighed = forms.MultipleChoiceField(
        label=gettext_lazy("It rests on these answers"),
        help_text=gettext_lazy("Take out the tick of an answer that is not followed."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    not_followed = forms.CharField(
        label=gettext_lazy("What is not followed, and why"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 4}),
    )
    proposed_rating = forms.ChoiceField(label=gettext_lazy("Proposed rating"), required=False)

    def __init__(
        self,
        *args: Any,
        opinion_round: OpinionRound,
        answers: Sequence[tuple[RoundInvitation, Opinion]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._answers = {str(opinion.pk): opinion for _row, opinion in answers}
        if answers:
            choose(
                self,
                "weighed",
                [
                    (str(opinion.pk), _answer_choice(row.agency, opinion))
                    for row, opinion in answers
                ],
            )
            # An objection is followed or it needs a word why not: somebody has to say which.
            self.initial["weighed"] = [
                str(opinion.pk) for _row, opinion in answers if opinion.kind != AnswerKind.OBJECT
            ]
        else:
            del self.fields["weighed"]
            del self.fields["not_followed"]
        category = category_asked_about(opinion_round)
        ratings = sorted(RULES[category].ratings) if category is not None else []
        if ratings:
            looks = [(rating.value, RATING_LOOKS[rating].word) for rating in ratings]
            choose(self, "proposed_rating", [("", _("None")), *looks])
        else:
            del self.fields["proposed_rating"]

    def chosen_answers(self) -> list[Opinion]:
        return [self._answers[key] for key in self.cleaned_data.get("weighed", ())]


_SHORT = 160


def _answer_choice(agency: Agency, opinion: Opinion) -> Any:
    text = " ".join(opinion.text.split())
    short = f"{text[:_SHORT].rstrip()}…" if len(text) > _SHORT else text
    label = f"{agency_name(agency)}: {ANSWER_KINDS[AnswerKind(opinion.kind)].word}"
    return explained(label, short) if short else label
