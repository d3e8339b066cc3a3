"""The sheet of a round with two hundred agencies and their comments, beside a bare template."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator

from benchmarks.measure import Effort, Figure, percentile, visit
from benchmarks.places import Place
from benchmarks.visitor import Visitor

TARGET_MS = 1_000.0


def figures(desk: Place, bare_port: int, *, effort: Effort) -> Iterator[Figure]:
    """One officer at a time. The bare side renders a table of as many rows and bytes."""
    agencies, comments = effort.asked
    made = json.loads(desk.run("benchmarks.inside.consultation", str(agencies), str(comments)))
    name, _equals, value = desk.run("benchmarks.inside.session").strip().partition("=")
    pages = {
        "sheet of a round": f"/desk/lay-y-kien/dot/{made['round']}/",
        "table of a draft": f"/desk/du-thao/{made['draft']}/",
    }
    with desk.serving("sangto.cli", "serve", "--no-worker") as port:
        visitor = Visitor(port, {name: value})
        for page, path in pages.items():
            request = visitor.request("GET", path)
            size = _size(port, path, dict(request.headers))
            bare = visitor.request("GET", f"/table/{agencies}/{size}/")
            seen = [
                (
                    visit(
                        port,
                        [request],
                        expected=frozenset({200}),
                        seconds=effort.seconds,
                        warm_up=effort.warm_up,
                        clients=1,
                    ),
                    visit(
                        bare_port,
                        [bare],
                        expected=frozenset({200}),
                        seconds=effort.seconds,
                        warm_up=effort.warm_up,
                        clients=1,
                    ),
                )
                for _ in range(effort.rounds)
            ]
            ours = [latency for one, _ in seen for latency in one.latencies]
            theirs = [latency for _, other in seen for latency in other.latencies]
            bare_ms = percentile(theirs, 0.5)
            yield Figure(
                scenario="consultation",
                name=f"{page}, {agencies} agencies, {agencies * comments:,} comments",
                value=percentile(ours, 0.95),
                unit="ms at p95",
                p50=percentile(ours, 0.5),
                p99=percentile(ours, 0.99),
                target=TARGET_MS,
                higher=False,
            )
            yield Figure(
                scenario="consultation",
                name=f"{page}: times a bare template of {size // 1000} kB",
                value=percentile(ours, 0.5) / bare_ms,
                unit="times at p50",
                bare=bare_ms,
            )


def _size(port: int, path: str, headers: dict[str, str]) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    plain = {name: value for name, value in headers.items() if name.lower() != "accept-encoding"}
    connection.request("GET", path, headers=plain)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status != 200:
        raise RuntimeError(f"{path} answered {answer.status}")
    return len(body)
