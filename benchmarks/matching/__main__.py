"""``python -m benchmarks.matching``: a million messages, ours and other engines.

``SANGTO_BENCH_POSTGRES`` (or ``SANGTO_TEST_POSTGRES``) names a server whose user may create
databases. Each part stands alone: one that fails is said loudly, and the others go on.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from benchmarks.matching import page, scale
from benchmarks.matching.engines import Asked
from benchmarks.matching.kept import Kept, kept
from benchmarks.matching.product import Filled, filled
from benchmarks.matching.scale import FULL, POSTGRES, SQLITE, TINY, Effort, Line
from benchmarks.matching.table import keep, show
from benchmarks.measure import Figure
from benchmarks.places import ROOT

PARTS = ("engines", "growth", "clients", "writes", "page", "rebuild", "decisions", "claims")
SEED = 20260101
#: Programs of their own.
OTHERS = {"decisions": "benchmarks.decisions", "claims": "benchmarks.claims"}


class Run:
    """What was measured so far; written after each part, so that nothing is lost."""

    def __init__(self, console: Console, out: Path) -> None:
        self._console = console
        self._out = out
        self._began = time.monotonic()
        self.messages: dict[str, object] = {}
        self.lines: list[Line] = []
        self.figures: list[Figure] = []
        self.failed: list[str] = []

    def say(self, what: str) -> None:
        self._console.print(f"[{time.monotonic() - self._began:7.0f} s] {what}", markup=False)

    def warn(self, what: str) -> None:
        self.failed.append(what)
        self._console.print(f"NOT MEASURED: {what}", style="bold red", markup=False)

    def take(self, figures: Iterable[Figure]) -> None:
        for figure in figures:
            self.say(f"{figure.name}: {figure.value:,.2f} {figure.unit}")
            self.figures.append(figure)

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """What fails in here is said, and no more than that."""
        self.say(f"part: {name}")
        try:
            yield
        except Exception as error:  # noqa: BLE001 - the other parts are measured all the same
            self._console.print(traceback.format_exc(), markup=False)
            self.warn(f"{name}: {type(error).__name__}: {error}")
        keep(
            self._out,
            messages=self.messages,
            lines=self.lines,
            figures=self.figures,
            failed=self.failed,
        )


def measure(run: Run, parts: set[str], effort: Effort, databases: dict[str, str]) -> None:
    """``databases``: the address of each, by its name; empty for SQLite."""
    if not parts - OTHERS.keys():
        return
    messages = kept(SEED, effort.size, effort.queries, run.say)
    run.messages = messages.summary
    run.say(json.dumps(messages.summary, ensure_ascii=False))
    with ExitStack() as desks:
        full = _desks(run, desks, messages, effort, databases)
        if "engines" in parts:
            with run.part("engines"):
                run.lines, asked = _engines(run, messages, full, effort, databases)
                run.take(scale.beside(run.lines, asked, effort))
        if "growth" in parts:
            with run.part("growth"):
                _growth(run, messages, full, effort, databases)
        if "clients" in parts and "PostgreSQL" in full:
            with run.part("clients"):
                run.take(scale.clients(full["PostgreSQL"], messages, effort))
        for database, desk in full.items():
            if "writes" in parts:
                with run.part(f"writes, {database}"):
                    run.take(scale.writes(database, desk, messages, effort))
        if "page" in parts and "SQLite" in full:
            with run.part("page"):
                run.take(page.figures(full["SQLite"], effort))
        for database, desk in full.items():
            if "rebuild" in parts:
                with run.part(f"rebuild, {database}"):
                    run.take(scale.rebuild(database, desk, effort))


def _desks(
    run: Run, desks: ExitStack, messages: Kept, effort: Effort, databases: dict[str, str]
) -> dict[str, Filled]:
    found: dict[str, Filled] = {}
    for database, address in databases.items():
        with run.part(f"{messages.number:,} messages on {database}"):
            found[database] = desks.enter_context(
                filled(
                    f"matching_{effort.size}",
                    messages,
                    reports=effort.size,
                    claims=effort.claims,
                    published=effort.published,
                    postgres=address,
                )
            )
            run.take(scale.room(database, found[database], effort))
    return found


def _engines(
    run: Run,
    messages: Kept,
    desks: dict[str, Filled],
    effort: Effort,
    databases: dict[str, str],
) -> tuple[list[Line], dict[str, Asked]]:
    ours = {{"SQLite": SQLITE, "PostgreSQL": POSTGRES}[name]: desk for name, desk in desks.items()}
    postgres = databases.get("PostgreSQL", "")
    return scale.compare(messages, ours, postgres, effort, run.say, run.warn)


def _growth(
    run: Run,
    messages: Kept,
    desks: dict[str, Filled],
    effort: Effort,
    databases: dict[str, str],
) -> None:
    """The same at a hundredth of the size; without the part before it, both sizes are asked."""
    if not run.lines:
        run.lines, _asked = _engines(run, messages, desks, effort, databases)
    less = replace(effort.small(), budget=effort.budget / 6)
    few = kept(SEED, less.size, less.queries, run.say)
    before = len(run.figures)
    with ExitStack() as small:
        lines, _asked = _engines(
            run, few, _desks(run, small, few, less, databases), less, databases
        )
    del run.figures[before:]
    run.lines, figures = scale.growth(run.lines, lines, (less.size, effort.size), effort)
    run.take(figures)


def _other(run: Run, name: str) -> None:
    """Automatic answers, and the ranking of claims: each says by itself what it found."""
    with run.part(name):
        subprocess.run([sys.executable, "-m", OTHERS[name]], cwd=ROOT, check=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.matching")
    parser.add_argument("--only", action="append", choices=PARTS)
    parser.add_argument("--size", type=int, default=FULL.size, help="messages, at least 200")
    parser.add_argument("--database", choices=("sqlite", "postgresql", "all"), default="all")
    parser.add_argument("--rounds", type=int, default=FULL.rounds, help="rounds by turns")
    parser.add_argument(
        "--budget", type=float, default=FULL.budget, help="seconds of an engine in each round"
    )
    parser.add_argument("--tiny", action="store_true", help="only whether it runs at all")
    parser.add_argument("--out", type=Path, default=Path("build/bench-matching.json"))
    chosen = parser.parse_args()
    console = Console(width=None if Console().is_terminal else 160)
    run = Run(console, chosen.out)
    effort = (
        TINY
        if chosen.tiny
        else replace(
            FULL, size=max(200, chosen.size), rounds=max(1, chosen.rounds), budget=chosen.budget
        )
    )
    postgres = os.environ.get("SANGTO_BENCH_POSTGRES") or os.environ.get("SANGTO_TEST_POSTGRES")
    databases = {"SQLite": ""} if chosen.database != "postgresql" else {}
    if chosen.database != "sqlite":
        if postgres:
            databases["PostgreSQL"] = postgres
        else:
            run.warn("PostgreSQL: SANGTO_BENCH_POSTGRES names none")
    # What was made is gone afterwards, also where somebody ends this.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    parts = set(chosen.only or PARTS)
    try:
        measure(run, parts, effort, databases)
        for name in OTHERS:
            if name in parts and not chosen.tiny:
                _other(run, name)
    finally:
        show(run.lines, run.figures, console)
        for what in run.failed:
            console.print(f"NOT MEASURED: {what}", style="bold red", markup=False)
    raise SystemExit(1 if run.failed and not chosen.tiny else 0)


if __name__ == "__main__":
    main()
