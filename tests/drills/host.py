"""One drill in a process of its own: workers on their own database, killed in mid-job.

Run as ``python -m tests.drills.host PLAN.json`` under the settings of a throw-away installation;
the report is JSON on the last line. The host forks its workers and never opens Django's
connection itself; what it reports about the database it reads with the plain driver.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import psycopg

LEASE_SECONDS = 1
#: Where a worker of the real kind can be told to die, in the order in which it comes by.
POINTS = ("claimed", "slow", "settling", "before-commit", "after-commit")


@dataclass(frozen=True)
class Plan:
    """``mode``: ``exact`` is the product's worker, ``naive`` one that does each second task's
    effect before and each other's after it marks the task, in a transaction of its own.

    ``points`` names for each of the first tasks where its first worker dies; ``random_kills``
    comes from outside, at any moment.
    """

    mode: str
    folder: str
    log: str
    tasks: int
    points: list[str] = field(default_factory=list)
    random_kills: int = 0
    workers: int = 1
    threads: int = 1
    slow_seconds: float = 0.0
    seed: int = 1
    patience_seconds: float = 60.0


@dataclass
class Report:
    kills: dict[str, int]
    effects: dict[str, int]
    events: dict[str, int]
    states: dict[str, int]
    most_attempts: int
    verified: bool
    seconds: float


class Steps:
    """One line a step, written at once: it says where a worker was when it was killed."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._file = os.open(plan.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def note(self, step: str, key: str = "") -> None:
        line = f"{time.time():.6f} {os.getpid()} {threading.get_native_id()} {step} {key}\n"
        os.write(self._file, line.encode())

    def perhaps_die(self, point: str, payload: Mapping[str, object]) -> None:
        """Kill this process here if the task says so and nobody died of it before."""
        key = str(payload["key"])
        self.note(point, key)
        if payload.get("die_at") != point:
            return
        try:
            (Path(self._plan.folder) / f"died-{key}").touch(exist_ok=False)
        except FileExistsError:
            return
        self.note(f"SIGKILL:{point}", key)
        os.kill(os.getpid(), signal.SIGKILL)

    def last_of(self, pid: int) -> str:
        lines = Path(self._plan.log).read_text().splitlines()
        steps = [line.split(" ", 4)[3:] for line in lines if line.split(" ")[1] == str(pid)]
        return steps[-1][0] if steps else "starting"


def main(plan: Plan) -> Report:
    started = time.monotonic()
    steps = Steps(plan)
    _in_a_child(lambda: _prepare(plan))
    kills: Counter[str] = Counter()
    chance = random.Random(plan.seed)  # noqa: S311 - a drill, not a secret
    workers: list[int] = []
    while _open_tasks() and time.monotonic() - started < plan.patience_seconds:
        while len(workers) < plan.workers:
            workers.append(_forked(lambda: _work(plan, steps)))
        time.sleep(chance.uniform(0.02, 0.25))
        if plan.random_kills > kills.total():
            os.kill(chance.choice(workers), signal.SIGKILL)
            time.sleep(0.01)
        for pid, status in _ended(workers):
            workers.remove(pid)
            if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
                kills[steps.last_of(pid)] += 1
            else:
                steps.note(f"worker-{pid}-ended-with-status-{status}")
    for pid in workers:
        os.kill(pid, signal.SIGTERM)
        os.waitpid(pid, 0)
    _in_a_child(lambda: _seal_and_verify(plan))
    return Report(
        kills=dict(kills),
        effects=_counts("SELECT task, count(*) FROM drill_effect GROUP BY task"),
        events=_counts(
            "SELECT subject_id, count(*) FROM audit_auditevent"
            " WHERE subject_type = 'drill.task' GROUP BY subject_id"
        ),
        states=_counts("SELECT state, count(*) FROM queue_task GROUP BY state"),
        most_attempts=max(_counts("SELECT key, attempts FROM queue_task").values()),
        verified=(Path(plan.folder) / "verified").exists(),
        seconds=round(time.monotonic() - started, 2),
    )


def _forked(act: Callable[[], None]) -> int:
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        act()
        status = 0
    finally:
        sys.stderr.flush()
        os._exit(status)


def _in_a_child(act: Callable[[], None]) -> None:
    _, status = os.waitpid(_forked(act), 0)
    if status != 0:
        raise RuntimeError(f"a step of the drill failed with status {status}")


