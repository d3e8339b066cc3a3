"""The pages of the report form, and the forms of the receipt.

Lengths, pictures and addresses are judged by the room, so that every channel refuses alike.
"""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sangto.intake.domain.consent import CONSENT_VERSION
from sangto.intake.domain.drafts import DraftContent
from sangto.intake.domain.limits import ADDITION_LENGTH, IMAGES, KEY_LENGTH
from sangto.intake.domain.money import read_money
from sangto.kernel.errors import Refusal
from sangto.web.forms.choices import ExplainedChoice
from sangto.web.forms.files import SeveralFilesField, SeveralFilesInput
from sangto.web.forms.texts import AnyTextField, PastedTextField
from sangto.web.handling.wording import REOPENING_NAMES
from sangto.web.intake.money import shown_money
from sangto.web.wording import refusal_text


class StepForm(forms.Form):
    """One page of a report; ``changes`` is what it makes of the draft."""

    def changes(self) -> dict[str, object]:
        return dict(self.cleaned_data)

    @classmethod
    def first_shown(cls, content: DraftContent) -> dict[str, object]:
        """What the fields hold when the page is opened."""
        return {name: getattr(content, name) for name in cls.base_fields if hasattr(content, name)}


def pictures_field() -> SeveralFilesField:
    return SeveralFilesField(
        label=_("Screenshots"),
        help_text=_(
            "Up to five pictures (PNG, JPEG or WebP) of at most 8 MB. File names and "
            "hidden data such as the place are removed."
        ),
        required=False,
        allow_empty_file=True,
        widget=SeveralFilesInput({"accept": "image/png,image/jpeg,image/webp"}),
    )


def read_pictures(form: forms.Form) -> list[bytes]:
    """The pictures' bytes; one more than allowed is enough to be refused, the rest unread."""
    return [file.read() for file in form.cleaned_data["images"][: IMAGES + 1]]


