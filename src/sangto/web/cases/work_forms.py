"""Forms of the work in a case. Lengths and rules are the room's; a form only reads the input."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sangto.cases.domain.checklist import AnswerState
from sangto.kernel.categories import Category
from sangto.organisations.models import Agency, User
from sangto.web.cases.forms import NO_REASON, CaseForm, choose, explained
from sangto.web.desk import agency_name
from sangto.web.forms.dates import DayMonthYearInput


class TaskForm(forms.Form):
    title = forms.CharField(
        label=gettext_lazy("What has to be done"),
        help_text=gettext_lazy("In one line. Do not repeat what people sent."),
        error_messages={"required": gettext_lazy("Write what has to be done.")},
    )
    owner = forms.ChoiceField(label=gettext_lazy("Who does it"), required=False)
    due_on = forms.DateField(
        label=gettext_lazy("By when"),
        widget=DayMonthYearInput,
        error_messages={
            "required": gettext_lazy("Write the day by which it is done."),
            "invalid": gettext_lazy("Write a day that exists, such as 27 3 2026."),
        },
    )

    def __init__(self, *args: Any, users: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(user.pk), user.full_name) for user in users]
        choose(self, "owner", [("", _("Whoever is free in the agency")), *named])


class ItemForm(forms.Form):
    """``seen`` is the revision of the answer that stood on the page."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    state = forms.ChoiceField(
        label=gettext_lazy("What is the state of it?"),
        choices=[
            (AnswerState.DONE.value, gettext_lazy("It is done")),
            (
                AnswerState.NOT_APPLICABLE.value,
                explained(
                    gettext_lazy("It does not apply here"),
                    gettext_lazy("Say below why not. An approver reads it."),
                ),
            ),
            (AnswerState.OPEN.value, gettext_lazy("It is still open")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the three.")},
    )
    evidence = forms.CharField(
        label=gettext_lazy("Evidence"),
        help_text=gettext_lazy(
            "An address, or a few words: who was asked, when, and what they answered."
        ),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 3}),
    )
    file = forms.FileField(
        label=gettext_lazy("A file as evidence"),
        help_text=gettext_lazy("A picture, a PDF or a text file. It takes the place of the last."),
        required=False,
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        help_text=gettext_lazy("For those who work on this case. Nothing of it is published."),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 3}),
    )


class ReasonForm(CaseForm):
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        error_messages={"required": NO_REASON},
        widget=forms.Textarea({"rows": 4}),
    )


class BeyondForm(ReasonForm):
    agency = forms.ChoiceField(
        label=gettext_lazy("Who is competent, as far as you know"),
        help_text=gettext_lazy("The lead agency decides. Leave it open if you do not know."),
        required=False,
    )
    field_order = ("reason", "agency")

    def __init__(self, *args: Any, agencies: Iterable[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(agency.slug, agency_name(agency)) for agency in agencies]
        choose(self, "agency", [("", _("I do not know")), *named])


class DirectionForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("What should be done"),
        help_text=gettext_lazy("The owner and the lead agency read it in the timeline."),
        error_messages={"required": gettext_lazy("There is nothing written here yet.")},
        strip=False,
        widget=forms.Textarea({"rows": 5}),
    )
    agency = forms.ChoiceField(
        label=gettext_lazy("Which agency is competent"),
        help_text=gettext_lazy("The lead agency then passes the case on to it."),
        required=False,
    )

    def __init__(self, *args: Any, agencies: Iterable[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(agency.slug, agency_name(agency)) for agency in agencies]
        choose(self, "agency", [("", _("No agency in particular")), *named])


class CopyForm(forms.Form):
    agency = forms.ChoiceField(
        label=gettext_lazy("Which agency"),
        error_messages={"required": gettext_lazy("Choose the agency.")},
    )

    def __init__(self, *args: Any, agencies: Iterable[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(agency.slug, agency_name(agency)) for agency in agencies]
        choose(self, "agency", [("", "–"), *named])


class OwnMatterForm(forms.Form):
    """``key`` makes the same form sent twice one report."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    category = forms.ChoiceField(
        label=gettext_lazy("What happened?"),
        choices=[
            (
                Category.IMPERSONATION.value,
                explained(
                    gettext_lazy("Somebody pretends to be us"),
                    gettext_lazy("An account, a page, a domain or a document in our name."),
                ),
            ),
            (
                Category.COMPROMISED_SITE.value,
                explained(
                    gettext_lazy("Our own website was broken into"),
                    gettext_lazy("It carries pages or links that we did not put there."),
                ),
            ),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the two.")},
    )
    text = forms.CharField(
        label=gettext_lazy("What it says, or what you see"),
        help_text=gettext_lazy("The message, or the page in a few words. No names of persons."),
        strip=False,
        error_messages={"required": gettext_lazy("There is nothing written here yet.")},
        widget=forms.Textarea({"rows": 6}),
    )
    link = forms.CharField(
        label=gettext_lazy("Address of the page"),
        required=False,
        widget=forms.TextInput({"spellcheck": "false", "inputmode": "url"}),
    )
