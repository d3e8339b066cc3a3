"""The documentation says what the code says."""

from __future__ import annotations

import inspect
from enum import StrEnum
from importlib import import_module

import pytest
from docs.generate import ROOT, UnknownBlock, blocks_in, pages, rewritten
from docs.generated import BLOCKS, commands, meanings

from docs import generate
from sangto.audit.tags import AuditTag
from sangto.config.options import OPTIONS, Option
from tests.architecture.test_layout import ROOMS, SOURCE


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def permissions_of(room: str) -> list[StrEnum]:
    """Every permission that a room's modules define or pass on."""
    folder = SOURCE / room
    modules = [
        import_module(f"sangto.{room}.{path.stem}") for path in folder.glob("*permissions.py")
    ]
    return [
        permission
        for module in modules
        for name, kind in inspect.getmembers(module, inspect.isclass)
        if name.endswith("Permission") and issubclass(kind, StrEnum)
        for permission in kind
    ]


def test_no_page_is_stale() -> None:
    stale = [path.relative_to(ROOT).as_posix() for path in generate.stale_pages()]
    assert stale == [], "run: make docs"


def test_every_block_stands_on_a_page() -> None:
    used = {name for path in pages() for name in blocks_in(path.read_text(encoding="utf-8"))}
    assert used == set(BLOCKS)


def test_a_changed_block_is_noticed() -> None:
    fresh = rewritten("<!-- generated: options -->\nweather\n<!-- end -->")
    assert "SANGTO_DATA" in fresh
    assert "weather" not in fresh
    assert rewritten(fresh) == fresh


@pytest.mark.parametrize(
    "text",
    [
        "<!-- generated: weather -->\n<!-- end -->",
        "<!-- generated: options -->\n",
        "<!-- generated: Options! -->\n<!-- end -->",
    ],
)
def test_an_unknown_or_open_block_is_an_error(text: str) -> None:
    with pytest.raises(UnknownBlock):
        rewritten(text)


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.name)
def test_each_option_is_described(option: Option) -> None:
    assert f"| `{option.variable}` |" in page("admin/options.md")


@pytest.mark.parametrize("tag", AuditTag)
def test_each_audit_tag_is_described(tag: AuditTag) -> None:
    assert f"| `{tag.value}` |" in page("reference/audit-tags.md")
    assert meanings.AUDIT_TAGS.get(tag.value), f"docs/generated/meanings.py lacks {tag.value}"


def test_no_meaning_is_left_over() -> None:
    assert set(meanings.AUDIT_TAGS) == {tag.value for tag in AuditTag}
    known = {permission.value for room in ROOMS for permission in permissions_of(room)}
    assert set(meanings.PERMISSIONS) == known


@pytest.mark.parametrize("room", ROOMS)
def test_each_permission_is_described(room: str) -> None:
    text = page("reference/permissions.md")
    for permission in permissions_of(room):
        assert f"| `{permission.value}` |" in text
        assert meanings.PERMISSIONS.get(permission.value), permission.value


def test_the_rooms_have_permissions_at_all() -> None:
    assert sum(len(permissions_of(room)) for room in ROOMS) > 40


def test_each_command_is_described() -> None:
    text = page("admin/commands.md")
    names = [name for name, _, _ in commands.walk()]
    assert len(names) > 10
    for name in names:
        assert f"## `{name}`" in text
    assert set(meanings.EXITS) == set(names)


def test_each_command_says_what_it_does() -> None:
    for name, command, _ in commands.walk():
        assert command.help, name
