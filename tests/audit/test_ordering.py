"""On PostgreSQL a lower id may become visible after a higher one; no seal may pass it by."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import OperationalError, connection

from sangto.audit.models import AuditEvent, Seal
from sangto.audit.queries import verify
from sangto.audit.services import change, ordering, seal_pending
from sangto.audit.tags import AuditTag
from sangto.kernel.actor import system_actor

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer"),
]


class Writer:
    """Records one event in a thread of its own and holds its transaction until ``end``."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.recorded, self.end = threading.Event(), threading.Event()
        self.thread = threading.Thread(target=self._run)
        self.thread.start()

    def _run(self) -> None:
        try:
            with change(system_actor("test")) as journal:
                journal.record(AuditTag.CASE_OPENED, ("cases.case", self.number))
                self.recorded.set()
                assert self.end.wait(30)
        finally:
            connection.close()

    def commit(self) -> None:
        self.end.set()
        self.thread.join(30)


def in_thread(act: Callable[[], object]) -> threading.Thread:
    def run() -> None:
        try:
            act()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_the_sealer_waits_for_a_lower_id_that_is_not_committed_yet() -> None:
    slow = Writer(1)
    assert slow.recorded.wait(10)
    quick = Writer(2)
    assert quick.recorded.wait(10)
    quick.commit()
    assert list(AuditEvent.objects.values_list("subject_id", flat=True)) == ["2"]
    sealer = in_thread(seal_pending)
    sealer.join(0.3)
    assert sealer.is_alive()
    slow.commit()
    sealer.join(30)
    seal = Seal.objects.get()
    assert seal.size == 2
    assert list(AuditEvent.objects.order_by("id").values_list("subject_id", flat=True)) == [
        "1",
        "2",
    ]
    assert verify().ok


def test_a_sealer_does_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ordering, "_PATIENCE", "100ms")
    slow = Writer(1)
    assert slow.recorded.wait(10)
    with pytest.raises(OperationalError, match="lock timeout"):
        seal_pending()
    slow.commit()
    seal = seal_pending()
    assert seal is not None
    assert seal.size == 1
