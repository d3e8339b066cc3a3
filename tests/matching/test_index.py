"""The index: both databases find what a plain walk over all entries finds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sangto.audit.models import AuditEvent
from sangto.audit.tags import AuditTag
from sangto.kernel.actor import operator_actor
from sangto.matching.domain.kinds import SourceKind
from sangto.matching.domain.reading import read_text
from sangto.matching.index import EntryData, match_index, schema
from sangto.matching.index.entries import EntryIndex
from sangto.matching.index.grams import COMMON, MOST_GRAMS, grams_of, heaviest
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
    make_wording,
)

OPERATOR = operator_actor("sangto reindex")


class PlainIndex(EntryIndex):
    """What the interface means, without any index of a database."""

    def postings(self, grams: Sequence[str]) -> Iterable[tuple[int, int]]:
        entries = list(IndexEntry.objects.order_by("pk").values_list("pk", "folded"))
        for number, gram in enumerate(grams):
            holding = [pk for pk, folded in entries if gram in f" {folded} "]
            yield from ((number, pk) for pk in holding[: COMMON + 1])


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
    words = [f"w{number}" for number in range(5_000)]
    grams = grams_of(" ".join(words))

    assert len(grams) == MOST_GRAMS
    assert grams[0] == " w0 w1 "
    assert int(grams[-1].split()[0][1:]) > 4_900


def test_common_grams_count_only_when_there_is_nothing_else() -> None:
    common = [(0, entry) for entry in range(COMMON + 1)]

    assert [entry for entry, _ in heaviest([*common, (1, 9), (2, 9), (2, 8)], 5)] == [9, 8]
    assert [entry for entry, _ in heaviest(common, 3)] == [0, 1, 2]


def test_rebuild_makes_the_same_index_again(network: Network) -> None:
    claim = make_claim(network, wordings=[SCAM, RUMOUR])
    for number in range(3):
        link_report(make_report(network, text=f"{SCAM} {number}"), claim)
    before, found = rows(), find_claims(RUMOUR).matches
    IndexEntry.objects.all().delete()
    seen: list[tuple[int, int]] = []

    assert rebuild_index(actor=OPERATOR, progress=lambda done, total: seen.append((done, total)))

    assert rows() == before
    assert find_claims(RUMOUR).matches == found
    assert seen[-1] == (5, 5)
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
    IndexEntry.objects.all().delete()

    assert not rebuild_index(actor=OPERATOR, progress=lambda _done, _total: False)

    assert IndexEntry.objects.count() == 1
    assert not AuditEvent.objects.exists()
    assert rebuild_index(actor=OPERATOR)
    assert IndexEntry.objects.count() == 2


def test_health_sees_missing_entries_and_damage(network: Network) -> None:
    claim = make_claim(network, wordings=[SCAM])
    report = make_report(network, text=RUMOUR)
    link_report(report, claim, indexed=False)
    assert (index_health().sources, index_health().missing, index_health().damaged) == (2, 1, False)

    rebuild_index(actor=OPERATOR)
    assert index_health().ok

    if connection.vendor == "sqlite":
        schema.remove(connection)
        assert index_health().damaged
        rebuild_index(actor=OPERATOR)
        assert index_health().ok
        assert find_claims(SCAM).matches


def test_deleting_a_claim_cleans_the_index(network: Network) -> None:
    claim = make_claim(network, wordings=[SCAM])
    make_wording(make_claim(network), RUMOUR)

    claim.delete()

    assert find_claims(SCAM).matches == ()
    assert find_claims(RUMOUR).matches
