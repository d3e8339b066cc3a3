"""Measures: every pair (category, measure) in the domain, the services and the database."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from sangto.audit.queries import events_about
from sangto.audit.tags import AuditTag
from sangto.handling.domain.measures import allowed_pairs, creating_refusal, measures_for
from sangto.handling.models import Measure
from sangto.handling.queries import measures_of
from sangto.handling.services import create_measure, finish_measure
from sangto.kernel.actor import Role
from sangto.kernel.categories import RULES, Category, measure_refusal
from sangto.kernel.categories import Measure as MeasureKind
from sangto.kernel.errors import NotVisible
from tests.cases.test_opening import refusal_code
from tests.factories.cases import World, categorised, opened
from tests.factories.organisations import make_agency, make_network


def test_the_database_knows_the_same_pairs_as_the_kernel(world: World) -> None:
    case = opened(world)
    found = set()
    for category, kind in product(Category, MeasureKind):
        try:
            with transaction.atomic():
                Measure.objects.create(
                    case=case,
                    category=category.value,
                    kind=kind.value,
                    owner=world.lead,
                    done_at=timezone.now(),
                )
        except IntegrityError:
            continue
        found.add((category, kind))
    expected = {(category, kind) for category in RULES for kind in measures_for(category)}
    assert found == expected
    assert len(dict(allowed_pairs())) == len(Category)


@pytest.mark.parametrize("kind", MeasureKind)
@pytest.mark.parametrize("category", Category)
def test_the_domain_refuses_what_the_kernel_refuses(category: Category, kind: MeasureKind) -> None:
    refusal = creating_refusal(category=category, kind=kind, in_triage=False, open_already=False)
    expected = measure_refusal(category, kind)
    if expected is None and kind is MeasureKind.ABUSE_REPORT:
        assert refusal is not None
        assert refusal.code == "handling.needs_its_paper"
    else:
        assert refusal == expected


def test_no_way_past_the_database_by_a_change(world: World) -> None:
    case = categorised(world)
    measure = create_measure(
        case=case, kind=MeasureKind.PUBLISH_WARNING, owner=world.lead, actor=world.officer()
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Measure.objects.filter(pk=measure.pk).update(category=Category.FACTUAL_CLAIM.value)


def test_a_measure_is_created_and_finished(world: World) -> None:
    case = categorised(world)
    actor = world.officer()
    measure = create_measure(case=case, kind=MeasureKind.AWARENESS, owner=world.press, actor=actor)
    assert list(measures_of(case)) == [measure]
    finish_measure(measure=measure, actor=world.actor(world.press, Role.FOCAL_OFFICER))
    measure.refresh_from_db()
    assert measure.done_at is not None
    recorded = events_about(measure).order_by("pk").values_list("tag", flat=True)
    assert list(recorded) == [AuditTag.MEASURE_CREATED, AuditTag.MEASURE_DONE]


def test_of_two_who_finish_the_second_is_refused(world: World) -> None:
    actor = world.officer()
    measure = create_measure(
        case=categorised(world), kind=MeasureKind.AWARENESS, owner=world.lead, actor=actor
    )
    first = finish_measure(measure=measure, actor=actor)
    done_at = first.done_at
    code = refusal_code(
        finish_measure,
        measure=Measure.objects.get(pk=measure.pk),
        actor=actor,
        now=timezone.now() + timedelta(days=1),
    )
    assert code == "handling.done_already"
    assert Measure.objects.get(pk=measure.pk).done_at == done_at


def test_the_same_measure_runs_once(world: World) -> None:
    actor = world.officer()
    arguments: dict[str, Any] = {
        "case": categorised(world),
        "kind": MeasureKind.AWARENESS,
        "owner": world.lead,
        "actor": actor,
    }
    measure = create_measure(**arguments)
    assert refusal_code(create_measure, **arguments) == "handling.open_already"
    finish_measure(measure=measure, actor=actor)
    create_measure(**arguments)
    assert Measure.objects.count() == 2


def test_none_before_triage(world: World) -> None:
    code = refusal_code(
        create_measure,
        case=opened(world),
        kind=MeasureKind.AWARENESS,
        owner=world.lead,
        actor=world.officer(),
    )
    assert code == "handling.no_category"


def test_not_for_another_network(world: World) -> None:
    with pytest.raises(NotVisible):
        create_measure(
            case=categorised(world),
            kind=MeasureKind.AWARENESS,
            owner=make_agency(make_network()),
            actor=world.officer(),
        )


@pytest.mark.parametrize("role", Role)
def test_who_may(world: World, role: Role) -> None:
    allowed = role in {Role.DESK_OFFICER, Role.FOCAL_OFFICER, Role.APPROVER}
    case = categorised(world)
    arguments: dict[str, Any] = {"case": case, "kind": MeasureKind.AWARENESS, "owner": world.lead}
    with pytest.raises(NotVisible):
        create_measure(**arguments, actor=world.actor(world.trade, role))
    if allowed:
        create_measure(**arguments, actor=world.actor(world.lead, role))
    else:
        with pytest.raises(NotVisible):
            create_measure(**arguments, actor=world.actor(world.lead, role))


def test_the_subject_takes_no_measures(world: World) -> None:
    case = categorised(world, Category.IMPERSONATION, subject_agency=world.lead)
    with pytest.raises(NotVisible):
        create_measure(
            case=case, kind=MeasureKind.AWARENESS, owner=world.press, actor=world.officer()
        )
