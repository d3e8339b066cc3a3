"""The rules of the house that imports alone do not show."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "sangto"
TESTS = Path(__file__).parents[1]
ROOMS = (
    "audit",
    "queue",
    "organisations",
    "documents",
    "notices",
    "intake",
    "matching",
    "cases",
    "verdicts",
    "consultation",
    "handling",
    "appeals",
    "transparency",
    "reporting",
)
DOORS = ("web", "cli", "jobs", "api")
LONGEST_FILE = 400


def modules() -> Iterator[Path]:
    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path


def test_no_module_has_a_name_that_says_nothing() -> None:
    empty_names = {"utils", "util", "helpers", "helper", "common", "misc", "base", "tools", "lib"}
    named_so = [path for path in SOURCE.rglob("*.py") if path.stem in empty_names]
    assert named_so == []


def test_every_folder_of_code_is_a_known_room_or_door() -> None:
    folders = {path.parent.relative_to(SOURCE).parts[0] for path in SOURCE.glob("*/*.py")}
    assert folders == {*ROOMS, *DOORS, "kernel", "config", "sample", "outgoing", "client", "upkeep"}


def test_files_stay_short() -> None:
    lengths = {
        str(path.relative_to(SOURCE)): len(path.read_text(encoding="utf-8").splitlines())
        for path in modules()
    }
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE} == {}


@pytest.mark.parametrize("room", [*ROOMS, "kernel", *DOORS, "sample", "client"])
def test_tests_mirror_the_tree(room: str) -> None:
    assert list((TESTS / room).rglob("test_*.py")), f"tests/{room} has no test"


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_what_it_is_for(room: str) -> None:
    docstring = ast.get_docstring(
        ast.parse((SOURCE / room / "__init__.py").read_text(encoding="utf-8"))
    )
    assert docstring
    assert len(docstring.split()) >= 15


@pytest.mark.parametrize("room", ROOMS)
def test_migrations_are_named_as_sentences(room: str) -> None:
    names = [path.stem for path in (SOURCE / room / "migrations").glob("0*.py")]
    assert names
    for name in names:
        assert re.fullmatch(r"\d{4}(_[a-z0-9]+){2,}", name), name
        assert not re.fullmatch(r"\d{4}_(initial|auto.*)", name), name


WRITING = re.compile(
    r"\.objects\.(?:\w+\(.*\)\.)*(?:create|bulk_create|update_or_create|get_or_create|"
    r"bulk_update|update|delete)\(|\.save\(|\.bulk_create\("
)
MAY_WRITE = {
    # The index is rebuilt as a copy of rows; only services of the same room call it.
    "matching/index",
    # A manager of Django's user model; called by the service that creates accounts.
    "organisations/models/user.py",
    # Pillow's and segno's `save`, not a model's.
    "web/cards/drawing.py",
    "documents/domain/images.py",
    "documents/reading_child.py",
    # Files that are made in memory.
    "documents/rendering",
    "web/qr.py",
    "web/charts/png.py",
}


def test_only_services_save() -> None:
    found: list[str] = []
    for path in modules():
        name = path.relative_to(SOURCE).as_posix()
        if "/services" in name or any(name.startswith(allowed) for allowed in MAY_WRITE):
            continue
        source = path.read_text(encoding="utf-8")
        for number, line in enumerate(source.splitlines(), start=1):
            if WRITING.search(line):
                found.append(f"{name}:{number}: {line.strip()}")
    assert found == []


def test_nobody_listens_to_signals() -> None:
    """An earlier room leaves a row; the later room's job takes it (no event bus)."""
    for path in modules():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and re.fullmatch(
                r"(django|allauth)[a-z._]*signals", node.module or ""
            ):
                names = {alias.name for alias in node.names}
                assert names <= {"setting_changed"}, f"{path} listens to {names}"


def test_lint_exceptions_carry_their_reason() -> None:
    bare = re.compile(r"#\s*(noqa(:\s*[A-Z0-9, ]+)?|type:\s*ignore(\[[^\]]*\])?)\s*$")
    found = [
        f"{path.relative_to(SOURCE)}:{number}"
        for path in modules()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if bare.search(line)
    ]
    assert found == []
