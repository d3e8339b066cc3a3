"""The loop of background work. Any number may run, in threads, processes or machines."""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Collection, Mapping

from django.db import DatabaseError, close_old_connections, connection

from sangto.jobs.handling import Handler, described, work_on
from sangto.jobs.registry import HANDLERS
from sangto.jobs.schedule import Schedule
from sangto.queue.services import beat, claim

logger = logging.getLogger("sangto.jobs")

LEASE_SECONDS = 60
BEAT_SECONDS = 15.0
SHORTEST_PAUSE = 0.1
LONGEST_PAUSE = 2.0


def worker_name() -> str:
    return f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(2)}"[:100]


def run_one(
    worker: str,
    *,
    kinds: Collection[str] | None = None,
    handlers: Mapping[str, Handler] | None = None,
    lease_seconds: int = LEASE_SECONDS,
) -> bool:
    """Claim one due task and work on it; False when none is due. A failure counts as work."""
    lease = claim(worker=worker, kinds=kinds, lease_seconds=lease_seconds)
    if lease is None:
        return False
    work_on(lease, HANDLERS if handlers is None else handlers)
    return True


def run_until_empty(worker: str = "", *, kinds: Collection[str] | None = None) -> int:
    """Work until no task is due; how many it were. Failed ones wait for their next attempt."""
    name = worker or worker_name()
    tasks = 0
    while run_one(name, kinds=kinds):
        tasks += 1
    return tasks


class Worker:
    """Beats, puts periodic tasks into the queue and works, until it is told to stop.

    Each has the thread in which it runs to itself. An idle worker looks again after 0.1 to 2
    seconds; a database that does not answer is tried again, it does not end the loop.
    """

    def __init__(
        self,
        name: str = "",
        *,
        handlers: Mapping[str, Handler] | None = None,
        schedule: Schedule | None = None,
        lease_seconds: int = LEASE_SECONDS,
    ) -> None:
        self.name = name or worker_name()
        self._handlers = HANDLERS if handlers is None else handlers
        self._schedule = Schedule() if schedule is None else schedule
        self._lease_seconds = lease_seconds
        self._next_beat = 0.0

    def run(self, stop: threading.Event) -> None:
        """Returns after ``stop`` is set and the current task has ended."""
        pause = SHORTEST_PAUSE
        try:
            while not stop.is_set():
                if self._turn():
                    pause = SHORTEST_PAUSE
                    continue
                stop.wait(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
        finally:
            connection.close()

    def _turn(self) -> bool:
        if connection.vendor != "sqlite":
            close_old_connections()
        try:
            self._beat()
            self._schedule.put_due()
            return run_one(self.name, handlers=self._handlers, lease_seconds=self._lease_seconds)
        except DatabaseError as error:
            logger.warning("%s: the database does not answer: %s", self.name, described(error))
        except Exception as error:  # noqa: BLE001 - a worker that dies silently is worse
            logger.error("%s: %s", self.name, described(error))
        connection.close()
        return False

    def _beat(self) -> None:
        moment = time.monotonic()
        if moment >= self._next_beat:
            beat(self.name)
            self._next_beat = moment + BEAT_SECONDS
