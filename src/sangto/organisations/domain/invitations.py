"""Decisions about invitations to an agency."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from sangto.kernel.actor import Role
from sangto.kernel.errors import Refusal, gettext_noop

LASTS = timedelta(days=7)
#: How often one invitation is sent; more looks like a nuisance.
MOST_SENT = 5

#: Whom an approver may ask in. Nobody makes the second signature that they need themselves, and
#: who keeps accounts is chosen by who keeps accounts.
BY_APPROVER = frozenset({Role.FOCAL_OFFICER, Role.DESK_OFFICER, Role.EDITOR})


def roles_refusal(
    *, roles: Collection[Role], inviter_roles: Collection[Role], operator: bool = False
) -> Refusal | None:
    """Why an invitation to these roles is not this person's to give."""
    if not roles:
        return _refusal("no_role", gettext_noop("Choose at least one role."), "roles")
    if Role.ADMINISTRATOR in roles and len(set(roles)) > 1:
        return _refusal(
            "administrator_alone",
            gettext_noop("An administrator has no other role; use a second account."),
            "roles",
        )
    if operator or Role.ADMINISTRATOR in inviter_roles:
        return None
    if not set(roles) <= BY_APPROVER:
        return _refusal(
            "role_not_yours",
            gettext_noop("Only an administrator invites somebody to this role."),
            "roles",
        )
    return None


def agency_refusal(*, valid_until: date | None, today: date) -> Refusal | None:
    if valid_until is not None and valid_until < today:
        return _refusal("agency_ended", gettext_noop("This agency is no longer a member."))
    return None


def sending_refusal(*, over: bool, times_sent: int) -> Refusal | None:
    """Why an invitation is not sent again. One that has expired may be."""
    if over:
        return _refusal("invitation_over", gettext_noop("This invitation was used or taken back."))
    if times_sent >= MOST_SENT:
        return _refusal(
            "invitation_sent_often",
            gettext_noop(
                "This invitation was sent several times. Take it back, check the address, and "
                "invite anew."
            ),
        )
    return None


def using_refusal(
    *, over: bool, expires_at: datetime, now: datetime, inviter_active: bool
) -> Refusal | None:
    """Why a link is not good any more. Who invited may have lost the account meanwhile."""
    if over or not inviter_active:
        return _refusal("invitation_over", gettext_noop("This invitation was used or taken back."))
    if now >= expires_at:
        return _refusal(
            "invitation_expired",
            gettext_noop("This invitation has expired. Ask who invited you to send it again."),
        )
    return None


def _refusal(code: str, message: str, field: str | None = None) -> Refusal:
    return Refusal(f"organisations.{code}", message, {}, field)
