"""The dashboard over a generated year, beside the bare SQL of the same figures."""

from __future__ import annotations

import json
from collections.abc import Iterator

from benchmarks.measure import Effort, Figure
from benchmarks.places import Place

TARGET_MS = 300.0
TARGET_RATIO = 3.0


def figures(desk: Place, *, effort: Effort) -> Iterator[Figure]:
    """One officer at a time. The ratio is that of the middle, page to bare."""
    for cases in effort.years:
        found = json.loads(
            desk.run("benchmarks.inside.figures", str(cases), str(effort.page_rounds))
        )
        for period, seen in found.items():
            yield Figure(
                scenario="figures",
                name=f"dashboard, a {period} of {cases:,} cases a year",
                value=seen["p95"],
                unit="ms at p95",
                p50=seen["page"],
                p99=seen["p99"],
                target=TARGET_MS,
                higher=False,
            )
            yield Figure(
                scenario="figures",
                name=f"the same, to its bare SQL ({period})",
                value=seen["page"],
                unit="ms, middle",
                bare=seen["bare"],
                ratio=seen["page"] / seen["bare"],
                target=TARGET_RATIO,
                higher=False,
            )
