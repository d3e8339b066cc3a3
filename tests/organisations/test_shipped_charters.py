"""The three charters that come with the product say what their sources say."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from sangto.kernel.categories import Topic
from sangto.organisations.domain.charter import CharterSpec, parse_charter
from sangto.organisations.domain.deadlines import FRAUD_FAMILY
from sangto.organisations.domain.shipped import SHIPPED, shipped_charter


def shipped(name: str) -> CharterSpec:
    return parse_charter(shipped_charter(name), f"{name}.yaml")


def kinds(spec: CharterSpec) -> dict[str, int]:
    return dict(Counter(member.kind.value for member in spec.members))


def test_dak_nong() -> None:
    spec = shipped("dak-nong-2021")
    assert spec.lead.name == "Sở Thông tin và Truyền thông tỉnh Đắk Nông"
    assert spec.lead.symbol == "STTTT"
    assert spec.committee is not None
    assert spec.committee.name == "Ủy ban nhân dân tỉnh Đắk Nông"
    assert kinds(spec) == {
        "office": 1,
        "police": 1,
        "department": 1,
        "association": 1,
        "body": 2,
        "press": 3,
        "portal": 1,
        "locality": 8,
    }
    assert "UBND huyện Đắk R'lấp" in {member.name for member in spec.members}
    assert [channel.value for channel in spec.channels] == [
        "phone",
        "message",
        "email",
        "electronic_document",
        "post",
        "chat",
    ]
    assert spec.digest.value == "none"


def test_quang_binh() -> None:
    spec = shipped("quang-binh-2019")
    assert spec.lead.name == "Sở Thông tin và Truyền thông tỉnh Quảng Bình"
    assert kinds(spec) == {
        "police": 1,
        "department": 1,
        "association": 1,
        "body": 2,
        "press": 2,
        "portal": 1,
        "locality": 8,
    }
    assert spec.channels == ()
    assert spec.digest.value == "daily"
    assert spec.valid_from == date(2019, 9, 26)


@pytest.mark.parametrize("name", ["dak-nong-2021", "quang-binh-2019"])
def test_both_historical_charters(name: str) -> None:
    spec = shipped(name)
    assert spec.valid_until == date(2025, 6, 30)
    assert [mode.value for mode in spec.consultation_modes] == ["meeting", "written_opinion"]
    assert [period.value for period in spec.reports] == ["half_year", "year", "on_demand"]
    assert not spec.protected_domains
    assert all(agency.successor is None for agency in spec.agencies)
    assert not any(agency.focal_officers for agency in spec.agencies)


def test_the_demo_network_is_complete() -> None:
    spec = shipped("tinh-mau")
    assert len(spec.members) == 12
    assert len(spec.competences) >= 30
    assert len(spec.protected_domains) >= 12
    whole = {row.topic for row in spec.competences if row.territory is None}
    fields = {field.code for field in spec.service_fields}
    assert whole >= {*Topic, *FRAUD_FAMILY, *fields}
    assert {row.territory for row in spec.competences} >= {"suoi-trong", "song-xanh"}
    for agency in spec.agencies:
        assert any(officer.substitute_for is None for officer in agency.focal_officers)
        assert any(officer.substitute_for for officer in agency.focal_officers)
        assert agency.spokesperson
        assert agency.office_address
        assert agency.office_phone


def test_everything_that_resolves_is_an_example() -> None:
    for name in SHIPPED:
        spec = shipped(name)
        domains = [row.domain for row in spec.protected_domains]
        for agency in spec.agencies:
            domains += agency.domains
            domains += [officer.email for officer in agency.focal_officers]
        assert all(domain.endswith(".example") for domain in domains)


def test_the_demo_grounds_have_their_days() -> None:
    grounds = {
        row.code: (row.valid_from, row.valid_until) for row in shipped("tinh-mau").legal_grounds
    }
    assert grounds == {
        "blhs-174": (date(2018, 1, 1), None),
        "gddt-2023": (date(2024, 7, 1), None),
        "ntd-2023": (date(2024, 7, 1), None),
        "bvdlcn-2025": (date(2026, 1, 1), None),
        "tctt-2016": (date(2018, 7, 1), None),
        "attt-2015": (date(2016, 7, 1), date(2026, 6, 30)),
        "anm-2018": (date(2019, 1, 1), date(2026, 6, 30)),
    }


@pytest.mark.parametrize("name", SHIPPED)
def test_defaults_are_those_of_the_product(name: str) -> None:
    assert {
        kind: (rule["days"], rule["mode"])
        for kind, rule in shipped(name).deadlines.model_dump(mode="json").items()
    } == {
        "triage": (1, "working"),
        "answer": (6, "working"),
        "fraud_family": (2, "working"),
        "factual_claim": (5, "working"),
        "service_feedback": (5, "working"),
        "opinion_round": (7, "working"),
        "minutes": (3, "working"),
        "appeal": (10, "working"),
        "appeal_window": (30, "calendar"),
        "receipt_readable": (90, "calendar"),
        "measure": (5, "working"),
        "press_answer": (3, "working"),
    }


def test_an_unknown_name_is_no_path() -> None:
    with pytest.raises(KeyError):
        shipped_charter("../../../etc/passwd")
