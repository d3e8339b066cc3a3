"""Which agency and which person may work on a case."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet

from sangto.cases.domain.ownership import ownership_refusal
from sangto.cases.models import Case
from sangto.cases.queries.cases import category_of, subject_relatives
from sangto.intake.models import Report
from sangto.kernel.actor import Role
from sangto.kernel.categories import Category
from sangto.kernel.errors import Refusal
from sangto.organisations.domain.kinds import AgencyKind
from sangto.organisations.models import Agency, Membership, Network, User
from sangto.organisations.models.validity import valid_on
from sangto.organisations.queries import competent_agency, lead_agency

#: Roles that work on cases.
WORKING_ROLES = (Role.FOCAL_OFFICER, Role.DESK_OFFICER, Role.APPROVER, Role.EDITOR)

#: Who steps in when neither the competent nor the lead agency is free to: first those that stand
#: furthest from the administration.
_STEPS_IN = (
    AgencyKind.ASSOCIATION,
    AgencyKind.PRESS,
    AgencyKind.PORTAL,
    AgencyKind.DEPARTMENT,
    AgencyKind.OFFICE,
    AgencyKind.LOCALITY,
)


def agencies_in_force(network: Network, on: date) -> QuerySet[Agency]:
    return Agency.objects.filter(valid_on(on), network=network).order_by("slug")


def is_in_force(case: Case, agency: Agency, on: date) -> bool:
    """Whether the agency is a member of the case's network on that day."""
    return agencies_in_force(case.network, on).filter(pk=agency.pk).exists()


def owner_refusal(case: Case, agency: Agency) -> Refusal | None:
    """Why the agency may not own this case (SCOPE.md 5)."""
    return ownership_refusal(
        category=category_of(case),
        agency=agency.pk,
        agency_kind=agency.kind,
        subject_relatives=subject_relatives(case),
    )


def competent_owner(
    *, network: Network, category: Category, topic: str, origin: Report, on: date
) -> Agency | None:
    """The agency that the table of competences names; None where the desk keeps the case."""
    if category in (Category.PRIVACY, Category.CHILD_SAFETY, Category.OUT_OF_SCOPE):
        return None
    return competent_agency(network, topic or category.value, origin.territory, on)


def neutral_owner(
    *,
    network: Network,
    category: Category | None,
    topic: str,
    origin: Report,
    relatives_of_subject: Collection[int],
    on: date,
) -> Agency | None:
    """The first of the competent agency, the lead agency and the others that may own the case."""
    candidates: list[Agency | None] = []
    if category is not None:
        candidates.append(
            competent_owner(network=network, category=category, topic=topic, origin=origin, on=on)
        )
    candidates.append(lead_agency(network))
    others = [member for member in agencies_in_force(network, on) if member.kind in set(_STEPS_IN)]
    others.sort(key=lambda member: _STEPS_IN.index(AgencyKind(member.kind)))
    for agency in [*candidates, *others]:
        if agency is None:
            continue
        refusal = ownership_refusal(
            category=category,
            agency=agency.pk,
            agency_kind=agency.kind,
            subject_relatives=relatives_of_subject,
        )
        if refusal is None:
            return agency
    return None


def committee_of(network: Network, on: date) -> Agency | None:
    return agencies_in_force(network, on).filter(kind=AgencyKind.COMMITTEE.value).first()


def possible_owners(case: Case, on: date) -> list[Agency]:
    """Agencies that the case may pass to, without the one that has it."""
    category, excluded = category_of(case), subject_relatives(case)
    return [
        agency
        for agency in agencies_in_force(case.network, on)
        if agency.pk != case.owner_id
        and not ownership_refusal(
            category=category,
            agency=agency.pk,
            agency_kind=agency.kind,
            subject_relatives=excluded,
        )
    ]


def assignable_users(case: Case, on: date) -> QuerySet[User]:
    """People who work for the owner agency today."""
    working = Membership.objects.filter(
        valid_on(on), agency_id=case.owner_id, role__in=[role.value for role in WORKING_ROLES]
    )
    return User.objects.filter(is_active=True, pk__in=working.values("user_id")).order_by(
        "full_name", "pk"
    )
