"""Decisions about accounts and their roles."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sangto.kernel.actor import Role
from sangto.kernel.errors import Refusal, gettext_noop


def granting_refusal(
    *,
    role: Role,
    agency: int,
    held: Collection[tuple[int, Role]],
    own_account: bool,
    account_active: bool,
    agency_ended: date | None,
    today: date,
    valid_from: date,
    valid_until: date | None,
) -> Refusal | None:
    """Why an account may not get ``role`` in ``agency``.

    ``held`` are its (agency, role) pairs that hold on a day of the wanted time.
    """
    if own_account:
        return _refusal("own_role", gettext_noop("Nobody changes their own roles."))
    if not account_active:
        return _refusal("inactive_account", gettext_noop("This account is deactivated."))
    if agency_ended is not None and agency_ended < max(today, valid_from):
        return _refusal("agency_ended", gettext_noop("This agency is no longer a member."))
    if valid_until is not None and valid_until < valid_from:
        return _refusal(
            "dates_reversed", gettext_noop("The last day lies before the first one."), "valid_until"
        )
    if any(other != agency for other, _ in held):
        return _refusal(
            "other_agency",
            gettext_noop("This account works for another agency; end its roles there first."),
        )
    if (agency, role) in held:
        return _refusal("role_held", gettext_noop("This account has that role already."), "role")
    roles = {held_role for _, held_role in held} | {role}
    if Role.ADMINISTRATOR in roles and len(roles) > 1:
        return _refusal(
            "administrator_alone",
            gettext_noop("An administrator has no other role; use a second account."),
            "role",
        )
    return None


def last_day_refusal(*, first: date, last: date | None, today: date) -> Refusal | None:
    """Why a role may not end with ``last``; None ends it at once."""
    if last is None:
        return None
    if last < today:
        return _refusal(
            "last_day_over", gettext_noop("The last day is today or later."), "last_day"
        )
    if last < first:
        return _refusal(
            "dates_reversed", gettext_noop("The last day lies before the first one."), "last_day"
        )
    return None


def _refusal(code: str, message: str, field: str | None = None) -> Refusal:
    return Refusal(f"organisations.{code}", message, {}, field)
