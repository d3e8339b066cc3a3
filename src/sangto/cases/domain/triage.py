"""Choosing a category, and a second agency's confirmation (SCOPE.md 4)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sangto.kernel.categories import RULES, Category, topic_refusal
from sangto.kernel.errors import Refusal, gettext_noop

MAX_TITLE = 200


@dataclass(frozen=True, slots=True)
class RecordedCheck:
    """One person's recorded answer, for the category that the case has now."""

    user_id: int
    agency_id: int
    category: Category


def checks_refusal(category: Category, checks: Collection[str]) -> Refusal | None:
    """All questions of the category have to be answered with yes, and no others."""
    asked = set(RULES[category].checks)
    missing = [check for check in RULES[category].checks if check not in set(checks)]
    if missing:
        return Refusal(
            "cases.checks_missing",
            gettext_noop(
                "Not every check of this category is recorded. If one does not hold, "
                "the category does not fit."
            ),
            {"missing": ", ".join(missing)},
            "checks",
        )
    if set(checks) - asked:
        return Refusal(
            "cases.checks_unknown",
            gettext_noop("A recorded check does not belong to this category."),
            {"unknown": ", ".join(sorted(set(checks) - asked))},
            "checks",
        )
    return None


def category_refusal(
    *,
    category: Category,
    topic: str,
    service_topics: Collection[str],
    title: str,
    checks: Collection[str],
    has_subject: bool,
) -> Refusal | None:
    """``service_topics`` are the service fields that the network's charter declares."""
    if category is Category.OUT_OF_SCOPE:
        return Refusal(
            "cases.close_instead",
            gettext_noop("A claim that is out of scope is closed with an explanation instead."),
            {},
            "category",
        )
    if not title.strip():
        return Refusal(
            "cases.title_missing",
            gettext_noop("Give the claim a title in your own words, without names of persons."),
            {},
            "title",
        )
    if len(title) > MAX_TITLE:
        return Refusal(
            "cases.title_long",
            gettext_noop("The title may have at most %(limit)s characters."),
            {"limit": MAX_TITLE},
            "title",
        )
    refusal = topic_refusal(category, topic or None)
    if refusal is not None:
        return refusal
    if category is Category.SERVICE_FEEDBACK and topic not in service_topics:
        return Refusal(
            "cases.service_topic",
            gettext_noop("Choose the service that this is about."),
            {},
            "topic",
        )
    if topic and category not in (Category.FACTUAL_CLAIM, Category.SERVICE_FEEDBACK):
        return Refusal(
            "cases.no_topic_here",
            gettext_noop("This category has no topic."),
            {},
            "topic",
        )
    if has_subject and category in (Category.PRIVACY, Category.CHILD_SAFETY):
        return Refusal(
            "cases.no_subject_here",
            gettext_noop("This category names no agency."),
            {},
            "subject_agency",
        )
    return checks_refusal(category, checks)


def needs_confirmation(category: Category | None) -> bool:
    """Only a factual claim needs the word of a second agency."""
    return category is Category.FACTUAL_CLAIM


def is_confirmed(
    category: Category | None,
    recorded: Sequence[RecordedCheck],
    subject_relatives: Collection[int],
) -> bool:
    """Two persons of two agencies recorded it, where the category asks for that.

    The word of an agency that the claim is about, or of one above or below it, does not count.
    """
    mine = [
        check
        for check in recorded
        if check.category is category and check.agency_id not in subject_relatives
    ]
    if not needs_confirmation(category):
        return category is not None
    return any(
        first.user_id != second.user_id and first.agency_id != second.agency_id
        for first in mine
        for second in mine
    )


def confirming_refusal(
    *,
    category: Category | None,
    recorded: Sequence[RecordedCheck],
    user: int,
    agency: int,
    subject_relatives: Collection[int],
    checks: Collection[str],
) -> Refusal | None:
    if category is None or not needs_confirmation(category):
        return Refusal(
            "cases.nothing_to_confirm",
            gettext_noop("Only a factual claim is confirmed by a second agency."),
        )
    if any(check.user_id == user for check in recorded):
        return Refusal(
            "cases.same_person",
            gettext_noop("You have recorded these checks already. Another person confirms them."),
        )
    if any(check.agency_id == agency for check in recorded):
        return Refusal(
            "cases.same_agency",
            gettext_noop(
                "Your agency has recorded these checks already. Another agency confirms them."
            ),
        )
    if agency in subject_relatives:
        return Refusal(
            "cases.confirmer_is_subject",
            gettext_noop(
                "The claim is about your agency, or about one above or below it. "
                "Another agency confirms it."
            ),
        )
    if is_confirmed(category, recorded, subject_relatives):
        return Refusal(
            "cases.already_confirmed",
            gettext_noop("A second agency has confirmed this category already."),
        )
    return checks_refusal(category, checks)


def verdict_refusal(category: Category | None, *, confirmed: bool) -> Refusal | None:
    """Whether a verdict may be drafted: the category has ratings and its checks are complete."""
    if category is None:
        return Refusal("cases.no_category", gettext_noop("The case has no category yet."))
    if not RULES[category].ratings:
        return Refusal(
            "cases.no_verdict_here",
            gettext_noop("The category “%(category)s” has no verdict."),
            {"category": category.value},
        )
    if needs_confirmation(category) and not confirmed:
        return Refusal(
            "cases.not_confirmed",
            gettext_noop(
                "A second person from another agency has not confirmed the checks of this "
                "category yet."
            ),
        )
    return None
