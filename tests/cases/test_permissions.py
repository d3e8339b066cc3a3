"""Role × standing × permission, written out and walked completely."""

from __future__ import annotations

from itertools import product

import pytest

from sangto.cases.domain.workflow import CASE_WORKFLOW
from sangto.cases.permissions import ROLE_PERMISSIONS, Permission, Standing, authorise, may
from sangto.kernel.actor import Actor, ActorKind, Role, operator_actor, public_actor, system_actor
from sangto.kernel.errors import NotVisible

P = Permission
D, F, A, E, J = (
    Role.DESK_OFFICER,
    Role.FOCAL_OFFICER,
    Role.APPROVER,
    Role.EDITOR,
    Role.APPEALS_OFFICER,
)
EVERYBODY = {D, F, A, E, J}
WORKING = {D, F, A}
NOBODY: set[Role] = set()

#: Permission -> who may in a case of the lead agency's network, of one's own, and elsewhere.
MATRIX: dict[Permission, tuple[set[Role], set[Role], set[Role]]] = {
    P.VIEW: (EVERYBODY, EVERYBODY, NOBODY),
    P.OPEN: ({D}, NOBODY, NOBODY),
    P.OPEN_OWN: ({D, F}, {D, F}, {D, F}),
    P.CATEGORISE: ({D}, {D}, NOBODY),
    P.CONFIRM: (WORKING, WORKING, NOBODY),
    P.ROUTE: ({D}, NOBODY, NOBODY),
    P.ASSIGN: (NOBODY, WORKING, NOBODY),
    P.TRANSFER: (WORKING, WORKING, NOBODY),
    P.ESCALATE: (WORKING, WORKING, NOBODY),
    P.NOTE: ({D, F, A, E}, {D, F, A, E}, NOBODY),
    P.CLOSE_OUT_OF_SCOPE: ({D}, {D}, NOBODY),
    P.ANSWER: (NOBODY, WORKING, NOBODY),
    P.DRAFT: ({D, F, E}, {D, F, E}, NOBODY),
    P.SIGN: ({A}, {A}, NOBODY),
    P.ARCHIVE: (NOBODY, NOBODY, NOBODY),
    P.REBUILD: (NOBODY, NOBODY, NOBODY),
    P.RETURN: (NOBODY, WORKING, NOBODY),
    P.BEYOND: (NOBODY, WORKING, NOBODY),
    P.DIRECT: (NOBODY, NOBODY, NOBODY),
    P.REOPEN: ({D, F, A, E}, {D, F, A, E}, NOBODY),
    P.REOPEN_ON_APPEAL: ({J}, {J}, {J}),
    P.REOPEN_ASKED: (NOBODY, NOBODY, NOBODY),
    P.TASK: ({D, F, A, E}, {D, F, A, E}, NOBODY),
    P.CHECKLIST: ({D, F, E}, {D, F, E}, NOBODY),
    P.GROUND: ({D, F, E}, {D, F, E}, NOBODY),
    P.COPY: (WORKING, WORKING, NOBODY),
}
STANDINGS = (Standing(leads=True), Standing(owns=True), Standing())


def staff(*roles: Role) -> Actor:
    return Actor(ActorKind.STAFF, user_id=1, agency_id=1, roles=frozenset(roles))


def test_the_matrix_names_every_permission() -> None:
    assert set(MATRIX) == set(Permission)
    assert set(ROLE_PERMISSIONS) == set(Role)


@pytest.mark.parametrize(("permission", "role"), list(product(Permission, Role)))
def test_matrix(permission: Permission, role: Role) -> None:
    found = [may(staff(role), permission, standing) for standing in STANDINGS]
    assert found == [role in allowed for allowed in MATRIX[permission]]


@pytest.mark.parametrize(("permission", "role"), list(product(Permission, Role)))
def test_a_conflicted_agency_only_looks_and_notes(permission: Permission, role: Role) -> None:
    standing = Standing(leads=True, owns=True, confirms=True, is_committee=True, conflicted=True)
    if permission is P.OPEN_OWN:
        return
    allowed = permission in {P.VIEW, P.NOTE} and may(
        staff(role), permission, Standing(leads=True, owns=True)
    )
    assert may(staff(role), permission, standing) == allowed


@pytest.mark.parametrize("permission", Permission)
def test_a_confirmer_looks_and_confirms(permission: Permission) -> None:
    allowed = permission in {P.VIEW, P.CONFIRM, P.OPEN_OWN}
    assert may(staff(D), permission, Standing(confirms=True)) == allowed


@pytest.mark.parametrize("permission", Permission)
def test_the_committee_looks_notes_and_directs(permission: Permission) -> None:
    allowed = permission in {P.VIEW, P.NOTE, P.OPEN_OWN, P.DIRECT}
    assert may(staff(D), permission, Standing(is_committee=True)) == allowed


@pytest.mark.parametrize("permission", Permission)
def test_nobody_without_an_account_works_on_cases(permission: Permission) -> None:
    everything = Standing(leads=True, owns=True, confirms=True, is_committee=True)
    nameless = Actor(ActorKind.STAFF, roles=frozenset(Role), in_lead_agency=True)
    assert not may(public_actor(), permission, everything)
    assert not may(nameless, permission, everything)


def test_only_an_operator_or_a_job_files_an_archive() -> None:
    for actor in (operator_actor("import"), system_actor("job")):
        held = {
            permission
            for permission in Permission
            if may(actor, permission, Standing(leads=True, owns=True))
        }
        assert held == set()
    with pytest.raises(NotVisible):
        authorise(staff(*Role), P.ARCHIVE, Standing(leads=True, owns=True))


def test_every_move_names_a_permission_of_the_room() -> None:
    assert {row.permission for row in CASE_WORKFLOW} <= {item.value for item in Permission}