def _ended(workers: list[int]) -> list[tuple[int, int]]:
    found = [os.waitpid(pid, os.WNOHANG) for pid in workers]
    return [(pid, status) for pid, status in found if pid]


def _rows(sql: str) -> list[tuple[Any, ...]]:
    address = os.environ.get("SANGTO_DATABASE_URL")
    if address:
        with psycopg.connect(address) as postgres:
            return postgres.execute(sql.encode()).fetchall()
    sqlite = sqlite3.connect(Path(os.environ["SANGTO_DATA"]) / "sangto.sqlite3", timeout=30)
    try:
        return sqlite.execute(sql).fetchall()
    finally:
        sqlite.close()


def _counts(sql: str) -> dict[str, int]:
    return {str(name): int(count) for name, count in _rows(sql)}


def _open_tasks() -> int:
    return int(_rows("SELECT count(*) FROM queue_task WHERE state IN ('waiting', 'leased')")[0][0])


def _prepare(plan: Plan) -> None:
    from django.core.management import call_command
    from django.db import connection, transaction

    from sangto.queue.services import put

    for room in ("audit", "queue"):
        call_command("migrate", room, interactive=False, verbosity=0)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE drill_effect (task varchar(40) NOT NULL)")
        for number in range(plan.tasks):
            payload: dict[str, object] = {"key": f"task-{number}", "number": number}
            if number < len(plan.points):
                payload["die_at"] = plan.points[number]
            put(kind="drill", key=f"task-{number}", payload=payload)


def _write_effects(key: str) -> None:
    from django.db import connection

    from sangto.audit.services import change
    from sangto.audit.tags import AuditTag
    from sangto.kernel.actor import system_actor

    with change(system_actor("drill")) as journal:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO drill_effect (task) VALUES (%s)", [key])
        journal.record(AuditTag.REPORT_MATCHED, ("drill.task", key))


def _work(plan: Plan, steps: Steps) -> None:
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda _signum, _frame: stop.set())
    run = _exact if plan.mode == "exact" else _naive
    threads = [threading.Thread(target=run, args=(plan, steps, stop)) for _ in range(plan.threads)]
    for thread in threads:
        thread.start()
    for thread in threads:
        while thread.is_alive():
            thread.join(0.05)


def _exact(plan: Plan, steps: Steps, stop: threading.Event) -> None:
    """The product's own worker with a handler that leaves one effect of each sort."""
    from django.db import transaction

    from sangto.jobs.handling import Settle
    from sangto.jobs.runner import Worker
    from sangto.jobs.schedule import Schedule

    def handler(payload: Mapping[str, object]) -> Settle:
        steps.perhaps_die("claimed", payload)
        time.sleep(plan.slow_seconds)
        steps.perhaps_die("slow", payload)

        def settle() -> None:
            transaction.on_commit(lambda: steps.perhaps_die("after-commit", payload))
            steps.perhaps_die("settling", payload)
            _write_effects(str(payload["key"]))
            steps.perhaps_die("before-commit", payload)

        return settle

    Worker(handlers={"drill": handler}, schedule=Schedule(()), lease_seconds=LEASE_SECONDS).run(
        stop
    )


def _naive(plan: Plan, steps: Steps, stop: threading.Event) -> None:
    """How a queue without a shared transaction works: the control that has to go wrong."""
    from django.db import transaction

    from sangto.queue.services import claim, finish

    while not stop.is_set():
        lease = claim(worker="naive", lease_seconds=LEASE_SECONDS)
        if lease is None:
            stop.wait(0.05)
            continue
        effect_first = lease.payload["number"] in range(0, plan.tasks, 2)
        if effect_first:
            _write_effects(lease.key)
            steps.perhaps_die("between", lease.payload)
        with transaction.atomic():
            finish(lease)
        if not effect_first:
            steps.perhaps_die("between", lease.payload)
            _write_effects(lease.key)


def _seal_and_verify(plan: Plan) -> None:
    from sangto.audit.queries import verify
    from sangto.audit.services import seal_pending

    while seal_pending(size=50) is not None:
        pass
    if verify().ok:
        (Path(plan.folder) / "verified").touch()


if __name__ == "__main__":
    import django

    django.setup()
    from sangto.jobs import runner  # noqa: F401 - before the forks, so that each is quick

    print(json.dumps(asdict(main(Plan(**json.loads(Path(sys.argv[1]).read_text()))))))  # noqa: T201
