"""The messages and questions of a run on disk: made once for each seed and size."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from hashlib import sha256
from itertools import chain, islice, pairwise
from pathlib import Path
from random import Random

import numpy as np
from tests.matching.labelled import DATA

from benchmarks.matching import corpus, invented
from benchmarks.matching import messages as making
from benchmarks.matching import queries as asking
from benchmarks.matching.queries import How, Query
from sangto.matching.domain import lists, reading

PLACE = Path(__file__).resolve().parents[2] / "build" / "bench-matching"
_EVERY = 100_000
_OFTEN = (1, 2, 10, 100, 1_000, 10_000, 100_000)
#: How many messages more than asked questions are drawn, as short ones give only one.
_SPARE = 1.2


@dataclass(frozen=True, slots=True)
class Kept:
    """``path`` is a file of lines, compressed: a message's key words, in the order of the ids."""

    path: Path
    number: int
    queries: tuple[Query, ...]
    summary: dict[str, object]

    def keys(self, most: int | None = None) -> Iterator[str]:
        """The first ``most`` messages, the first of which has the id 1."""
        with gzip.open(self.path, "rt", encoding="utf-8") as lines:
            yield from (line.rstrip("\n") for line in islice(lines, most))


def kept(seed: int, number: int, asked: int, say: Callable[[str], None]) -> Kept:
    """From disk where the same have been made before, by the same code out of the same texts."""
    PLACE.mkdir(parents=True, exist_ok=True)
    name = f"messages-{seed}-{number}-{asked}-{_version()}"
    path, beside = PLACE / f"{name}.txt.gz", PLACE / f"{name}.json"
    if not beside.exists():
        say(f"making {number:,} messages, seed {seed}")
        began = time.perf_counter()
        _make(path, beside, seed, number, asked, say)
        say(f"made in {time.perf_counter() - began:,.0f} s")
    found = json.loads(beside.read_text(encoding="utf-8"))
    every = tuple(Query(one["target"], How(one["how"]), one["key"]) for one in found["queries"])
    return Kept(path, number, every, found["summary"])


def _version() -> str:
    sources = [
        Path(str(one.__file__)) for one in (corpus, invented, making, asking, reading, lists)
    ]
    words = Path(str(lists.__file__)).parents[1] / "data" / "teencode.txt"
    digest = sha256()
    for path in [Path(__file__), *sources, words, *sorted(DATA.glob("*.yaml"))]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:10]


def _make(
    path: Path, beside: Path, seed: int, number: int, asked: int, say: Callable[[str], None]
) -> None:
    random = Random(f"targets {seed}")  # noqa: S311 - the same for each seed
    wanted = set(random.sample(range(1, number + 1), min(number, int(asked * _SPARE / 2) or 1)))
    targets: list[tuple[int, tuple[str, ...]]] = []
    counted = _Counted(number)
    half_made = path.with_suffix(".part")
    with gzip.open(half_made, "wt", encoding="utf-8", compresslevel=1) as lines:
        for place, words in enumerate(making.messages(seed, number), start=1):
            lines.write(" ".join(words) + "\n")
            counted.add(words)
            if place in wanted:
                targets.append((place, words))
            if not place % _EVERY:
                say(f"{place:,} messages")
    half_made.replace(path)
    random.shuffle(targets)
    every = asking.queries(seed, targets)[:asked]
    said = {
        "queries": [asdict(query) for query in every],
        "summary": {"seed": seed, "messages": number, **counted.summary()},
    }
    beside.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")


class _Counted:
    """Words and pairs of words as numbers, so that those of a million messages can be counted."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._words: dict[str, int] = {}
        self._lengths: list[int] = []
        self._pairs: list[np.ndarray] = []
        self._batch: list[list[int]] = []
        self._distinct: list[tuple[int, int]] = []
        self._marks = {number // 100, number // 10, number} - {0}

    def add(self, words: tuple[str, ...]) -> None:
        numbers = [self._words.setdefault(word, len(self._words)) for word in words]
        self._lengths.append(len(words))
        self._batch.append([(one << 32) | two for one, two in pairwise(numbers)])
        if len(self._batch) >= _EVERY:
            self._pack()
        if len(self._lengths) in self._marks:
            self._pack()
            distinct = np.unique(np.concatenate(self._pairs))
            self._distinct.append((len(self._lengths), len(distinct)))

    def _pack(self) -> None:
        self._pairs.append(np.fromiter(chain.from_iterable(self._batch), np.int64))
        self._batch = []

    def summary(self) -> dict[str, object]:
        self._pack()
        _pairs, often = np.unique(np.concatenate(self._pairs), return_counts=True)
        lengths = np.array(self._lengths)
        points = (5, 25, 50, 75, 95)
        return {
            "words a message": dict(
                zip(
                    (f"p{point}" for point in points),
                    np.percentile(lengths, points).tolist(),
                    strict=True,
                )
            )
            | {"mean": round(float(lengths.mean()), 1), "most": int(lengths.max())},
            "distinct words": len(self._words),
            "distinct pairs of words after so many messages": dict(self._distinct),
            "pairs that occur at least so often": {
                least: int((often >= least).sum()) for least in _OFTEN if (often >= least).any()
            },
            "share of all pairs that stand in those": {
                least: round(float(often[often >= least].sum() / often.sum()), 3)
                for least in _OFTEN
                if (often >= least).any()
            },
        }
