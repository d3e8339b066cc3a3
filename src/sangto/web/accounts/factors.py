"""The second factor: an authenticator app, keys (passkeys), and recovery codes."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sangto.audit.secrets import sealer
from sangto.organisations.models import User
from sangto.organisations.queries import has_second_factor
from sangto.web.qr import qr_svg


class StaffFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth has no types
    """Secrets are sealed like contacts; the last factor stays where one is demanded."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("This code is not right, or it is used up. Try the next."),
        "cannot_delete_authenticator": gettext_lazy(
            "Add another factor before you remove the last one."
        ),
        "cannot_generate_recovery_codes": gettext_lazy("Set up an app or a key first."),
    }

    def encrypt(self, text: str) -> str:
        return sealer().seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return sealer().open(encrypted_text)

    def get_totp_issuer(self) -> str:
        return "Sáng Tỏ"

    def _get_site_name(self) -> str:
        return "Sáng Tỏ"

    def build_totp_svg(self, url: str) -> str:
        return qr_svg(url)

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        return may_remove_factor(authenticator)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 - allauth's name
        made = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Key %(number)s") % {"number": made + 1}


def may_remove_factor(authenticator: Any) -> bool:
    """Not the last one of an account where this desk demands one."""
    if not settings.SANGTO_STAFF_SECOND_FACTOR:
        return True
    others = Authenticator.objects.filter(user_id=authenticator.user_id).exclude(
        pk=authenticator.pk
    )
    return bool(others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())


def lacks_second_factor(request: HttpRequest) -> bool:
    """Whether this person has to set one up before anything else. One query for a session that
    did not sign in with one, none for the others."""
    if not settings.SANGTO_STAFF_SECOND_FACTOR:
        return False
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - asked about signed-in people only
    records = get_authentication_records(request, user)
    if any(record.get("method") == "mfa" for record in records):
        return False
    return not has_second_factor(user)
