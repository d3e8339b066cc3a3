"""Verification checklists: of the charter, else of the product."""

from __future__ import annotations

from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangto.kernel.categories import RULES, Category, Topic
from sangto.organisations.domain.charter import CharterError, parse_charter
from sangto.organisations.domain.charter_spec import ChecklistSpec
from sangto.organisations.domain.checklists import DEFAULT_CHECKLISTS, checklist_of
from sangto.organisations.domain.kinds import EvidenceNeed
from sangto.organisations.domain.shipped import SHIPPED, shipped_charter
from sangto.organisations.queries import checklist_for
from tests.factories.organisations import load_demo_network
from tests.organisations.charter_texts import SMALL

OWN = dedent("""
    checklists:
      - category: fraud
        items:
          - {code: looked_up, vi: Đã tra số, en: The number was looked up, evidence: required}
          - {code: asked, vi: Đã hỏi, en: Asked}
    """)


def written(text: str) -> tuple[ChecklistSpec, ...]:
    return parse_charter(SMALL + text, "small.yaml").checklists


def problems(text: str) -> set[str]:
    with pytest.raises(CharterError) as caught:
        parse_charter(SMALL + text, "small.yaml")
    return {problem.code for problem in caught.value.problems}


def test_the_charter_goes_before_the_product() -> None:
    items = checklist_of(written(OWN), Category.FRAUD, "")
    assert [(item.code, item.evidence) for item in items] == [
        ("looked_up", EvidenceNeed.REQUIRED),
        ("asked", EvidenceNeed.OPTIONAL),
    ]
    assert checklist_of(written(OWN), Category.IMPERSONATION, "") == checklist_of(
        (), Category.IMPERSONATION, ""
    )


def test_a_topic_goes_before_its_category() -> None:
    own = (
        "checklists:\n"
        "  - {category: factual_claim, topic: price, items: [{code: receipt, vi: a, en: b}]}\n"
    )
    assert [item.code for item in checklist_of(written(own), Category.FACTUAL_CLAIM, "price")] == [
        "receipt"
    ]
    assert len(checklist_of(written(own), Category.FACTUAL_CLAIM, "health")) > 1


@given(st.sampled_from(list(Category)), st.sampled_from(["", *Topic, "land"]))
def test_whatever_is_worked_on_has_a_list(category: Category, topic: str) -> None:
    items = checklist_of((), category, topic)
    assert bool(items) is not RULES[category].terminal
    codes = [item.code for item in items]
    assert len(codes) == len(set(codes))
    if RULES[category].ratings:
        assert any(item.evidence is EvidenceNeed.REQUIRED for item in items)


@pytest.mark.parametrize("name", SHIPPED)
def test_the_shipped_charters_carry_every_list(name: str) -> None:
    spec = parse_charter(shipped_charter(name), name)
    assert {(one.category, one.topic) for one in spec.checklists} == {
        (one.category, one.topic) for one in DEFAULT_CHECKLISTS
    }


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("checklists: [{category: fraud, items: []}]\n", "charter.empty_text"),
        ("checklists: [{category: fraud}]\n", "charter.missing"),
        (
            "checklists: [{category: gossip, items: [{code: a, vi: a, en: a}]}]\n",
            "charter.not_in_list",
        ),
        (
            "checklists: [{category: out_of_scope, items: [{code: a, vi: a, en: a}]}]\n",
            "charter.checklist_category",
        ),
        (
            "checklists: [{category: fraud, topic: health, items: [{code: a, vi: a, en: a}]}]\n",
            "charter.checklist_topic",
        ),
        (
            "checklists: [{category: fraud, items: [{code: a, vi: a, en: a, evidence: maybe}]}]\n",
            "charter.not_in_list",
        ),
        (
            "checklists: [{category: fraud,"
            " items: [{code: a, vi: a, en: a}, {code: a, vi: b, en: b}]}]\n",
            "charter.twice",
        ),
        (
            "checklists: [{category: fraud, items: [{code: a, vi: a, en: a}]},"
            " {category: fraud, items: [{code: b, vi: a, en: a}]}]\n",
            "charter.two_checklists",
        ),
        ("checklists: [{category: [], items: 1}, 3, {items: [x]}]\n", "charter.type"),
    ],
)
def test_what_does_not_fit_is_named(text: str, code: str) -> None:
    assert code in problems(text)


@pytest.mark.django_db
def test_a_network_without_lists_has_the_products() -> None:
    network = load_demo_network()
    assert checklist_for(network, Category.FRAUD)[0].code == "looked_up"
