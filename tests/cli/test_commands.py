"""The command as a whole: its help, its exit codes, and what stops it before it begins."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import click
import pytest

from sangto import __version__
from sangto.cli.main import COMMANDS, cli
from tests.cli.conftest import Sangto, run_process

GROUPS = {"charter": ("check", "load"), "user": ("add",)}
PATHS = [
    (name, *rest) for name in COMMANDS for rest in [(), *((sub,) for sub in GROUPS.get(name, ()))]
]


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_every_command_explains_itself(sangto: Sangto, path: tuple[str, ...]) -> None:
    for flag in ("--help", "-h"):
        result = sangto(*path, flag)
        assert result.exit_code == 0
        assert result.stdout.startswith(f"Usage: sangto {' '.join(path)}")
        assert len(result.stdout.splitlines()) > 4


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_every_option_says_what_it_is_for(path: tuple[str, ...]) -> None:
    context = click.Context(cli)
    command: click.Command | None = cli
    for name in path:
        assert isinstance(command, click.Group)
        command = command.get_command(context, name)
    assert command is not None
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.name not in {"host", "port"}:
            assert parameter.help or parameter.show_default, parameter.name


def test_the_whole_help(sangto: Sangto) -> None:
    result = sangto("--help")
    assert result.exit_code == 0
    for name in COMMANDS:
        assert f"  {name} " in result.stdout
    for part in ("Exit codes", "SANGTO_DATA", "0 done", "3 the installation"):
        assert part in " ".join(result.stdout.split())
    assert sangto("--version").stdout.strip() == f"sangto, version {__version__}"


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["check"], ["check", "a", "b"], ["serve", "--port", "99999"]]
)
def test_wrong_use(sangto: Sangto, arguments: list[str]) -> None:
    result = sangto(*arguments)
    assert result.exit_code == 2
    assert "Usage:" in result.stderr


def test_help_needs_neither_settings_nor_data(tmp_path: Path) -> None:
    folder = tmp_path / "nothing"
    done = run_process(folder, "serve", "--help", SANGTO_BASE_URL="nonsense")
    assert done.returncode == 0
    assert not folder.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "Trúng thưởng"],
        ["charter", "load", "tinh-mau"],
        ["user", "add", "a@b.example", "--name", "A", "--agency", "x", "--role", "editor"],
        ["worker"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_an_unprepared_database(tmp_path: Path, arguments: list[str]) -> None:
    done = run_process(tmp_path, *arguments, stdin=b"secret-word-long\nsecret-word-long\n")
    assert done.returncode == 3
    message = done.stderr.decode()
    assert "sangto prepare" in message
    assert "Traceback" not in message


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SANGTO_DEMO", "maybe"),
        ("SANGTO_DATABASE_URL", "mysql://root:hunter2@localhost/x"),
        ("SANGTO_SECRET_KEYS_FILE", "/nothing/here"),
    ],
)
def test_a_bad_option_stops_with_a_sentence(tmp_path: Path, name: str, value: str) -> None:
    changes: dict[str, Any] = {name: value}
    done = run_process(tmp_path, "doctor", **changes)
    assert done.returncode == 3
    message = done.stderr.decode()
    assert message.startswith(f"sangto: {name}")
    assert len(message.strip().splitlines()) == 1
    assert "hunter2" not in message


def test_a_data_folder_that_can_not_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for command in (["doctor"], ["serve"]):
        done = run_process(tmp_path / "file" / "data", *command)
        assert done.returncode == 3
        message = done.stderr.decode()
        assert "SANGTO_DATA" in message
        assert "Traceback" not in message


def test_a_damaged_database(tmp_path: Path) -> None:
    (tmp_path / "sangto.sqlite3").write_bytes(b"this is no database" * 100)
    for command in (["check", "x"], ["prepare"]):
        done = run_process(tmp_path, *command)
        assert done.returncode == 3, command
        assert "Traceback" not in done.stderr.decode()
    done = run_process(tmp_path, "doctor")
    assert done.returncode == 1
    assert "does not answer" in done.stdout.decode()


def test_a_database_of_another_version_is_left_as_it_is(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "sangto.sqlite3") as database:
        database.execute("CREATE TABLE django_migrations (id integer, app, name, applied)")
        database.execute(
            "INSERT INTO django_migrations VALUES (1, 'cases', '0001_old', '2026-01-01')"
        )
    for command in (["prepare"], ["demo", "--no-serve"]):
        done = run_process(tmp_path, *command)
        assert done.returncode == 3, command
        assert "another version" in done.stderr.decode()
    with sqlite3.connect(tmp_path / "sangto.sqlite3") as database:
        assert database.execute("SELECT count(*) FROM sqlite_master").fetchone() == (1,)


def test_vietnamese_is_the_first_language(tmp_path: Path) -> None:
    english = run_process(tmp_path, "check", "x").stderr.decode()
    assert "is not prepared" in english
    vietnamese = run_process(
        tmp_path, "check", "x", SANGTO_LANGUAGE="", LC_ALL="", LANG="C.UTF-8"
    ).stderr.decode()
    assert "sangto prepare" in vietnamese
    assert "is not prepared" not in vietnamese


def test_output_is_utf8_in_any_locale(prepared: Path) -> None:
    done = run_process(
        prepared, "check", "", SANGTO_LANGUAGE="vi", LC_ALL="C", PYTHONIOENCODING="ascii"
    )
    assert done.returncode == 2
    done.stderr.decode("utf-8")
