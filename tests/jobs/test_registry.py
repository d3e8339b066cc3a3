"""Each kind of task ends in its room's function, with the number from its payload."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

import pytest

from sangto.audit.models import AuditEvent, Seal
from sangto.audit.services import change, seal_pending
from sangto.audit.tags import AuditTag
from sangto.jobs import incoming, papers, registry, sharing
from sangto.jobs.registry import HANDLERS
from sangto.kernel.actor import system_actor

KINDS = {
    "audit.seal",
    "queue.prune",
    "report.match",
    "report.read",
    "picture.read",
    "notice.deliver",
    "verdict.announce",
    "verdict.catch_up",
    "report.withdrawn",
    "archive.settle",
    "draft.sweep",
    "retention.sweep",
    "documents.sweep",
    "agencies.carry",
    "claim.refresh",
    "claim.suggest",
    "claim.profile",
    "profiles.sweep",
    "deadlines.recompute",
    "inbox.sweep",
    "invitation.send",
    "work.free",
    "round.send",
    "rounds.sweep",
    "meetings.sweep",
    "digests.sweep",
    "reports.sweep",
    "register.enter",
    "register.close",
    "feeds.sweep",
    "feed.pull",
    "webhook.deliver",
    "verdict.retract",
    "document.files",
    "paper.make",
    "file.timestamp",
}

NUMBERED = {
    "report.match": "report",
    "report.read": "report",
    "picture.read": "reading",
    "archive.settle": "batch",
    "claim.refresh": "claim",
    "claim.suggest": "claim",
    "claim.profile": "claim",
    "report.withdrawn": "report",
    "notice.deliver": "message",
    "verdict.announce": "version",
    "work.free": "user",
    "invitation.send": "invitation",
    "deadlines.recompute": "network",
    "round.send": "round",
    "feed.pull": "feed",
    "webhook.deliver": "delivery",
    "verdict.retract": "version",
    "document.files": "document",
    "paper.make": "order",
    "file.timestamp": "file",
}


def test_these_kinds_have_handlers() -> None:
    assert set(HANDLERS) == KINDS


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("module", "kind", "name", "function"),
    [
        (incoming, "report.match", "report", "match_report_task"),
        (registry, "notice.deliver", "message", "deliver"),
        (registry, "verdict.announce", "version", "announce"),
        (sharing, "webhook.deliver", "delivery", "deliver_webhook"),
        (papers, "document.files", "document", "files_task"),
    ],
)
def test_the_number_reaches_the_room(
    monkeypatch: pytest.MonkeyPatch, module: ModuleType, kind: str, name: str, function: str
) -> None:
    steps: list[str] = []

    def room(number: int) -> Callable[[], None]:
        steps.append(f"slow {number}")
        return lambda: steps.append(f"settle {number}")

    monkeypatch.setattr(module, function, room)
    settle = HANDLERS[kind]({name: 17})
    assert steps == ["slow 17"]
    settle()
    assert steps == ["slow 17", "settle 17"]
    for payload in ({}, {name: "17"}, {name: None}):
        with pytest.raises(TypeError, match=name):
            HANDLERS[kind](payload)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [kind for kind in sorted(KINDS) if kind not in NUMBERED])
def test_with_nothing_to_do_nothing_is_recorded(kind: str) -> None:
    HANDLERS[kind]({})()
    assert not AuditEvent.objects.exists()
    assert not Seal.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "name"), [("report.match", "report"), ("notice.deliver", "message")]
)
def test_what_is_gone_is_left_alone(kind: str, name: str) -> None:
    HANDLERS[kind]({name: 999})()
    assert not AuditEvent.objects.exists()


@pytest.mark.django_db
def test_one_run_seals_several_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    with change(system_actor("test")) as journal:
        for number in range(5):
            journal.record(AuditTag.CASE_OPENED, ("cases.case", number))
    monkeypatch.setattr(registry, "seal_pending", lambda: seal_pending(size=2))
    HANDLERS["audit.seal"]({})()
    assert list(Seal.objects.order_by("id").values_list("size", flat=True)) == [2, 2, 1]
