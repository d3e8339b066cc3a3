"""`sangto charter`: each error with its file, its line, and what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from sangto.organisations.domain.shipped import SHIPPED, shipped_charter
from sangto.organisations.models import Charter, Network
from tests.cli.conftest import Sangto


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_shipped_charters(db: None, sangto: Sangto, name: str) -> None:
    result = sangto("charter", "check", name)
    assert result.exit_code == 0
    assert name in result.stdout
    assert Charter.objects.count() == 0


def test_loading_makes_a_version(db: None, sangto: Sangto, tmp_path: Path) -> None:
    first = sangto("charter", "load", "tinh-mau")
    assert first.exit_code == 0
    assert "tinh-mau, version 1" in first.stdout
    text = shipped_charter("tinh-mau")
    changed = tmp_path / "mau.yaml"
    changed.write_text(text.replace("triage: {days: 1", "triage: {days: 2"), encoding="utf-8")
    if changed.read_text(encoding="utf-8") != text:
        second = sangto("charter", "load", str(changed))
        assert "version 2" in second.stdout
        assert Charter.objects.count() == 2
    assert Network.objects.count() == 1


def test_errors_name_file_line_and_remedy(db: None, sangto: Sangto, tmp_path: Path) -> None:
    file = tmp_path / "mau.yaml"
    text = shipped_charter("tinh-mau")
    where = text.index("kind: press")
    line = text[:where].count("\n") + 1
    file.write_text(text.replace("kind: press", "kind: pres", 1), encoding="utf-8")
    for command in ("check", "load"):
        result = sangto("charter", command, str(file))
        assert result.exit_code == 1
        assert f"{file}:{line}: " in result.stderr
        assert "→" in result.stderr
        assert "press" in result.stderr.split("→")[1]
        assert "to mend" in result.stderr
    vietnamese = sangto("charter", "check", str(file), language="vi")
    assert f"{file}:{line}: " in vietnamese.stderr
    assert "to mend" not in vietnamese.stderr
    assert Charter.objects.count() == 0


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff\xfe", b"Quy ch\xea", b"a: [", b"- 1\n- 2\n", b"\0", b"a: &a [*a]\n", b"%" * 9999],
)
def test_files_that_are_no_charter(db: None, sangto: Sangto, tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "mau.yaml"
    file.write_bytes(data)
    result = sangto("charter", "check", str(file))
    assert result.exit_code in {1, 2}
    assert isinstance(result.exception, SystemExit)
    assert str(file) in result.stderr
    assert "→" in result.stderr


def test_files_that_are_not_there(db: None, sangto: Sangto, tmp_path: Path) -> None:
    missing = sangto("charter", "load", str(tmp_path / "nothing.yaml"))
    assert missing.exit_code == 2
    assert "tinh-mau" in missing.stderr
    folder = sangto("charter", "check", str(tmp_path))
    assert folder.exit_code == 2
    assert str(tmp_path) in folder.stderr
