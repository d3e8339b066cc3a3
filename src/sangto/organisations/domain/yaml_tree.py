"""YAML read into plain values that remember their lines.

Only the plain part of YAML is taken: mappings, lists, text, whole numbers, true/false, null. No
tags, no anchors with aliases (a few lines of them can grow to gigabytes), no merging of keys. A
plain ``no`` or ``2025-06-30`` stays text, so that nothing turns into something else unseen.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml
from yaml.composer import Composer
from yaml.parser import Parser
from yaml.reader import Reader, ReaderError
from yaml.resolver import BaseResolver
from yaml.scanner import Scanner

from sangto.kernel.errors import gettext_noop
from sangto.kernel.text import excerpt
from sangto.organisations.domain.problems import CharterError, Problem

LARGEST_BYTES = 512 * 1024
DEEPEST = 12

Path: TypeAlias = tuple[str | int, ...]

_WHOLE_NUMBER = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_SWITCHES = {"true": True, "True": True, "false": False, "False": False}
_PLAIN_TAGS = frozenset(f"tag:yaml.org,2002:{kind}" for kind in ("str", "map", "seq"))


def decode_charter(data: bytes, file_name: str) -> str:
    """The text of a charter's bytes. Raises :class:`CharterError` if large or not UTF-8."""
    if len(data) > LARGEST_BYTES:
        raise CharterError([_too_large(file_name)])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problem = Problem(
            file_name,
            line,
            "charter.not_utf8",
            gettext_noop("The file is not written in UTF-8."),
            gettext_noop("Save it again with the encoding UTF-8."),
        )
        raise CharterError([problem]) from error


@dataclass(slots=True)
class Tree:
    """The plain value of a file, the line of each of its parts, and the problems so far."""

    file: str
    data: Any = None
    problems: list[Problem] = field(default_factory=list)
    value_lines: dict[Path, int] = field(default_factory=dict)
    key_lines: dict[Path, int] = field(default_factory=dict)

    def line(self, path: Path, *, key: bool = False) -> int:
        """The line of the value (or key) at ``path``, else of the nearest part around it."""
        for length in range(len(path), -1, -1):
            part = path[:length]
            found = self.key_lines.get(part) if key else None
            if found is None:
                found = self.value_lines.get(part)
            if found is not None:
                return found
        return 1

    def add(self, path: Path, code: str, what: str, instead: str, **params: object) -> None:
        line = self.line(path, key=params.pop("on_key", False) is True)
        self.problems.append(Problem(self.file, line, code, what, instead, params))


def read_tree(text: str, file_name: str) -> Tree:
    """Raises :class:`CharterError` when the text is no YAML at all; else collects problems."""
    if len(text.encode("utf-8", "replace")) > LARGEST_BYTES:
        raise CharterError([_too_large(file_name)])
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return _Reading(text, file_name).tree()


