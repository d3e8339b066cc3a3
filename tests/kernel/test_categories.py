"""Every pair of the closed list, against SCOPE.md's table written out a second time."""

from __future__ import annotations

import itertools

import pytest

from sangto.kernel.categories import (
    RULES,
    Category,
    IndicatorKind,
    Measure,
    Rating,
    Step,
    indicator_refusal,
    measure_refusal,
    rating_refusal,
    step_refusal,
    topic_refusal,
)

SCAM_RATINGS = "scam unverified genuine"
SCAM_MEASURES = "publish_warning abuse_report help_complain awareness"
TABLE = {
    "fraud": (SCAM_RATINGS, SCAM_MEASURES),
    "malicious_link": (SCAM_RATINGS, SCAM_MEASURES),
    "impersonation": ("impersonation unverified genuine", SCAM_MEASURES),
    "compromised_site": (
        "confirmed resolved unverified",
        "tell_owner abuse_report publish_warning awareness",
    ),
    "factual_claim": (
        "false misleading outdated partly_true true unverified",
        "publish_verdict answer_by_agency awareness",
    ),
    "privacy": ("", "help_complain awareness"),
    "child_safety": ("", "show_hotline help_complain"),
    "service_feedback": ("", "answer_by_agency"),
    "out_of_scope": ("", "explain_to_sender"),
}


def test_the_list_of_categories_is_closed() -> None:
    assert {category.value for category in Category} == set(TABLE)
    assert set(RULES) == set(Category)


@pytest.mark.parametrize("category", Category)
def test_ratings_and_measures_are_those_of_the_table(category: Category) -> None:
    ratings, measures = (set(part.split()) for part in TABLE[category.value])
    for rating in Rating:
        assert (rating_refusal(category, rating) is None) == (rating.value in ratings)
    for measure in Measure:
        assert (measure_refusal(category, measure) is None) == (measure.value in measures)


@pytest.mark.parametrize(("category", "step"), list(itertools.product(Category, Step)))
def test_only_categories_with_a_rating_are_published(category: Category, step: Step) -> None:
    allowed = step_refusal(category, step) is None
    if category is Category.SERVICE_FEEDBACK:
        assert allowed == (step is Step.TRANSFER)
    else:
        assert allowed == bool(RULES[category].ratings)


def test_indicators_of_people_exist_in_fraud_alone() -> None:
    personal = {IndicatorKind.PHONE, IndicatorKind.ACCOUNT, IndicatorKind.WALLET}
    technical = {"fraud", "malicious_link", "impersonation", "compromised_site"}
    for category, kind in itertools.product(Category, IndicatorKind):
        expected = category is Category.FRAUD if kind in personal else category.value in technical
        assert (indicator_refusal(category, kind) is None) == expected


def test_a_factual_claim_has_a_topic_of_the_closed_list() -> None:
    assert topic_refusal(Category.FACTUAL_CLAIM, "health") is None
    for topic in (None, "", "politics", "religion", "officials"):
        assert topic_refusal(Category.FACTUAL_CLAIM, topic) is not None


def test_what_is_counted_only_is_never_published() -> None:
    for rules in RULES.values():
        if rules.totals_only:
            assert Step.PUBLICATION not in rules.steps
            assert not rules.ratings
