"""``python -m benchmarks --tiny`` goes through; how long anything takes is not asked."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks.__main__ import SCENARIOS

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.drill
@pytest.mark.skipif(
    os.environ.get("SANGTO_DRILLS") != "long" or bool(os.environ.get("SANGTO_DATABASE_URL")),
    reason="takes minutes, in a SQLite of its own",
)
def test_a_tiny_run_of_everything(tmp_path: Path) -> None:
    out = tmp_path / "bench.json"
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--tiny", "--database=sqlite", f"--out={out}"],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("SANGTO_")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (figures,) = json.loads(out.read_text(encoding="utf-8"))["results"].values()
    assert {figure["scenario"] for figure in figures} >= set(SCENARIOS)
    assert all(figure["value"] >= 0 for figure in figures)
