"""Periodic work: a task for each slot of time, put once by whichever worker comes first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from sangto.audit.locks import write_lock
from sangto.queue.services import put

_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
#: 03:00 in Vietnam, when nobody works.
_AT_NIGHT = timedelta(hours=20)
#: 00:02 in Vietnam: what is decided for a day happens as it begins.
_AT_DAYBREAK = timedelta(hours=17, minutes=2)


@dataclass(frozen=True, slots=True)
class Periodic:
    """Slots are ``every`` long; they begin at midnight UTC plus ``offset``."""

    kind: str
    every: timedelta
    offset: timedelta = timedelta()

    def slot(self, now: datetime) -> datetime:
        """When the slot that ``now`` lies in began."""
        return now - (now - _EPOCH - self.offset) % self.every

    def key(self, now: datetime) -> str:
        return f"{self.kind}:{self.slot(now).astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


PERIODIC: tuple[Periodic, ...] = (
    Periodic("audit.seal", timedelta(minutes=1)),
    Periodic("verdict.catch_up", timedelta(minutes=1)),
    Periodic("register.enter", timedelta(minutes=1)),
    Periodic("register.close", timedelta(days=1), _AT_DAYBREAK),
    Periodic("draft.sweep", timedelta(minutes=15)),
    Periodic("inbox.sweep", timedelta(minutes=5)),
    Periodic("profiles.sweep", timedelta(minutes=10)),
    Periodic("rounds.sweep", timedelta(minutes=10)),
    Periodic("meetings.sweep", timedelta(minutes=10)),
    Periodic("digests.sweep", timedelta(minutes=10)),
    Periodic("reports.sweep", timedelta(hours=1)),
    Periodic("feeds.sweep", timedelta(minutes=10)),
    Periodic("retention.sweep", timedelta(hours=1)),
    Periodic("agencies.carry", timedelta(days=1), _AT_DAYBREAK),
    Periodic("queue.prune", timedelta(days=1), _AT_NIGHT),
    Periodic("documents.sweep", timedelta(days=1), _AT_NIGHT),
)


class Schedule:
    """Remembers which slots it has put, so that an idle worker asks the database for nothing.

    A slot that passed while no worker ran is not made up for: the next one does its work too.
    """

    def __init__(self, periodic: Iterable[Periodic] = PERIODIC) -> None:
        self._periodic = tuple(periodic)
        self._known: dict[str, str] = {}

    def put_due(self, *, now: datetime | None = None) -> int:
        """Put what the current slots lack; how many tasks that were."""
        moment = timezone.now() if now is None else now
        keys = {one.kind: one.key(moment) for one in self._periodic}
        missing = {kind: key for kind, key in keys.items() if self._known.get(kind) != key}
        if not missing:
            return 0
        with write_lock(), transaction.atomic():
            added = sum(put(kind=kind, key=key, now=moment) for kind, key in missing.items())
        self._known.update(missing)
        return added
