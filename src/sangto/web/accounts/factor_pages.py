"""Setting up, naming and removing second factors: allauth does it, and each change is recorded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, EditWebAuthnView, RemoveWebAuthnView
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from sangto.kernel.errors import Refusal, Refused, gettext_noop
from sangto.organisations.models import User
from sangto.organisations.queries import actor_for
from sangto.organisations.services import change_factors
from sangto.web.accounts.factors import lacks_second_factor, may_remove_factor


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """What there is; or, before there is anything, the choice between the two ways."""
    user = cast(User, request.user)
    rows = list(Authenticator.objects.filter(user_id=user.pk).order_by("created_at", "pk"))
    by_type = {row.type: row for row in rows}
    spare = by_type.get(Authenticator.Type.RECOVERY_CODES)
    keys_held = [
        {"pk": row.pk, "name": row.wrap().name, "since": row.created_at}
        for row in rows
        if row.type == Authenticator.Type.WEBAUTHN
    ]
    context = {
        "app": by_type.get(Authenticator.Type.TOTP),
        "keys": keys_held,
        "codes_left": len(spare.wrap().get_unused_codes()) if spare is not None else None,
        "nothing_yet": not rows,
        "demanded": lacks_second_factor(request),
    }
    return render(request, "mfa/index.html", context)


@login_required
def keys(request: HttpRequest) -> HttpResponse:
    return redirect("mfa_index")


def _recorded(
    request: HttpRequest, kind: str, added: bool, write: Callable[[], HttpResponse]
) -> HttpResponse:
    user = cast(User, request.user)
    return change_factors(
        user=user,
        kind=kind,
        added=added,
        write=write,
        keep_session=request.session.session_key or "",
        actor=actor_for(user),
    )


class _ActivateApp(ActivateTOTPView):  # type: ignore[misc] # allauth has no types
    def form_valid(self, form: Any) -> HttpResponse:
        return _recorded(
            self.request, "totp", True, lambda: super(_ActivateApp, self).form_valid(form)
        )


class _DeactivateApp(DeactivateTOTPView):  # type: ignore[misc] # allauth has no types
    def form_valid(self, form: Any) -> HttpResponse:
        return _recorded(
            self.request, "totp", False, lambda: super(_DeactivateApp, self).form_valid(form)
        )


class _AddKey(AddWebAuthnView):  # type: ignore[misc] # allauth has no types
    def form_valid(self, form: Any) -> HttpResponse:
        return _recorded(
            self.request, "webauthn", True, lambda: super(_AddKey, self).form_valid(form)
        )


class _EditKey(EditWebAuthnView):  # type: ignore[misc] # allauth has no types
    pass


class _RemoveKey(RemoveWebAuthnView):  # type: ignore[misc] # allauth has no types
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "removable": may_remove_factor(self.object),
        }

    def form_valid(self, form: Any) -> HttpResponse:
        if not may_remove_factor(self.object):
            raise Refused(
                Refusal(
                    "accounts.last_factor",
                    gettext_noop("Add another factor before you remove the last one."),
                )
            )
        return _recorded(
            self.request, "webauthn", False, lambda: super(_RemoveKey, self).form_valid(form)
        )


class _NewCodes(GenerateRecoveryCodesView):  # type: ignore[misc] # allauth has no types
    def form_valid(self, form: Any) -> HttpResponse:
        return _recorded(
            self.request, "recovery_codes", True, lambda: super(_NewCodes, self).form_valid(form)
        )


activate_app = login_required(_ActivateApp.as_view())
deactivate_app = login_required(_DeactivateApp.as_view())
add_key = login_required(_AddKey.as_view())
edit_key = login_required(_EditKey.as_view())
remove_key = login_required(_RemoveKey.as_view())
codes = login_required(ViewRecoveryCodesView.as_view())
new_codes = login_required(_NewCodes.as_view())

__all__ = [
    "activate_app",
    "add_key",
    "codes",
    "deactivate_app",
    "edit_key",
    "index",
    "keys",
    "new_codes",
    "remove_key",
]
