"""The rules stand in the database too: rows that break them can not be written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from sangto.kernel.actor import Role
from sangto.organisations.domain.kinds import AgencyKind
from sangto.organisations.models import (
    Agency,
    Charter,
    FocalOfficer,
    HolidayOverride,
    Membership,
    Network,
    ProtectedDomain,
    Territory,
    User,
)
from tests.factories.organisations import (
    make_agency,
    make_competence,
    make_ground,
    make_lead,
    make_member,
    make_network,
    make_territory,
    make_user,
)

pytestmark = pytest.mark.django_db

LATER, EARLIER = date(2026, 2, 1), date(2026, 1, 1)
REVERSED: dict[str, Any] = {"valid_from": LATER, "valid_until": EARLIER}


def charter(network: Network, **fields: object) -> Charter:
    values = {"version": 1, "source": "x", "digest": "0" * 64, "valid_from": EARLIER, **fields}
    return Charter.objects.create(network=network, **values)


def officer(agency: Agency, **fields: object) -> FocalOfficer:
    values = {"full_name": "An", "email": "an@x.example", "valid_from": EARLIER, **fields}
    return FocalOfficer.objects.create(agency=agency, **values)


def two_leads(network: Network) -> None:
    make_lead(network)
    make_lead(network)


def membership_twice(network: Network) -> None:
    agency = make_agency(network)
    user = make_member(agency, Role.EDITOR)
    Membership.objects.create(user=user, agency=agency, role="editor", valid_from=LATER)


def unknown_role(network: Network) -> None:
    Membership.objects.create(
        user=make_user(), agency=make_agency(network), role="king", valid_from=EARLIER
    )


def reversed_membership(network: Network) -> None:
    Membership.objects.create(
        user=make_user(), agency=make_agency(network), role="editor", **REVERSED
    )


def own_parent(network: Network) -> None:
    agency = make_agency(network)
    Agency.objects.filter(pk=agency.pk).update(parent=agency)


def own_successor(network: Network) -> None:
    agency = make_agency(network)
    Agency.objects.filter(pk=agency.pk).update(successor=agency)


def own_substitute(network: Network) -> None:
    row = officer(make_agency(network))
    FocalOfficer.objects.filter(pk=row.pk).update(substitute_for=row)


def territory_in_itself(network: Network) -> None:
    row = make_territory(network)
    Territory.objects.filter(pk=row.pk).update(parent=row)


def competence_twice(network: Network) -> None:
    agency = make_agency(network)
    make_competence(agency, "land")
    make_competence(agency, "land")


def local_competence_twice(network: Network) -> None:
    agency, place = make_agency(network), make_territory(network)
    make_competence(agency, "land", territory=place)
    make_competence(agency, "land", territory=place)


def twice(make: Callable[[Network], object]) -> Callable[[Network], object]:
    def both(network: Network) -> None:
        make(network)
        make(network)

    return both


BROKEN: dict[str, Callable[[Network], object]] = {
    "two lead agencies": two_leads,
    "lead of another kind": lambda n: make_agency(n, kind=AgencyKind.PRESS, is_lead=True),
    "agency of no kind": lambda n: Agency.objects.filter(pk=make_agency(n).pk).update(kind="clan"),
    "agency reversed": lambda n: make_agency(n, **REVERSED),
    "agency twice": twice(lambda n: make_agency(n, "so-y-te")),
    "own parent": own_parent,
    "own successor": own_successor,
    "officer reversed": lambda n: officer(make_agency(n), **REVERSED),
    "own substitute": own_substitute,
    "charter reversed": lambda n: charter(n, **REVERSED),
    "charter version twice": twice(charter),
    "charter version zero": lambda n: charter(n, version=0),
    "territory twice": twice(lambda n: make_territory(n, "tinh")),
    "territory of no kind": lambda n: make_territory(n, kind="moon"),
    "territory in itself": territory_in_itself,
    "competence reversed": lambda n: make_competence(make_agency(n), "land", **REVERSED),
    "competence twice": competence_twice,
    "local competence twice": local_competence_twice,
    "ground reversed": lambda n: make_ground(n, **REVERSED),
    "ground twice": twice(lambda n: make_ground(n, "luat")),
    "domain twice": twice(
        lambda n: ProtectedDomain.objects.create(network=n, domain="a.example", owner="A")
    ),
    "day twice": twice(
        lambda n: HolidayOverride.objects.create(network=n, day=LATER, working=True, note="x")
    ),
    "membership twice": membership_twice,
    "membership of no role": unknown_role,
    "membership reversed": reversed_membership,
    "network twice": lambda n: make_network(n.slug),
    "account in two cases": lambda n: [
        User.objects.create(email="An@x.example"),
        User.objects.create(email="an@X.example"),
    ],
    "account of no language": lambda n: make_user(language="fr"),
}


@pytest.mark.parametrize("make", BROKEN.values(), ids=BROKEN.keys())
def test_the_database_refuses(make: Callable[[Network], object]) -> None:
    network = make_network()
    with pytest.raises(IntegrityError), transaction.atomic():
        make(network)


def test_the_same_slug_in_two_networks() -> None:
    assert (
        make_agency(make_network(), "so-y-te").slug == make_agency(make_network(), "so-y-te").slug
    )


def test_a_role_may_be_held_again_after_it_ended() -> None:
    agency = make_agency(make_network())
    user = make_user()
    for last in (LATER, None):
        Membership.objects.create(
            user=user, agency=agency, role="editor", valid_from=EARLIER, valid_until=last
        )
    assert user.memberships.count() == 2


def test_a_former_lead_agency_keeps_its_kind() -> None:
    network = make_network()
    make_agency(network, kind=AgencyKind.LEAD, is_lead=False)
    make_lead(network)
    assert network.agencies.count() == 2
