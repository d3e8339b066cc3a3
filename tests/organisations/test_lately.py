from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any

import pytest

from sangto.organisations.queries import current_network, home_territory, territories
from sangto.organisations.queries import lately as remembering
from tests.factories.organisations import make_network, make_territory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Outside of a transaction, as a page is, and at a time that stands still."""
    settings.SANGTO_PAGE_SECONDS = 5
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    monkeypatch.setattr(remembering, "connection", SimpleNamespace(in_atomic_block=False))
    remembering.forget_lately()
    yield now
    remembering.forget_lately()


def test_the_network_is_asked_for_once_in_its_time(
    clock: list[float], django_assert_num_queries: Any
) -> None:
    first = make_network()
    assert current_network() == first
    newer = make_network()
    with django_assert_num_queries(0):
        assert current_network() == first
    clock[0] += 5
    assert current_network() == newer


def test_that_there_is_none_is_not_remembered() -> None:
    assert current_network() is None
    network = make_network()
    assert current_network() == network


def test_a_transaction_reads_what_it_wrote(monkeypatch: pytest.MonkeyPatch) -> None:
    make_network()
    current_network()
    newer = make_network()
    monkeypatch.setattr(remembering, "connection", SimpleNamespace(in_atomic_block=True))
    assert current_network() == newer


def test_each_network_has_its_own_places() -> None:
    one, other = make_network(), make_network()
    place = make_territory(one)
    make_territory(other)
    make_territory(other)
    assert home_territory(one) == place
    assert home_territory(other) is None
    assert [len(territories(network)) for network in (one, other)] == [1, 2]


def test_another_choice_of_network_counts_at_once(settings: Any) -> None:
    chosen = make_network("chosen")
    newest = make_network()
    assert current_network() == newest
    settings.SANGTO_NETWORK = "chosen"
    assert current_network() == chosen


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembering, "MOST", 2)
    for _ in range(4):
        network = make_network()
        make_territory(network)
        home_territory(network)
    assert len(remembering._answers) == 2
