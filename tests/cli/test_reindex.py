"""`sangto reindex` mends what `sangto doctor` finds, and may be interrupted."""

from __future__ import annotations

import os
import signal

import pytest

from sangto.audit.models import AuditEvent
from sangto.matching.index.entries import EntryIndex
from sangto.matching.index.interface import EntryData
from sangto.matching.models import IndexEntry
from sangto.matching.queries import find_claims, index_health
from tests.cli.conftest import Sangto
from tests.factories.cases import World
from tests.factories.matching import RUMOUR, SCAM, make_claim


def test_it_mends_the_index(world: World, sangto: Sangto) -> None:
    claim = make_claim(world.network, wordings=[SCAM, RUMOUR])
    IndexEntry.objects.all().delete()
    assert not find_claims(SCAM).matches
    result = sangto("reindex")
    assert (result.exit_code, result.stdout) == (0, "The index holds 2 texts.\n")
    assert index_health().ok
    assert find_claims(SCAM).matches[0].claim == claim
    events = list(AuditEvent.objects.order_by("-pk")[:2])
    assert [event.tag for event in events] == ["inbox:rebuilt", "index:rebuilt"]
    assert {(event.actor_kind, event.actor_label) for event in events} == {("operator", "reindex")}


def test_an_empty_desk(world: World, sangto: Sangto) -> None:
    result = sangto("reindex")
    assert (result.exit_code, result.stdout) == (0, "The index holds 0 texts.\n")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_it_keeps_what_is_done(
    world: World, sangto: Sangto, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    make_claim(world.network, wordings=[SCAM])
    make_claim(world.network, wordings=[RUMOUR])
    IndexEntry.objects.all().delete()
    monkeypatch.setattr("sangto.matching.index.sources._BATCH", 1)
    add = EntryIndex.add

    def interrupted(self: EntryIndex, entry: EntryData) -> None:
        add(self, entry)
        os.kill(os.getpid(), number)

    before = signal.getsignal(number)
    monkeypatch.setattr(EntryIndex, "add", interrupted)
    result = sangto("reindex")
    assert result.exit_code == 1
    assert "run it again" in result.stderr
    assert signal.getsignal(number) == before
    assert IndexEntry.objects.count() == 1
    assert not AuditEvent.objects.filter(tag="index:rebuilt").exists()
    monkeypatch.setattr(EntryIndex, "add", add)
    assert sangto("reindex").exit_code == 0
    assert index_health().ok
