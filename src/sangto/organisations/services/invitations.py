"""Asking somebody in by e-mail: the link is theirs alone, once, for a week."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime

from django.utils import timezone

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.kernel.actor import Actor, ActorKind, Role
from sangto.kernel.errors import NotVisible, Refusal, gettext_noop, insist
from sangto.kernel.text import clean
from sangto.organisations.domain.accounts import account_refusal
from sangto.organisations.domain.invitations import (
    LASTS,
    agency_refusal,
    roles_refusal,
    sending_refusal,
    using_refusal,
)
from sangto.organisations.domain.kinds import Language
from sangto.organisations.models import Agency, Invitation, Membership, User
from sangto.organisations.permissions import OrganisationPermission, authorise
from sangto.organisations.queries import invitation_of, today, token_digest, token_of
from sangto.organisations.services.passwords import insist_on_password
from sangto.organisations.services.reach import insist_on_agencies
from sangto.queue.services import put

#: A later room sends the mail.
TASK_KIND = "invitation.send"


def invite(
    *,
    email: str,
    agency: Agency,
    roles: Collection[Role | str],
    actor: Actor,
    language: Language | str = Language.VIETNAMESE,
    now: datetime | None = None,
) -> Invitation:
    """Ask somebody without an account to join the agency with these roles.

    The mail goes out afterwards. Refused for an address that has an account or an invitation, and
    for roles that are not the inviter's to give.
    """
    authorise(actor, OrganisationPermission.USER_INVITE)
    now = now or timezone.now()
    email = clean(email).strip().lower()
    wanted = sorted({Role(role) for role in roles})
    with change(actor) as journal:
        _insist_on_reach(actor, agency)
        insist(agency_refusal(valid_until=agency.valid_until, today=today(now)))
        insist(_roles_refusal(actor, wanted))
        taken = User.objects.filter(email=email).exists()
        insist(account_refusal(email=email, full_name="-", taken=taken))
        if Invitation.objects.filter(email=email).exists():
            insist(_invited_already())
        salt = secrets.token_hex(32)
        invitation = Invitation.objects.create(
            agency=agency,
            email=email,
            roles=[role.value for role in wanted],
            language=Language(language).value,
            salt=salt,
            token_digest=token_digest(token_of(salt)),
            invited_by_id=actor.user_id,
            created_at=now,
            expires_at=now + LASTS,
        )
        journal.record(
            AuditTag.INVITATION_MADE,
            invitation,
            {"agency": agency.pk, "roles": invitation.roles},
        )
        _queue(invitation, now)
    return invitation


def resend_invitation(
    *, invitation: Invitation, actor: Actor, now: datetime | None = None
) -> Invitation:
    """A new link for another week; the one before is no longer good."""
    authorise(actor, OrganisationPermission.USER_INVITE)
    now = now or timezone.now()
    with change(actor) as journal:
        invitation = _held(invitation, actor)
        insist(sending_refusal(over=_over(invitation), times_sent=invitation.times_sent))
        insist(agency_refusal(valid_until=invitation.agency.valid_until, today=today(now)))
        invitation.salt = secrets.token_hex(32)
        invitation.token_digest = token_digest(token_of(invitation.salt))
        invitation.expires_at = now + LASTS
        invitation.times_sent += 1
        invitation.invited_by_id = actor.user_id
        invitation.save(
            update_fields=["salt", "token_digest", "expires_at", "times_sent", "invited_by"]
        )
        journal.record(AuditTag.INVITATION_SENT_AGAIN, invitation, {"times": invitation.times_sent})
        _queue(invitation, now)
    return invitation


def revoke_invitation(
    *, invitation: Invitation, actor: Actor, now: datetime | None = None
) -> Invitation:
    """The link is no longer good and the address is forgotten."""
    authorise(actor, OrganisationPermission.USER_INVITE)
    with change(actor) as journal:
        invitation = _held(invitation, actor, roles=False)
        insist(sending_refusal(over=_over(invitation), times_sent=0))
        invitation.revoked_at = now or timezone.now()
        invitation.email = ""
        invitation.save(update_fields=["revoked_at", "email"])
        journal.record(AuditTag.INVITATION_REVOKED, invitation)
    return invitation


def accept_invitation(
    *,
    token: str,
    full_name: str,
    language: Language | str,
    password: str,
    actor: Actor,
    now: datetime | None = None,
) -> User:
    """Make the account, with the invitation's address and roles, from today on.

    Whoever holds the link may; it is good once. Raises :class:`NotVisible` for a link that was
    never given out.
    """
    now = now or timezone.now()
    full_name = " ".join(clean(full_name).split())
    with change(actor) as journal:
        known = invitation_of(token)
        if known is None:
            raise NotVisible
        invitation = (
            Invitation.objects.select_for_update(of=("self",))
            .select_related("agency", "invited_by")
            .get(pk=known.pk)
        )
        insist(using_refusal_of(invitation, now))
        email = invitation.email
        taken = User.objects.filter(email=email).exists()
        insist(account_refusal(email=email, full_name=full_name, taken=taken))
        insist(agency_refusal(valid_until=invitation.agency.valid_until, today=today(now)))
        insist_on_password(password, email=email, full_name=full_name)
        user = User.objects.create_user(
            email,
            password,
            full_name=full_name,
            language=Language(language).value,
            is_staff=True,
        )
        journal.record(AuditTag.USER_CREATED, user)
        for role in invitation.roles:
            membership = Membership.objects.create(
                user=user, agency=invitation.agency, role=role, valid_from=today(now)
            )
            journal.record(
                AuditTag.ROLE_GRANTED,
                membership,
                details={"user": user.pk, "agency": invitation.agency_id, "role": role},
            )
        invitation.accepted_at = now
        invitation.accepted_by = user
        invitation.email = ""
        invitation.save(update_fields=["accepted_at", "accepted_by", "email"])
        journal.record(AuditTag.INVITATION_ACCEPTED, invitation, {"user": user.pk})
    return user


def using_refusal_of(invitation: Invitation, now: datetime) -> Refusal | None:
    inviter = invitation.invited_by
    return using_refusal(
        over=_over(invitation),
        expires_at=invitation.expires_at,
        now=now,
        inviter_active=inviter is None or inviter.is_active,
    )


def _over(invitation: Invitation) -> bool:
    return invitation.accepted_at is not None or invitation.revoked_at is not None


def _held(invitation: Invitation, actor: Actor, *, roles: bool = True) -> Invitation:
    """The row as it is now, for somebody who could have made it."""
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("agency")
        .get(pk=invitation.pk)
    )
    _insist_on_reach(actor, invitation.agency)
    if roles:
        insist(_roles_refusal(actor, [Role(role) for role in invitation.roles]))
    return invitation


def _insist_on_reach(actor: Actor, agency: Agency) -> None:
    """An approver reaches the own agency only, in the lead agency too."""
    insist_on_agencies(actor, [agency])
    if actor.kind is ActorKind.OPERATOR or actor.has(Role.ADMINISTRATOR):
        return
    if agency.pk != actor.agency_id:
        raise NotVisible


def _roles_refusal(actor: Actor, roles: Collection[Role]) -> Refusal | None:
    return roles_refusal(
        roles=roles,
        inviter_roles=actor.roles,
        operator=actor.kind is ActorKind.OPERATOR,
    )


def _queue(invitation: Invitation, now: datetime) -> None:
    put(
        kind=TASK_KIND,
        key=f"{TASK_KIND}:{invitation.pk}:{invitation.times_sent}",
        payload={"invitation": invitation.pk},
        now=now,
    )


def _invited_already() -> Refusal:
    return Refusal(
        "organisations.invited_already",
        gettext_noop("This address was invited already. Send that invitation again."),
        {},
        "email",
    )
