"""Machines of agencies: who connects them, what their keys are good for, and their caps."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction

from sangto.audit.models import AuditEvent
from sangto.kernel.actor import CONFIDENTIAL_SCOPES, ActorKind, Role, Scope, operator_actor
from sangto.kernel.errors import NotVisible, Refused
from sangto.organisations.domain.integrations import (
    LONGEST,
    MOST_REPORTS,
    Wanted,
    effective_scopes,
    wanted_refusal,
)
from sangto.organisations.models import Agency, ApiKey, Integration, IntegrationDay
from sangto.organisations.queries import today
from sangto.organisations.queries.integrations import (
    integration_for,
    integrations_visible_to,
    machine_by_key,
)
from sangto.organisations.services import (
    MadeKey,
    confirm_integration,
    count_call,
    count_report,
    end_integration,
    make_integration,
    make_key,
    revoke_key,
)
from tests.factories.organisations import make_actor, make_agency, make_lead, make_network

NOON = datetime(2026, 5, 20, 5, 0, tzinfo=UTC)
DAY = today(NOON)
OPERATOR = operator_actor("tests")
WANTED = Wanted(
    name="Cổng báo Mẫu",
    purpose="Gửi tin do bạn đọc báo.",
    scopes=frozenset({Scope.REPORTS_SEND, Scope.ROUNDS_READ}),
    daily_calls=5,
    daily_reports=2,
)


def made(agency: Agency) -> Integration:
    return make_integration(agency=agency, wanted=WANTED, actor=OPERATOR, now=NOON)


def keyed(integration: Integration, overlap_days: int = 7, days: int = 90) -> MadeKey:
    return make_key(
        integration=integration,
        expires_on=DAY + timedelta(days=days),
        overlap_days=overlap_days,
        actor=OPERATOR,
        now=NOON,
    )


def tags() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("tag", flat=True))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"purpose": ""}, "purpose"),
        ({"scopes": frozenset()}, "scopes"),
        ({"daily_calls": 0}, "daily_calls"),
        ({"daily_reports": MOST_REPORTS + 1}, "daily_reports"),
    ],
)
def test_what_an_integration_has_to_say(changes: dict[str, object], field: str) -> None:
    assert wanted_refusal(WANTED) is None
    refusal = wanted_refusal(replace(WANTED, **changes))  # type: ignore[arg-type] # of the table
    assert refusal is not None
    assert refusal.field == field


def test_nothing_confidential_before_the_agency_said_so() -> None:
    for scope in Scope:
        assert effective_scopes([scope.value], confirmed=True) == {scope}
        shown = effective_scopes([scope.value], confirmed=False)
        assert shown == (set() if scope in CONFIDENTIAL_SCOPES else {scope})


@pytest.mark.django_db
def test_from_its_description_to_its_end() -> None:
    lead = make_lead(make_network())
    member = make_agency(lead.network)
    administrator = make_actor(lead, Role.ADMINISTRATOR)
    approver = make_actor(member, Role.APPROVER)
    integration = make_integration(agency=member, wanted=WANTED, actor=administrator, now=NOON)
    first = make_key(
        integration=integration,
        expires_on=DAY + timedelta(days=90),
        actor=administrator,
        now=NOON,
    )
    assert first.token not in str(ApiKey.objects.values().get())
    assert first.token.startswith(first.key.mark)
    assert first.token not in repr(first)

    known = machine_by_key(first.token, now=NOON)
    assert known is not None
    assert known.actor.kind is ActorKind.MACHINE
    assert known.actor.agency_id == member.pk
    assert known.actor.label == f"integration:{integration.pk}"
    assert known.actor.scopes == {Scope.REPORTS_SEND}
    confirm_integration(integration=integration, actor=approver, now=NOON)
    known = machine_by_key(first.token, now=NOON)
    assert known is not None
    assert known.actor.scopes == WANTED.scopes
    assert machine_by_key("st_00000000_wrong", now=NOON) is None

    second = keyed(integration)
    first.key.refresh_from_db()
    assert first.key.expires_on == DAY + timedelta(days=7)
    assert machine_by_key(first.token, now=NOON)
    assert machine_by_key(second.token, now=NOON)
    with pytest.raises(Refused, match="Two keys"):
        keyed(integration)
    later = NOON + timedelta(days=8)
    assert machine_by_key(first.token, now=later) is None
    third = make_key(
        integration=integration, expires_on=DAY + timedelta(days=30), actor=OPERATOR, now=later
    )
    revoke_key(key=third.key, actor=approver, now=later)
    assert machine_by_key(third.token, now=later) is None
    revoke_key(key=third.key, actor=approver, now=later)
    end_integration(integration=integration, actor=administrator, now=later)
    assert machine_by_key(second.token, now=later) is None
    with pytest.raises(Refused, match="ended"):
        keyed(integration)
    assert tags() == [
        "integration:made",
        "api_key:made",
        "integration:confirmed",
        "api_key:made",
        "api_key:revoked",
        "api_key:made",
        "api_key:revoked",
        "api_key:revoked",
        "integration:ended",
    ]


@pytest.mark.django_db
def test_who_may_what() -> None:
    lead = make_lead(make_network())
    member, other = make_agency(lead.network), make_agency(lead.network)
    integration = made(member)
    key = keyed(integration).key
    for role in Role:
        for agency in (lead, member, other):
            actor = make_actor(agency, role)
            keeps = role is Role.ADMINISTRATOR and agency in (lead, member)
            confirms = role is Role.APPROVER and agency == member
            assert integrations_visible_to(actor).exists() is (keeps or confirms), (role, agency)
            if not keeps:
                with pytest.raises(NotVisible):
                    make_integration(agency=member, wanted=WANTED, actor=actor)
                with pytest.raises(NotVisible):
                    make_key(integration=integration, expires_on=DAY, actor=actor)
            if not confirms:
                with pytest.raises(NotVisible):
                    confirm_integration(integration=integration, actor=actor)
            if not (keeps or confirms):
                with pytest.raises(NotVisible):
                    revoke_key(key=key, actor=actor)
                with pytest.raises(NotVisible):
                    end_integration(integration=integration, actor=actor)
                with pytest.raises(NotVisible):
                    integration_for(actor, integration.pk)


@pytest.mark.django_db
def test_bounds_of_keys() -> None:
    integration = made(make_lead(make_network()))
    for days in (-1, LONGEST.days + 1):
        with pytest.raises(Refused, match="A key ends"):
            keyed(integration, days=days)
    with pytest.raises(Refused, match="at most 30 days"):
        keyed(integration, overlap_days=31)
    first = keyed(integration)
    keyed(integration, overlap_days=0)
    assert machine_by_key(first.token, now=NOON) is None
    with pytest.raises(Refused, match="has that name"):
        made(integration.agency)
    with pytest.raises(IntegrityError), transaction.atomic():
        Integration.objects.filter(pk=integration.pk).update(daily_calls=0)
    ended = integration.agency
    ended.valid_until = DAY - timedelta(days=1)
    ended.save()
    second = ApiKey.objects.get(revoked_at__isnull=True)
    assert second.integration_id == integration.pk
    assert machine_by_key(first.token, now=NOON) is None


@pytest.mark.django_db
def test_caps_of_a_day_and_the_day_of_the_last_use() -> None:
    integration = made(make_lead(make_network()))
    key = keyed(integration).key
    assert [count_call(key=key, integration=integration, now=NOON) for _ in range(5)] == [
        4,
        3,
        2,
        1,
        0,
    ]
    with pytest.raises(Refused) as caught:
        count_call(key=key, integration=integration, now=NOON)
    assert caught.value.refusal.code == "organisations.calls_cap"
    key.refresh_from_db()
    assert key.last_used_on == DAY
    assert count_call(key=key, integration=integration, now=NOON + timedelta(days=1)) == 4
    count_report(integration=integration, now=NOON)
    count_report(integration=integration, now=NOON)
    with pytest.raises(Refused) as caught:
        count_report(integration=integration, now=NOON)
    assert caught.value.refusal.code == "organisations.reports_cap"
    assert list(IntegrationDay.objects.order_by("day").values_list("calls", "reports")) == [
        (5, 2),
        (1, 0),
    ]


@pytest.mark.django_db(transaction=True)
def test_of_many_calls_at_once_no_more_than_the_cap() -> None:
    integration = made(make_lead(make_network()))
    key = keyed(integration).key
    barrier = Barrier(8)

    def call(_number: int) -> bool:
        try:
            barrier.wait()
            count_call(key=key, integration=integration, now=NOON)
        except Refused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(call, range(8))) == WANTED.daily_calls
