"""Workers die by SIGKILL in mid-job; every effect is there exactly once all the same.

The short form dies once at each point and a few times at random; the long form
(``SANGTO_DRILLS=long``) dies hundreds of times and leaves its raw logs in ``build/drills``.
The same drill with naive workers has to show a doubled and a lost effect, or it proves nothing.
"""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql

from tests.drills.host import POINTS, Plan, Report

pytestmark = pytest.mark.drill

ROOT = Path(__file__).resolve().parents[2]
LONG = os.environ.get("SANGTO_DRILLS") == "long"


def _on_server(server: str, statement: sql.Composed) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """Address of a database of the drill's own; empty for SQLite."""
    here = os.environ.get("SANGTO_DATABASE_URL", "")
    if request.param == "sqlite":
        if here:
            pytest.skip("this run is PostgreSQL's; SQLite's has its own")
        yield ""
        return
    given = here or os.environ.get("SANGTO_TEST_POSTGRES", "")
    if not given:
        pytest.skip("SANGTO_TEST_POSTGRES names no PostgreSQL server")
    parts = urlsplit(given)
    server = urlunsplit(parts._replace(path="/postgres"))
    name = f"sangto_drill_{os.getpid()}_{secrets.token_hex(4)}"
    _on_server(server, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield urlunsplit(parts._replace(path=f"/{name}"))
    finally:
        drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
        _on_server(server, drop)


@pytest.fixture
def log(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    folder = ROOT / "build" / "drills" if LONG else tmp_path
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{request.node.name}.steps.log".replace("[", "-").replace("]", "")
    path.unlink(missing_ok=True)
    return path


def drill(plan: Plan, database: str) -> Report:
    folder = Path(plan.folder)
    order = folder / "plan.json"
    order.write_text(json.dumps(asdict(plan)))
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("SANGTO_")
    } | {
        "DJANGO_SETTINGS_MODULE": "sangto.config.settings",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "SANGTO_DATA": plan.folder,
        "SANGTO_SECRET_KEYS": "key-for-drills-only",
        "SANGTO_MAIL": "off",
    }
    if database:
        environment["SANGTO_DATABASE_URL"] = database
    done = subprocess.run(
        [sys.executable, "-m", "tests.drills.host", str(order)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=plan.patience_seconds + 60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    line = done.stdout.splitlines()[-1]
    Path(plan.log).with_suffix(".report.json").write_text(line + "\n")
    Path(plan.log).with_suffix(".stderr").write_text(done.stderr)
    return Report(**json.loads(line))


def exactly_once(plan: Plan) -> dict[str, int]:
    return {f"task-{number}": 1 for number in range(plan.tasks)}


def test_a_worker_may_die_at_every_point(database: str, tmp_path: Path, log: Path) -> None:
    rounds = 20 if LONG else 1
    plan = Plan(
        mode="exact",
        folder=str(tmp_path),
        log=str(log),
        tasks=(len(POINTS) + 1) * rounds,
        points=list(POINTS) * rounds,
        workers=2 if LONG else 1,
        patience_seconds=600 if LONG else 60,
    )
    report = drill(plan, database)
    assert report.states == {"done": plan.tasks}
    assert report.effects == exactly_once(plan)
    assert report.events == exactly_once(plan)
    assert report.verified
    assert report.kills == {f"SIGKILL:{point}": rounds for point in POINTS}
    assert report.most_attempts >= 2


def test_workers_may_die_at_any_moment(database: str, tmp_path: Path, log: Path) -> None:
    plan = Plan(
        mode="exact",
        folder=str(tmp_path),
        log=str(log),
        tasks=6000 if LONG else 150,
        random_kills=200 if LONG else 5,
        workers=3 if LONG else 2,
        threads=2,
        slow_seconds=0.05,
        seed=20261102,
        patience_seconds=1500 if LONG else 60,
    )
    report = drill(plan, database)
    assert report.states == {"done": plan.tasks}
    assert report.effects == exactly_once(plan)
    assert report.events == exactly_once(plan)
    assert report.verified
    assert sum(report.kills.values()) >= plan.random_kills


def test_the_drill_shows_what_a_naive_worker_does(database: str, tmp_path: Path, log: Path) -> None:
    plan = Plan(
        mode="naive",
        folder=str(tmp_path),
        log=str(log),
        tasks=4,
        points=["between", "between"],
    )
    report = drill(plan, database)
    assert report.states == {"done": 4}
    assert report.kills == {"SIGKILL:between": 2}
    assert report.effects == {"task-0": 2, "task-2": 1, "task-3": 1}, "one doubled, one lost"
    assert report.events == report.effects