class _Composer(Reader, Scanner, Parser, Composer, BaseResolver):
    """PyYAML's own parts, with a limit of depth and without aliases."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)
        Composer.__init__(self)
        BaseResolver.__init__(self)
        self.depth = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event: yaml.Event = self.peek_event()  # type: ignore[no-untyped-call] # PyYAML
        if isinstance(event, yaml.AliasEvent):
            raise _Unwanted("alias", _place(event))
        if self.depth >= DEEPEST:
            raise _Unwanted("depth", _place(event))
        self.depth += 1
        try:
            return super().compose_node(parent, index)
        finally:
            self.depth -= 1


def _place(event: yaml.Event) -> int:
    return 0 if event.start_mark is None else event.start_mark.index


class _Unwanted(Exception):  # noqa: N818 - carries a place, and is caught in this file
    def __init__(self, kind: str, index: int) -> None:
        super().__init__(kind)
        self.kind = kind
        self.index = index


_UNWANTED = {
    "alias": (
        gettext_noop("An alias (“*name”) is used; aliases are not read."),
        gettext_noop("Write the value out where it is needed."),
    ),
    "depth": (
        gettext_noop("The lists and mappings are nested too deeply."),
        gettext_noop("Keep to the levels of the shipped charters."),
    ),
}


class _Reading:
    def __init__(self, text: str, file_name: str) -> None:
        self.text = text
        self.file = file_name
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self.result = Tree(file_name)

    def tree(self) -> Tree:
        node: yaml.Node | None
        try:
            node = _Composer(self.text).get_single_node()
        except _Unwanted as error:
            what, instead = _UNWANTED[error.kind]
            raise self._stop(error.index, f"charter.{error.kind}", what, instead) from error
        except ReaderError as error:
            raise self._stop(
                error.position,
                "charter.character",
                gettext_noop("There is a control character that text files do not hold."),
                gettext_noop("Delete it; copying the line out of a plain editor helps."),
            ) from error
        except yaml.MarkedYAMLError as error:
            raise self._syntax(error) from error
        if node is None:
            raise self._stop(
                0,
                "charter.empty",
                gettext_noop("The file is empty."),
                gettext_noop("Start from one of the shipped charters."),
            )
        self.result.data = self._value(node, ())
        return self.result

    def _line(self, index: int) -> int:
        return bisect_right(self.starts, index)

    def _stop(
        self, index: int, code: str, what: str, instead: str, **params: object
    ) -> CharterError:
        return CharterError([Problem(self.file, self._line(index), code, what, instead, params)])

    def _syntax(self, error: yaml.MarkedYAMLError) -> CharterError:
        mark = error.problem_mark or error.context_mark
        if "end of stream" in (error.problem or ""):
            mark = error.context_mark or mark
            return self._stop(
                mark.index if mark is not None else 0,
                "charter.unclosed",
                gettext_noop("A quote or bracket opens here and is never closed."),
                gettext_noop("Close it, or put the whole text in double quotes."),
            )
        index = mark.index if mark is not None else 0
        if "'\\t'" in (error.problem or ""):
            return self._stop(
                index,
                "charter.tab",
                gettext_noop("A tab stands where YAML wants spaces."),
                gettext_noop("Indent with two spaces for each level."),
            )
        if isinstance(error, yaml.composer.ComposerError):
            return self._stop(
                index,
                "charter.documents",
                gettext_noop("The file does not hold exactly one YAML document."),
                gettext_noop(
                    "Keep one charter a file, without a second “---” and repeated anchors."
                ),
            )
        return self._stop(
            index,
            "charter.syntax",
            gettext_noop("This is not YAML (%(reason)s)."),
            gettext_noop(
                "Write “key: value”, lists as “- item”, and put text with “: ” or “#” in quotes."
            ),
            reason=excerpt(error.problem or error.context or "unknown", 120),
        )

    def _value(self, node: yaml.Node, path: Path) -> Any:
        self.result.value_lines[path] = self._line(node.start_mark.index)
        if node.tag not in _PLAIN_TAGS:
            self.result.add(
                path,
                "charter.tag",
                gettext_noop("The tag “%(tag)s” is not read."),
                gettext_noop("Write the value without a tag."),
                tag=excerpt(str(node.tag), 60),
            )
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self._value(item, (*path, place)) for place, item in enumerate(node.value)]
        return _scalar(node)

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = self._line(key_node.start_mark.index)
            if not isinstance(key_node, yaml.ScalarNode):
                self.result.problems.append(
                    Problem(
                        self.file,
                        line,
                        "charter.key",
                        gettext_noop("A key is a list or a mapping."),
                        gettext_noop("Write a plain word before the colon."),
                    )
                )
                continue
            key = str(key_node.value)
            if key in values:
                self.result.problems.append(
                    Problem(
                        self.file,
                        line,
                        "charter.key_twice",
                        gettext_noop("The key “%(key)s” stands here twice."),
                        gettext_noop("Keep one of them; the first is on line %(first)s."),
                        {"key": excerpt(key, 60), "first": self.result.key_lines[(*path, key)]},
                    )
                )
                continue
            self.result.key_lines[(*path, key)] = line
            values[key] = self._value(value_node, (*path, key))
        return values


def _scalar(node: yaml.Node) -> str | int | bool | None:
    text = str(node.value)
    if isinstance(node, yaml.ScalarNode) and node.style is None:
        if text in _NULLS:
            return None
        if text in _SWITCHES:
            return _SWITCHES[text]
        if _WHOLE_NUMBER.fullmatch(text):
            return int(text)
    return text


def _too_large(file_name: str) -> Problem:
    return Problem(
        file_name,
        1,
        "charter.too_large",
        gettext_noop("The file is larger than %(limit)s kilobytes."),
        gettext_noop("A charter lists agencies and dates only; check that this is the right file."),
        {"limit": LARGEST_BYTES // 1024},
    )
