from __future__ import annotations

from datetime import date, datetime

from allauth.mfa.models import Authenticator

from sangto.kernel.actor import Actor, ActorKind, Role
from sangto.kernel.text import collation_key
from sangto.organisations.domain.kinds import Language
from sangto.organisations.models import Agency, Membership, User, valid_on
from sangto.organisations.queries.networks import today


def memberships_of(user: User, on: date | None = None) -> list[Membership]:
    """Those valid on that day (today) in agencies valid on that day, oldest first."""
    day = on or today()
    return list(
        Membership.objects.filter(valid_on(day), valid_on(day, "agency__"), user=user)
        .select_related("agency")
        .order_by("valid_from", "pk")
    )


def actor_for(user: User, *, now: datetime | None = None) -> Actor:
    """The account as the rooms see it, from its memberships of today. One query.

    Only memberships count: ``is_staff`` and ``is_superuser`` give nothing. A deactivated account
    has no roles. Should rows name two agencies, the newest membership's agency counts alone.
    """
    rows = memberships_of(user, today(now)) if user.is_active else []
    if not rows:
        return Actor(kind=ActorKind.STAFF, user_id=user.pk, label=user.full_name)
    agency = rows[-1].agency
    return Actor(
        kind=ActorKind.STAFF,
        user_id=user.pk,
        agency_id=agency.pk,
        roles=frozenset(Role(row.role) for row in rows if row.agency_id == agency.pk),
        in_lead_agency=agency.is_lead,
        label=user.full_name,
    )


def members_of(agency: Agency, *roles: Role, on: date | None = None) -> list[User]:
    """Active accounts with one of these roles (any role) in the agency on that day (today)."""
    valid = Membership.objects.filter(valid_on(on or today()), agency=agency)
    if roles:
        valid = valid.filter(role__in=[role.value for role in roles])
    users = User.objects.filter(is_active=True, pk__in=valid.values("user"))
    return sorted(users, key=lambda user: collation_key(user.full_name))


def language_at(address: str) -> str:
    """That of letters to this address: what its account chose, else Vietnamese. One query."""
    chosen = User.objects.filter(email=address.lower(), is_active=True)
    return chosen.values_list("language", flat=True).first() or Language.VIETNAMESE.value


def has_second_factor(user: User) -> bool:
    """An app or a key; recovery codes alone are none. One query."""
    return bool(
        Authenticator.objects.filter(user_id=user.pk)
        .exclude(type=Authenticator.Type.RECOVERY_CODES)
        .exists()
    )
