"""Who sees which case: role × agency × state. Unknown and forbidden look the same."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sangto.cases.domain.rights import Permission
from sangto.cases.models import Case
from sangto.cases.queries import cases_visible_to, get_case_for
from sangto.cases.services import escalate, transfer
from sangto.kernel.actor import Actor, Role, operator_actor, public_actor, system_actor
from sangto.kernel.categories import Category
from sangto.kernel.errors import NotVisible
from tests.factories.cases import World, categorised, confirmed, opened, published, signing
from tests.factories.organisations import make_actor, make_lead, make_network

READERS = {
    Role.FOCAL_OFFICER,
    Role.DESK_OFFICER,
    Role.APPROVER,
    Role.EDITOR,
    Role.APPEALS_OFFICER,
}
CONFIRMERS = {Role.FOCAL_OFFICER, Role.DESK_OFFICER, Role.APPROVER}


def owned_by_trade(world: World) -> Case:
    case = categorised(world)
    return transfer(
        case=case,
        to_agency=world.trade,
        reason="Việc này thuộc lĩnh vực đó",
        actor=world.officer(),
    )


def waiting(world: World) -> Case:
    return categorised(world, Category.FACTUAL_CLAIM, subject_agency=world.health)


STATES: list[Callable[[World], Case]] = [
    opened,
    categorised,
    waiting,
    confirmed,
    owned_by_trade,
    signing,
    published,
]


def sees(actor: Actor, case: Case, need: Permission = Permission.VIEW) -> bool:
    """The list and the single case have to agree."""
    listed = cases_visible_to(actor).filter(pk=case.pk).exists()
    try:
        found = get_case_for(actor, case.reference, need=need) == case
    except NotVisible:
        found = False
    assert listed or not found
    if need is Permission.VIEW:
        assert listed == found
    return found


@pytest.mark.parametrize("make", STATES)
def test_matrix(world: World, make: Callable[[World], Case]) -> None:
    case = make(world)
    for role in Role:
        readers = role in READERS
        assert sees(make_actor(world.lead, role), case) == readers
        for agency in (world.trade, world.press, world.health, world.committee):
            owns = case.owner_id == agency.pk
            confirms = (
                make is waiting and agency in (world.trade, world.press) and role in CONFIRMERS
            )
            expected = (owns and readers) or confirms
            assert sees(make_actor(agency, role), case) == expected, (agency.slug, role)


def test_a_confirmer_may_only_confirm(world: World) -> None:
    case = waiting(world)
    actor = make_actor(world.press, Role.DESK_OFFICER)
    held = {need for need in Permission if sees(actor, case, need)}
    assert held == {Permission.VIEW, Permission.CONFIRM, Permission.OPEN_OWN}


def test_the_committee_sees_what_was_raised_to_it(world: World) -> None:
    case = categorised(world)
    actor = make_actor(world.committee, Role.APPROVER)
    assert not sees(actor, case)
    escalate(case=case, reason="Lan ra ba xã", actor=world.officer())
    assert sees(actor, case)
    assert sees(actor, case, Permission.NOTE)
    assert not sees(actor, case, Permission.TRANSFER)


def test_the_lead_of_another_network_sees_nothing(world: World) -> None:
    case = opened(world)
    assert not sees(make_actor(make_lead(make_network()), *Role), case)


@pytest.mark.parametrize("actor", [public_actor(), system_actor("x"), operator_actor("y")])
def test_nobody_without_an_account_sees_any(world: World, actor: Actor) -> None:
    assert not sees(actor, opened(world))


def test_unknown_and_forbidden_look_the_same(world: World) -> None:
    case = opened(world)
    errors = []
    for reference in (case.reference, "VV-26-NOTONE"):
        with pytest.raises(NotVisible) as caught:
            get_case_for(make_actor(world.press, *READERS), reference, need=Permission.VIEW)
        errors.append(caught.value.refusal)
    assert errors[0] == errors[1]
