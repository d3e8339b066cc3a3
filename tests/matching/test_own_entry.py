"""A report never joins a claim, and is never found near one, on the evidence of its own entry."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sangto.intake.models import Report
from sangto.kernel.actor import operator_actor, system_actor
from sangto.matching.domain.kinds import LinkMethod, SourceKind
from sangto.matching.index import match_index
from sangto.matching.index.sources import entry_of_report
from sangto.matching.models import Claim, IndexEntry, ReportLink
from sangto.matching.queries import find_claims
from sangto.matching.services import (
    match_report,
    match_report_task,
    move_report,
    rebuild_index,
    reject_link,
)
from sangto.organisations.models import Network
from tests.factories.intake import make_report
from tests.factories.matching import RUMOUR, SCAM, make_claim
from tests.factories.organisations import make_network
from tests.matching.test_claims import OFFICER

MATCHER = system_actor("report.match")
TEXTS = (
    SCAM,
    RUMOUR,
    "https://la.example/x",
    "Chuyển ngay 200k vào số 0912 345 678 để giữ chỗ trông xe trước cổng trường",
    "ok",
)


def joined_on(report: Report) -> ReportLink:
    link = match_report(report=report, actor=MATCHER)
    assert link is not None
    return link


def forgotten(report: Report) -> None:
    """The link is lost, while the entry still says what it said: the worst that can be met."""
    ReportLink.objects.filter(report=report).delete()


@pytest.mark.parametrize("text", TEXTS)
def test_matched_again_it_starts_a_claim_and_finds_nobody(network: Network, text: str) -> None:
    report = make_report(network, text=text)
    first = joined_on(report)
    forgotten(report)
    assert IndexEntry.objects.filter(source_id=report.pk).exists()
    again = joined_on(report)
    assert again.method == LinkMethod.NEW
    assert again.claim != first.claim
    assert "similar" not in again.explanation or again.explanation["similar"] == []


def test_the_task_run_again_and_a_rebuild_change_no_link(network: Network) -> None:
    reports = [make_report(network, text=text) for text in TEXTS]
    before = {report.pk: joined_on(report).claim_id for report in reports}
    for report in reports:
        match_report_task(report.pk)()
        assert joined_on(report).claim_id == before[report.pk]
    assert rebuild_index(actor=operator_actor("rebuild"))
    for report in reports:
        match_report_task(report.pk)()
    assert dict(ReportLink.objects.values_list("report_id", "claim_id")) == before


def test_moved_or_parted_it_is_not_drawn_back(network: Network) -> None:
    one, two = make_report(network, text=SCAM), make_report(network, text=SCAM)
    first = joined_on(one)
    assert joined_on(two).claim == first.claim
    elsewhere = make_claim(network, category="")
    leaving: tuple[Callable[[], ReportLink], ...] = (
        lambda: move_report(report=two, claim=elsewhere, actor=OFFICER),
        lambda: reject_link(report=two, actor=OFFICER),
    )
    for leave in leaving:
        there = leave().claim
        if not ReportLink.objects.filter(claim=there).exclude(report=two).exists():
            make_one_stay(network, there)
        match_report_task(two.pk)()
        assert joined_on(two).claim == there
        assert rebuild_index(actor=operator_actor("rebuild"))
        assert joined_on(two).claim == there
        assert IndexEntry.objects.get(source_kind="report", source_id=two.pk).claim == there


def make_one_stay(network: Network, claim: Claim) -> None:
    """So that the only report of a claim can leave it."""
    ReportLink.objects.create(
        report=make_report(network, text=RUMOUR),
        claim=claim,
        method=LinkMethod.OFFICER.value,
        score=1.0,
        state="confirmed",
    )


def test_its_own_entry_is_left_out_and_no_other(network: Network) -> None:
    own, other = make_report(network, text=SCAM), make_report(network, text=SCAM)
    claims = [make_claim(network, category="") for _ in range(2)]
    for report, claim in zip((own, other), claims, strict=True):
        match_index().add(entry_of_report(report, claim.pk))
    found = find_claims(SCAM, without_report=own.pk).matches
    assert [match.claim for match in found] == [claims[1]]
    everything = {match.claim for match in find_claims(SCAM).matches}
    assert everything == set(claims)


def test_a_wording_with_the_same_number_is_not_left_out(network: Network) -> None:
    report = make_report(network, text=SCAM)
    claim = make_claim(network, wordings=[SCAM])
    entry = IndexEntry.objects.get(source_kind=SourceKind.WORDING.value)
    found = find_claims(SCAM, without_report=entry.source_id).matches
    assert [match.claim for match in found] == [claim]
    assert report.pk


WORDS = st.sampled_from(sorted({*SCAM.split(), *RUMOUR.split(), "0912345678", "la.example/x"}))
MESSAGES = st.lists(WORDS, min_size=1, max_size=14).map(" ".join)


@pytest.mark.django_db
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(MESSAGES, st.integers(1, 3))
def test_alone_with_its_own_entry_no_text_finds_anything(db: None, text: str, times: int) -> None:
    with transaction.atomic():
        report = make_report(make_network(), text=text)
        joined_on(report)
        for _ in range(times):
            forgotten(report)
            assert joined_on(report).method == LinkMethod.NEW
            assert find_claims(text, without_report=report.pk).matches == ()
        transaction.set_rollback(True)
