"""A generated year of a size, and how long the dashboard takes beside the bare SQL of its figures.

Both run in this process on the same rows, in turns. The bare side is the statements that the
dashboard sends, as text with their values: without the ORM that makes them, and without the page.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from functools import partial
from statistics import median
from typing import Any

import django

Statement = tuple[str, Any]


def main(cases: int, rounds: int) -> None:
    django.setup()
    from sangto.cases.models import Case
    from sangto.organisations.queries import current_network, today
    from sangto.reporting.domain.periods import last_days
    from sangto.reporting.queries import scope_for

    network = current_network()
    if network is None:
        raise LookupError("the sample network is not loaded")
    if Case.objects.filter(network=network).count() < cases:
        _fill(cases)
    page = _page()
    found = {}
    for name, days in (("month", 30), ("year", 365)):
        period = last_days(today(), days)
        asked = partial(_figures, scope_for(network, period))
        statements = sent(asked)
        runs: dict[str, Callable[[], object]] = {
            "bare": partial(_bare, statements),
            "figures": asked,
            "page": partial(page, f"/desk/so-lieu/?since={period.since}&until={period.last}"),
        }
        seen: dict[str, list[float]] = {what: [] for what in runs}
        runs["page"]()
        for _ in range(rounds):
            for what, run in runs.items():
                start = time.perf_counter()
                run()
                seen[what].append(1000 * (time.perf_counter() - start))
        found[name] = {
            "queries": len(statements),
            **{what: median(times) for what, times in seen.items()},
            "p95": sorted(seen["page"])[min(rounds - 1, int(rounds * 0.95))],
            "p99": max(seen["page"]),
        }
    json.dump(found, sys.stdout)


def _fill(cases: int) -> None:
    from django.db import connection

    from sangto.kernel.actor import operator_actor
    from sangto.organisations.queries import current_network
    from sangto.reporting.services import write_sample_year

    network = current_network()
    if network is None:
        raise LookupError("the sample network is not loaded")
    write_sample_year(network=network, cases=cases, seed=7, actor=operator_actor("bench"))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _page() -> Callable[[str], None]:
    """A desk officer of the lead agency, signed in."""
    from django.test import Client

    from sangto.kernel.actor import Role
    from sangto.organisations.models import User

    user = User.objects.filter(
        memberships__agency__is_lead=True, memberships__role=Role.DESK_OFFICER.value
    )[0]
    client = Client(HTTP_HOST="localhost")
    client.force_login(user)

    def page(path: str) -> None:
        status = client.get(path).status_code
        if status != 200:
            raise RuntimeError(f"{path}: {status}")

    return page


def _figures(scope: Any) -> None:
    from sangto.reporting.queries import figures
    from sangto.reporting.queries.dashboard import reports_by_day
    from sangto.web.reporting.dashboard import WANTED

    figures(scope, WANTED)
    reports_by_day(scope)


def _bare(statements: list[Statement]) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for sql, values in statements:
            cursor.execute(sql, values)
            cursor.fetchall()


def sent(run: Callable[[], object]) -> list[Statement]:
    """The statements that ``run`` sends, with their values."""
    from django.db import connection

    kept: list[Statement] = []

    def keep(execute: Any, sql: str, values: Any, many: bool, context: Any) -> Any:
        kept.append((sql, values))
        return execute(sql, values, many, context)

    with connection.execute_wrapper(keep):
        run()
    return kept


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
