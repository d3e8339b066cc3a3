"""The index: both databases find what a plain walk over all entries finds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from unittest import mock

import numpy as np
import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sangto.audit.models import AuditEvent
from sangto.audit.tags import AuditTag
from sangto.intake.models import Report
from sangto.kernel.actor import operator_actor
from sangto.matching.domain.kinds import SourceKind
from sangto.matching.domain.reading import read_text
from sangto.matching.index import EntryData, filling, match_index, postings
from sangto.matching.index.entries import EntryIndex
from sangto.matching.index.grams import MOST_GRAMS, MOST_WORDS, asked_grams, grams_of
from sangto.matching.index.votes import Votes, heaviest, merged, sampled, voting
from sangto.matching.models import IndexEntry, ReportLink
from sangto.matching.queries import evidence as evidence_module
from sangto.matching.queries import find_claims, index_health
from sangto.matching.services import rebuild_index
from sangto.organisations.models import Network
from sangto.sample.reading import sample_reports
from tests.factories.intake import make_report
from tests.factories.matching import (
    RUMOUR,
    SCAM,
    link_report,
    load_sample_claims,
    make_claim,
)

OPERATOR = operator_actor("sangto reindex")


class PlainIndex(EntryIndex):
    """What the interface means, without any table of postings."""

    @staticmethod
    def _votes(grams: Sequence[int], limit: int) -> Votes | None:
        holding: dict[int, list[int]] = {gram: [] for gram in grams}
        for pk, folded in IndexEntry.objects.order_by("pk").values_list("pk", "folded"):
            for gram in set(grams_of(folded)).intersection(holding):
                holding[gram].append(pk)
        lists = {
            gram: (len(ids), sampled(np.array(ids, dtype=np.uint32)))
            for gram, ids in holding.items()
            if ids
        }
        chosen = voting({gram: size for gram, (size, _) in lists.items()}, len(grams))
        return heaviest([lists[gram] for gram in chosen], limit) if chosen else None


def data(claim_id: int, number: int, folded: str) -> EntryData:
    return EntryData(
        source_kind=SourceKind.WORDING,
        source_id=number,
        claim_id=claim_id,
        folded=folded,
        exact_digest=f"{number:064x}",
    )


def rows() -> list[tuple[object, ...]]:
    fields = ("source_kind", "source_id", "claim", "folded", "exact_digest", "link_digest")
    return list(IndexEntry.objects.order_by("source_kind", "source_id").values_list(*fields))


def test_both_databases_find_the_same_in_the_same_order(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_sample_claims(network)
    keys = [read_text(report.text).key for report in sample_reports()[::3]]
    engine, plain = match_index(), PlainIndex()

    for key in keys:
        assert engine.find(key, 48) == plain.find(key, 48)

    asked = [report.text for report in sample_reports()[::9]]
    found = [find_claims(text).matches for text in asked]
    monkeypatch.setattr(evidence_module, "match_index", PlainIndex)
    assert [find_claims(text).matches for text in asked] == found


_TEXTS = st.lists(
    st.lists(st.sampled_from(["tin", "nhan", "khoa", "tai", "a", "5"]), min_size=1, max_size=8),
    min_size=1,
    max_size=6,
)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40
)
@given(texts=_TEXTS)
def test_remove_undoes_add(network: Network, texts: list[list[str]]) -> None:
    index = match_index()
    with transaction.atomic():
        claim = make_claim(network)
        keys = [" ".join(words) for words in texts]
        for number, key in enumerate(keys):
            index.add(data(claim.pk, number, key))
        for number, key in enumerate(keys):
            found = [one.entry.source_id for one in index.find(key, 100)]
            assert number in found or not grams_of(key)
        for number, key in enumerate(keys):
            assert index.remove(SourceKind.WORDING, number)
            assert number not in [one.entry.source_id for one in index.find(key, 100)]
        assert not IndexEntry.objects.exists()
        transaction.set_rollback(True)


def test_adding_the_same_source_again_replaces_it(network: Network) -> None:
    claim, index = make_claim(network), match_index()
    index.add(data(claim.pk, 7, "tin nhan khoa tai khoan"))
    index.add(data(claim.pk, 7, "dap suoi trong vo roi"))

    assert index.find("tin nhan khoa tai khoan", 5) == []
    assert [one.entry.source_id for one in index.find("dap suoi trong", 5)] == [7]
    assert not index.remove(SourceKind.REPORT, 7)


@pytest.mark.parametrize("folded", ["", " ", "a", "a a a a", "x" * 5_000, "% _ \\", '" OR "'])
def test_odd_keys_find_nothing_and_raise_nothing(network: Network, folded: str) -> None:
    match_index().add(data(make_claim(network).pk, 1, "tin nhan khoa tai khoan"))

    assert match_index().find(folded, 5) == []


def test_grams_are_bounded_and_spread() -> None:
    folded = " ".join(f"w{number}" for number in range(6_000))
    grams = grams_of(folded)

    assert len(grams) == MOST_WORDS - 1
    asked = asked_grams(folded)
    assert len(asked) == MOST_GRAMS
    assert asked[0] == grams[0]
    assert grams.index(asked[-1]) > 4_900


def test_rebuild_makes_the_same_index_again(network: Network) -> None:
    claim = make_claim(network, wordings=[SCAM, RUMOUR])
    for number in range(3):
        link_report(make_report(network, text=f"{SCAM} {number}"), claim)
    before, found = rows(), find_claims(RUMOUR).matches
    match_index().forget(IndexEntry.objects.all())
    seen: list[tuple[int, int]] = []

    assert rebuild_index(actor=OPERATOR, progress=lambda done, total: seen.append((done, total)))

    assert rows() == before
    assert find_claims(RUMOUR).matches == found
    assert seen[-1] == (10, 10)
    assert [event.tag for event in AuditEvent.objects.all()] == [AuditTag.INDEX_REBUILT]


def test_rebuild_drops_what_lost_its_source(network: Network) -> None:
    claim = make_claim(network, wordings=[SCAM])
    rejected = link_report(make_report(network, text=RUMOUR), claim)
    match_index().add(data(claim.pk, 999, "khong con nguon"))
    ReportLink.objects.filter(pk=rejected.pk).update(state="rejected")

    rebuild_index(actor=OPERATOR)

    assert IndexEntry.objects.count() == 1


def test_a_stopped_rebuild_keeps_what_is_done(network: Network) -> None:
    claim = make_claim(network, wordings=[SCAM])
    link_report(make_report(network, text=RUMOUR), claim)
    match_index().forget(IndexEntry.objects.all())

    assert not rebuild_index(actor=OPERATOR, progress=lambda _done, _total: False)

    assert IndexEntry.objects.count() == 1
    assert not AuditEvent.objects.exists()
    assert rebuild_index(actor=OPERATOR)
    assert IndexEntry.objects.count() == 2


def test_where_little_is_missing_it_is_found_before_the_rebuild_ends(network: Network) -> None:
    claim = make_claim(network, wordings=[SCAM])
    link_report(make_report(network, text=RUMOUR), claim)
    match_index().remove(SourceKind.REPORT, ReportLink.objects.get().report_id)

    assert not rebuild_index(actor=OPERATOR, progress=lambda done, _total: done < 2)

    assert find_claims(RUMOUR).matches
    assert index_health().ok


@pytest.mark.parametrize("removed", [True, False])
def test_what_comes_and_goes_while_an_empty_index_is_filled(
    network: Network, monkeypatch: pytest.MonkeyPatch, removed: bool
) -> None:
    """After its row is written and before its postings are."""
    monkeypatch.setattr("sangto.matching.index.sources._BATCH", 4)
    claim, index = make_claim(network), match_index()
    reports = [make_report(network, text=f"{RUMOUR} {number}") for number in range(9)]
    for report in reports:
        link_report(report, claim, indexed=False)
    fresh = make_report(network, text=SCAM)

    def meanwhile(done: int, _total: int) -> None:
        if done == 4 and removed:
            index.remove(SourceKind.REPORT, reports[0].pk)
            Report.objects.filter(pk=reports[0].pk).update(
                content_deleted_at=timezone.now(), text="", folded=""
            )
        elif done == 4:
            index.add(replace(data(claim.pk, reports[8].pk, "x"), source_kind=SourceKind.REPORT))
            link_report(fresh, claim)

    assert index.rebuild(meanwhile)

    assert index_health().damaged is False
    assert index_health().missing == 0
    found = {one.entry.source_id for one in index.find(read_text(reports[1].text).key, 20)}
    assert (reports[0].pk in found) is not removed
    assert {report.pk for report in reports[1:]} <= found
    assert bool(index.find(read_text(SCAM).key, 5)) is not removed


def test_a_row_that_somebody_wrote_first_stays(network: Network) -> None:
    claim, index = make_claim(network), match_index()
    index.add(data(claim.pk, 7, "tin nhan khoa tai khoan"))

    filling.write([data(claim.pk, 7, "cu"), data(claim.pk, 8, "dap suoi trong")])

    assert [row[3] for row in rows()] == ["tin nhan khoa tai khoan", "dap suoi trong"]


def test_health_sees_missing_entries_and_damage(network: Network) -> None:
    claim = make_claim(network, wordings=[SCAM])
    report = make_report(network, text=RUMOUR)
    link_report(report, claim, indexed=False)
    assert (index_health().sources, index_health().missing, index_health().damaged) == (2, 1, False)

    rebuild_index(actor=OPERATOR)
    assert index_health().ok


def test_health_sees_a_table_that_is_gone(network: Network) -> None:
    make_claim(network, wordings=[SCAM])
    postings.uninstall(connection)
    assert index_health().damaged

    rebuild_index(actor=OPERATOR)

    assert index_health().ok
    assert find_claims(SCAM).matches


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM matching_posting WHERE gram IN"
        " (SELECT gram FROM matching_posting ORDER BY gram LIMIT 1)",
        "DELETE FROM matching_posting",
        "UPDATE matching_posting SET slot = slot + 1000, ids = "  # noqa: S608 - constant
        + ("decode('e8030000', 'hex')" if connection.vendor == "postgresql" else "x'e8030000'"),
    ],
)
def test_health_sees_postings_that_are_not_those_of_the_entries(
    network: Network, damage: str
) -> None:
    make_claim(network, wordings=[SCAM, RUMOUR])
    assert index_health().ok
    with connection.cursor() as cursor:
        cursor.execute(damage)
    assert index_health().damaged

    rebuild_index(actor=OPERATOR)

    assert index_health().ok
    assert find_claims(SCAM).matches


def test_health_sees_postings_of_entries_that_are_gone(network: Network) -> None:
    make_claim(network, wordings=[SCAM])
    postings.add([(2**31, [1, 2, 3])])
    assert index_health().damaged

    rebuild_index(actor=OPERATOR)

    assert index_health().ok


def test_what_comes_and_goes_while_the_index_is_made_again(network: Network) -> None:
    """Entries that are added, removed or changed after the rebuild has read them."""
    claim, index = make_claim(network, wordings=[SCAM]), match_index()
    for number in range(40):
        link_report(make_report(network, text=f"{RUMOUR} {number}"), claim)
    reports = list(ReportLink.objects.order_by("pk"))
    fresh = make_report(network, text=f"{SCAM} cùng nhau")
    done: list[int] = []

    def meanwhile(part: int, _parts: int) -> None:
        if not done:
            index.remove(SourceKind.REPORT, reports[0].report_id)
            link_report(fresh, claim)
        done.append(part)

    with mock.patch.object(filling, "_ENTRIES_A_RANGE", 10):
        filling.refill(meanwhile)

    assert len(done) >= 4
    entries = IndexEntry.objects.order_by("pk").values_list("pk", "folded")
    for entry, folded in entries:
        for _, ids in merged(postings.read(grams_of(folded))).values():
            assert entry in ids
    gone = set(range(2**10)) - {entry for entry, _ in entries}
    with connection.cursor() as cursor:
        cursor.execute("SELECT ids FROM matching_posting")
        held = {int(one) for (ids,) in cursor.fetchall() for one in np.frombuffer(ids, "<u4")}
    assert not held & gone
