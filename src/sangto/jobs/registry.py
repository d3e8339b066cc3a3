"""Which code does which kind of task."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, cast

from django.utils import timezone

from sangto.audit.services import seal_pending
from sangto.jobs.handling import Handler, Settle, nothing_to_settle
from sangto.jobs.schedule import PERIODIC
from sangto.kernel.actor import system_actor
from sangto.queue.services import prune

#: Seals in one run at most: 262,144 events, more than a minute can bring.
_SEALS = 64


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
    report = _number(payload, "report")
    return cast(Settle, _later("sangto.matching.services", "match_report_task")(report))


def _deliver(payload: Mapping[str, object]) -> Settle:
    return cast(Settle, _later("sangto.notices.services", "deliver")(_number(payload, "message")))


def _announce(payload: Mapping[str, object]) -> Settle:
    settle: Settle = _later("sangto.verdicts.services", "announce")(_number(payload, "version"))
    return settle


def _erase_contacts(_payload: Mapping[str, object]) -> Settle:
    def settle() -> None:
        _later("sangto.intake.services", "erase_contacts")(
            now=timezone.now(), actor=system_actor("retention.sweep")
        )

    return settle


def _sweep_files(_payload: Mapping[str, object]) -> Settle:
    _later("sangto.documents.services", "sweep_orphans")()
    return nothing_to_settle


def _later(module: str, name: str) -> Any:
    return getattr(import_module(module), name)


HANDLERS: dict[str, Handler] = {
    "audit.seal": _seal,
    "queue.prune": _prune,
    "report.match": _match,
    "notice.deliver": _deliver,
    "verdict.announce": _announce,
    "retention.sweep": _erase_contacts,
    "documents.sweep": _sweep_files,
}
