from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from sangto.kernel.actor import Actor, Role
from sangto.organisations.models import Agency, Network
from tests.factories.organisations import make_actor, make_agency, make_lead, make_network


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: Settings) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def network(db: None) -> Network:
    return make_network()


@pytest.fixture
def lead(network: Network) -> Agency:
    return make_lead(network)


@pytest.fixture
def agency(network: Network) -> Agency:
    return make_agency(network)


@pytest.fixture
def officer(lead: Agency) -> Actor:
    return make_actor(lead, Role.DESK_OFFICER)
