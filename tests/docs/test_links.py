"""Links and pictures of the documentation lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from docs.generate import ROOT, pages

_LINK = re.compile(r"(?P<picture>!?)\[(?P<text>[^\]]*)\]\((?P<target>[^()\s]+)\)")
_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
_HEADING = re.compile(r"^#+\s+(.*)$", re.MULTILINE)
_SCHEME = re.compile(r"[a-z]+:")


def links(path: Path) -> list[tuple[bool, str, str]]:
    """Whether it is a picture, its text, its target."""
    text = _CODE.sub("", path.read_text(encoding="utf-8"))
    return [
        (bool(match["picture"]), match["text"], match["target"]) for match in _LINK.finditer(text)
    ]


def anchors(path: Path) -> set[str]:
    """As the usual viewers make them: lower case, no punctuation, spaces to hyphens."""
    found: set[str] = set()
    for heading in _HEADING.findall(path.read_text(encoding="utf-8")):
        plain = re.sub(r"[^\w\- ]", "", heading.lower())
        found.add(plain.strip().replace(" ", "-"))
    return found


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", list(pages()), ids=name)
def test_links_lead_to_a_file_and_a_heading(path: Path) -> None:
    broken: list[str] = []
    for picture, _, target in links(path):
        if picture or _SCHEME.match(target):
            continue
        file, _, anchor = target.partition("#")
        aim = (path.parent / file).resolve() if file else path
        if not aim.exists() or (anchor and anchor not in anchors(aim)):
            broken.append(target)
    assert broken == []


@pytest.mark.parametrize("path", list(pages()), ids=name)
def test_pictures_are_there_and_described(path: Path) -> None:
    missing = [
        target
        for picture, _, target in links(path)
        if picture and not (path.parent / target).is_file()
    ]
    silent = [target for picture, text, target in links(path) if picture and not text.strip()]
    assert missing == []
    assert silent == []


def test_no_picture_is_left_over() -> None:
    shown = {
        (path.parent / target).resolve()
        for path in pages()
        for picture, _, target in links(path)
        if picture
    }
    kept = {path.resolve() for path in (ROOT / "docs" / "pictures").glob("*.png")}
    assert kept <= shown


@pytest.mark.parametrize("path", list(pages()), ids=name)
def test_pages_load_nothing_from_elsewhere(path: Path) -> None:
    assert [target for picture, _, target in links(path) if picture and ":" in target] == []
