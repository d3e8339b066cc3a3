"""Who may do what with a draft: the whole matrix, and which moves there are."""

from __future__ import annotations

import pytest

from sangto.consultation.domain.draft_workflow import DRAFT_WORKFLOW
from sangto.consultation.domain.drafts import DraftState
from sangto.consultation.permissions import (
    DraftStanding,
    Permission,
    has_draft_permission,
    may_with_draft,
)
from sangto.kernel.actor import Actor, ActorKind, Role, operator_actor, public_actor, system_actor

P = Permission
DRAFTS = {permission for permission in P if permission.value.startswith("consultation:draft:")}
DESK = {P.DRAFT_VIEW, P.DRAFT_PREPARE, P.DRAFT_CONSULT, P.DRAFT_ASSIGN}
DESK |= {P.DRAFT_DISPOSE, P.DRAFT_SUBMIT}
#: Part of the agency -> role -> what it may; roles that are missing may nothing.
MATRIX: dict[str, dict[Role, set[Permission]]] = {
    "keeps": {
        Role.DESK_OFFICER: DESK,
        Role.APPROVER: DESK,
        Role.FOCAL_OFFICER: {P.DRAFT_VIEW, P.DRAFT_PREPARE},
    },
    "leads": {
        Role.DESK_OFFICER: {P.DRAFT_VIEW},
        Role.APPROVER: {P.DRAFT_VIEW},
        Role.FOCAL_OFFICER: {P.DRAFT_VIEW},
    },
    "invited": {
        Role.DESK_OFFICER: {P.DRAFT_VIEW},
        Role.APPROVER: {P.DRAFT_VIEW, P.DRAFT_COMMENT},
        Role.FOCAL_OFFICER: {P.DRAFT_VIEW, P.DRAFT_COMMENT},
    },
    "appraises": {
        Role.DESK_OFFICER: {P.DRAFT_VIEW},
        Role.APPROVER: {P.DRAFT_VIEW, P.DRAFT_APPRAISE},
        Role.FOCAL_OFFICER: {P.DRAFT_VIEW},
    },
    "": {},
}


@pytest.mark.parametrize("part", MATRIX)
def test_every_role_in_every_part(part: str) -> None:
    standing = DraftStanding(**{part: True}) if part else DraftStanding()
    for role in Role:
        actor = Actor(ActorKind.STAFF, 1, 1, frozenset({role}))
        allowed = {permission for permission in P if may_with_draft(actor, permission, standing)}
        assert allowed == MATRIX[part].get(role, set()), (part, role)


def test_only_people_of_an_agency_hold_anything() -> None:
    for actor in (
        public_actor(),
        system_actor("job"),
        operator_actor("command"),
        Actor(ActorKind.STAFF, 1, None, frozenset(Role)),
    ):
        assert not any(has_draft_permission(actor, permission) for permission in DRAFTS)


def test_every_state_but_the_last_leads_on() -> None:
    assert DRAFT_WORKFLOW.final_states() == {DraftState.CLOSED}
    assert {Permission(row.permission) for row in DRAFT_WORKFLOW} <= DRAFTS
