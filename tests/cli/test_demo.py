"""`sangto demo`: the sample desk, made once however often it is asked for."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import environment_for, run_process

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


@pytest.mark.timeout(900)
def test_twice_is_once(tmp_path: Path) -> None:
    first = run_process(tmp_path, "demo", "--no-serve")
    assert first.returncode == 0, first.stderr.decode()
    assert str(tmp_path) in first.stdout.decode()
    made = counts(tmp_path)
    assert made["verdicts_verdictversion"] >= 40
    assert made["intake_report"] >= 290
    assert all(made.values()), made
    second = run_process(tmp_path, "demo", "--no-serve")
    assert second.returncode == 0, second.stderr.decode()
    assert counts(tmp_path) == made
    verified = run_process(tmp_path, "verify")
    assert verified.returncode == 0, verified.stderr.decode()
    known = run_process(
        tmp_path,
        *("check", "--json"),
        "Phuong tien cua ban co 01 loi vi pham giao thong chua xu ly. Vui long nop phat truoc 17h "
        "hom nay tai https://nop-phat-csgt.example de tranh bi tang muc phat va tam giu giay to.",
    )
    assert '"outcome": "answer"' in known.stdout.decode()


def test_a_real_desk_is_left_alone(tmp_path: Path) -> None:
    for arguments in (["prepare"], ["charter", "load", "quang-binh-2019"]):
        assert run_process(tmp_path, *arguments).returncode == 0
    before = counts(tmp_path)
    done = run_process(tmp_path, "demo", "--no-serve")
    assert done.returncode == 3
    assert "SANGTO_DATA" in done.stderr.decode()
    assert counts(tmp_path) == before


@pytest.mark.drill
@pytest.mark.timeout(1800)
def test_a_demo_that_was_interrupted_goes_on(tmp_path: Path) -> None:
    for pause in (12, 18):
        with subprocess.Popen(
            [sys.executable, "-m", "sangto.cli", "demo", "--no-serve"],
            env=environment_for(tmp_path),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as running:
            time.sleep(pause)
            running.send_signal(signal.SIGKILL)
    whole = tmp_path.with_name("whole")
    for data in (tmp_path, whole):
        done = run_process(data, "demo", "--no-serve")
        assert done.returncode == 0, done.stderr.decode()
    assert counts(tmp_path) == counts(whole)
