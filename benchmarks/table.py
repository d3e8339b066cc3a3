"""The figures for people, and for whoever compares two runs."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.measure import Figure


def show(database: str, figures: Iterable[Figure], console: Console) -> None:
    table = Table(title=f"Sáng Tỏ on {database}", title_justify="left")
    for name in ("what", "", "measured", "p50 ms", "p99 ms", "bare", "ratio", "target", ""):
        table.add_column(name, justify="left" if name in {"what", ""} else "right")
    for figure in figures:
        table.add_row(
            figure.scenario,
            figure.name,
            f"{figure.value:,.1f} {figure.unit}",
            _number(figure.p50),
            _number(figure.p99),
            _number(figure.bare),
            _number(figure.ratio, 2),
            _target(figure),
            {None: "", True: "met", False: "missed"}[figure.met],
        )
    console.print(table)


def keep(results: dict[str, list[Figure]], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    found = {
        "machine": {"cpus": os.cpu_count(), "system": platform.platform()},
        "results": {
            database: [asdict(figure) | {"met": figure.met} for figure in figures]
            for database, figures in results.items()
        },
    }
    path.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _number(value: float | None, digits: int = 1) -> str:
    return "" if value is None else f"{value:,.{digits}f}"


def _target(figure: Figure) -> str:
    if figure.target is None:
        return ""
    return f"{'≥' if figure.higher else '≤'} {figure.target:g}"
