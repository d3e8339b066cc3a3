"""``sangto import``: what comes in, what is said about what does not, and going on after a stop."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from sangto.audit.models import AuditEvent
from sangto.cases.models import Case
from sangto.cli import archive
from sangto.cli.records import read_records
from sangto.intake.models import ArchiveBatch, Report
from sangto.jobs.runner import run_until_empty
from sangto.matching.models import Claim, ReportLink
from sangto.verdicts.models import VerdictVersion
from tests.cli.conftest import Sangto, environment_for, run_process
from tests.factories.cases import World

SCAM = "Chúc mừng bạn đã trúng xe máy, hãy chuyển phí hồ sơ trước năm giờ chiều nay để nhận thưởng"


def row(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "id": f"r{number}",
        "text": f"{SCAM} mã số {number}",
        "received_at": "2025-03-31",
        "category": "fraud",
        "title": f"Tin trúng thưởng {number}",
        **changes,
    }


def lines(path: Path, *rows: dict[str, Any] | str) -> Path:
    path.write_text(
        "".join(
            (one if isinstance(one, str) else json.dumps(one, ensure_ascii=False)) + "\n"
            for one in rows
        ),
        encoding="utf-8",
    )
    return path


def test_rows_come_in_as_closed_reports_with_one_record_for_all(
    world: World, sangto: Sangto, tmp_path: Path
) -> None:
    before = AuditEvent.objects.count()
    done = sangto("import", str(lines(tmp_path / "a.jsonl", *(row(n) for n in range(3)))))
    assert (done.exit_code, done.stdout) == (0, "3 records imported.\n")
    assert AuditEvent.objects.count() == before + 1
    batch = ArchiveBatch.objects.get()
    reports = Report.objects.order_by("pk")
    assert batch.reports == [report.pk for report in reports]
    assert {(one.status, one.outcome, one.origin) for one in reports} == {
        ("closed", "archived", "archive")
    }
    assert not ReportLink.objects.exists()


def test_bad_lines_are_named_and_the_good_ones_beside_them_stay(
    world: World, sangto: Sangto, tmp_path: Path
) -> None:
    file = lines(
        tmp_path / "a.jsonl",
        row(1),
        "{broken",
        row(3, territory="99999"),
        row(4, text="x" * 20_001),
        row(5, verdict_title="Tin giả", verdict_from="Bàn khác", verdict_address="nowhere"),
        row(6, category="factual_claim"),
        row(7),
    )
    done = sangto("import", str(file))
    assert done.exit_code == 1
    assert "2 records imported." in done.output
    assert "5 lines were not taken." in done.output
    named = [line.split(":")[0] for line in done.output.splitlines() if line.startswith("Line ")]
    assert named == [f"Line {number}" for number in (2, 3, 4, 5, 6)]
    assert Report.objects.count() == 2


def test_twice_in_a_file_and_in_a_later_one_is_once(
    world: World, sangto: Sangto, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "BATCH", 3)
    nameless = {"text": f"{SCAM} không có số", "received_at": "2025-03-31"}
    rows = [row(1), nameless, row(1), row(2), nameless, row(3)]
    done = sangto("import", str(lines(tmp_path / "a.jsonl", *rows)))
    assert done.stdout == "4 records imported.\n2 were there already.\n"
    done = sangto("import", str(lines(tmp_path / "b.jsonl", row(3), row(4))))
    assert done.stdout == "1 record imported.\n1 were there already.\n"
    done = sangto("import", str(lines(tmp_path / "c.jsonl", row(4, text=f"{SCAM} khác hẳn"))))
    assert done.exit_code == 1
    assert "Line 1: A report with different content" in done.output
    assert Report.objects.count() == 5


def test_what_follows_is_done_by_the_queue_once(
    world: World, sangto: Sangto, tmp_path: Path
) -> None:
    same = {"text": f"{SCAM} mã số 1"}
    verdict = {
        "verdict_title": "Không có giải thưởng nào",
        "verdict_summary": "Tin lừa đảo.",
        "verdict_from": "Bàn kiểm chứng Khác",
        "verdict_address": "https://kiemchung.example/1",
    }
    file = lines(tmp_path / "a.jsonl", row(1), row(2, **same), row(3, **same, **verdict))
    sangto("import", str(file))
    assert run_until_empty(kinds=["archive.settle"]) == 1
    claim = Claim.objects.get()
    assert (claim.title, claim.category) == ("Tin trúng thưởng 1", "fraud")
    case = Case.objects.get()
    assert (case.status, case.outcome, case.claim) == ("closed", "archived", claim)
    assert ReportLink.objects.filter(claim=claim).count() == 3
    assert VerdictVersion.objects.get().status == "held"
    batch = ArchiveBatch.objects.get()
    assert (batch.said, batch.settled_at is None) == ("", False)
    sangto("import", str(file))
    assert run_until_empty(kinds=["archive.settle"]) == 0
    assert (Claim.objects.count(), Case.objects.count()) == (1, 1)


def test_a_dry_run_only_reads(world: World, sangto: Sangto, tmp_path: Path) -> None:
    done = sangto("import", "--dry-run", str(lines(tmp_path / "a.jsonl", row(1), "{", row(2))))
    assert done.exit_code == 1
    assert "2 lines can be imported." in done.output
    assert not Report.objects.exists()


def test_csv_with_semicolons_and_fields_of_several_lines(
    world: World, sangto: Sangto, tmp_path: Path
) -> None:
    file = tmp_path / "a.csv"
    file.write_text('id;text;received_at\n1;"Một\nhai";2025-03-31\n2;;2025-03-31\n', "utf-8")
    done = sangto("import", str(file))
    assert "1 record imported." in done.output
    assert "Line 4: the field “text” is empty" in done.output
    assert Report.objects.get().text == "Một\nhai"


def test_another_encoding_is_noticed_before_anything_is_kept(
    world: World, sangto: Sangto, tmp_path: Path
) -> None:
    file = lines(tmp_path / "a.jsonl", *(row(n) for n in range(3)))
    file.write_bytes(file.read_bytes() + b'{"text": "\xff"}\n')
    done = sangto("import", str(file))
    assert done.exit_code == 2
    assert "Line 4 is not in the encoding utf-8." in done.output
    assert not Report.objects.exists()
    assert sangto("import", "--encoding", "klingon", str(file)).exit_code == 2


def test_a_long_archive_is_read_line_by_line(tmp_path: Path) -> None:
    file = lines(tmp_path / "a.jsonl", *(row(n) for n in range(20_000)))
    tracemalloc.start()
    try:
        number = sum(1 for _ in read_records(file))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert number == 20_000
    assert peak < file.stat().st_size / 4


_KILLED = """
import os, signal, sys
import django
django.setup()
from sangto.cli import archive
from sangto.cli.main import cli
from sangto.intake.services import importing
archive.BATCH = 20
put, calls = importing.put, []
def dying(**values):
    calls.append(1)
    if len(calls) == 4:
        os.kill(os.getpid(), signal.SIGKILL)
    return put(**values)
importing.put = dying
cli(["import", sys.argv[1]])
"""


def test_killed_in_the_middle_it_goes_on_where_it_stopped(prepared: Path, tmp_path: Path) -> None:
    data = Path(shutil.copytree(prepared, tmp_path / "data"))
    file = lines(tmp_path / "a.jsonl", *(row(n) for n in range(100)))
    killed = subprocess.run(
        [sys.executable, "-c", _KILLED, str(file)],
        env=environment_for(data),
        cwd=Path.cwd(),
        capture_output=True,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    done = run_process(data, "import", str(file))
    assert done.stdout.decode() == "40 records imported.\n60 were there already.\n"
    again = run_process(data, "import", str(file))
    assert again.stdout.decode() == "0 records imported.\n100 were there already.\n"
