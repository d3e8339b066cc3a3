"""The own account: name, language, password, second factor, sessions."""

from __future__ import annotations

from functools import wraps
from typing import Any, cast
from uuid import UUID

from allauth.account.views import password_change as change_password_view
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_POST

from sangto.organisations.domain.kinds import Language
from sangto.organisations.models import User
from sangto.organisations.queries import actor_for, has_second_factor, memberships_of
from sangto.organisations.services import (
    change_language,
    change_name,
    end_other_sessions,
    end_session,
)
from sangto.web.desk import accepted, form_page, sent, with_desk_frame

LANGUAGES = [(Language.VIETNAMESE.value, "Tiếng Việt"), (Language.ENGLISH.value, "English")]


def own_page(view: Any) -> Any:
    """For whoever is signed in, also without a role or a second factor; in the desk's frame."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with_desk_frame(request, actor_for(cast(User, request.user)))
        return cast(HttpResponse, view(request, *args, **kwargs))

    return login_required(wrapped)


class ProfileForm(forms.Form):
    full_name = forms.CharField(
        label=gettext_lazy("Full name"),
        help_text=gettext_lazy("As colleagues know you; it stands under what you sign."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of your e-mails"), choices=LANGUAGES, widget=forms.RadioSelect
    )


@own_page
def account(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    return render(
        request,
        "web/accounts/account.html",
        {
            "memberships": memberships_of(user),
            "has_factor": has_second_factor(user),
            "language_name": dict(LANGUAGES).get(user.language, user.language),
            "sessions": user.staff_sessions.filter(expire_date__gt=timezone.now()).count(),
        },
    )


@own_page
def profile(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    initial = {"full_name": user.full_name, "language": user.language}
    form = ProfileForm(sent(request), initial=initial)
    if form.is_valid():
        actor, data = actor_for(user), form.cleaned_data

        def write() -> None:
            change_name(user=user, full_name=data["full_name"], actor=actor)
            change_language(user=user, language=data["language"], actor=actor)

        if accepted(form, write):
            with override(data["language"]):
                messages.success(request, _("Saved."))
                return redirect("account")
    return form_page(request, "web/accounts/profile.html", form)


@own_page
def password_change(request: HttpRequest) -> HttpResponse:
    return cast(HttpResponse, change_password_view(request))


@own_page
def sessions(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    rows = user.staff_sessions.filter(expire_date__gt=timezone.now()).order_by(
        "-last_seen_on", "-started_on", "public_id"
    )
    listed = [
        {"row": row, "current": row.session_key == request.session.session_key} for row in rows
    ]
    listed.sort(key=lambda item: not item["current"])
    return render(request, "web/accounts/sessions.html", {"sessions": listed})


@own_page
@require_POST
def session_end(request: HttpRequest, public_id: UUID) -> HttpResponse:
    user = cast(User, request.user)
    end_session(user=user, public_id=public_id, actor=actor_for(user))
    messages.success(request, _("That session has ended."))
    return redirect(reverse("account_sessions"))


@own_page
@require_POST
def sessions_end_others(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    end_other_sessions(user=user, keep=request.session.session_key or "", actor=actor_for(user))
    messages.success(request, _("You are signed out everywhere else."))
    return redirect(reverse("account_sessions"))
