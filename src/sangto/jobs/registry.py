"""Which code does which kind of task."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone

from sangto.audit.services import seal_pending
from sangto.cases.services import forget_late_addresses
from sangto.documents.services import sweep_orphans
from sangto.intake.models import Report
from sangto.intake.services import erase_contacts
from sangto.jobs.handling import Handler, Settle, nothing_to_settle
from sangto.jobs.schedule import PERIODIC
from sangto.kernel.actor import system_actor
from sangto.matching.services import match_report_task
from sangto.notices.services import deliver, forget_failed_addresses
from sangto.queue.services import prune
from sangto.verdicts.services import announce, answer_joined_report, queue_waiting_announcements

#: Seals in one run at most: 262,144 events, more than a minute can bring.
_SEALS = 64
#: The sweep runs every hour; a worker that stood still for a day or two misses nothing.
_LATE = timedelta(days=2)


def _number(payload: Mapping[str, object], name: str) -> int:
    value = payload.get(name)
    if not isinstance(value, int):
        raise TypeError(f"the task has no number called {name}")
    return value


def _seal(_payload: Mapping[str, object]) -> Settle:
    def settle() -> None:
        for _ in range(_SEALS):
            if seal_pending() is None:
                return

    return settle


def _prune(_payload: Mapping[str, object]) -> Settle:
    def settle() -> None:
        prune(brief=frozenset(one.kind for one in PERIODIC))

    return settle


def _match(payload: Mapping[str, object]) -> Settle:
    """Who repeats a claim that is answered already has the answer in the same transaction."""
    number = _number(payload, "report")
    link = match_report_task(number)

    def settle() -> None:
        link()
        report = Report.objects.filter(pk=number).first()
        if report is not None:
            answer_joined_report(report=report, actor=system_actor("report.match"))

    return settle


def _deliver(payload: Mapping[str, object]) -> Settle:
    return deliver(_number(payload, "message"))


def _announce(payload: Mapping[str, object]) -> Settle:
    return announce(_number(payload, "version"))


def _catch_up(_payload: Mapping[str, object]) -> Settle:
    def settle() -> None:
        queue_waiting_announcements()

    return settle


def _retain(_payload: Mapping[str, object]) -> Settle:
    """In small transactions of their own; a second run finds nothing left to erase."""
    actor = system_actor("retention.sweep")
    erase_contacts(actor=actor)
    forget_failed_addresses(actor=actor)
    forget_late_addresses(since=timezone.now() - _LATE, actor=actor)
    return nothing_to_settle


def _sweep_files(_payload: Mapping[str, object]) -> Settle:
    sweep_orphans()
    return nothing_to_settle


HANDLERS: dict[str, Handler] = {
    "audit.seal": _seal,
    "queue.prune": _prune,
    "report.match": _match,
    "notice.deliver": _deliver,
    "verdict.announce": _announce,
    "verdict.catch_up": _catch_up,
    "retention.sweep": _retain,
    "documents.sweep": _sweep_files,
}
