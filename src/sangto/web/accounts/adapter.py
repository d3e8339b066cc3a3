from __future__ import annotations

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import override

from sangto.kernel.actor import public_actor
from sangto.notices.services import send_password_link
from sangto.organisations.models import User
from sangto.organisations.queries import actor_for
from sangto.organisations.services import change_password
from sangto.web.accounts.demo import DEMO_PASSWORD


class StaffAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth has no types
    """Nobody signs up; who signs in comes to the desk."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """The demo's password, which everybody knows, opens nothing outside a demo."""
        if credentials.get("password") == DEMO_PASSWORD and not settings.SANGTO_DEMO:
            self.pre_authenticate(request, **credentials)
            self.authentication_failed(request, **credentials)
            return None
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        return user

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("desk")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("check")

    def get_client_ip(self, request: HttpRequest) -> str:
        """The peer's address, used for login limits only and kept nowhere but in their cache."""
        return request.META.get("REMOTE_ADDR") or "unknown"

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who signed in just now has shown who they are."""
        if _signed_in_recently(context.request):
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def set_password(self, user: User, password: str) -> None:
        """By our own service: it is recorded, and the sessions elsewhere end."""
        request = context.request
        own = request is not None and request.user.pk == user.pk
        changed = change_password(
            user=user,
            password=password,
            keep_session=request.session.session_key or "" if own else "",
            actor=actor_for(user) if own else public_actor(),
        )
        user.password = changed.password

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The only mail of allauth's is the one with a link to a new password."""
        if template_prefix == "account/email/password_reset_key":
            user: User = context["user"]
            with override(user.language):
                path = reverse(
                    "account_reset_password_from_key",
                    kwargs={"uidb36": context["uid"], "key": "KEY"},
                )
            send_password_link(
                user=user,
                path=path.removesuffix("KEY/"),
                secret=f"{context['key']}/",
                actor=public_actor(),
            )


def _signed_in_recently(request: HttpRequest | None) -> bool:
    if request is None or not request.user.is_authenticated:
        return False
    records = get_authentication_records(request, request.user)
    latest = max((float(record["at"]) for record in records), default=0.0)
    return bool(time.time() - latest < app_settings.REAUTHENTICATION_TIMEOUT)
