from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse

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
