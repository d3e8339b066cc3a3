"""`sangto demo`: the sample desk, made once however often it is asked for."""

from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import LONG, run_process

pytestmark = pytest.mark.skipif(
    bool(os.environ.get("SANGTO_DATABASE_URL")), reason="the demo has an SQLite of its own"
)
TABLES = (
    "organisations_user",
    "organisations_membership",
    "organisations_charter",
    "intake_report",
    "matching_claim",
    "matching_claimwording",
    "matching_indicator",
    "matching_reportlink",
    "cases_case",
    "cases_timelineentry",
    "verdicts_verdict",
    "verdicts_verdictversion",
    "verdicts_source",
    "verdicts_delivery",
    "handling_feedbackanswer",
)


def counts(data: Path) -> dict[str, int]:
    with sqlite3.connect(data / "sangto.sqlite3") as connection:
        return {
            table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
            for table in TABLES
        }


@pytest.mark.drill
@pytest.mark.timeout(1800)
def test_a_killed_demo_goes_on_and_a_finished_one_stays(demo_data: Path, tmp_path: Path) -> None:
    """Killed in the middle, then brought to its end, then asked for once more.

    The long form kills twice and compares with a demo that nobody disturbed.
    """
    data = Path(shutil.copytree(demo_data, tmp_path / "killed"))
    made = counts(data)
    assert made["verdicts_verdictversion"] >= 40
    assert made["intake_report"] >= 290
    assert all(made.values()), made
    second = run_process(data, "demo", "--no-serve")
    assert second.returncode == 0, second.stderr.decode()
    assert counts(data) == made
    verified = run_process(data, "verify")
    assert verified.returncode == 0, verified.stderr.decode()
    known = run_process(
        data,
        *("check", "--json"),
        "Phuong tien cua ban co 01 loi vi pham giao thong chua xu ly. Vui long nop phat truoc 17h "
        "hom nay tai https://nop-phat-csgt.example de tranh bi tang muc phat va tam giu giay to.",
    )
    assert '"outcome": "answer"' in known.stdout.decode()
    if LONG:
        whole = tmp_path / "whole"
        assert run_process(whole, "demo", "--no-serve").returncode == 0
        assert counts(whole) == made


def test_a_real_desk_is_left_alone(tables: Path, tmp_path: Path) -> None:
    data = Path(shutil.copytree(tables, tmp_path / "real"))
    assert run_process(data, "charter", "load", "quang-binh-2019").returncode == 0
    before = counts(data)
    done = run_process(data, "demo", "--no-serve")
    assert done.returncode == 3
    assert "SANGTO_DATA" in done.stderr.decode()
    assert counts(data) == before
