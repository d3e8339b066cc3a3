"""The page behind the link of an invitation."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.core.internal import ratelimit
from django import forms
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, override
from django.views.decorators.debug import sensitive_post_parameters

from sangto.kernel.actor import public_actor
from sangto.kernel.errors import NotVisible
from sangto.organisations.queries import invitation_of
from sangto.organisations.services import accept_invitation
from sangto.organisations.services.invitations import using_refusal_of
from sangto.web.accounts.own import LANGUAGES
from sangto.web.desk import accepted, agency_name, form_page, sent
from sangto.web.wording import refusal_text

_TRIES = {"invitation": "30/m/ip"}


class WelcomeForm(forms.Form):
    full_name = forms.CharField(
        label=gettext_lazy("Full name"),
        help_text=gettext_lazy("As colleagues know you; it stands under what you sign."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of your e-mails"), choices=LANGUAGES, widget=forms.RadioSelect
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        help_text=gettext_lazy(
            "At least 8 characters, not all digits, and nothing that is easy to guess. "
            "Several words in a row are good."
        ),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


@sensitive_post_parameters("password")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Reading it changes nothing, so that a mail scanner can not use it up."""
    limited: HttpResponse | None = ratelimit.consume_or_429(
        request, app="allauth.account", action="invitation", config=_TRIES, limit_get=True
    )
    if limited is not None:
        return limited
    found = invitation_of(token)
    if found is None:
        raise NotVisible
    refusal = using_refusal_of(found, timezone.now())
    if refusal is not None:
        return render(
            request, "web/accounts/invitation_over.html", {"why": refusal_text(refusal)}, status=410
        )
    form = WelcomeForm(sent(request), initial={"language": get_language() or "vi"})
    if form.is_valid():
        data = form.cleaned_data

        def write() -> None:
            accept_invitation(
                token=token,
                full_name=data["full_name"],
                language=data["language"],
                password=data["password"],
                actor=public_actor(),
            )

        email = found.email
        if accepted(form, write):
            return _sign_in(request, token, email, data["language"])
    return form_page(
        request,
        "web/accounts/invitation.html",
        form,
        invitation=found,
        agency=agency_name(found.agency),
    )


def _sign_in(request: HttpRequest, token: str, email: str, language: str) -> HttpResponse:
    """As with the sign-in page; then on to the second factor."""
    if request.user.is_authenticated:
        logout(request)
    found = invitation_of(token)
    assert found is not None  # noqa: S101 - accepted a moment ago
    user = found.accepted_by
    assert user is not None  # noqa: S101 - accepted a moment ago
    user.backend = "allauth.account.auth_backends.AuthenticationBackend"
    with override(language):
        login = Login(user=user, redirect_url=reverse("mfa_index"))
        response: HttpResponse = perform_password_login(request, {"email": email}, login)
    return response
