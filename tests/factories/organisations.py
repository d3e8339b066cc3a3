"""Networks, agencies and accounts for tests; rows only, without an audit record.

``load_demo_network`` is the exception: it loads the shipped charter through the service.
"""

from __future__ import annotations

from copy import copy
from datetime import date
from itertools import count
from typing import Any

from django.db.models import Model

from sangto.kernel.actor import Actor, Role, operator_actor
from sangto.organisations.domain.kinds import AgencyKind, TerritoryKind
from sangto.organisations.domain.shipped import shipped_charter
from sangto.organisations.models import (
    Agency,
    Charter,
    Competence,
    FocalOfficer,
    HolidayOverride,
    LegalGround,
    Membership,
    Network,
    ProtectedDomain,
    Team,
    TeamMember,
    Territory,
    User,
)
from sangto.organisations.queries import actor_for
from sangto.organisations.services import load_charter

_NUMBER = count(1)

#: Everything that the factories make is valid from here on.
LONG_AGO = date(2020, 1, 1)


def make_network(slug: str = "", **fields: Any) -> Network:
    slug = slug or f"network-{next(_NUMBER)}"
    values = {"title": f"Mạng lưới {slug}", "title_en": f"Network {slug}", **fields}
    return Network.objects.create(slug=slug, **values)


def make_agency(
    network: Network, slug: str = "", kind: AgencyKind = AgencyKind.DEPARTMENT, **fields: Any
) -> Agency:
    slug = slug or f"agency-{next(_NUMBER)}"
    values = {
        "name": f"Cơ quan {slug}",
        "name_en": f"Agency {slug}",
        "kind": kind.value,
        "is_lead": kind is AgencyKind.LEAD,
        "valid_from": LONG_AGO,
        **fields,
    }
    return Agency.objects.create(network=network, slug=slug, **values)


def make_lead(network: Network, **fields: Any) -> Agency:
    return make_agency(network, kind=AgencyKind.LEAD, **fields)


def make_territory(network: Network, code: str = "", **fields: Any) -> Territory:
    code = code or f"territory-{next(_NUMBER)}"
    values = {
        "name": f"Xã {code}",
        "name_en": f"Commune {code}",
        "kind": TerritoryKind.COMMUNE.value,
        **fields,
    }
    return Territory.objects.create(network=network, code=code, **values)


def make_competence(agency: Agency, topic: str, **fields: Any) -> Competence:
    return Competence.objects.create(
        agency=agency, topic=topic, **{"valid_from": LONG_AGO, **fields}
    )


def make_ground(network: Network, code: str = "", **fields: Any) -> LegalGround:
    code = code or f"ground-{next(_NUMBER)}"
    values = {
        "citation": f"Luật số {code}",
        "citation_en": f"Law No. {code}",
        "valid_from": LONG_AGO,
        **fields,
    }
    return LegalGround.objects.create(network=network, code=code, **values)


def make_user(email: str = "", password: str | None = None, **fields: Any) -> User:
    number = next(_NUMBER)
    return User.objects.create_user(
        email or f"person-{number}@agency.example",
        password,
        **{"full_name": f"Người Số {number}", **fields},
    )


def make_member(agency: Agency, *roles: Role, **fields: Any) -> User:
    """An account with these roles in the agency; ``fields`` go to the account."""
    user = make_user(**fields)
    for role in roles:
        Membership.objects.create(user=user, agency=agency, role=role.value, valid_from=LONG_AGO)
    return user


def make_actor(agency: Agency, *roles: Role) -> Actor:
    """The actor of a new account with these roles in the agency."""
    return actor_for(make_member(agency, *roles))


#: The rows of the shipped network as the first load of this process made them, in their order.
_DEMO_ROWS: list[list[Model]] = []
_DEMO_TABLES: tuple[type[Model], ...] = (
    Network,
    Charter,
    Territory,
    Agency,
    Competence,
    FocalOfficer,
    LegalGround,
    ProtectedDomain,
    HolidayOverride,
    Team,
    TeamMember,
)


def load_demo_network() -> Network:
    """The shipped network ``tinh-mau`` with its 14 agencies, as the demo has it.

    Loaded by its service once a process; later tests get copies of the same rows, without the
    record of the loading.
    """
    if _DEMO_ROWS and not Network.objects.exists():
        for rows in _DEMO_ROWS:
            type(rows[0])._default_manager.bulk_create([copy(row) for row in rows])
        return Network.objects.get()
    alone = not Network.objects.exists()
    text = shipped_charter("tinh-mau")
    charter = load_charter(text=text, file_name="tinh-mau.yaml", actor=operator_actor("tests"))
    if alone and not _DEMO_ROWS:
        tables = (list(table._default_manager.order_by("pk")) for table in _DEMO_TABLES)
        _DEMO_ROWS.extend(rows for rows in tables if rows)
    return charter.network


def demo_agency(slug: str) -> Agency:
    return Agency.objects.get(network__slug="tinh-mau", slug=slug)
