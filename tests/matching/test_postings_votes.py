"""Voting without sorting everything, and reading without what Django does around a statement."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from sangto.kernel.text import folded
from sangto.matching.domain.kinds import SourceKind
from sangto.matching.index import EntryData, filling, match_index, postings, votes
from sangto.matching.index.grams import grams_of
from sangto.matching.index.quick import by_number
from sangto.matching.index.votes import heaviest, kept, merged
from sangto.matching.models import IndexEntry
from sangto.organisations.models import Network
from tests.factories.matching import SCAM, make_claim

_IDS = st.sets(st.one_of(st.integers(1, 60), st.integers(1, 2**32 - 1)), max_size=40)


def counted(lists: list[tuple[int, set[int]]], limit: int) -> list[tuple[int, int, int]]:
    """The same, plainly: (entry, votes, grams), lowest entry first."""
    totals: Counter[int] = Counter()
    grams: Counter[int] = Counter()
    for size, ids in lists:
        for one in ids:
            totals[one] += votes._rarity(size)
            grams[one] += 1
    best = sorted(totals, key=lambda one: (-totals[one], one))[:limit]
    return [(one, totals[one], grams[one]) for one in sorted(best)]


@pytest.mark.parametrize("many", [10**6, 0])
@settings(deadline=None, max_examples=120)
@given(
    ids=st.lists(_IDS, min_size=1, max_size=20),
    more=st.integers(0, 2**20),
    limit=st.integers(1, 30),
    few=st.integers(1, 60),
)
def test_the_heaviest_are_those_of_a_plain_count(
    many: int, ids: list[set[int]], more: int, limit: int, few: int
) -> None:
    lists = [(len(one) + more * place + 1, one) for place, one in enumerate(ids)]
    if not any(ids):
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(votes, "_MANY", many)
        patch.setattr(votes, "_FEW", min(few, sum(map(len, ids))))
        patch.setattr(votes, "_BUCKETS", np.uint64(7))
        found = heaviest(
            [(size, np.array(sorted(one), dtype=np.uint32)) for size, one in lists], limit
        )

    most = sum(votes._rarity(size) for size, _ in lists)
    assert list(
        zip(found.entries.tolist(), found.shares.tolist(), found.grams.tolist(), strict=True)
    ) == [(entry, total / most, grams) for entry, total, grams in counted(lists, limit)]


def test_votes_of_some_of_the_entries() -> None:
    found = heaviest([(3, np.array([4, 9, 7], dtype=np.uint32))], 5)

    assert found.of([4, 7, 9]) is found
    assert found.of([4, 9]).entries.tolist() == [4, 9]
    assert [len(part) for part in found.of([])] == [0, 0, 0]


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 7, 8, 9, 300])
def test_any_number_of_rows_is_read_once_each(number: int) -> None:
    grams = range(1, number + 1)
    postings.insert((gram, 5, 0, (5).to_bytes(4, "little")) for gram in grams)

    rows = by_number("SELECT gram, more, ids FROM matching_posting WHERE gram", [*grams, 999])

    assert sorted(rows) == [(gram, 0, b"\x05\0\0\0") for gram in grams]
    assert kept(rows[0][2]).tolist() == [5]


@pytest.mark.django_db
def test_nothing_is_read_in_a_transaction_that_is_broken() -> None:
    transaction.set_rollback(True)
    with pytest.raises(transaction.TransactionManagementError):
        by_number("SELECT gram FROM matching_posting WHERE gram", [1])


@pytest.mark.django_db
def test_entries_that_are_gone_meanwhile_are_not_found(network: Network) -> None:
    """Their postings may be seen for a moment after they are gone."""
    make_claim(network, wordings=[SCAM, f"{SCAM} hai", f"{SCAM} ba"])
    key = folded(SCAM)
    first, *others = match_index().find(key, 5)
    IndexEntry.objects.filter(pk=others[0].entry_id).delete()

    assert [one.entry_id for one in match_index().find(key, 5)] == [
        first.entry_id,
        *(one.entry_id for one in others[1:]),
    ]
    IndexEntry.objects.all().delete()
    assert match_index().find(key, 5) == []


@pytest.mark.django_db
def test_many_filled_in_are_the_same_as_those_added(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim, index = make_claim(network), match_index()
    entries = [
        EntryData(SourceKind.REPORT, number, claim.pk, f"tin {number % 5} nhan {number} khoa", "d")
        for number in range(1, 30)
    ]
    index.add_all(entries)
    added = {one.entry: one.weight for one in index.find("tin 3 nhan 8 khoa", 40)}
    index.forget(IndexEntry.objects.all())
    monkeypatch.setattr(filling, "_ENTRIES_A_RANGE", 10)

    filling.write(entries)
    assert filling.refill()

    assert {one.entry: one.weight for one in index.find("tin 3 nhan 8 khoa", 40)} == added
    assert IndexEntry.objects.get(source_id=7).length == len(entries[6].folded)
    for entry, key in IndexEntry.objects.values_list("pk", "folded"):
        assert all(entry in ids for _, ids in merged(postings.read(grams_of(key))).values())
    assert connection.in_atomic_block
