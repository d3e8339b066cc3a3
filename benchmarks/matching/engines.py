"""What an engine has to offer to be asked beside the others, and the rounds of asking."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Protocol

from benchmarks.matching.queries import HARD, How, Query
from benchmarks.measure import percentile

LIMIT = 5
#: Questions asked before anything is counted; fewer where they take long.
WARM_UP = 200


@dataclass(frozen=True, slots=True)
class Answered:
    """One question: how long it took, in milliseconds, and the ids found, best first."""

    ms: float
    ids: tuple[int, ...]


class Engine(Protocol):
    """``name`` in the table; ids are the numbers of the messages, which begin with 1."""

    name: str

    def build(self, keys: Iterable[str]) -> None:
        """Take in all messages, which are in the order of their ids."""
        ...

    def size(self) -> int:
        """Bytes on disk of what it searches in."""
        ...

    def ask(self, keys: Sequence[str], budget: float) -> list[Answered]:
        """The answers to the first of the questions: as many as fit into ``budget`` seconds, at
        least one."""
        ...

    def close(self) -> None: ...


def timed(
    find: Callable[[str], Sequence[int]], keys: Sequence[str], budget: float
) -> list[Answered]:
    """For engines that answer inside this process."""
    answers: list[Answered] = []
    end = time.perf_counter() + budget
    for key in keys:
        began = time.perf_counter()
        ids = find(key)
        ended = time.perf_counter()
        answers.append(Answered((ended - began) * 1000, tuple(ids)))
        if ended > end:
            break
    return answers


@dataclass(slots=True)
class Asked:
    """All that one engine answered. ``rounds`` holds the times, in the order of the questions."""

    rounds: list[list[float]] = field(default_factory=list)
    found: dict[How, list[bool]] = field(default_factory=dict)
    #: Number of the question -> whether it was found.
    hits: dict[int, bool] = field(default_factory=dict)

    @property
    def times(self) -> list[float]:
        return [ms for one in self.rounds for ms in one]

    def percentile(self, share: float) -> float:
        return percentile(self.times, share)

    def recall(self, *hows: How) -> float | None:
        of = [hit for how in hows for hit in self.found.get(how, [])]
        return sum(of) / len(of) if of else None

    def near(self) -> float | None:
        return self.recall(How.NEAR, How.SHORT)

    def hard(self) -> float | None:
        return self.recall(*HARD)


def by_turns(
    engines: Sequence[Engine],
    queries: Sequence[Query],
    *,
    rounds: int,
    budget: float,
    say: Callable[[str], None],
) -> tuple[dict[str, Asked], dict[str, str]]:
    """Each round asks every engine the same questions, the slow ones the first of them, and begins
    with another engine. An engine that fails is left out from there on: its name and why."""
    asked = {engine.name: Asked() for engine in engines}
    failed: dict[str, str] = {}
    for engine in engines:
        _tried(engine, [query.key for query in queries[-WARM_UP:]], budget / 4, failed)
    size = -(-len(queries) // rounds)
    for number in range(rounds):
        part = queries[number * size : (number + 1) * size]
        turn = number % len(engines)
        for engine in [*engines[turn:], *engines[:turn]]:
            if engine.name in failed or not part:
                continue
            answers = _tried(engine, [query.key for query in part], budget, failed)
            _count(asked[engine.name], number * size, part, answers)
            say(f"round {number + 1} of {rounds}: {engine.name} answered {len(answers):,}")
    return {name: one for name, one in asked.items() if one.times and name not in failed}, failed


def _tried(
    engine: Engine, keys: Sequence[str], budget: float, failed: dict[str, str]
) -> list[Answered]:
    try:
        return engine.ask(keys, budget)
    except Exception as error:  # noqa: BLE001 - the other engines are measured all the same
        failed[engine.name] = f"{type(error).__name__}: {error}"
        return []


def _count(asked: Asked, start: int, part: Sequence[Query], answers: Sequence[Answered]) -> None:
    asked.rounds.append([answer.ms for answer in answers])
    for place, (query, answer) in enumerate(zip(part, answers, strict=False), start=start):
        hit = query.target in answer.ids[:LIMIT]
        asked.found.setdefault(query.how, []).append(hit)
        asked.hits[place] = hit


def times_slower(ours: Asked, other: Asked) -> float:
    """The middle of the rounds' ratios of medians, over the questions that both answered."""
    ratios = [
        median(theirs[:both]) / median(mine[:both])
        for mine, theirs in zip(ours.rounds, other.rounds, strict=False)
        if (both := min(len(mine), len(theirs)))
    ]
    return median(ratios)


def more_found(ours: Asked, other: Asked) -> float:
    """How much more of the questions that both answered this one found, as a share."""
    both = ours.hits.keys() & other.hits.keys()
    return sum(ours.hits[place] - other.hits[place] for place in both) / len(both)
