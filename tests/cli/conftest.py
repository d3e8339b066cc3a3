"""The command inside this process, for what it says; and in one of its own, for how it starts."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.utils import translation

from sangto.cli.main import cli
from tests.factories.cases import World, make_world
from tests.once import made_once

Sangto = Callable[..., Result]
Process = Callable[..., subprocess.CompletedProcess[bytes]]

LONG = os.environ.get("SANGTO_DRILLS") == "long"
#: Seconds after which a demo on its way is killed.
KILLED_AFTER = (10, 8) if LONG else (10,)


def environment_for(data: Path, **changes: str) -> dict[str, str]:
    """Nothing of this test run's own settings; SQLite in ``data``, English."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SANGTO_")}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "sangto.config.settings",
        "SANGTO_DATA": str(data),
        "SANGTO_LANGUAGE": "en",
        "SANGTO_MAIL": "off",
        "PYTHONUNBUFFERED": "1",
        **changes,
    }


def run_process(
    data: Path, *arguments: str | bytes, stdin: bytes | None = None, **changes: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "sangto.cli", *arguments],
        env=environment_for(data, **changes),
        input=stdin,
        capture_output=True,
        timeout=600,
        check=False,
    )


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def sangto(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sangto]:
    """Run a command in this process, in English unless ``language`` says otherwise."""

    def run(*arguments: str, stdin: bytes | str | None = None, language: str = "en") -> Result:
        monkeypatch.setenv("SANGTO_LANGUAGE", language)
        return CliRunner().invoke(cli, list(arguments), input=stdin, prog_name="sangto")

    with translation.override(translation.get_language()):
        yield run


@pytest.fixture(scope="session")
def prepared(tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with tables and the demo's charter, shared by tests that only read it."""

    def load(data: Path) -> None:
        shutil.copytree(tables, data, dirs_exist_ok=True)
        done = run_process(data, "charter", "load", "tinh-mau")
        assert done.returncode == 0, done.stderr.decode()

    return made_once(tmp_path_factory, "prepared", load)


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder as ``sangto prepare`` leaves it, to copy from."""

    def prepare(data: Path) -> None:
        done = run_process(data, "prepare")
        assert done.returncode == 0, done.stderr.decode()

    return made_once(tmp_path_factory, "tables", prepare)


@pytest.fixture(scope="session")
def demo_data(tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a demo that was killed on its way and then brought to its end.

    The tests in a browser work on copies of it too, so that a run makes it once.
    """

    def kill_and_finish(data: Path) -> None:
        shutil.copytree(tables, data, dirs_exist_ok=True)
        _kill_a_demo_and_finish_it(data)

    return made_once(tmp_path_factory, "demo", kill_and_finish)


def _kill_a_demo_and_finish_it(data: Path) -> None:
    for pause in KILLED_AFTER:
        with subprocess.Popen(
            [sys.executable, "-m", "sangto.cli", "demo", "--no-serve"],
            env=environment_for(data, SANGTO_LANGUAGE="vi"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as running:
            time.sleep(pause)
            running.send_signal(signal.SIGKILL)
    done = run_process(data, "demo", "--no-serve", SANGTO_LANGUAGE="vi")
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
    assert str(data) in done.stdout.decode()
