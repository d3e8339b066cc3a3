"""The table of postings: however its rows are cut, it holds the same."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable

import numpy as np
import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sangto.matching.index import postings, votes
from sangto.matching.index.votes import heaviest, merged, mixed, sampled, voting

pytestmark = pytest.mark.django_db


def held(grams: Iterable[int]) -> dict[int, tuple[int, list[int]]]:
    return {
        gram: (size, sorted(ids.tolist()))
        for gram, (size, ids) in merged(postings.read(sorted(grams))).items()
        if size
    }


def rows_of(gram: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM matching_posting WHERE gram = %s", [gram])
        return int(cursor.fetchone()[0])


_STEPS = st.lists(
    st.tuples(
        st.booleans(),
        st.integers(1, 40),
        st.sets(st.integers(0, 6), min_size=1, max_size=5),
    ),
    max_size=60,
)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60
)
@given(steps=_STEPS, together=st.integers(1, 6))
def test_adding_and_removing_in_any_order(
    monkeypatch: pytest.MonkeyPatch, steps: list[tuple[bool, int, set[int]]], together: int
) -> None:
    monkeypatch.setattr(postings, "ROWS", together)
    monkeypatch.setattr(postings, "ROW_IDS", 3)
    entries: dict[int, set[int]] = {}
    used: set[int] = set()
    with transaction.atomic():
        for adds, entry, grams in steps:
            if adds and entry not in used:
                postings.add([(entry, sorted(grams))])
                used.add(entry)
                entries[entry] = grams
            elif not adds and entry in entries:
                postings.remove(entry, sorted(entries.pop(entry)))
        expected = {
            gram: (len(ids), ids)
            for gram in range(7)
            if (ids := sorted(entry for entry, grams in entries.items() if gram in grams))
        }
        assert held(range(7)) == expected
        assert postings.sizes(range(7)) == {gram: size for gram, (size, _) in expected.items()}
        transaction.set_rollback(True)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30
)
@given(ids=st.sets(st.integers(1, 2**32 - 1), min_size=1, max_size=80), together=st.integers(1, 5))
def test_a_common_gram_keeps_the_same_sample_in_any_order(
    monkeypatch: pytest.MonkeyPatch, ids: set[int], together: int
) -> None:
    monkeypatch.setattr(postings, "ROWS", together)
    monkeypatch.setattr(postings, "ROW_IDS", 5)
    monkeypatch.setattr(votes, "KEPT", 12)
    lowest = sorted(ids, key=lambda one: one * 2_654_435_761 % 2**32)[:12]
    with transaction.atomic():
        for entry in ids:
            postings.add([(entry, [7])])

        assert held([7]) == {7: (len(ids), sorted(lowest))}
        transaction.set_rollback(True)


def test_what_left_a_full_gram_is_counted_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postings, "ROWS", 2)
    monkeypatch.setattr(votes, "KEPT", 5)
    for entry in range(1, 31):
        postings.add([(entry, [7])])
    assert held([7])[7][0] == 30

    for entry in range(1, 11):
        postings.remove(entry, [7])

    size, kept = held([7])[7]
    assert size == 20
    assert not set(kept) & set(range(1, 11))


def test_rows_of_one_gram_stay_few() -> None:
    for entry in range(1, 400):
        postings.add([(entry, [7, 1000 + entry])])

    assert rows_of(7) <= postings.ROWS + 1
    assert rows_of(1001) == 1
    assert held([7])[7] == (399, list(range(1, 400)))


def test_ids_that_look_like_two_others_stay_apart() -> None:
    """The bytes of one number may stand across the bytes of its neighbours."""
    first, second, between = 0x0201_0000, 0x0000_0403, 0x0403_0201
    postings.add([(first, [7])])
    postings.add([(second, [7])])

    postings.remove(between, [7])

    assert held([7])[7] == (2, sorted([first, second]))


def test_the_sample_has_nothing_to_do_with_age() -> None:
    ids = np.arange(1, 100_001, dtype=np.uint32)
    kept = sampled(ids)

    assert len(kept) == votes.KEPT
    assert 0.4 < float((kept > 50_000).mean()) < 0.6
    assert mixed(kept).max() < np.sort(mixed(ids))[votes.KEPT]


def test_copies_of_one_wave_meet_though_every_gram_is_common(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """3,000 copies of one message: each gram keeps 10 of them, and they are the same ten."""
    monkeypatch.setattr(votes, "KEPT", 10)
    wave = np.arange(1, 3_001, dtype=np.uint32)
    lists = [(len(wave), sampled(wave)) for _ in range(12)]

    found = heaviest(lists, 5)

    assert len(found.entries) == 5
    assert set(found.shares.tolist()) == {1.0}
    assert set(found.grams.tolist()) == {12}


def test_the_rarest_grams_vote() -> None:
    sizes = {gram: 1 + gram % 50 for gram in range(200)}

    chosen = voting(sizes, 200)

    assert len(chosen) == 50
    assert max(sizes[gram] for gram in chosen) <= min(
        size for gram, size in sizes.items() if gram not in chosen
    )
    assert len(voting(sizes, 30)) == votes.VOTING


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")
@pytest.mark.django_db(transaction=True)
def test_writers_do_not_wait_for_each_other() -> None:
    """One connection holds rows that it puts together while another adds and removes: neither
    waits for a lock, and what both did is there afterwards."""
    for entry in range(1, 20):
        postings.insert([(7, entry, 0, entry.to_bytes(4, "little"))])
    with transaction.atomic():
        postings.add([(100, [7])])
        assert rows_of(7) <= 2

        def meanwhile() -> None:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '2s'")
            postings.add([(101, [7]), (102, [7])])

        other = in_thread(meanwhile)
        other.join(10)
        assert not other.is_alive()
    postings.remove(5, [7])

    assert held([7])[7] == (21, [*range(1, 5), *range(6, 20), 100, 101, 102])


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")
@pytest.mark.django_db(transaction=True)
def test_a_removal_finds_what_was_put_together_while_it_waited() -> None:
    for entry in range(1, 20):
        postings.insert([(7, entry, 0, entry.to_bytes(4, "little"))])
    begun = threading.Event()

    def remove() -> None:
        with transaction.atomic():
            begun.set()
            postings.remove(5, [7])

    with transaction.atomic():
        postings.add([(100, [7])])
        removing = in_thread(remove)
        assert begun.wait(10)
        waiting_for_a_lock()
    removing.join(30)

    assert held([7])[7] == (19, [*range(1, 5), *range(6, 20), 100])


def in_thread(act: Callable[[], None]) -> threading.Thread:
    def run() -> None:
        try:
            act()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def waiting_for_a_lock() -> None:
    """Until some other connection waits for this one."""
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    raise AssertionError("nobody waited")
