"""The public register and the verdicts as they grow: pages flat, a dump no worse than linear."""

from __future__ import annotations

import json
from collections.abc import Iterator

from benchmarks.measure import Effort, Figure
from benchmarks.places import Place

#: Pages may cost as much more at ten times the size; a dump as much more an entry.
FLAT = 2.0
LINEAR = 1.3


def figures(desk: Place, *, effort: Effort) -> Iterator[Figure]:
    verdicts, entries = effort.register
    small = json.loads(
        desk.run("benchmarks.inside.register", str(verdicts // 10), str(entries // 10))
    )
    large = json.loads(desk.run("benchmarks.inside.register", str(verdicts), str(entries)))
    size = f"{verdicts:,} verdicts, {entries:,} entries"
    for name, (ours, bare) in large.items():
        yield Figure(
            scenario="register",
            name=f"{name}, {size}",
            value=ours,
            unit="ms at p50",
            bare=bare,
        )
        dump = name.startswith(("dump", "roots"))
        growth = ours / small[name][0] / (10 if dump else 1)
        yield Figure(
            scenario="register",
            name=f"{name}: times that of a tenth" + (", an entry" if dump else ""),
            value=growth,
            unit="times",
            target=LINEAR if dump else FLAT,
            higher=False,
        )
