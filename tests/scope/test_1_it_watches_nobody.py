"""SCOPE.md 1. Everything starts with a report that a person chose to send.

Guards: ``cases.domain.opening`` (who may start what), ``cases.services.grouping`` (a case keeps
its origin), constraints of ``Case``, ``matching.queries.askers``. In depth: ``tests/cases``.
"""

from __future__ import annotations

import ast
import re

import pytest
from django.db import IntegrityError, transaction

from sangto.cases.domain.opening import OWN_CATEGORIES
from sangto.cases.models import Case
from sangto.cases.services import move_report_to, open_case, open_own_case, set_category
from sangto.intake.domain.reports import OriginKind
from sangto.kernel.categories import Category
from sangto.matching.queries import askers
from tests.architecture.test_layout import SOURCE, modules
from tests.cases.test_opening import refusal_code
from tests.factories.cases import (
    World,
    choice,
    make_claim,
    make_report,
    opened,
    reported_claim,
)

_CALLS_OUT = re.compile(
    r"^(requests|httpx|aiohttp|urllib3|urllib\.request|http\.client|socket|ftplib|telnetlib|"
    r"scrapy|selenium|playwright|feedparser|websockets?)(\.|$)"
)
#: A name of this machine for its workers, a free port for the server, the one guarded way out
#: (feeds that an officer entered, webhooks), and the client that other programs use.
_MAY = {
    "jobs/runner.py",
    "cli/serve.py",
    "outgoing/connecting.py",
    "outgoing/fetching.py",
    "client/transport.py",
}
#: Whoever goes that way: feeds of other desks, connected systems, the service of time stamps.
_GUARDED = re.compile(r"^sangto\.outgoing(\.|$)")


def test_nothing_in_the_code_fetches_anything() -> None:
    found = set()
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if any(_CALLS_OUT.match(name) for name in names):
                found.add(path.relative_to(SOURCE).as_posix())
    assert found <= _MAY


def test_no_case_without_a_report(world: World) -> None:
    empty = make_claim(world.network)
    assert refusal_code(open_case, claim=empty, actor=world.officer()) == "cases.no_report"
    case = opened(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(origin_report=None)


def test_a_case_keeps_a_report_that_it_can_stand_on(world: World) -> None:
    case = opened(world)
    elsewhere = reported_claim(world)
    call = {"report": case.origin_report, "claim": elsewhere, "actor": world.officer()}
    assert refusal_code(move_report_to, **call) == "cases.origin_report"


def test_a_factual_claim_needs_a_citizen(world: World) -> None:
    case = opened(world, claim=reported_claim(world, origin=OriginKind.MACHINE))
    code = refusal_code(
        set_category, case=case, actor=world.officer(), **choice(Category.FACTUAL_CLAIM)
    )
    assert code == "cases.factual_needs_citizen"


@pytest.mark.parametrize("category", sorted(set(Category) - OWN_CATEGORIES))
def test_an_agency_opens_only_its_own_impersonation_or_break_in(
    world: World, category: Category
) -> None:
    claim = make_claim(world.network)
    make_report(claim, origin=OriginKind.MEMBER_AGENCY, agency=world.health)
    code = refusal_code(
        open_own_case, claim=claim, category=category, actor=world.actor(world.health)
    )
    assert code == "cases.not_its_own"


def test_an_archive_starts_no_work(world: World) -> None:
    claim = reported_claim(world, origin=OriginKind.ARCHIVE)
    assert refusal_code(open_case, claim=claim, actor=world.officer()) == "cases.archive_only"


@pytest.mark.parametrize("origin", sorted(set(OriginKind) - {OriginKind.CITIZEN}))
def test_only_people_count_as_askers(world: World, origin: OriginKind) -> None:
    claim = reported_claim(world)
    make_report(
        claim,
        origin=origin,
        agency=world.health if origin is OriginKind.MEMBER_AGENCY else None,
    )
    assert askers([claim.pk]) == {claim.pk: 1}
