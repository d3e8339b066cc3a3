"""Forms of the drafting table. What a verdict has to hold is the room's question."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from sangto.kernel.categories import RULES, Category, Rating
from sangto.organisations.models import Agency, LegalGround
from sangto.verdicts.domain.content import TEXT_FIELDS, SourceContent, VerdictContent
from sangto.verdicts.wording import RATING_WORDS
from sangto.web.cases.forms import choose, show_again
from sangto.web.desk import agency_name
from sangto.web.forms.dates import DayMonthYearInput
from sangto.web.templatetags.rating_looks import RATING_LOOKS

_DATE_ERRORS = {"invalid": gettext_lazy("Write a date such as 7 2 2026.")}


def _text(label: Any, rows: int, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": rows}),
    )


class StepsField(forms.CharField):
    """One step a line; cleans to a tuple without empty lines."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) or value is None else "\n".join(value)

    def to_python(self, value: Any) -> Any:
        lines = (line.strip() for line in (super().to_python(value) or "").splitlines())
        return tuple(line for line in lines if line)


def _named(ground: LegalGround, *, english: bool, cited: bool) -> str:
    citation = (english and ground.citation_en) or ground.citation
    return _("%(citation)s – cited in the case") % {"citation": citation} if cited else citation


class VerdictForm(forms.Form):
    """``read`` is the digest of the content that the form was filled from, so that nobody
    overwrites what a colleague saved meanwhile."""

    rating = forms.ChoiceField(
        label=gettext_lazy("Rating"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the rating.")},
    )
    title = forms.CharField(
        label=gettext_lazy("What is claimed, in one line"), required=False, strip=False
    )
    summary = _text(gettext_lazy("Summary: the answer in two sentences"), 3)
    explanation = _text(gettext_lazy("Explanation: why we say so"), 10)
    what_to_do = StepsField(
        label=gettext_lazy("What to do now"),
        help_text=gettext_lazy("One step a line. Three are best."),
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )
    missing = _text(
        gettext_lazy("What is not known yet"),
        2,
        gettext_lazy("Needed where the rating is “Not verified yet”."),
    )
    title_en = forms.CharField(label=gettext_lazy("Title in English"), required=False, strip=False)
    summary_en = _text(gettext_lazy("Summary in English"), 3)
    explanation_en = _text(gettext_lazy("Explanation in English"), 8)
    what_to_do_en = StepsField(
        label=gettext_lazy("What to do now, in English"),
        help_text=gettext_lazy("One step a line."),
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )
    missing_en = _text(gettext_lazy("What is not known yet, in English"), 2)
    grounds = forms.MultipleChoiceField(
        label=gettext_lazy("Legal grounds in force today"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    factual_ground = _text(
        gettext_lazy("Factual ground"),
        2,
        gettext_lazy("The fact that the verdict stands on, where no provision is cited."),
    )
    factual_ground_en = _text(gettext_lazy("Factual ground in English"), 2)
    valid_until = forms.DateField(
        label=gettext_lazy("Holds until"),
        help_text=gettext_lazy("By then somebody looks at it again."),
        required=False,
        widget=DayMonthYearInput,
        error_messages=_DATE_ERRORS,
    )
    change_note = forms.CharField(
        label=gettext_lazy("What changed since the version before"), required=False, strip=False
    )
    change_note_en = forms.CharField(
        label=gettext_lazy("What changed, in English"), required=False, strip=False
    )
    read = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        category: Category,
        number: int,
        grounds: Iterable[LegalGround],
        cited: Collection[str] = (),
        digest: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._digest = digest
        self.initial["read"] = digest
        ratings = [rating for rating in RATING_LOOKS if rating in RULES[category].ratings]
        choose(self, "rating", [(rating.value, RATING_WORDS[rating]) for rating in ratings])
        english = get_language() == "en"
        choose(
            self,
            "grounds",
            [
                (ground.code, _named(ground, english=english, cited=ground.code in cited))
                for ground in sorted(grounds, key=lambda ground: ground.code not in cited)
            ],
        )
        if number < 2:
            del self.fields["change_note"]
            del self.fields["change_note_en"]

    def clean_read(self) -> str:
        if self.cleaned_data["read"] != self._digest:
            show_again(self, "read", self._digest)
            self.add_error(
                None,
                _(
                    "Somebody else saved this draft just now. Your text is still here; look at "
                    "theirs in another window before you save over it."
                ),
            )
        return self._digest

    def content(self, before: VerdictContent | None) -> VerdictContent:
        """What was written, with the sources as they were."""
        data = self.cleaned_data
        changed: dict[str, Any] = {name: data[name] for name in TEXT_FIELDS if name in self.fields}
        changed |= {
            "rating": Rating(data["rating"]),
            "what_to_do": data["what_to_do"],
            "what_to_do_en": data["what_to_do_en"],
            "valid_until": data["valid_until"],
            "grounds": tuple(data["grounds"]),
        }
        if before is None:
            return VerdictContent(**changed)
        return replace(before, **changed)


def initial_of(content: VerdictContent) -> dict[str, Any]:
    names = (*TEXT_FIELDS, "what_to_do", "what_to_do_en", "valid_until", "grounds")
    return {"rating": content.rating.value, **{name: getattr(content, name) for name in names}}


class SourceForm(forms.Form):
    """A source to be added; left empty, nothing is added."""

    title = forms.CharField(label=gettext_lazy("Title of the page or document"), required=False)
    publisher = forms.CharField(label=gettext_lazy("Publisher"), required=False)
    address = forms.CharField(
        label=gettext_lazy("Address"),
        required=False,
        widget=forms.TextInput({"inputmode": "url", "spellcheck": "false"}),
    )
    seen_on = forms.DateField(
        label=gettext_lazy("Seen on"),
        help_text=gettext_lazy("Left empty: today."),
        required=False,
        widget=DayMonthYearInput,
        error_messages=_DATE_ERRORS,
    )
    agency = forms.ChoiceField(label=gettext_lazy("Published by a member"), required=False)

    def __init__(self, *args: Any, agencies: Iterable[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **{"prefix": "source", **kwargs})
        named = [(str(agency.pk), agency_name(agency)) for agency in agencies]
        choose(self, "agency", [("", _("No, from outside the network")), *named])

    def written(self) -> bool:
        return any(self.cleaned_data.get(name) for name in ("title", "publisher", "address"))

    def source(self, today: Any) -> SourceContent:
        data = self.cleaned_data
        return SourceContent(
            title=data["title"],
            publisher=data["publisher"],
            address=data["address"],
            seen_on=data["seen_on"] or today,
            agency=int(data["agency"]) if data["agency"] else None,
        )


class SendBackForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("What is still missing or not right"),
        help_text=gettext_lazy("Those who wrote the draft read this in the case's timeline."),
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
