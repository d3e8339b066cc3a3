from __future__ import annotations

import pytest

from sangto.kernel.errors import Refused
from sangto.kernel.workflow import Transition, Workflow

ROWS = (
    Transition("open", "new", "open", "desk:open", "thing:opened"),
    Transition("close", "open", "closed", "desk:close", "thing:closed"),
)
FLOW = Workflow("thing", states=("new", "open", "closed"), initial="new", rows=ROWS)


def test_only_the_rows_of_the_table_can_be_walked() -> None:
    allowed = {(row.source, row.action) for row in ROWS}
    for state in FLOW.states:
        for action in ("open", "close"):
            if (state, action) in allowed:
                assert FLOW.step(state, action).source == state
            else:
                with pytest.raises(Refused) as caught:
                    FLOW.step(state, action)
                assert caught.value.refusal.code == "workflow.not_from_here"


def test_states_that_nothing_leaves_are_final_and_drawn_as_such() -> None:
    assert FLOW.final_states() == {"closed"}
    assert FLOW.mermaid().splitlines() == [
        "stateDiagram-v2",
        "    [*] --> new",
        "    new --> open: open",
        "    open --> closed: close",
        "    closed --> [*]",
    ]


def test_a_table_that_contradicts_itself_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        Workflow("thing", states=("new", "open", "closed"), initial="new", rows=(*ROWS, ROWS[0]))
    with pytest.raises(ValueError, match="undeclared"):
        Workflow("thing", states=("new", "open"), initial="new", rows=ROWS)
