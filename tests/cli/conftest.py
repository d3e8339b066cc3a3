"""The command inside this process, for what it says; and in one of its own, for how it starts."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.utils import translation

from sangto.cli.main import cli
from tests.factories.cases import World, make_world

Sangto = Callable[..., Result]
Process = Callable[..., subprocess.CompletedProcess[bytes]]


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
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with tables and the demo's charter, shared by tests that only read it."""
    data = tmp_path_factory.mktemp("prepared")
    for arguments in (["prepare"], ["charter", "load", "tinh-mau"]):
        done = run_process(data, *arguments)
        assert done.returncode == 0, done.stderr.decode()
    return data
