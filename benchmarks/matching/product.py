"""Our own index as one of the engines: a place with its database, and processes that ask it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from benchmarks.matching.engines import LIMIT, Answered
from benchmarks.matching.kept import Kept
from benchmarks.places import ROOT, Place, place


class Worker:
    """One process that looks up; it lives as long as it is asked."""

    def __init__(self, where: Place) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.inside.finding"],
            env=where.environment,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def tell(self, what: str, **job: Any) -> dict[str, Any]:
        asked, answers = self._process.stdin, self._process.stdout
        if asked is None or answers is None:
            raise RuntimeError("the process has no pipes")
        asked.write(json.dumps({"do": what, **job}) + "\n")
        asked.flush()
        line = answers.readline()
        if not line:
            raise RuntimeError("the process that looks up has ended")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise RuntimeError(str(answer["error"]))
        return answer

    def find(self, keys: Sequence[str], budget: float) -> list[Answered]:
        found = self.tell("find", keys=list(keys), limit=LIMIT, budget=budget)
        return [Answered(ms, tuple(ids)) for ms, ids in zip(found["ms"], found["ids"], strict=True)]

    def close(self) -> None:
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            self._process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()


@dataclass(frozen=True, slots=True)
class Filled:
    """``postings`` and ``entries``: bytes by which the database grew while the index was filled.
    ``known``: texts that have a published verdict."""

    place: Place
    reports: int
    seconds: float
    postings: int
    entries: int
    grown: dict[str, int]
    known: tuple[str, ...]


@contextmanager
def filled(
    name: str, messages: Kept, *, reports: int, claims: int, published: int, postgres: str = ""
) -> Iterator[Filled]:
    """A desk that knows the first ``reports`` messages; gone afterwards. It goes by words: what a
    sentence model costs is no part of this."""
    with place(name, postgres) as empty:
        where = replace(empty, environment={**empty.environment, "SANGTO_SENTENCE_MODEL": "none"})
        job = {
            "keys": str(messages.path),
            "reports": reports,
            "claims": claims,
            "published": published,
        }
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.inside.known_messages"],
            env=where.environment,
            cwd=ROOT,
            input=json.dumps(job),
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"the desk could not be filled (status {done.returncode})")
        found = json.loads(done.stdout.rsplit("\n", 1)[-1])
        yield Filled(
            place=where,
            reports=reports,
            seconds=found["seconds"],
            postings=found["index"]["postings"],
            entries=found["index"]["entries"],
            grown={name: size for name, size in found["grown"].items() if size},
            known=tuple(found["known"]),
        )


class Ours:
    """The index of a filled desk, asked by one process."""

    def __init__(self, name: str, desk: Filled) -> None:
        self.name = name
        self._desk = desk
        self.worker = Worker(desk.place)

    def build(self, keys: Iterable[str]) -> None:
        """It is built already."""

    def size(self) -> int:
        return self._desk.postings

    def ask(self, keys: Sequence[str], budget: float) -> list[Answered]:
        return self.worker.find(keys, budget)

    def close(self) -> None:
        self.worker.close()


def at_once(
    desk: Filled, keys: Sequence[str], *, clients: int, warm_up: Callable[[Worker], object]
) -> list[Answered]:
    """The questions from several processes at the same time, each with its share of them."""
    workers = [Worker(desk.place) for _ in range(clients)]
    try:
        with ThreadPoolExecutor(clients) as pool:
            list(pool.map(warm_up, workers))
            shares = [keys[number::clients] for number in range(clients)]
            answers = list(
                pool.map(lambda one: one[0].find(one[1], 600), zip(workers, shares, strict=True))
            )
    finally:
        for worker in workers:
            worker.close()
    return [answer for share in answers for answer in share]
