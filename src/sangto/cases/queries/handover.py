"""What is open and points to one person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from sangto.cases.domain.states import CaseStatus
from sangto.cases.models import Case, CaseTask, Hold
from sangto.cases.queries.owners import WORKING_ROLES
from sangto.kernel.actor import Actor, ActorKind, Role
from sangto.organisations.models import Membership, User, valid_on
from sangto.organisations.permissions import OrganisationPermission, may
from sangto.organisations.queries import today


@dataclass(frozen=True, slots=True)
class OpenWork:
    cases: list[Case]
    tasks: list[CaseTask]
    holds: list[Hold]

    def __len__(self) -> int:
        return len(self.cases) + len(self.tasks) + len(self.holds)


def open_work_of(user: User, now: datetime | None = None) -> OpenWork:
    """Three queries; soonest first. Holds that ended by time are left out."""
    now = now or timezone.now()
    return OpenWork(
        list(
            Case.objects.filter(assignee=user)
            .exclude(status=CaseStatus.CLOSED.value)
            .select_related("claim", "owner")
            .order_by("due_at", "pk")
        ),
        list(
            CaseTask.objects.filter(owner=user, done_at__isnull=True)
            .select_related("case", "agency")
            .order_by("due_on", "pk")
        ),
        list(
            Hold.objects.filter(user=user, until__gt=now)
            .select_related("claim")
            .order_by("until", "pk")
        ),
    )


def stray_work_of(user: User, now: datetime | None = None) -> OpenWork:
    """Of the open work that points to this person, what lies where the person does not work on
    cases today."""
    now = now or timezone.now()
    roles = Membership.objects.filter(
        valid_on(today(now)), user=user, role__in=[role.value for role in WORKING_ROLES]
    )
    here = set(roles.values_list("agency_id", flat=True)) if user.is_active else set()
    work = open_work_of(user, now)
    return OpenWork(
        [case for case in work.cases if case.owner_id not in here],
        [task for task in work.tasks if task.agency_id not in here],
        [hold for hold in work.holds if hold.agency_id not in here],
    )


def people_with_open_work(now: datetime | None = None) -> list[User]:
    cases = Case.objects.exclude(status=CaseStatus.CLOSED.value).exclude(assignee=None)
    tasks = CaseTask.objects.filter(done_at__isnull=True).exclude(owner=None)
    holds = Hold.objects.filter(until__gt=now or timezone.now())
    return list(
        User.objects.filter(
            Q(pk__in=cases.order_by().values("assignee_id"))
            | Q(pk__in=tasks.order_by().values("owner_id"))
            | Q(pk__in=holds.order_by().values("user_id"))
        ).order_by("pk")
    )


def may_hand_over(actor: Actor, user: User) -> bool:
    """People hand over their own work; an approver that of the own agency. Who ends roles there
    may too: they see numbers and days, no content."""
    if actor.kind is ActorKind.OPERATOR or actor.user_id == user.pk:
        return True
    if actor.kind is not ActorKind.STAFF or actor.agency_id is None:
        return False
    agencies = set(user.memberships.values_list("agency_id", flat=True))
    if actor.agency_id in agencies:
        return actor.has(Role.APPROVER) or may(actor, OrganisationPermission.ROLE_END)
    return actor.in_lead_agency and may(actor, OrganisationPermission.ROLE_END)


def possible_receivers(user: User, on: date | None = None) -> list[User]:
    """Who works on cases where this person does, or did last."""
    day = on or today()
    last = user.memberships.order_by("-valid_from", "-pk").first()
    if last is None:
        return []
    working = Membership.objects.filter(
        valid_on(day), agency_id=last.agency_id, role__in=[role.value for role in WORKING_ROLES]
    )
    users = User.objects.filter(is_active=True, pk__in=working.values("user_id"))
    return list(users.exclude(pk=user.pk).order_by("full_name", "pk"))
