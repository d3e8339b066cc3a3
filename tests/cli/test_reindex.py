"""`sangto reindex` mends what `sangto doctor` finds, and may be interrupted."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence

import pytest

from sangto.audit.models import AuditEvent
from sangto.documents.domain.picture_text import ReadState
from sangto.intake.models import ReportImage
from sangto.intake.services import READ_TASK
from sangto.matching.index import filling
from sangto.matching.index.interface import EntryData
from sangto.matching.models import IndexEntry
from sangto.matching.queries import find_claims, index_health
from sangto.queue.models import Task
from tests.cli.conftest import Sangto
from tests.factories.cases import World
from tests.factories.intake import make_report
from tests.factories.matching import RUMOUR, SCAM, make_claim
from tests.factories.reading import add_picture


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
    write = filling.write

    def interrupted(some: Sequence[EntryData]) -> None:
        write(some)
        os.kill(os.getpid(), number)

    before = signal.getsignal(number)
    monkeypatch.setattr("sangto.matching.index.entries.write", interrupted)
    result = sangto("reindex")
    assert result.exit_code == 1
    assert "run it again" in result.stderr
    assert signal.getsignal(number) == before
    assert IndexEntry.objects.count() == 1
    assert not AuditEvent.objects.filter(tag="index:rebuilt").exists()
    assert not index_health().ok
    monkeypatch.setattr("sangto.matching.index.entries.write", write)
    assert sangto("reindex").exit_code == 0
    assert index_health().ok
    assert find_claims(SCAM).matches


def test_screenshots_wait_to_be_read_again(world: World, sangto: Sangto) -> None:
    report = make_report(world.network)
    add_picture(report, SCAM)
    given_up, no_reader = add_picture(report), add_picture(report)
    for image, state in ((given_up, ReadState.GIVEN_UP), (no_reader, ReadState.NO_READER)):
        ReportImage.objects.filter(pk=image.pk).update(read_state=state.value)

    for _again in range(2):
        result = sangto("reindex", "--pictures")
        assert (result.exit_code, result.stdout) == (0, "2 screenshots wait to be read again.\n")

    assert set(ReportImage.objects.filter(read_state="unread")) == {given_up, no_reader}
    assert Task.objects.get(kind=READ_TASK).payload == {"report": report.pk}
    (event, _) = AuditEvent.objects.filter(tag="report:pictures_asked_again")
    assert (event.actor_kind, event.actor_label) == ("operator", "reindex")


def test_no_screenshot_has_to_be_read_again(world: World, sangto: Sangto) -> None:
    add_picture(make_report(world.network), SCAM)
    result = sangto("reindex", "--pictures")
    assert (result.exit_code, result.stdout) == (0, "0 screenshots wait to be read again.\n")
    assert not AuditEvent.objects.filter(tag="report:pictures_asked_again").exists()
