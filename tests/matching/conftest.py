from __future__ import annotations

import pytest

from sangto.organisations.models import Network, ProtectedDomain
from tests.factories.organisations import make_network


@pytest.fixture
def network(db: None) -> Network:
    network = make_network("mau")
    ProtectedDomain.objects.create(
        network=network, domain="saomaibank.example", owner="Ngân hàng Sao Mai"
    )
    return network
