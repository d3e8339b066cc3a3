"""The figures for people, and for whoever compares two runs."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.matching.scale import Line
from benchmarks.measure import Figure


def show(lines: Sequence[Line], figures: Sequence[Figure], console: Console) -> None:
    if lines:
        console.print(_engines(lines))
    table = Table(title="What is wanted, and what was reached", title_justify="left")
    for name in ("part", "what", "measured", "ratio", "target", ""):
        table.add_column(name, justify="left" if name in {"part", "what"} else "right")
    for figure in figures:
        table.add_row(
            figure.scenario,
            figure.name,
            f"{figure.value:,.2f} {figure.unit}".strip(),
            _number(figure.ratio),
            "" if figure.target is None else f"{'≥' if figure.higher else '≤'} {figure.target:,g}",
            {None: "", True: "met", False: "missed"}[figure.met],
        )
    console.print(table)


def _engines(lines: Sequence[Line]) -> Table:
    table = Table(title="Engines, asked the same by turns", title_justify="left")
    for name in (
        *("engine", "asked", "p50 ms", "p95 ms", "× ours", "near @5", "hard @5"),
        *("growth n^", "B a message", "building s"),
    ):
        table.add_column(name, justify="left" if name == "engine" else "right")
    for line in lines:
        table.add_row(
            line.engine,
            f"{line.asked:,}",
            _number(line.p50),
            _number(line.p95),
            _number(line.slower),
            _number(line.near, 3),
            _number(line.hard, 3),
            _number(line.growth),
            _number(line.size, 0),
            _number(line.building, 0),
        )
    return table


def _number(value: float | None, digits: int = 2) -> str:
    return "" if value is None else f"{value:,.{digits}f}"


def keep(
    path: Path,
    *,
    messages: dict[str, object],
    lines: Sequence[Line],
    figures: Sequence[Figure],
    failed: Sequence[str],
) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    found = {
        "machine": {"cpus": os.cpu_count(), "system": platform.platform()},
        "messages": messages,
        "engines": [asdict(line) for line in lines],
        "figures": [asdict(figure) | {"met": figure.met} for figure in figures],
        "failed": list(failed),
    }
    path.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
