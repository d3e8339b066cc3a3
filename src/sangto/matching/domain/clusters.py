"""Which reports of one claim say something else than the rest.

Texts that are alike from the group threshold on, or that name the same link or number, are one
group, and so is whatever is alike to one of them (single link). A group is strange when it has at
least two reports and none of its texts resembles the claim's main groups even as far as a
suggestion needs. The work is bounded: at most :data:`MOST` texts of :data:`MOST_WORDS` words,
equal ones compared once, so at most ``MOST * (MOST - 1) / 2`` comparisons.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sangto.matching.domain.comparison import compare
from sangto.matching.domain.decision import (
    GROUP_UNTRIAGED_AT,
    SUGGEST_AT,
    SUGGEST_WORDS,
    can_be_like,
    likeness,
)

#: Texts of one claim that are looked at.
MOST = 200
#: Words of each that are compared.
MOST_WORDS = 300
#: A single odd report is moved by hand; a group is worth a suggestion.
FEWEST_REPORTS = 2
#: Groups of one claim that are suggested at most.
MOST_GROUPS = 5


@dataclass(frozen=True, slots=True)
class Told:
    """One text of a claim. ``report`` is None for a wording; ``marks`` are the links and numbers
    that it names; ``belongs``: a person put it here, so it is never suggested to leave."""

    report: int | None
    keys: Sequence[str]
    marks: frozenset[str] = frozenset()
    belongs: bool = False

    @property
    def tells(self) -> bool:
        """Whether it says enough to be called something else."""
        return len(self.keys) >= SUGGEST_WORDS


def strange_groups(told: Iterable[Told]) -> list[tuple[int, ...]]:
    """Numbers of reports that may leave together, the largest group first; the result does not
    depend on the order of what is given."""
    nodes = _nodes(told)
    groups = _grouped(nodes)
    if len(groups) < 2:
        return []
    largest = min(groups, key=lambda group: (-_size(group), _lowest(group)))
    main = [node for group in groups if group is largest or _belongs(group) for node in group]
    strange = [
        group
        for group in groups
        if group is not largest
        and not _belongs(group)
        and _size(group) >= FEWEST_REPORTS
        and all(node.tells for node in group)
        and not any(_resembles(node, other) for node in group for other in main)
    ]
    strange.sort(key=lambda group: (-_size(group), _lowest(group)))
    return [_reports(group) for group in strange[:MOST_GROUPS]]


def alike(one: Sequence[str], other: Sequence[str], least: float) -> bool:
    """Whether two texts are alike at least so far; equal ones always are."""
    one, other = one[:MOST_WORDS], other[:MOST_WORDS]
    if not one or not other:
        return False
    if one == other:
        return True
    return can_be_like(one, other) and likeness(compare(one, other)) >= least


@dataclass(frozen=True, slots=True)
class _Node:
    """All texts with the same words."""

    keys: tuple[str, ...]
    reports: tuple[int, ...]
    marks: frozenset[str]
    belongs: bool
    tells: bool


def _nodes(told: Iterable[Told]) -> list[_Node]:
    same: dict[tuple[str, ...], list[Told]] = defaultdict(list)
    ordered = sorted(told, key=lambda one: (one.report is not None, -(one.report or 0)))
    for one in ordered[:MOST]:
        same[tuple(one.keys[:MOST_WORDS])].append(one)
    return [
        _Node(
            keys=keys,
            reports=tuple(sorted(one.report for one in every if one.report is not None)),
            marks=frozenset().union(*(one.marks for one in every)),
            belongs=any(one.belongs for one in every),
            tells=every[0].tells,
        )
        for keys, every in sorted(same.items())
    ]


def _grouped(nodes: Sequence[_Node]) -> list[list[_Node]]:
    parent = list(range(len(nodes)))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    for number, node in enumerate(nodes):
        for former in range(number):
            mine, theirs = root(number), root(former)
            if mine != theirs and _together(node, nodes[former]):
                parent[mine] = theirs
    found: dict[int, list[_Node]] = defaultdict(list)
    for number, node in enumerate(nodes):
        found[root(number)].append(node)
    return list(found.values())


def _together(one: _Node, other: _Node) -> bool:
    return not one.marks.isdisjoint(other.marks) or alike(one.keys, other.keys, GROUP_UNTRIAGED_AT)


def _resembles(one: _Node, other: _Node) -> bool:
    return alike(one.keys, other.keys, SUGGEST_AT)


def _belongs(group: Sequence[_Node]) -> bool:
    return any(node.belongs for node in group)


def _size(group: Sequence[_Node]) -> int:
    return sum(len(node.reports) for node in group)


def _lowest(group: Sequence[_Node]) -> int:
    return min(_reports(group), default=0)


def _reports(group: Sequence[_Node]) -> tuple[int, ...]:
    return tuple(sorted(report for node in group for report in node.reports))
