"""Writes that an earlier room can not guard alone are called by the room that can."""

from __future__ import annotations

import ast

import pytest

from tests.architecture.test_layout import SOURCE, modules

#: What a room exports -> who may import it: whoever asks first what that room can not know.
CALLED_BY = {
    ("matching", "move_report"): {"cases"},
    ("matching", "reject_link"): {"cases"},
    ("matching", "merge_claims"): {"cases"},
    ("matching", "split_claim"): {"cases"},
    ("matching", "undo_join"): {"cases"},
    ("matching", "empty_claim"): {"cases"},
    ("cases", "merge"): {"verdicts"},
    ("cases", "split"): {"verdicts"},
    ("cases", "undo"): {"verdicts"},
    ("cases", "reopen_on_appeal"): {"verdicts"},
    ("verdicts", "begin_correction"): {"appeals"},
}


@pytest.mark.parametrize(("room", "name"), CALLED_BY)
def test_nobody_goes_past_the_guard(room: str, name: str) -> None:
    callers = set()
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.ImportFrom)
                and (node.module or "").startswith(f"sangto.{room}.services")
                and name in {alias.name for alias in node.names}
            ):
                callers.add(path.relative_to(SOURCE).parts[0])
    assert callers - {room} == CALLED_BY[room, name]
