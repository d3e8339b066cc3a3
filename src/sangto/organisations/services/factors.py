"""The record of second factors; what they are, the framework keeps."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from allauth.mfa.models import Authenticator

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.kernel.actor import Actor, ActorKind
from sangto.kernel.errors import NotVisible, Refusal, Refused, gettext_noop
from sangto.organisations.models import StaffSession, User
from sangto.organisations.permissions import OrganisationPermission, authorise
from sangto.organisations.queries import today
from sangto.organisations.services.reach import insist_on_agencies
from sangto.organisations.services.shared import insist_not_shared

T = TypeVar("T")


def change_factors(
    *,
    user: User,
    kind: str,
    added: bool,
    write: Callable[[], T],
    actor: Actor,
    keep_session: str = "",
) -> T:
    """Do ``write``, which adds or removes a factor of the own account, and record it.

    With the first one, sessions that began without any end; ``keep_session`` stays.
    """
    if actor.user_id != user.pk:
        raise NotVisible
    with change(actor) as journal:
        insist_not_shared(user, actor)
        first = not Authenticator.objects.filter(user_id=user.pk).exists()
        result = write()
        if added and first:
            StaffSession.objects.filter(user=user).exclude(session_key=keep_session).delete()
        tag = AuditTag.FACTOR_ADDED if added else AuditTag.FACTOR_REMOVED
        journal.record(tag, user, {"kind": kind})
    return result


def reset_factors(*, user: User, actor: Actor) -> int:
    """Take away every factor of somebody who lost them; how many. Their sessions end.

    The person sets up new ones at the next sign-in, with the password alone. Refused for the own
    account and where there is nothing to take away.
    """
    authorise(actor, OrganisationPermission.FACTOR_RESET)
    with change(actor) as journal:
        user = User.objects.select_for_update().get(pk=user.pk)
        _insist_on_reach(user, actor)
        insist_not_shared(user, actor)
        if actor.kind is not ActorKind.OPERATOR and actor.user_id == user.pk:
            raise Refused(
                Refusal(
                    "organisations.own_factors",
                    gettext_noop("Change your own factors on your account page."),
                )
            )
        removed = int(Authenticator.objects.filter(user_id=user.pk).delete()[0])
        if not removed:
            raise Refused(
                Refusal("organisations.no_factors", gettext_noop("There is no factor to remove."))
            )
        StaffSession.objects.filter(user=user).delete()
        journal.record(AuditTag.FACTORS_RESET, user, {"factors": removed})
    return removed


def _insist_on_reach(user: User, actor: Actor) -> None:
    day = today()
    agencies = [
        row.agency
        for row in user.memberships.select_related("agency")
        if row.valid_until is None or row.valid_until >= day
    ]
    if actor.kind is not ActorKind.OPERATOR and not agencies and not actor.in_lead_agency:
        raise NotVisible
    insist_on_agencies(actor, agencies)
