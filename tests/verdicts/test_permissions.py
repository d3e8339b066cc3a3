"""Role × agency × permission, walked completely."""

from __future__ import annotations

import pytest

from sangto.kernel.actor import Actor, ActorKind, Role, operator_actor, public_actor, system_actor
from sangto.verdicts.domain.version import VERSION_WORKFLOW, VersionStatus
from sangto.verdicts.permissions import Permission, may

LEAD, OWNER, OTHER, SUBJECT = 1, 2, 3, 4

WRITE = {Permission.DRAFT, Permission.SUBMIT, Permission.RENEW}
SIGN = {Permission.APPROVE, Permission.SEND_BACK}
READ = {Permission.READ_UNPUBLISHED}
IMPORTS = {Permission.IMPORT, Permission.CLASSIFY_IMPORTED, Permission.FOLLOW_FEED}

TAKE_BACK = {Permission.WITHDRAW, Permission.REDACT}
CLASSIFY = {Permission.CLASSIFY_IMPORTED}
#: Of appeals officers of any agency, so that somebody can decide where the lead agency may not.
ON_APPEAL = {Permission.WITHDRAW, Permission.CORRECT}

EXPECTED: dict[tuple[int, Role], set[Permission]] = {
    (LEAD, Role.DESK_OFFICER): WRITE | READ | IMPORTS,
    (LEAD, Role.APPROVER): SIGN | READ | IMPORTS | TAKE_BACK,
    (LEAD, Role.EDITOR): READ,
    (LEAD, Role.APPEALS_OFFICER): READ | ON_APPEAL,
    (OWNER, Role.APPEALS_OFFICER): ON_APPEAL,
    (OTHER, Role.APPEALS_OFFICER): ON_APPEAL,
    (OWNER, Role.FOCAL_OFFICER): WRITE | READ | CLASSIFY,
    (OWNER, Role.DESK_OFFICER): WRITE | READ | CLASSIFY,
    (OWNER, Role.APPROVER): SIGN | READ | CLASSIFY,
    (OTHER, Role.FOCAL_OFFICER): CLASSIFY,
    (OTHER, Role.DESK_OFFICER): CLASSIFY,
    (OTHER, Role.APPROVER): CLASSIFY,
}


def staff(agency: int, *roles: Role) -> Actor:
    return Actor(
        kind=ActorKind.STAFF,
        user_id=7,
        agency_id=agency,
        roles=frozenset(roles),
        in_lead_agency=agency == LEAD,
    )


@pytest.mark.parametrize("permission", list(Permission))
@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("agency", [LEAD, OWNER, OTHER, SUBJECT])
def test_matrix(agency: int, role: Role, permission: Permission) -> None:
    allowed = may(
        staff(agency, role),
        permission,
        owner_agency=OWNER,
        subject_relatives=frozenset({SUBJECT}),
    )
    assert allowed == (permission in EXPECTED.get((agency, role), set()))


@pytest.mark.parametrize("permission", list(Permission))
@pytest.mark.parametrize("agency", [LEAD, OWNER])
def test_relatives_of_the_subject_have_nothing_whatever_their_roles(
    agency: int, permission: Permission
) -> None:
    assert not may(
        staff(agency, *Role),
        permission,
        owner_agency=OWNER,
        subject_relatives=frozenset({agency}),
    )


@pytest.mark.parametrize("permission", list(Permission))
def test_nobody_who_is_not_staff(permission: Permission) -> None:
    assert not may(public_actor(), permission, owner_agency=OWNER)
    system = may(system_actor("job"), permission, owner_agency=OWNER)
    assert system == (permission is Permission.IMPORT)
    operator = may(operator_actor("import"), permission, owner_agency=OWNER)
    assert operator == (permission in {Permission.IMPORT, Permission.FOLLOW_FEED})
    lost = Actor(kind=ActorKind.STAFF, user_id=7, roles=frozenset(Role))
    assert not may(lost, permission, owner_agency=None)


def test_workflow_uses_these_permissions_and_ends_where_it_should() -> None:
    assert {row.permission for row in VERSION_WORKFLOW} <= {item.value for item in Permission}
    assert VERSION_WORKFLOW.final_states() == {
        VersionStatus.WITHDRAWN,
    }
    published = [row for row in VERSION_WORKFLOW if row.target == VersionStatus.PUBLISHED]
    assert [(row.source, row.permission) for row in published] == [
        (VersionStatus.SUBMITTED, Permission.APPROVE)
    ]
    assert {row.target for row in VERSION_WORKFLOW if row.source == VersionStatus.HELD} == {
        VersionStatus.RELEASED,
        VersionStatus.WITHDRAWN,
    }
