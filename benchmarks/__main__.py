"""``python -m benchmarks``: everything, or some of it, on SQLite and on PostgreSQL if one is named.

``SANGTO_BENCH_POSTGRES`` (or ``SANGTO_TEST_POSTGRES``) names a server whose user may create
databases. What is measured is written to ``build/bench.json`` too.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console

from benchmarks.measure import FULL, TINY, Effort, Figure
from benchmarks.places import place
from benchmarks.scenarios import archive, check, consultation, figures, inbox, register, report
from benchmarks.table import keep, show

SCENARIOS = ("check", "report", "import", "consultation", "inbox", "register", "figures")


def measured(scenarios: tuple[str, ...], effort: Effort, postgres: str) -> Iterator[Figure]:
    """The desk grows on the way: first as the sample has it, last with a full inbox."""
    with place("desk", postgres) as desk, place("bare", postgres) as bare:
        claims = effort.claims if {"check", "report"} & set(scenarios) else 1
        known = json.loads(desk.run("benchmarks.inside.network", str(claims)))["known"]
        with bare.serving("benchmarks.bare.serve") as bare_port:
            if {"check", "report"} & set(scenarios):
                with desk.serving("sangto.cli", "serve", "--no-worker") as port:
                    if "check" in scenarios:
                        yield from check.figures(port, bare_port, known=known, effort=effort)
                    if "report" in scenarios:
                        yield from report.pages(port, effort=effort)
                        yield from report.figures(
                            port, bare_port, effort=effort, worker="worker apart"
                        )
            if "report" in scenarios:
                with desk.serving("sangto.cli", "serve") as port:
                    yield from report.figures(
                        port, bare_port, effort=effort, worker="worker inside"
                    )
            if "consultation" in scenarios:
                yield from consultation.figures(desk, bare_port, effort=effort)
        if "register" in scenarios:
            yield from register.figures(desk, effort=effort)
        if "import" in scenarios:
            yield from archive.figures(desk, bare, effort=effort)
        if "inbox" in scenarios:
            yield from inbox.figures(desk, effort=effort)
        if "figures" in scenarios:
            yield from figures.figures(desk, effort=effort)


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks")
    parser.add_argument("--only", action="append", choices=SCENARIOS)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "all"), default="all")
    parser.add_argument("--tiny", action="store_true", help="only whether it runs at all")
    parser.add_argument("--out", type=Path, default=Path("build/bench.json"))
    chosen = parser.parse_args()
    console = Console(width=None if Console().is_terminal else 160)
    postgres = os.environ.get("SANGTO_BENCH_POSTGRES") or os.environ.get("SANGTO_TEST_POSTGRES")
    databases = {"SQLite": ""} if chosen.database != "postgresql" else {}
    if chosen.database != "sqlite" and postgres:
        databases["PostgreSQL"] = postgres
    if not databases:
        parser.error("SANGTO_BENCH_POSTGRES names no PostgreSQL")
    results: dict[str, list[Figure]] = {}
    for database, address in databases.items():
        results[database] = []
        for figure in measured(
            tuple(chosen.only or SCENARIOS), TINY if chosen.tiny else FULL, address
        ):
            console.print(f"{database}: {figure.name}: {figure.value:,.1f} {figure.unit}")
            results[database].append(figure)
        show(database, results[database], console)
    keep(results, chosen.out)


if __name__ == "__main__":
    main()
