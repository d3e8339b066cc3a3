"""A bucket never gives more than it holds, and keeps nothing that says who took from it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from sangto.queue.domain.buckets import (
    Rate,
    answer,
    neighbourhood,
    too_often,
)
from sangto.queue.models import Bucket, BucketSalt
from sangto.queue.services import forget_buckets, take

RATE = Rate("look-up", limit=3, period=timedelta(minutes=3))
NOON = datetime(2026, 5, 4, 5, 0, tzinfo=UTC)


@given(
    limit=st.integers(1, 20),
    pauses=st.lists(st.integers(0, 90_000_000), min_size=1, max_size=60),
)
@settings(max_examples=60)
def test_in_no_window_more_is_given_than_a_bucket_and_what_came_back(
    limit: int, pauses: list[int]
) -> None:
    rate = Rate("any", limit=limit, period=timedelta(minutes=1))
    now, spent, given_at = 0, 0, []
    for pause in pauses:
        now += pause
        allowed = spent <= now + rate.whole - rate.each
        if allowed:
            spent = max(spent, now) + rate.each
            given_at.append(now)
        told = answer(rate, spent_until=spent, now=now, cost=1, allowed=allowed)
        assert 0 <= told.remaining <= limit
        assert (told.retry_after == 0) is allowed
        assert (too_often(told) is None) is allowed
    for start, first in enumerate(given_at):
        for count, last in enumerate(given_at[start:], start=1):
            assert count <= limit + (last - first) // rate.each + 1


@pytest.mark.parametrize(
    ("address", "same"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2::5", "20010db800010002"),
        ("2001:db8:1:2:ffff::9", "20010db800010002"),
        ("fe80::1%eth0", "fe80000000000000"),
        ("", "unknown"),
        ("no address", "unknown"),
    ],
)
def test_one_caller_is_an_address_or_a_line(address: str, same: str) -> None:
    assert neighbourhood(address) == same


@pytest.mark.django_db
def test_a_bucket_is_emptied_and_fills_again() -> None:
    told = [take(rate=RATE, key="192.0.2.7", now=NOON) for _ in range(4)]
    assert [one.allowed for one in told] == [True, True, True, False]
    assert [one.remaining for one in told] == [2, 1, 0, 0]
    assert told[-1].retry_after == 60
    assert told[-1].full_after == 180
    assert take(rate=RATE, key="192.0.2.8", now=NOON).allowed
    assert take(rate=Rate("check", 3, RATE.period), key="192.0.2.7", now=NOON).allowed
    later = NOON + timedelta(seconds=60)
    assert take(rate=RATE, key="192.0.2.7", now=later).allowed
    assert not take(rate=RATE, key="192.0.2.7", now=later).allowed
    assert not take(rate=RATE, key="192.0.2.9", cost=4, now=later).allowed
    assert take(rate=RATE, key="192.0.2.9", cost=3, now=later).allowed


@pytest.mark.django_db
def test_the_next_day_nothing_of_this_one_is_left() -> None:
    take(rate=RATE, key="192.0.2.7", now=NOON)
    salt, digest = BucketSalt.objects.get().salt, Bucket.objects.get().digest
    assert "192" not in digest
    take(rate=RATE, key="192.0.2.7", now=NOON + timedelta(days=1))
    assert BucketSalt.objects.get().salt != salt
    assert Bucket.objects.get().digest != digest
    assert forget_buckets(now=NOON + timedelta(days=1)) == 0
    assert forget_buckets(now=NOON + timedelta(days=2)) == 1
    assert not BucketSalt.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_no_more_than_the_bucket_holds() -> None:
    barrier = Barrier(6)

    def ask(_number: int) -> bool:
        try:
            barrier.wait()
            return take(rate=RATE, key="192.0.2.7", now=NOON).allowed
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(ask, range(6))) == RATE.limit
