"""The table of claims of a process follows what officers write, through the queue."""

from __future__ import annotations

import threading
from typing import Any
from unittest import mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sangto.kernel.actor import operator_actor
from sangto.kernel.categories import Category
from sangto.matching.encoders import EncoderError
from sangto.matching.encoders.interface import broken
from sangto.matching.models import Claim, ClaimProfile
from sangto.matching.queries import claim_table as tables
from sangto.matching.queries.claim_table import claim_table
from sangto.matching.services import (
    add_wording,
    describe_claim,
    empty_claim,
    merge_claims,
    profile_task,
    remove_wording,
    sweep_profiles,
    undo_join,
)
from sangto.organisations.models import Network
from tests.factories.matching import RUMOUR, SCAM, make_claim
from tests.factories.profiles import ByTopic, make_profiles

ACTOR = operator_actor("test")


def known() -> list[int]:
    table = claim_table()
    return sorted(int(one) for one in table.ids[table.live])


def described(claim: Claim, title: str) -> Claim:
    return describe_claim(
        claim=claim,
        title=title,
        title_en="",
        category=Category.FRAUD,
        topic="",
        subject_agency=None,
        actor=ACTOR,
    )


def test_what_officers_write_comes_in_and_goes(network: Network) -> None:
    claim = described(make_claim(network, title="Cũ"), "Giả ngân hàng Sao Mai khóa tài khoản")
    assert known() == []
    assert make_profiles() == 1
    assert known() == [claim.pk]

    wording = add_wording(claim=claim, language="vi", text=RUMOUR, actor=ACTOR)
    make_profiles()
    assert claim_table().rank("xe máy đường Hồ Sen cống thoát nước")[0].claim_id == claim.pk

    remove_wording(wording=wording, actor=ACTOR)
    make_profiles()
    assert claim_table().rank("xe máy đường Hồ Sen cống thoát nước") == []

    empty_claim(claim=claim, actor=ACTOR)
    make_profiles()
    assert known() == []


def test_joined_claims_leave_and_come_back(network: Network) -> None:
    one, other = make_claim(network, wordings=[SCAM]), make_claim(network, wordings=[RUMOUR])
    assert sweep_profiles() == 2
    make_profiles()
    assert known() == sorted([one.pk, other.pk])

    join = merge_claims(claim=other, into=one, actor=ACTOR)
    make_profiles()
    assert known() == [one.pk]
    assert claim_table().rank(RUMOUR)[0].claim_id == one.pk

    undo_join(join=join, staying={}, actor=ACTOR)
    make_profiles()
    assert known() == sorted([one.pk, other.pk])
    assert claim_table().rank(RUMOUR)[0].claim_id == other.pk


def test_vectors_are_those_of_the_model_in_use(network: Network) -> None:
    make_claim(network, title="Giả ngân hàng khóa tài khoản", wordings=[SCAM])
    first = ByTopic("first")
    with (
        mock.patch("sangto.matching.services.profiles.encoder", return_value=first),
        mock.patch.object(tables, "encoder", return_value=first),
    ):
        assert sweep_profiles() == 1
        make_profiles()
        assert sweep_profiles() == 0
        table = claim_table()
        assert table.has_vector[table.live].all()
        assert first.asked == [f"Giả ngân hàng khóa tài khoản. {SCAM}"]

    second = ByTopic("second")
    with (
        mock.patch("sangto.matching.services.profiles.encoder", return_value=second),
        mock.patch.object(tables, "encoder", return_value=second),
    ):
        assert not claim_table().has_vector.any()
        assert sweep_profiles() == 1
        make_profiles()
        table = claim_table()
        assert table.has_vector[table.live].all()
    assert ClaimProfile.objects.get().encoder == "second"
    assert sweep_profiles() == 1, "without a model the vectors go"
    make_profiles()
    assert (ClaimProfile.objects.get().encoder, bytes(ClaimProfile.objects.get().vector)) == (
        "",
        b"",
    )


def test_a_model_that_fails_is_tried_again(network: Network) -> None:
    claim = make_claim(network, wordings=[SCAM])
    model = ByTopic()
    with (
        mock.patch("sangto.matching.services.profiles.encoder", return_value=model),
        mock.patch.object(model, "claims", side_effect=broken("by-topic", OSError("gone"))),
        pytest.raises(EncoderError),
    ):
        profile_task(claim.pk)


def test_a_claim_without_texts_is_asked_for_nothing(network: Network) -> None:
    make_claim(network)

    assert sweep_profiles() == 0


def test_nothing_changed_costs_one_query(network: Network) -> None:
    make_claim(network, wordings=[SCAM])
    sweep_profiles()
    make_profiles()
    claim_table()

    with CaptureQueriesContext(connection) as queries:
        claim_table()

    assert len(queries) == 1


@pytest.mark.django_db(transaction=True)
def test_a_large_table_is_read_beside_the_work() -> None:
    from tests.factories.organisations import load_demo_network

    network = load_demo_network()
    for number in range(6):
        make_claim(network, wordings=[f"{SCAM} {number}"])
    sweep_profiles()
    make_profiles()
    begun = claim_table  # before the patch, so that both look at one table
    looked, read = threading.Event(), tables._read

    def read_later(*known: Any) -> Any:
        assert looked.wait(20)
        return read(*known)

    with mock.patch.object(tables, "AT_ONCE", 2), mock.patch.object(tables, "_read", read_later):
        assert len(begun()) == 0
        looked.set()
        for thread in list(threading.enumerate()):
            if thread.name == "claim-table":
                thread.join(20)
        assert len(begun()) == 6
        tables.forget_claim_table()
        assert len(claim_table(whole=True)) == 6
