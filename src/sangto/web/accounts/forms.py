"""Forms of the account pages; allauth's own, with words that people here use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.forms import LoginForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "class": "govuk-input--width-10"}


class _PlainCode:
    """People copy codes with the spaces that an app shows."""

    cleaned_data: dict[str, Any]

    def clean_code(self) -> str:
        self.cleaned_data["code"] = "".join(str(self.cleaned_data["code"]).split())
        return str(super().clean_code())  # type: ignore[misc] # of allauth's form beside it


def _code_field(label: StrOrPromise, length: int) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, widget=forms.TextInput(attrs=_CODE))


class SignInForm(LoginForm):  # type: ignore[misc] # allauth has no types
    """Labels say what belongs there, so that the boxes stay empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
        for name in ("login", "password"):
            self.fields[name].widget.attrs.pop("placeholder", None)


class SecondFactorForm(_PlainCode, AuthenticateForm):  # type: ignore[misc] # allauth has no types
    code = _code_field(_("Code from the app, or a recovery code"), 30)


class ConfirmByCodeForm(_PlainCode, ReauthenticateForm):  # type: ignore[misc] # allauth has no types
    code = _code_field(_("Code from the app, or a recovery code"), 30)


class AppCodeForm(_PlainCode, ActivateTOTPForm):  # type: ignore[misc] # allauth has no types
    code = _code_field(_("The six digits that the app shows now"), 12)


class KeyForm(AddWebAuthnForm):  # type: ignore[misc] # allauth has no types
    """The key itself comes from the browser, as JSON in a hidden field."""

    name = forms.CharField(
        label=_("A name by which you know it again"),
        help_text=_("Such as: phone, laptop at the office."),
        max_length=60,
        required=False,
    )
    passwordless = forms.BooleanField(
        label=_("Let me sign in with this key alone, without my password"),
        help_text=_("It then asks for your finger, face or PIN."),
        required=False,
        initial=True,
    )
    credential = forms.JSONField(
        widget=forms.HiddenInput,
        error_messages={"required": _("The browser sent no key. Try again.")},
    )


class KeyNameForm(EditWebAuthnForm):  # type: ignore[misc] # allauth has no types
    name = forms.CharField(label=_("A name by which you know it again"), max_length=60)
