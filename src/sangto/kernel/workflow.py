"""Transition tables: code, docs, templates and tests all read the same rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sangto.kernel.errors import Refusal, Refused, gettext_noop


@dataclass(frozen=True, slots=True)
class Transition:
    """One allowed move. ``permission`` and ``audit_tag`` are the rooms' enum values."""

    action: str
    source: str
    target: str
    permission: str
    audit_tag: str


class Workflow:
    """An immutable set of transitions over named states.

    Raises ``ValueError`` when two rows share a source and an action, or a row uses a state
    that was not declared.
    """

    def __init__(
        self, name: str, *, states: Iterable[str], initial: str, rows: Iterable[Transition]
    ):
        self.name = name
        self.states: tuple[str, ...] = tuple(str(state) for state in states)
        self.initial = str(initial)
        self._rows: dict[tuple[str, str], Transition] = {}
        if self.initial not in self.states:
            raise ValueError(f"{name}: the initial state {initial!r} is not declared")
        for row in rows:
            if row.source not in self.states or row.target not in self.states:
                raise ValueError(f"{name}: {row.action} uses an undeclared state")
            key = (str(row.source), str(row.action))
            if key in self._rows:
                raise ValueError(f"{name}: {row.action} leaves {row.source} twice")
            self._rows[key] = row

    def __iter__(self) -> Iterator[Transition]:
        return iter(self._rows.values())

    def actions_from(self, state: str) -> tuple[Transition, ...]:
        return tuple(row for row in self if row.source == str(state))

    def final_states(self) -> frozenset[str]:
        return frozenset(self.states) - {row.source for row in self}

    def refusal(self, state: str, action: str) -> Refusal | None:
        if (str(state), str(action)) in self._rows:
            return None
        return Refusal(
            "workflow.not_from_here",
            gettext_noop("This can not be done now: the state is “%(state)s”."),
            {"state": str(state), "action": str(action)},
        )

    def step(self, state: str, action: str) -> Transition:
        """The transition for this action, or :class:`Refused` when there is none."""
        refusal = self.refusal(state, action)
        if refusal is not None:
            raise Refused(refusal)
        return self._rows[(str(state), str(action))]

    def mermaid(self) -> str:
        """The table as a Mermaid state diagram, rows in declaration order."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial}"]
        lines += [f"    {row.source} --> {row.target}: {row.action}" for row in self]
        lines += [f"    {state} --> [*]" for state in self.states if state in self.final_states()]
        return "\n".join(lines)
