"""Closed lists: options, categories, ratings, deadlines, audit tags."""

from __future__ import annotations

from docs.generated.markdown import code, codes, table
from docs.generated.meanings import AUDIT_TAGS
from sangto.audit.tags import AuditTag
from sangto.config.options import OPTIONS
from sangto.intake.domain.reports import CLOSING
from sangto.kernel.categories import RULES, IndicatorKind, Measure, Rating, Step, Topic
from sangto.verdicts.domain.ratings import RATINGS
from sangto.verdicts.wording import rating_word
from sangto.web.wording import CATEGORY_NAMES, CHECK_STATEMENTS, TOPIC_NAMES, word


def options() -> str:
    return table(
        ("variable", "what it is", "default", "meaning", "secret"),
        (
            (
                code(option.variable),
                option.kind,
                code(option.default) if option.default else "empty",
                option.meaning,
                f"yes; or {code(option.variable + '_FILE')}" if option.secret else "",
            )
            for option in OPTIONS
        ),
    )


def audit_tags() -> str:
    return table(
        ("tag", "meaning"), ((code(tag), AUDIT_TAGS.get(tag.value, "")) for tag in AuditTag)
    )


def categories() -> str:
    return table(
        ("category", "ratings", "measures", "steps", "indicators", "what the public sees"),
        (
            (
                code(category),
                codes(rating for rating in Rating if rating in rules.ratings),
                codes(measure for measure in Measure if measure in rules.measures),
                codes(step for step in Step if step in rules.steps),
                codes(kind for kind in IndicatorKind if kind in rules.indicators),
                "nothing" if rules.totals_only else "published verdicts",
            )
            for category, rules in RULES.items()
        ),
    )


def category_checks() -> str:
    return table(
        ("category", "code", "what is confirmed"),
        (
            (
                f"{code(category)} ({word(CATEGORY_NAMES, category)})" if place == 0 else "",
                code(check) if check else "–",
                word(CHECK_STATEMENTS, check) if check else "nothing: it is closed and explained",
            )
            for category, rules in RULES.items()
            for place, check in enumerate(rules.checks or ("",))
        ),
    )


def topics() -> str:
    return table(
        ("topic", "word on the pages"),
        ((code(topic), word(TOPIC_NAMES, topic)) for topic in Topic),
    )


def ratings() -> str:
    return table(
        ("rating", "word on the pages", "number in ClaimReview (1 to 5)", "look", "categories"),
        (
            (
                code(rating),
                rating_word(rating, "en"),
                "none" if row.number is None else str(row.number),
                row.group.value,
                codes(category for category, rules in RULES.items() if rating in rules.ratings),
            )
            for rating, row in RATINGS.items()
        ),
    )


def closing_explanations() -> str:
    return table(
        ("code", "what the sender reads"),
        ((code(closing), text) for closing, text in CLOSING.items()),
    )
