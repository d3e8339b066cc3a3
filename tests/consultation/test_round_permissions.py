"""Who may do what with a round: state by role by part of the agency, walked in full."""

from __future__ import annotations

from itertools import product

import pytest

from sangto.consultation.domain.invitations import INVITATION_WORKFLOW
from sangto.consultation.domain.rounds import ROUND_WORKFLOW
from sangto.consultation.permissions import (
    ROUND_ROLES,
    Permission,
    RoundStanding,
    has_round_permission,
    may_in_round,
)
from sangto.consultation.queries.rounds import round_standing
from sangto.consultation.services import approve_and_open, cancel_round, close_round, open_round
from sangto.kernel.actor import (
    Actor,
    ActorKind,
    Role,
    Scope,
    machine_actor,
    operator_actor,
    public_actor,
    system_actor,
)
from sangto.kernel.categories import Category
from sangto.kernel.errors import NotVisible, Refused
from tests.factories.cases import World, categorised
from tests.factories.consultation import (
    closed_round,
    concluded_round,
    opened_round,
    prepared_round,
)

ROUND = [
    permission
    for permission in Permission
    if permission.value.startswith(
        ("consultation:round:", "consultation:opinion:", "consultation:request:")
    )
]
DESK = {
    Permission.ROUND_VIEW,
    Permission.ROUND_PREPARE,
    Permission.ROUND_OPEN,
    Permission.ROUND_APPROVE,
    Permission.ROUND_CHASE,
    Permission.ROUND_REGISTER,
    Permission.ROUND_EXTEND,
    Permission.ROUND_CLOSE,
    Permission.ROUND_CANCEL,
    Permission.ROUND_CONCLUDE,
}
PARTS = {
    "leads": RoundStanding(leads=True),
    "asks": RoundStanding(asks=True),
    "invited": RoundStanding(invited=True),
    "stranger": RoundStanding(),
    "lead, concerned": RoundStanding(leads=True, conflicted=True),
    "owner, concerned": RoundStanding(asks=True, conflicted=True),
    "invited, concerned": RoundStanding(invited=True, conflicted=True),
}
ASKS = {
    Role.DESK_OFFICER: DESK,
    Role.APPROVER: DESK,
    Role.FOCAL_OFFICER: {Permission.ROUND_VIEW, Permission.ROUND_PREPARE},
}
ANSWERS = {
    Role.DESK_OFFICER: {Permission.ROUND_VIEW},
    Role.APPROVER: {Permission.ROUND_VIEW, Permission.OPINION_GIVE, Permission.REQUEST_READ},
    Role.FOCAL_OFFICER: {Permission.ROUND_VIEW, Permission.OPINION_GIVE, Permission.REQUEST_READ},
}
LOOKS = {role: {Permission.ROUND_VIEW} for role in ASKS}
WANTED: dict[str, dict[Role, set[Permission]]] = {
    "leads": ASKS,
    "asks": ASKS,
    "invited": ANSWERS,
    "stranger": {},
    "lead, concerned": LOOKS,
    "owner, concerned": LOOKS,
    "invited, concerned": ANSWERS,
}


def actor(role: Role) -> Actor:
    return Actor(ActorKind.STAFF, 1, 1, frozenset({role}))


@pytest.mark.parametrize("part", PARTS)
def test_the_whole_matrix_of_roles_and_parts(part: str) -> None:
    for role, permission in product(Role, ROUND):
        wanted = permission in WANTED[part].get(role, set())
        assert may_in_round(actor(role), permission, PARTS[part]) == wanted, (role, permission)


def test_a_machine_answers_what_its_agency_is_asked_as_far_as_its_key_goes() -> None:
    wanted = {
        Permission.REQUEST_READ: Scope.ROUNDS_READ,
        Permission.OPINION_GIVE: Scope.ROUNDS_ANSWER,
    }
    for scope, permission in product(Scope, ROUND):
        machine = machine_actor(label="x", agency_id=1, scopes=frozenset({scope}))
        for name, standing in PARTS.items():
            allowed = wanted.get(permission) is scope and standing.invited
            assert may_in_round(machine, permission, standing) == allowed, (scope, name)


def test_nobody_else_but_a_job_does_what_happens_by_itself() -> None:
    everybody = [public_actor(), operator_actor("x"), *(actor(role) for role in Role)]
    for one in everybody:
        assert not has_round_permission(one, Permission.ROUND_CARRY)
    job = system_actor("x")
    assert [one for one in ROUND if has_round_permission(job, one)] == [Permission.ROUND_CARRY]
    assert set(ROUND_ROLES) == set(Role)


def test_every_move_names_a_permission_of_this_room() -> None:
    known = {permission.value for permission in ROUND}
    for workflow in (ROUND_WORKFLOW, INVITATION_WORKFLOW):
        assert {row.permission for row in workflow} <= known


def outcome(call: object) -> str:
    try:
        call()  # type: ignore[operator] # a lambda of the test
    except NotVisible:
        return "hidden"
    except Refused as refused:
        return refused.refusal.code
    return "ok"


def test_states_by_part_of_the_agency(world: World) -> None:
    """The move is looked at only by who may make it: for others every state looks the same."""
    states = {
        "preparing": prepared_round,
        "open": opened_round,
        "closed": closed_round,
        "concluded": concluded_round,
    }
    approver = {
        "lead": world.actor(world.lead, Role.APPROVER),
        "asked": world.actor(world.health, Role.APPROVER),
        "other": world.actor(world.police, Role.APPROVER),
    }
    wrong = "workflow.not_from_here"
    wanted = {
        ("preparing", "open"): "ok",
        ("preparing", "close"): wrong,
        ("open", "open"): wrong,
        ("open", "close"): "ok",
        ("closed", "open"): wrong,
        ("closed", "close"): wrong,
        ("concluded", "open"): wrong,
        ("concluded", "close"): wrong,
    }
    for (state, make), who in product(states.items(), ("asked", "other", "lead")):
        if who != "lead":
            found = make(world)
            for call in (open_round, approve_and_open, close_round):
                assert outcome(lambda: call(opinion_round=found, actor=approver[who])) == "hidden"  # noqa: B023 - called at once
            continue
        for name, move in (("open", open_round), ("close", close_round)):
            found = make(world)
            assert (
                outcome(lambda: move(opinion_round=found, actor=approver["lead"]))  # noqa: B023 - called at once
                == wanted[state, name]
            )


def test_an_agency_that_the_claim_is_about_decides_nothing(world: World) -> None:
    """SCOPE.md 5: also where it has the case's round before it as the one that leads."""
    case = categorised(world, Category.IMPERSONATION, subject_agency=world.health)
    found = opened_round(world, [world.health, world.trade], case=case)
    standing = round_standing(world.actor(world.health, Role.APPROVER), found)
    assert (standing.invited, standing.conflicted) == (True, True)
    assert (
        outcome(
            lambda: cancel_round(
                opinion_round=found,
                reason="Không muốn hỏi nữa",
                actor=world.actor(world.health, Role.APPROVER),
            )
        )
        == "hidden"
    )
    above = round_standing(world.actor(world.committee, Role.APPROVER), found)
    assert above.conflicted
