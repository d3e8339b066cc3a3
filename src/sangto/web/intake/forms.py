"""The report form and the receipt form."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sangto.intake.domain.limits import IMAGES, KEY_LENGTH
from sangto.web.forms.files import SeveralFilesField, SeveralFilesInput
from sangto.web.forms.texts import AnyTextField, PastedTextField

_NO_KEY = _("Part of this form did not arrive. Copy your text, load the page again and send it.")


class ReportForm(forms.Form):
    """Lengths and pictures are judged by the room, so that every channel refuses alike."""

    text = PastedTextField(
        label=_("What did you receive or see?"),
        help_text=_("Paste the whole message. Leave out names of people who only passed it on."),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 7, "data-paste": True, "spellcheck": "false"}),
    )
    link = PastedTextField(
        label=_("Link"),
        help_text=_("Copy it here without opening it."),
        required=False,
        widget=forms.TextInput({"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )
    images = SeveralFilesField(
        label=_("Screenshots"),
        help_text=_(
            "Up to five pictures (PNG, JPEG or WebP) of at most 8 MB. File names and "
            "hidden data such as the place are removed."
        ),
        required=False,
        allow_empty_file=True,
        widget=SeveralFilesInput({"accept": "image/png,image/jpeg,image/webp"}),
    )
    reason = PastedTextField(
        label=_("Why do you doubt it?"),
        help_text=_("One sentence is enough: it asks for money, the link looks odd…"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    territory = forms.ChoiceField(
        label=_("Where are you?"),
        required=False,
        error_messages={"invalid_choice": _("Please choose a place from the list, or none.")},
    )
    email = forms.EmailField(
        label=_("Your e-mail"),
        help_text=_(
            "Only if you want the answer by e-mail. It is kept encrypted and erased afterwards."
        ),
        required=False,
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"invalid": _("Write an e-mail address such as lan@thu.example.")},
    )
    share_consent = forms.BooleanField(
        label=_(
            "If my report is about a public service, you may pass it on to the agency that "
            "can answer it"
        ),
        required=False,
    )
    consent = forms.BooleanField(
        label=_("I agree that the desk keeps what I send here in order to check it"),
        error_messages={
            "required": _("Tick this box if you agree. Without it we may not keep what you send.")
        },
    )
    key = forms.CharField(
        widget=forms.HiddenInput,
        min_length=KEY_LENGTH.start,
        max_length=KEY_LENGTH.stop - 1,
        error_messages=dict.fromkeys(("required", "min_length", "max_length"), _NO_KEY),
    )

    def __init__(self, *args: Any, territories: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["territory"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [("", _("I would rather not say")), *territories]

    def clean_images(self) -> list[bytes]:
        """The pictures' bytes; one more than allowed is enough to be refused, the rest unread."""
        files = self.cleaned_data["images"]
        return [file.read() for file in files[: IMAGES + 1]]


def new_key() -> str:
    """Made with the form, so that a double click or a retry is the same report."""
    return secrets.token_urlsafe(18)


class ReceiptForm(forms.Form):
    """Takes anything: a malformed code goes the same way as an unknown one."""

    code = AnyTextField(
        label=_("Your receipt code"),
        help_text=_("16 digits, with or without spaces."),
        required=False,
        widget=forms.TextInput(
            {
                "inputmode": "numeric",
                "autocomplete": "off",
                "spellcheck": "false",
                "class": "govuk-input--width-20",
            }
        ),
    )
