"""The first page of the inbox, its live counts and a search, as the desk grows."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.measure import Effort, Figure, percentile, visit
from benchmarks.places import Place
from benchmarks.visitor import Visitor

TARGET_MS = 150.0
PAGES = {
    "inbox": "/desk/",
    "live counts": "/desk/dem/",
    "search by words": "/desk/tim/?q=xe+may+trung",
}


def figures(desk: Place, *, effort: Effort) -> Iterator[Figure]:
    """One officer at a time: what is measured is how long a page takes, not how many fit."""
    for claims, reports in effort.inbox:
        desk.run("benchmarks.inside.inbox", str(claims), str(reports))
        name, _equals, value = desk.run("benchmarks.inside.session").strip().partition("=")
        with desk.serving("sangto.cli", "serve", "--no-worker") as port:
            visitor = Visitor(port, {name: value})
            for page, path in PAGES.items():
                seen = visit(
                    port,
                    [visitor.request("GET", path)],
                    expected=frozenset({200}),
                    seconds=effort.seconds,
                    warm_up=effort.warm_up,
                    clients=1,
                )
                yield Figure(
                    scenario="inbox",
                    name=f"{page}, {claims:,} claims, {reports:,} reports",
                    value=percentile(seen.latencies, 0.95),
                    unit="ms at p95",
                    p50=percentile(seen.latencies, 0.5),
                    p99=percentile(seen.latencies, 0.99),
                    target=TARGET_MS,
                    higher=False,
                )
