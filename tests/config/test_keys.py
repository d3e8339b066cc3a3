"""The key of an installation: made once, kept for its owner only, never replaced."""

from __future__ import annotations

import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sangto.config.keys import secret_keys
from sangto.config.options import OptionError


def test_configured_keys_need_no_file(tmp_path: Path) -> None:
    assert secret_keys(("new", "old"), tmp_path / "nothing") == ("new", "old")
    assert not (tmp_path / "nothing").exists()


def test_one_is_made_and_kept(tmp_path: Path) -> None:
    data = tmp_path / "a" / "b"
    (first,) = secret_keys((), data)
    assert len(first) >= 50
    assert stat.S_IMODE((data / "secret-key").stat().st_mode) == 0o600
    assert secret_keys((), data) == (first,)
    assert [path.name for path in data.iterdir()] == ["secret-key"]
    assert secret_keys((), tmp_path / "c") != (first,)


def test_many_processes_at_once_have_the_same(tmp_path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from sangto.config.keys import secret_keys;"
        "time.sleep(max(0, float(sys.argv[2]) - time.time())); "
        "print(secret_keys((), Path(sys.argv[1]))[0])"
    )
    start = str(time.time() + 1.5)
    running = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(tmp_path), start], stdout=subprocess.PIPE, text=True
        )
        for _ in range(6)
    ]
    keys = {process.communicate(timeout=60)[0].strip() for process in running}
    assert len(keys) == 1
    assert keys == {(tmp_path / "secret-key").read_text()}
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe"])
def test_a_damaged_key_is_not_replaced(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "secret-key").write_bytes(content)
    with pytest.raises(OptionError, match="secret-key"):
        secret_keys((), tmp_path)
    assert (tmp_path / "secret-key").read_bytes() == content


def test_a_folder_that_can_not_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OptionError, match="SANGTO_DATA"):
        secret_keys((), tmp_path / "file" / "data")
