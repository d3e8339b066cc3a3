"""Role × permission, and how far each reaches."""

from __future__ import annotations

from itertools import product

import pytest

from sangto.kernel.actor import Actor, ActorKind, Role, operator_actor, public_actor, system_actor
from sangto.kernel.errors import NotVisible
from sangto.organisations.permissions import (
    LEAD_ONLY,
    ROLE_PERMISSIONS,
    OrganisationPermission,
    authorise,
    may,
)

P = OrganisationPermission
LIST_ONLY = {P.MEMBER_LIST}
EXPECTED: dict[Role, set[OrganisationPermission]] = {
    Role.FOCAL_OFFICER: {P.MEMBER_LIST, P.OFFICER_NAME},
    Role.DESK_OFFICER: {P.MEMBER_LIST, P.TEAM_KEEP},
    Role.APPROVER: {
        P.MEMBER_LIST,
        P.OFFICER_NAME,
        P.TEAM_KEEP,
        P.USER_INVITE,
        P.INTEGRATION_CONFIRM,
    },
    Role.EDITOR: LIST_ONLY,
    Role.APPEALS_OFFICER: LIST_ONLY,
    Role.AUDITOR: LIST_ONLY,
    Role.ADMINISTRATOR: {
        P.CHARTER_LOAD,
        P.HOLIDAY_OVERRIDE,
        P.USER_CREATE,
        P.USER_INVITE,
        P.FACTOR_RESET,
        P.USER_DEACTIVATE,
        P.ROLE_GRANT,
        P.ROLE_END,
        P.MEMBER_LIST,
        P.OFFICER_NAME,
        P.TEAM_KEEP,
        P.AGENCY_SUCCEED,
        P.INTEGRATION_KEEP,
    },
}


def staff(role: Role, *, lead: bool) -> Actor:
    return Actor(
        kind=ActorKind.STAFF,
        user_id=1,
        agency_id=1,
        roles=frozenset({role}),
        in_lead_agency=lead,
    )


def test_the_matrix_names_every_role() -> None:
    assert set(EXPECTED) == set(ROLE_PERMISSIONS) == set(Role)


@pytest.mark.parametrize(("role", "permission", "lead"), list(product(Role, P, (True, False))))
def test_the_matrix(role: Role, permission: OrganisationPermission, lead: bool) -> None:
    expected = permission in EXPECTED[role] and (lead or permission not in LEAD_ONLY)
    actor = staff(role, lead=lead)
    assert may(actor, permission) is expected
    if expected:
        authorise(actor, permission)
    else:
        with pytest.raises(NotVisible):
            authorise(actor, permission)


@pytest.mark.parametrize("permission", P)
def test_those_without_an_agency(permission: OrganisationPermission) -> None:
    assert may(operator_actor("shell"), permission)
    roles = frozenset(Role)
    for actor in (
        public_actor(),
        system_actor("job"),
        Actor(kind=ActorKind.STAFF, user_id=1, roles=roles, in_lead_agency=True),
        Actor(kind=ActorKind.PUBLIC, agency_id=1, roles=roles, in_lead_agency=True),
    ):
        assert not may(actor, permission)


def test_permissions_are_scope_thing_verb() -> None:
    for permission in P:
        scope, thing, verb = permission.value.split(":")
        assert scope == "organisations"
        assert thing
        assert verb
