"""Speed, recall, growth and room of all engines, and what writing costs ours."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from benchmarks.matching.engines import Asked, Engine, by_turns, more_found, times_slower
from benchmarks.matching.kept import Kept
from benchmarks.matching.peers import AllWords, Similarity, Tantivy, Trigrams, peers
from benchmarks.matching.product import Filled, Ours, Worker, at_once
from benchmarks.matching.queries import HARD, How
from benchmarks.measure import Figure, percentile

Say = Callable[[str], None]
SQLITE, POSTGRES = "Sáng Tỏ on SQLite", "Sáng Tỏ on PostgreSQL"
#: The wanted figures are those at this size.
WHOLE = 1_000_000
CLIENTS = 4
_FASTER = {Tantivy.name: 4.0, AllWords.name: 400.0, Trigrams.name: 300.0, Similarity.name: 300.0}


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is asked. ``budget``: seconds that an engine gets in each round; ``posts``: checks
    in the page from each number of clients, after ``warm_up`` seconds; ``published``: sample
    claims with a verdict."""

    size: int
    queries: int
    rounds: int
    budget: float
    published: int
    writes: int
    rebuilding: float
    posts: int
    warm_up: float

    @property
    def claims(self) -> int:
        return max(1, self.size // 100)

    def small(self) -> Effort:
        """Where growth is measured from."""
        return replace(self, size=max(100, self.size // 100), published=1)

    def target(self, wanted: float) -> float | None:
        """None at another size: what is wanted is said of a million messages."""
        return wanted if self.size >= WHOLE else None


FULL = Effort(
    size=WHOLE,
    queries=3_000,
    rounds=5,
    budget=60,
    published=60,
    writes=300,
    rebuilding=1_800,
    posts=400,
    warm_up=30,
)
TINY = Effort(
    size=300,
    queries=24,
    rounds=2,
    budget=2,
    published=1,
    writes=3,
    rebuilding=30,
    posts=3,
    warm_up=0,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One engine in the table of engines. Times in ms, ``size`` in bytes a message, ``building``
    in seconds, ``slower``: how many times our p50 on SQLite."""

    engine: str
    asked: int
    p50: float
    p95: float
    near: float | None
    hard: float | None
    size: float
    building: float
    slower: float | None = None
    growth: float | None = None


def room(database: str, desk: Filled, effort: Effort) -> Iterator[Figure]:
    """What the index takes on disk and how long it took to fill, from cold."""
    small, quick = (250.0, 180.0) if database == "SQLite" else (520.0, 180.0)
    yield Figure(
        "room",
        f"{database}: postings, bytes a report",
        desk.postings / desk.reports,
        "B",
        target=effort.target(small),
        higher=False,
    )
    yield Figure(
        "room", f"{database}: rows of entries, bytes a report", desk.entries / desk.reports, "B"
    )
    yield Figure(
        "room",
        f"{database}: building {desk.reports:,} from cold",
        desk.seconds,
        "s",
        target=effort.target(quick),
        higher=False,
    )


def compare(
    messages: Kept, desks: Mapping[str, Filled], postgres: str, effort: Effort, say: Say, warn: Say
) -> tuple[list[Line], dict[str, Asked]]:
    """All engines that can take part, asked the same questions by turns. Those that fail are named
    by ``warn``, and the others go on."""
    engines: list[Engine] = []
    building: dict[str, float] = {}
    ours: list[Ours] = []
    try:
        with peers(postgres) as others:
            for name, desk in desks.items():
                ours.append(Ours(name, desk))
                engines.append(ours[-1])
                building[name] = desk.seconds
            for name, make in others.items():
                say(f"building {name}")
                began = time.perf_counter()
                try:
                    engine = make()
                    engine.build(messages.keys())
                except Exception as error:  # noqa: BLE001 - the others are measured all the same
                    warn(f"{name} takes no part: {type(error).__name__}: {error}")
                    continue
                building[name] = time.perf_counter() - began
                engines.append(engine)
            if not postgres:
                warn(f"{Similarity.name} takes no part: SANGTO_BENCH_POSTGRES names no PostgreSQL")
            asked, failed = by_turns(
                engines, messages.queries, rounds=effort.rounds, budget=effort.budget, say=say
            )
            for name, why in failed.items():
                warn(f"{name} failed: {why}")
            mine = asked.get(SQLITE)
            lines = [
                Line(
                    engine.name,
                    asked=len(one.times),
                    p50=one.percentile(0.5),
                    p95=one.percentile(0.95),
                    near=one.near(),
                    hard=one.hard(),
                    size=engine.size() / messages.number,
                    building=building[engine.name],
                    slower=times_slower(mine, one) if mine else None,
                )
                for engine in engines
                if (one := asked.get(engine.name))
            ]
    finally:
        for index in ours:
            index.close()
    return lines, asked


def beside(lines: Sequence[Line], asked: Mapping[str, Asked], effort: Effort) -> Iterator[Figure]:
    """Our own figures against what is wanted, and the other engines against ours."""
    for line in lines:
        if line.engine in {SQLITE, POSTGRES}:
            yield from _own(line, asked[line.engine], effort)
            continue
        yield Figure(
            "engines",
            f"{line.engine}: p50, and how many times ours on SQLite",
            line.p50,
            "ms",
            bare=line.p95,
            ratio=line.slower,
            target=effort.target(_FASTER[line.engine]) if line.slower is not None else None,
        )
        if SQLITE in asked:
            yield Figure(
                "engines",
                f"{line.engine}: recall@5 of ours less theirs, {line.asked:,} questions",
                100 * more_found(asked[SQLITE], asked[line.engine]),
                "points",
                target=effort.target(0),
            )


def _own(line: Line, asked: Asked, effort: Effort) -> Iterator[Figure]:
    sqlite = line.engine == SQLITE
    for name, value, wanted in (("p50", line.p50, 1.0), ("p95", line.p95, 3.0)):
        yield Figure(
            "engines",
            f"{line.engine}: find, {name}",
            value,
            "ms",
            target=effort.target(wanted) if sqlite else None,
            higher=False,
        )
    for what, recall, wanted in (("near", line.near, 0.96), ("hard", line.hard, 0.90)):
        if recall is not None:
            yield Figure(
                "engines",
                f"{line.engine}: recall@5, {what}",
                100 * recall,
                "%",
                target=effort.target(100 * wanted),
            )
    for how in (How.SHORT, *HARD):
        if (recall := asked.recall(how)) is not None:
            yield Figure("engines", f"{line.engine}: recall@5, {how} only", 100 * recall, "%")


def growth(
    large: Sequence[Line], small: Sequence[Line], sizes: tuple[int, int], effort: Effort
) -> tuple[list[Line], list[Figure]]:
    """The exponent by which the middle time grows from the small size to the large one."""
    before = {line.engine: line.p50 for line in small}
    steps = math.log(sizes[1] / sizes[0])
    lines = [
        replace(line, growth=math.log(line.p50 / before[line.engine]) / steps)
        if line.engine in before
        else line
        for line in large
    ]
    figures = [
        Figure(
            "growth",
            f"{line.engine}: exponent of p50 from {sizes[0]:,} to {sizes[1]:,}",
            line.growth,
            "",
            target=effort.target(0.25) if line.engine in {SQLITE, POSTGRES} else None,
            higher=False,
        )
        for line in lines
        if line.growth is not None
    ]
    return lines, figures


def clients(desk: Filled, messages: Kept, effort: Effort) -> Iterator[Figure]:
    """Four processes ask at the same time."""
    keys = [query.key for query in messages.queries]

    def warm_up(worker: Worker) -> None:
        worker.find(keys[-100:], effort.budget)

    took = [answer.ms for answer in at_once(desk, keys, clients=CLIENTS, warm_up=warm_up)]
    name = f"PostgreSQL, {CLIENTS} clients at once: find, "
    yield Figure("clients", name + "p50", percentile(took, 0.5), "ms")
    yield Figure(
        "clients",
        name + "p95",
        percentile(took, 0.95),
        "ms",
        target=effort.target(10),
        higher=False,
    )


def writes(database: str, desk: Filled, messages: Kept, effort: Effort) -> Iterator[Figure]:
    """Adding a report to the index and taking it out again, each in a transaction of its own; and
    what a process that looks up holds in memory at most."""
    worker = Worker(desk.place)
    try:
        texts = [query.key for query in messages.queries]
        keys = [f"{texts[number % len(texts)]} moi {number}" for number in range(effort.writes)]
        began = time.perf_counter()
        worker.find(keys[:1], effort.budget)
        first = time.perf_counter() - began
        added = worker.tell("add", keys=keys)["ms"]
        removed = worker.tell("remove", number=len(keys))["ms"]
        worker.find(texts[:200], effort.budget)
        held = worker.tell("memory")["bytes"]
    finally:
        worker.close()
    for name, took, wanted in (("adding", added, 3.0), ("removing", removed, None)):
        yield Figure(
            "writes",
            f"{database}: {name} one report, median",
            median(took),
            "ms",
            target=effort.target(wanted) if wanted else None,
            higher=False,
        )
        yield Figure("writes", f"{database}: {name} one report, p95", percentile(took, 0.95), "ms")
    yield Figure("writes", f"{database}: starting a process and its first look-up", first, "s")
    yield Figure(
        "writes", f"{database}: memory of a process that looks up, most", held / 2**20, "MiB"
    )


def rebuild(database: str, desk: Filled, effort: Effort) -> Iterator[Figure]:
    """Everything again from wordings and reports, which are read anew; stopped where it takes
    longer than half an hour."""
    worker = Worker(desk.place)
    try:
        done = worker.tell("rebuild", budget=effort.rebuilding)
    finally:
        worker.close()
    part = "" if done["finished"] else f", stopped at {done['done'] / max(1, done['total']):.0%}"
    yield Figure("rebuild", f"{database}: rebuild of {desk.reports:,}{part}", done["seconds"], "s")
