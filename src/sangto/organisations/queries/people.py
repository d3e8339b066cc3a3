"""Who has an account where: what an agency's list of people shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet

from sangto.kernel.actor import Actor, ActorKind, Role
from sangto.kernel.errors import NotVisible
from sangto.kernel.text import collation_key
from sangto.organisations.models import Agency, Membership, User
from sangto.organisations.permissions import OrganisationPermission, may
from sangto.organisations.queries.agencies import agencies
from sangto.organisations.queries.networks import today


@dataclass(slots=True)
class Person:
    """``last_seen_on`` is the day of the last sign-in; nobody sees more of it."""

    user: User
    memberships: list[Membership] = field(default_factory=list)
    has_factor: bool = False
    last_seen_on: date | None = None

    @property
    def leaves_on(self) -> date | None:
        """The last day of all roles, when each of them has one."""
        days = [row.valid_until for row in self.memberships]
        known = [day for day in days if day is not None]
        return max(known) if days and len(known) == len(days) else None


def people_of(agency: Agency, on: date | None = None) -> list[Person]:
    """Accounts with a role there today or later, by the Vietnamese alphabet. Two queries."""
    rows = _current(on).filter(agency=agency).select_related("user").order_by("valid_from", "pk")
    people: dict[int, Person] = {}
    for row in rows:
        person = people.setdefault(row.user_id, Person(row.user, last_seen_on=_day(row.user)))
        person.memberships.append(row)
    factors = _with_factor(people)
    for pk, person in people.items():
        person.has_factor = pk in factors
    return sorted(people.values(), key=lambda person: collation_key(person.user.full_name))


def person_of(user: User, on: date | None = None) -> Person:
    rows = _current(on).filter(user=user).select_related("agency").order_by("valid_from", "pk")
    return Person(user, list(rows), bool(_with_factor([user.pk])), _day(user))


def listed_agencies(actor: Actor, agency: Agency) -> list[Agency]:
    """Whose people this member of staff may list: all of the network in the lead agency."""
    return agencies(agency.network) if actor.in_lead_agency else [agency]


def may_keep_people(actor: Actor, agency: Agency) -> bool:
    """Whether the actor grants and ends roles in the agency: its administrator, or the lead's."""
    return may(actor, OrganisationPermission.ROLE_GRANT) and (
        actor.in_lead_agency or actor.agency_id == agency.pk
    )


def may_invite_to(actor: Actor, agency: Agency) -> bool:
    if not may(actor, OrganisationPermission.USER_INVITE):
        return False
    if actor.agency_id == agency.pk:
        return True
    return actor.in_lead_agency and actor.has(Role.ADMINISTRATOR)


def person_visible_to(actor: Actor, pk: int, on: date | None = None) -> User:
    """Somebody with a role in the own agency, or anybody of the network for the lead agency.

    An account without any role today is for the administrators of the lead agency. Raises
    :class:`NotVisible` for everybody else.
    """
    if actor.kind is not ActorKind.STAFF or actor.agency_id is None:
        raise NotVisible
    user = User.objects.filter(pk=pk).first()
    if user is None or not may(actor, OrganisationPermission.MEMBER_LIST):
        raise NotVisible
    reached = {row.agency_id for row in _current(on).filter(user=user)}
    if actor.agency_id in reached:
        return user
    if not actor.in_lead_agency:
        raise NotVisible
    own = Agency.objects.filter(pk=actor.agency_id).values("network")
    if reached:
        if not Agency.objects.filter(pk__in=reached, network__in=own).exists():
            raise NotVisible
        return user
    if may(actor, OrganisationPermission.ROLE_GRANT):
        return user
    raise NotVisible


def without_agency(on: date | None = None) -> list[User]:
    """Active accounts that have no role today or later."""
    users = User.objects.filter(is_active=True).exclude(pk__in=_current(on).values("user"))
    return sorted(users, key=lambda user: collation_key(user.full_name))


def _current(on: date | None) -> QuerySet[Membership]:
    day = on or today()
    return Membership.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day))


def _with_factor(users: Iterable[int]) -> set[int]:
    rows = Authenticator.objects.filter(user_id__in=list(users)).exclude(
        type=Authenticator.Type.RECOVERY_CODES
    )
    return set(rows.values_list("user_id", flat=True))


def _day(user: User) -> date | None:
    if user.last_login is None:
        return None
    return today(user.last_login)
