"""``python -m benchmarks.matching --tiny`` goes through; how long anything takes is not asked."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks.matching.scale import SQLITE

ROOT = Path(__file__).resolve().parents[2]
#: What is left out where it is not installed, or has a program of its own.
_MAY_BE_MISSING = ("tantivy", "pg_trgm")


@pytest.mark.skipif(
    bool(os.environ.get("SANGTO_DATABASE_URL")), reason="runs in a SQLite of its own"
)
def test_a_tiny_run_measures_each_part_on_sqlite(tmp_path: Path) -> None:
    out = tmp_path / "bench-matching.json"
    parts = [f"--only={part}" for part in ("engines", "writes", "page", "rebuild")]
    parts += ["--tiny", "--database=sqlite"]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.matching", *parts, f"--out={out}"],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("SANGTO_")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(out.read_text(encoding="utf-8"))
    missing = [what for what in found["failed"] if not what.startswith(_MAY_BE_MISSING)]
    assert not missing, done.stdout + done.stderr
    engines = {line["engine"]: line for line in found["engines"]}
    assert {SQLITE, "FTS5 BM25, all words", "FTS5 trigram"} <= set(engines)
    assert engines[SQLITE]["near"] > 0.8
    assert engines["FTS5 BM25, all words"]["near"] > 0.8
    figures = {figure["name"]: figure["value"] for figure in found["figures"]}
    assert {figure["scenario"] for figure in found["figures"]} == {
        *("room", "engines", "writes", "page", "rebuild"),
    }
    assert figures["SQLite: postings, bytes a report"] > 0
    assert figures["SQLite: rows of entries, bytes a report"] > 0
    assert any(name.startswith("SQLite: rebuild of") and "stopped" not in name for name in figures)
