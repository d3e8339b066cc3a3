"""Forms of registers. Rules are the room's; a form only reads the input."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from sangto.documents.domain.official import DocumentKind
from sangto.documents.domain.registers import (
    MAX_SENDER,
    NUMBERED_KINDS,
    Direction,
    DocumentState,
)
from sangto.documents.domain.signing import SignedForm
from sangto.organisations.models import Agency
from sangto.web.desk import agency_name
from sangto.web.documents.wording import DIRECTION_NAMES, KIND_NAMES, SIGNED_FORMS, STATE_NAMES
from sangto.web.forms.dates import day_field

NO_SUBJECT = gettext_lazy("Write what the document is about.")


def _scan(*, required: bool) -> forms.FileField:
    return forms.FileField(
        label=gettext_lazy("Signed or scanned copy"),
        required=required,
        help_text=gettext_lazy("A PDF or a picture (PNG, JPEG, WebP)."),
        widget=forms.FileInput({"accept": ".pdf,image/png,image/jpeg,image/webp"}),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("This file is empty."),
        },
    )


def _about() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("What it belongs to"),
        help_text=gettext_lazy("Reference of a case, round, meeting or draft, if there is one."),
        required=False,
        max_length=40,
    )


class RegisterFilterForm(forms.Form):
    q = forms.CharField(
        label=gettext_lazy("Number or subject"),
        required=False,
        max_length=200,
        widget=forms.TextInput({"type": "search", "data-search": True}),
    )
    direction = forms.ChoiceField(
        label=pgettext_lazy("documents", "Register"),
        required=False,
        choices=[
            ("", gettext_lazy("All registers")),
            *((one.value, DIRECTION_NAMES[one]) for one in Direction),
        ],
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Type"),
        required=False,
        choices=[
            ("", gettext_lazy("All types")),
            *((one.value, KIND_NAMES[one]) for one in NUMBERED_KINDS),
        ],
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[
            ("", gettext_lazy("All states")),
            *((one.value, STATE_NAMES[one]) for one in DocumentState),
        ],
    )
    year = forms.ChoiceField(label=gettext_lazy("Year"), required=False)

    def __init__(self, *args: Any, years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "year", [("", _("All years")), *((str(year), str(year)) for year in years)])


class ReserveForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("Type"),
        choices=[(one.value, KIND_NAMES[one]) for one in NUMBERED_KINDS],
    )
    subject = forms.CharField(
        label=pgettext_lazy("document", "Subject"),
        help_text=gettext_lazy("In one sentence, without names of private persons."),
        error_messages={"required": NO_SUBJECT},
        widget=forms.Textarea({"rows": 2}),
    )
    on = day_field(gettext_lazy("Date of the document"))
    unit = forms.CharField(
        label=gettext_lazy("Symbol of the unit that drafts it"),
        help_text=gettext_lazy("For official letters, such as TTBCXB. It stands in the number."),
        required=False,
        max_length=20,
    )
    addressee = forms.CharField(
        label=pgettext_lazy("document", "Addressees"),
        required=False,
        max_length=MAX_SENDER,
    )


class IncomingForm(forms.Form):
    sender = forms.ChoiceField(label=pgettext_lazy("document", "Sent by"), required=False)
    sender_text = forms.CharField(
        label=gettext_lazy("Another organisation"),
        help_text=gettext_lazy("Only where it is none of the list. Never a private person."),
        required=False,
    )
    number_text = forms.CharField(
        label=gettext_lazy("Its number and symbol"),
        help_text=gettext_lazy("As it stands on the letter, such as 12/SYT-NV."),
        required=False,
    )
    on = day_field(gettext_lazy("Its date"))
    kind = forms.ChoiceField(
        label=gettext_lazy("Type"),
        required=False,
        choices=[
            *((one.value, KIND_NAMES[one]) for one in NUMBERED_KINDS),
            ("", KIND_NAMES[""]),
        ],
    )
    subject = forms.CharField(
        label=pgettext_lazy("document", "Subject"),
        error_messages={"required": NO_SUBJECT},
        widget=forms.Textarea({"rows": 2}),
    )
    received_on = day_field(gettext_lazy("Day on which it came"))
    about = _about()
    scan = _scan(required=False)

    def __init__(self, *args: Any, agencies: Iterable[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(agency.slug, agency_name(agency)) for agency in agencies]
        _choose(self, "sender", [("", _("None of these")), *named])


class AboutForm(forms.Form):
    about = _about()


class SignedCopyForm(forms.Form):
    form = forms.ChoiceField(
        label=gettext_lazy("How it was signed"),
        widget=forms.RadioSelect,
        choices=[(one.value, SIGNED_FORMS[one]) for one in SignedForm],
        initial=SignedForm.SCANNED.value,
        required=False,
    )
    scan = _scan(required=True)


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("It stays in the register beside the number."),
        error_messages={
            "required": gettext_lazy("Write why the number is cancelled; it stays in the register.")
        },
        widget=forms.Textarea({"rows": 3}),
    )


def kind_of(value: str) -> DocumentKind | None:
    return DocumentKind(value) if value else None


def _choose(form: forms.Form, name: str, choices: Sequence[tuple[str, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared as one
    field.choices = list(choices)
