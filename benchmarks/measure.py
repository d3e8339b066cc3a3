"""Rounds by turns, so that a machine that grows slower does so for both sides."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

CLIENTS = 16


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    path: str
    body: str = ""
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Round:
    """One stretch of requests to one server; times in milliseconds."""

    rate: float
    latencies: tuple[float, ...]

    def percentile(self, share: float) -> float:
        return percentile(self.latencies, share)


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. ``ratio`` and ``target`` are empty where there is nothing beside it;
    ``higher`` says which side of the target is good."""

    scenario: str
    name: str
    value: float
    unit: str
    p50: float | None = None
    p99: float | None = None
    bare: float | None = None
    ratio: float | None = None
    target: float | None = None
    higher: bool = True

    @property
    def met(self) -> bool | None:
        if self.target is None:
            return None
        measured = self.ratio if self.ratio is not None else self.value
        return measured >= self.target if self.higher else measured <= self.target


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is measured: ``rounds`` pairs of ``seconds``, and the sizes of what is in there.
    ``years`` are cases of a generated year; each larger one is added to the one before."""

    rounds: int
    seconds: float
    warm_up: float
    claims: int
    sends: int
    inbox: tuple[tuple[int, int], ...]
    rows: int
    asked: tuple[int, int]
    years: tuple[int, ...]
    page_rounds: int
    register: tuple[int, int] = (10_000, 100_000)


FULL = Effort(
    rounds=5,
    seconds=3,
    warm_up=1,
    claims=60,
    sends=160,
    inbox=((100, 1_000), (1_000, 10_000), (10_000, 100_000)),
    rows=20_000,
    asked=(200, 50),
    years=(2_000, 20_000, 200_000),
    page_rounds=60,
)
TINY = Effort(
    rounds=1,
    seconds=0.2,
    warm_up=0.1,
    claims=1,
    sends=4,
    inbox=((5, 20), (10, 40)),
    rows=5,
    asked=(3, 2),
    years=(20,),
    page_rounds=2,
    register=(20, 200),
)


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def visit(
    port: int,
    requests: Sequence[Request],
    *,
    expected: frozenset[int],
    seconds: float = 0,
    warm_up: float = 0,
    clients: int = CLIENTS,
) -> Round:
    """Send the requests from 16 clients in another process. Any other status is an error."""
    job = {
        "port": port,
        "clients": min(clients, len(requests)) if not seconds else clients,
        "seconds": seconds,
        "warm_up": warm_up,
        "requests": [
            {
                "method": request.method,
                "path": request.path,
                "body": request.body,
                "headers": dict(request.headers),
            }
            for request in requests
        ],
    }
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.load"],
        input=json.dumps(job),
        capture_output=True,
        text=True,
        check=True,
    )
    answer = json.loads(done.stdout)
    statuses = {int(status): count for status, count in answer["statuses"].items()}
    if not set(statuses) <= expected:
        raise RuntimeError(f"{requests[0].path} answered {statuses}, not {sorted(expected)}")
    latencies = tuple(answer["latencies"])
    return Round(rate=len(latencies) / answer["seconds"], latencies=latencies)


def compared(
    scenario: str,
    name: str,
    product: Callable[[], Round],
    bare: Callable[[], Round],
    *,
    rounds: int,
    target: float | None = None,
) -> Figure:
    """Medians of the rounds; the ratio is the median of the pairs' ratios."""
    pairs = [(product(), bare()) for _ in range(rounds)]
    latencies = [latency for one, _ in pairs for latency in one.latencies]
    return Figure(
        scenario=scenario,
        name=name,
        value=median(one.rate for one, _ in pairs),
        unit="requests/s",
        p50=percentile(latencies, 0.5),
        p99=percentile(latencies, 0.99),
        bare=median(other.rate for _, other in pairs),
        ratio=median(one.rate / other.rate for one, other in pairs),
        target=target,
    )


def alone(scenario: str, name: str, product: Callable[[], Round], *, rounds: int) -> Figure:
    done = [product() for _ in range(rounds)]
    latencies = [latency for one in done for latency in one.latencies]
    return Figure(
        scenario=scenario,
        name=name,
        value=median(one.rate for one in done),
        unit="requests/s",
        p50=percentile(latencies, 0.5),
        p99=percentile(latencies, 0.99),
    )
