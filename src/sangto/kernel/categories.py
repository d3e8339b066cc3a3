"""The closed list of categories and what each of them allows (SCOPE.md, "The categories").

This table is the only place where category, rating, measure and step meet. Models derive their
database constraints from it, pages their choices, tests their walks.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sangto.kernel.errors import Refusal, gettext_noop


class Category(StrEnum):
    FRAUD = "fraud"
    MALICIOUS_LINK = "malicious_link"
    IMPERSONATION = "impersonation"
    COMPROMISED_SITE = "compromised_site"
    FACTUAL_CLAIM = "factual_claim"
    PRIVACY = "privacy"
    CHILD_SAFETY = "child_safety"
    SERVICE_FEEDBACK = "service_feedback"
    OUT_OF_SCOPE = "out_of_scope"


class Rating(StrEnum):
    SCAM = "scam"
    IMPERSONATION = "impersonation"
    CONFIRMED = "confirmed"
    RESOLVED = "resolved"
    FALSE = "false"
    MISLEADING = "misleading"
    OUTDATED = "outdated"
    PARTLY_TRUE = "partly_true"
    TRUE = "true"
    GENUINE = "genuine"
    UNVERIFIED = "unverified"


class Measure(StrEnum):
    PUBLISH_WARNING = "publish_warning"
    PUBLISH_VERDICT = "publish_verdict"
    ABUSE_REPORT = "abuse_report"
    HELP_COMPLAIN = "help_complain"
    AWARENESS = "awareness"
    TELL_OWNER = "tell_owner"
    ANSWER_BY_AGENCY = "answer_by_agency"
    SHOW_HOTLINE = "show_hotline"
    EXPLAIN_TO_SENDER = "explain_to_sender"


class Step(StrEnum):
    """A step of the work that a category may or may not go through."""

    ROUND = "round"
    MEETING = "meeting"
    TRANSFER = "transfer"
    PUBLICATION = "publication"


class IndicatorKind(StrEnum):
    DOMAIN = "domain"
    LINK = "link"
    PHONE = "phone"
    ACCOUNT = "account"
    WALLET = "wallet"


class Topic(StrEnum):
    """The closed list of topics that a factual claim may have (SCOPE.md 4)."""

    HEALTH = "health"
    DISASTER = "disaster"
    PROCEDURE = "procedure"
    PRICE = "price"
    PRODUCT_SAFETY = "product_safety"
    TRAFFIC_SAFETY = "traffic_safety"


@dataclass(frozen=True, slots=True)
class CategoryRules:
    """What one category allows. ``checks`` are recorded by the person who chooses it."""

    ratings: frozenset[Rating]
    measures: frozenset[Measure]
    steps: frozenset[Step]
    indicators: frozenset[IndicatorKind]
    checks: tuple[str, ...]
    terminal: bool = False
    totals_only: bool = False


_NETWORK_STEPS = frozenset({Step.ROUND, Step.MEETING, Step.TRANSFER, Step.PUBLICATION})
_TECHNICAL_MEASURES = frozenset(
    {Measure.PUBLISH_WARNING, Measure.ABUSE_REPORT, Measure.HELP_COMPLAIN, Measure.AWARENESS}
)
_WEB_INDICATORS = frozenset({IndicatorKind.DOMAIN, IndicatorKind.LINK})

#: The disqualifiers of SCOPE.md 4: two people from different agencies record that none holds.
DISQUALIFIER_CHECKS: tuple[str, ...] = (
    "checkable_fact",
    "not_opinion_or_criticism",
    "not_politics_or_religion",
    "not_satire_art_or_journalism",
    "not_conduct_of_officials_or_agencies",
    "not_a_complaint",
)

RULES: dict[Category, CategoryRules] = {
    Category.FRAUD: CategoryRules(
        ratings=frozenset({Rating.SCAM, Rating.UNVERIFIED, Rating.GENUINE}),
        measures=_TECHNICAL_MEASURES,
        steps=_NETWORK_STEPS,
        indicators=frozenset(IndicatorKind),
        checks=("asks_for_money_or_credentials", "not_a_commercial_dispute"),
    ),
    Category.MALICIOUS_LINK: CategoryRules(
        ratings=frozenset({Rating.SCAM, Rating.UNVERIFIED, Rating.GENUINE}),
        measures=_TECHNICAL_MEASURES,
        steps=_NETWORK_STEPS,
        indicators=_WEB_INDICATORS,
        checks=("is_a_link_or_app", "not_a_post_or_article"),
    ),
    Category.IMPERSONATION: CategoryRules(
        ratings=frozenset({Rating.IMPERSONATION, Rating.UNVERIFIED, Rating.GENUINE}),
        measures=_TECHNICAL_MEASURES,
        steps=_NETWORK_STEPS,
        indicators=_WEB_INDICATORS,
        checks=("pretends_to_be_somebody", "meant_to_deceive", "not_a_parody"),
    ),
    Category.COMPROMISED_SITE: CategoryRules(
        ratings=frozenset({Rating.CONFIRMED, Rating.RESOLVED, Rating.UNVERIFIED}),
        measures=frozenset(
            {
                Measure.TELL_OWNER,
                Measure.ABUSE_REPORT,
                Measure.PUBLISH_WARNING,
                Measure.AWARENESS,
            }
        ),
        steps=_NETWORK_STEPS,
        indicators=_WEB_INDICATORS,
        checks=("is_a_public_website", "content_not_from_its_owner"),
    ),
    Category.FACTUAL_CLAIM: CategoryRules(
        ratings=frozenset(
            {
                Rating.FALSE,
                Rating.MISLEADING,
                Rating.OUTDATED,
                Rating.PARTLY_TRUE,
                Rating.TRUE,
                Rating.UNVERIFIED,
            }
        ),
        measures=frozenset({Measure.PUBLISH_VERDICT, Measure.ANSWER_BY_AGENCY, Measure.AWARENESS}),
        steps=_NETWORK_STEPS,
        indicators=frozenset(),
        checks=DISQUALIFIER_CHECKS,
    ),
    Category.PRIVACY: CategoryRules(
        ratings=frozenset(),
        measures=frozenset({Measure.HELP_COMPLAIN, Measure.AWARENESS}),
        steps=frozenset(),
        indicators=frozenset(),
        checks=("reported_by_the_person_concerned",),
        totals_only=True,
    ),
    Category.CHILD_SAFETY: CategoryRules(
        ratings=frozenset(),
        measures=frozenset({Measure.SHOW_HOTLINE, Measure.HELP_COMPLAIN}),
        steps=frozenset(),
        indicators=frozenset(),
        checks=("hotline_was_shown",),
        totals_only=True,
    ),
    Category.SERVICE_FEEDBACK: CategoryRules(
        ratings=frozenset(),
        measures=frozenset({Measure.ANSWER_BY_AGENCY}),
        steps=frozenset({Step.TRANSFER}),
        indicators=frozenset(),
        checks=("about_a_public_service",),
        totals_only=True,
    ),
    Category.OUT_OF_SCOPE: CategoryRules(
        ratings=frozenset(),
        measures=frozenset({Measure.EXPLAIN_TO_SENDER}),
        steps=frozenset(),
        indicators=frozenset(),
        checks=(),
        terminal=True,
        totals_only=True,
    ),
}


def rules_of(category: Category) -> CategoryRules:
    return RULES[category]


def rating_refusal(category: Category, rating: Rating) -> Refusal | None:
    if rating in RULES[category].ratings:
        return None
    return Refusal(
        "category.rating",
        gettext_noop("The category “%(category)s” has no rating “%(rating)s”."),
        {"category": category.value, "rating": rating.value},
        "rating",
    )


def measure_refusal(category: Category, measure: Measure) -> Refusal | None:
    if measure in RULES[category].measures:
        return None
    return Refusal(
        "category.measure",
        gettext_noop("The measure “%(measure)s” does not exist for the category “%(category)s”."),
        {"category": category.value, "measure": measure.value},
        "measure",
    )


def step_refusal(category: Category, step: Step) -> Refusal | None:
    if step in RULES[category].steps:
        return None
    return Refusal(
        "category.step",
        gettext_noop("The category “%(category)s” does not go through the step “%(step)s”."),
        {"category": category.value, "step": step.value},
    )


def indicator_refusal(category: Category, kind: IndicatorKind) -> Refusal | None:
    if kind in RULES[category].indicators:
        return None
    return Refusal(
        "category.indicator",
        gettext_noop("An indicator of kind “%(kind)s” may not be kept for “%(category)s”."),
        {"category": category.value, "kind": kind.value},
        "indicator",
    )


def topic_refusal(category: Category, topic: str | None) -> Refusal | None:
    """A factual claim needs a topic of the closed list; no other category has one of them."""
    if category is not Category.FACTUAL_CLAIM:
        return None
    if topic in set(Topic):
        return None
    return Refusal(
        "category.topic",
        gettext_noop("A factual claim needs a topic from the closed list."),
        {},
        "topic",
    )
