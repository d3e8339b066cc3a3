"""Forms of the case page. Lengths and rules are the room's; a form only reads the input."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sangto.cases.models import Case
from sangto.intake.domain.reports import CLOSING
from sangto.kernel.categories import RULES, Category, IndicatorKind, Topic
from sangto.organisations.models import Agency, User
from sangto.web.cases.wording import CATEGORY_HINTS, CLOSING_NAMES
from sangto.web.desk import agency_name
from sangto.web.forms.choices import ExplainedChoice
from sangto.web.wording import CATEGORY_NAMES, CHECK_STATEMENTS, INDICATOR_NAMES, TOPIC_NAMES

Choices = Sequence[tuple[str, Any]]

#: Where the claim names no agency (SCOPE.md: nothing about these is published).
WITHOUT_SUBJECT = frozenset({Category.PRIVACY, Category.CHILD_SAFETY})


NOTHING_TICKED = gettext_lazy("Tick each check that you made sure of.")
NO_REASON = gettext_lazy("Say why.")


def choose(form: forms.Form, name: str, choices: Choices) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared as one
    field.choices = list(choices)


def show_again(form: forms.Form, name: str, value: str) -> None:
    """Give a sent form another value, for the page that shows it again."""
    if isinstance(form.data, QueryDict):
        data = form.data.copy()
        data[form.add_prefix(name)] = value
        form.data = data


def explained(label: str | Promise, hint: str | Promise) -> ExplainedChoice:
    return ExplainedChoice(format_lazy("{}", label), format_lazy("{}", hint))


class CaseForm(forms.Form):
    """Knows in which state the case was shown. When it has changed since, the person is told once
    and decides again; the room refuses what slips between the two."""

    seen = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        self.initial["seen"] = state_of(case)

    def clean_seen(self) -> str:
        current = state_of(self.case)
        if self.cleaned_data["seen"] != current:
            show_again(self, "seen", current)
            self.add_error(
                None, _("Somebody else changed this case just now. Look at it again first.")
            )
        return current


def state_of(case: Case) -> str:
    parts = (
        case.status,
        case.category,
        case.owner_id,
        case.assignee_id or "",
        "confirmed" if case.confirmed_at else "",
    )
    return ".".join(str(part) for part in parts)


class CategoryForm(forms.Form):
    category = forms.ChoiceField(
        label=gettext_lazy("What kind of matter is it?"),
        help_text=gettext_lazy(
            "The category decides who may work on it, by when, and how it can end."
        ),
        choices=[
            (item.value, explained(CATEGORY_NAMES[item], CATEGORY_HINTS[item]))
            for item in CATEGORY_HINTS
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one category.")},
    )


def check_choices(category: Category) -> list[tuple[str, Any]]:
    return [(check, CHECK_STATEMENTS[check]) for check in RULES[category].checks]


class DescribeForm(CaseForm):
    """The second step: what the chosen category asks for, and nothing else."""

    checks = forms.MultipleChoiceField(
        label=gettext_lazy("What you have made sure of"),
        help_text=gettext_lazy(
            "Every one has to hold. If one does not, another category fits, or the claim is "
            "outside what this desk does."
        ),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": NOTHING_TICKED},
    )
    topic = forms.ChoiceField(
        label=gettext_lazy("Topic"),
        error_messages={"required": gettext_lazy("Choose the topic.")},
    )
    subject_agency = forms.ChoiceField(
        label=gettext_lazy("Is it about a member agency?"),
        help_text=gettext_lazy(
            "That agency, those above it and those below it then take no part in judging it."
        ),
        required=False,
    )
    title = forms.CharField(
        label=gettext_lazy("What is claimed, in one line"),
        help_text=gettext_lazy("In your own words, without names of persons."),
        error_messages={
            "required": gettext_lazy(
                "Give the claim a title in your own words, without names of persons."
            )
        },
    )
    title_en = forms.CharField(label=gettext_lazy("The same in English"), required=False)

    def __init__(
        self,
        *args: Any,
        category: Category,
        services: Choices,
        agencies: Iterable[Agency],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "checks", check_choices(category))
        if category is Category.FACTUAL_CLAIM:
            choose(self, "topic", [("", "–"), *((t.value, TOPIC_NAMES[t]) for t in Topic)])
        elif category is Category.SERVICE_FEEDBACK:
            self.fields["topic"].label = _("Which service")
            choose(self, "topic", [("", "–"), *services])
        else:
            del self.fields["topic"]
        if category in WITHOUT_SUBJECT:
            del self.fields["subject_agency"]
        else:
            choose(
                self,
                "subject_agency",
                [("", _("No member agency")), *((a.slug, agency_name(a)) for a in agencies)],
            )


class ConfirmForm(CaseForm):
    checks = forms.MultipleChoiceField(
        label=gettext_lazy("What you have made sure of yourself"),
        help_text=gettext_lazy("If one of these does not hold, do not confirm; write a note."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": NOTHING_TICKED},
    )

    def __init__(self, *args: Any, category: Category, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "checks", check_choices(category))


class AssignForm(CaseForm):
    assignee = forms.ChoiceField(label=gettext_lazy("Who works on it"), required=False)

    def __init__(self, *args: Any, users: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(user.pk), user.full_name) for user in users]
        choose(self, "assignee", [("", _("Nobody yet")), *named])


class TransferForm(CaseForm):
    agency = forms.ChoiceField(
        label=gettext_lazy("To which agency"),
        help_text=gettext_lazy("Only agencies that may work on this case are listed."),
        error_messages={"required": gettext_lazy("Choose the agency that takes the case.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("The other agency reads this. Do not repeat what people sent."),
        error_messages={"required": NO_REASON},
        widget=forms.Textarea({"rows": 4}),
    )

    def __init__(self, *args: Any, agencies: Iterable[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(agency.slug, agency_name(agency)) for agency in agencies]
        choose(self, "agency", [("", "–"), *named])


class EscalateForm(CaseForm):
    reason = forms.CharField(
        label=gettext_lazy("Why the committee should see it"),
        error_messages={"required": NO_REASON},
        widget=forms.Textarea({"rows": 4}),
    )


class NoteForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Note"),
        help_text=gettext_lazy("For those who work on this case. Nothing of it is published."),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 3}),
    )


class CloseForm(CaseForm):
    explanation = forms.ChoiceField(
        label=gettext_lazy("What the sender will read"),
        choices=[
            (code.value, explained(name, gettext_lazy(CLOSING[code])))
            for code, name in CLOSING_NAMES.items()
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the explanation.")},
    )


class MoveForm(forms.Form):
    claim = forms.CharField(
        label=gettext_lazy("Reference of the claim or case that it repeats"),
        help_text=gettext_lazy("Such as ND-26-… or VV-26-…"),
        max_length=40,
        widget=forms.TextInput({"class": "govuk-input--width-20", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Write the reference of the claim or case.")},
    )


class WordingForm(forms.Form):
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=[("vi", gettext_lazy("Vietnamese")), ("en", gettext_lazy("English"))],
        initial="vi",
    )
    text = forms.CharField(
        label=gettext_lazy("The message as it goes round"),
        help_text=gettext_lazy(
            "Anybody who asks about it may see this text. Leave out names, accounts and whatever "
            "would tell who sent it to us."
        ),
        strip=False,
        error_messages={"required": gettext_lazy("Write the text of the message.")},
        widget=forms.Textarea({"rows": 6}),
    )


class IndicatorForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Kind"))
    value = forms.CharField(
        label=gettext_lazy("Value"),
        help_text=gettext_lazy("It is brought to one form before it is kept."),
        max_length=2000,
        error_messages={"required": gettext_lazy("Write the website, link or number.")},
    )

    def __init__(self, *args: Any, category: Category | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = RULES[category].indicators if category is not None else frozenset[IndicatorKind]()
        kinds = [kind for kind in IndicatorKind if kind in allowed]
        choose(self, "kind", [(kind.value, INDICATOR_NAMES[kind]) for kind in kinds])
