"""Who holds a claim, and who may."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from sangto.cases.domain.holding import alive
from sangto.cases.models import Case, Hold
from sangto.cases.permissions import Permission, may
from sangto.cases.queries.cases import lead_standing, standing_of
from sangto.cases.queries.owners import WORKING_ROLES
from sangto.kernel.actor import Actor
from sangto.matching.models import Claim
from sangto.organisations.models import Membership, User
from sangto.organisations.models.validity import valid_on

#: Steps that a hold keeps others from; whoever may do one of them may hold the claim.
DECIDING = (
    Permission.CATEGORISE,
    Permission.ASSIGN,
    Permission.ROUTE,
    Permission.TRANSFER,
    Permission.CLOSE_OUT_OF_SCOPE,
    Permission.ANSWER,
    Permission.DRAFT,
)


@dataclass(frozen=True, slots=True)
class HoldNow:
    """A hold that is alive. ``handed_by`` is who gave it to this person, empty if nobody did."""

    user_id: int
    name: str
    until: datetime
    handed_by: str = ""


def hold_now(claim: Claim, *, now: datetime | None = None) -> HoldNow | None:
    row = Hold.objects.select_related("user", "handed_by").filter(claim=claim).first()
    return as_now(row, now or timezone.now())


def as_now(row: Hold | None, now: datetime) -> HoldNow | None:
    """``user`` and ``handed_by`` of the row are read."""
    if row is None or not alive(row.until, now):
        return None
    giver = row.handed_by
    return HoldNow(row.user_id, row.user.full_name, row.until, giver.full_name if giver else "")


def may_hold(actor: Actor, claim: Claim) -> bool:
    """Whether this person may decide anything about the claim, or begin the work on it."""
    if actor.user_id is None:
        return False
    case = Case.objects.select_related("claim", "subject_agency").filter(claim=claim).first()
    if case is None:
        return may(actor, Permission.OPEN, lead_standing(actor, claim))
    standing = standing_of(actor, case)
    return any(may(actor, permission, standing) for permission in DECIDING) or may(
        actor, Permission.OPEN, lead_standing(actor, claim)
    )


def colleagues_of(actor: Actor, on: date) -> QuerySet[User]:
    """Other people of the actor's agency who work on cases today."""
    working = Membership.objects.filter(
        valid_on(on),
        agency_id=actor.agency_id or 0,
        role__in=[role.value for role in WORKING_ROLES],
    )
    return (
        User.objects.filter(is_active=True, pk__in=working.values("user_id"))
        .exclude(pk=actor.user_id or 0)
        .order_by("full_name", "pk")
    )