class WhatForm(StepForm):
    text = PastedTextField(
        label=_("The message"),
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
    images = pictures_field()

    def clean_images(self) -> list[bytes]:
        return read_pictures(self)

    def changes(self) -> dict[str, object]:
        return {name: self.cleaned_data.get(name, "") for name in ("text", "link")}


class DoubtForm(StepForm):
    reason = PastedTextField(
        label=_("Why do you doubt it?"),
        help_text=_("One sentence is enough: it asks for money, the link looks odd…"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    lost = forms.TypedChoiceField(
        label=_("Have you lost money?"),
        required=False,
        coerce=lambda value: value == "yes",
        empty_value=None,
        choices=[
            ("no", _("No")),
            (
                "yes",
                ExplainedChoice(
                    _("Yes, money is gone"), _("We tell you on the next page what to do now.")
                ),
            ),
        ],
        widget=forms.RadioSelect,
    )
    money_lost = AnyTextField(
        label=_("If so, how much?"),
        help_text=_("For example 2 million or 2,000,000. In dong; roughly is enough."),
        required=False,
        max_length=60,
        widget=forms.TextInput(
            {
                "inputmode": "text",
                "autocomplete": "off",
                "spellcheck": "false",
                "class": "govuk-input--width-20",
            }
        ),
    )

    def clean_money_lost(self) -> int | None:
        amount = read_money(self.cleaned_data["money_lost"])
        if isinstance(amount, Refusal):
            raise forms.ValidationError(refusal_text(amount))
        return amount

    def changes(self) -> dict[str, object]:
        """Whoever writes an amount has lost it; whoever says no has lost none."""
        amount, lost = self.cleaned_data.get("money_lost"), self.cleaned_data.get("lost")
        if lost is None and amount:
            lost = True
        return {
            "reason": self.cleaned_data.get("reason", ""),
            "lost": lost,
            "money_lost": amount if lost else None,
        }

    @classmethod
    def first_shown(cls, content: DraftContent) -> dict[str, object]:
        lost = {True: "yes", False: "no", None: ""}[content.lost]
        return {
            "reason": content.reason,
            "lost": lost,
            "money_lost": shown_money(content.money_lost),
        }


class PlaceForm(StepForm):
    territory = forms.ChoiceField(
        label=_("Where are you?"),
        help_text=_("So that we see where it goes round. You need not say."),
        required=False,
        error_messages={"invalid_choice": _("Please choose a place from the list, or none.")},
    )

    def __init__(
        self, *args: Any, territories: list[tuple[str, str]] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["territory"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [("", _("I would rather not say")), *(territories or [])]


def email_field(**changes: Any) -> forms.EmailField:
    return forms.EmailField(
        **{
            "label": _("Your e-mail"),
            "help_text": _(
                "Only if you want the answer by e-mail. It is kept encrypted and erased afterwards."
            ),
            "required": False,
            "widget": forms.EmailInput({"autocomplete": "email", "spellcheck": "false"}),
            "error_messages": {"invalid": _("Write an e-mail address such as lan@thu.example.")},
            **changes,
        }
    )


class ContactForm(StepForm):
    email = email_field(label=_("Do you want the answer by e-mail?"))


class ConsentForm(StepForm):
    consent = forms.BooleanField(
        label=_("I agree that the desk keeps what I send here in order to check it"),
        error_messages={
            "required": _("Tick this box if you agree. Without it we may not keep what you send.")
        },
    )
    share_consent = forms.BooleanField(
        label=_(
            "If my report is about a public service, you may pass it on to the agency that "
            "can answer it"
        ),
        required=False,
    )

    def changes(self) -> dict[str, object]:
        return {
            "consent_version": CONSENT_VERSION,
            "share_consent": self.cleaned_data.get("share_consent", False),
        }

    @classmethod
    def first_shown(cls, content: DraftContent) -> dict[str, object]:
        return {
            "consent": content.consent_version == CONSENT_VERSION,
            "share_consent": content.share_consent,
        }


def new_key() -> str:
    """Made with the form, so that a double click or a retry is the same addition."""
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


class AdditionForm(forms.Form):
    text = PastedTextField(
        label=_("What do you want to add?"),
        help_text=_("A new message, a link, or what happened since."),
        required=False,
        strip=False,
        max_length=ADDITION_LENGTH,
        error_messages={
            "max_length": _(
                "This is too long: at most %(limit_value)d characters, and it has %(show_value)d."
            )
        },
        widget=forms.Textarea({"rows": 6, "data-paste": True, "spellcheck": "false"}),
    )
    images = pictures_field()
    key = forms.CharField(
        widget=forms.HiddenInput,
        min_length=KEY_LENGTH.start,
        max_length=KEY_LENGTH.stop - 1,
        error_messages=dict.fromkeys(
            ("required", "min_length", "max_length"),
            _("Part of this form did not arrive. Copy your text, load the page again and send it."),
        ),
    )

    def clean_images(self) -> list[bytes]:
        return read_pictures(self)


class AgainForm(forms.Form):
    """Why the answer of an agency is not enough. The text goes with the report."""

    reason = forms.ChoiceField(
        label=_("Why do you ask again?"),
        choices=list(REOPENING_NAMES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why you ask again.")},
    )
    text = PastedTextField(
        label=_("What is missing or not right?"),
        help_text=_(
            "It is added to your report, and read by the same people who may read the report."
        ),
        required=False,
        strip=False,
        max_length=ADDITION_LENGTH,
        error_messages=AdditionForm.base_fields["text"].error_messages,
        widget=forms.Textarea({"rows": 5, "spellcheck": "false"}),
    )
    key = forms.CharField(
        widget=forms.HiddenInput,
        min_length=KEY_LENGTH.start,
        max_length=KEY_LENGTH.stop - 1,
        error_messages=AdditionForm.base_fields["key"].error_messages,
    )


class MailForm(forms.Form):
    email = email_field(
        required=True,
        error_messages={
            "required": _("Write your e-mail address, or go back."),
            "invalid": _("Write an e-mail address such as lan@thu.example."),
        },
        help_text=_("We write to you only about this report. It is kept encrypted."),
    )
