"""Deadlines that a charter sets, and this product's defaults (PRODUCT.md, "Default deadlines")."""

from __future__ import annotations

from enum import StrEnum

from sangto.kernel.categories import Category
from sangto.kernel.worktime import Mode


class DeadlineKind(StrEnum):
    TRIAGE = "triage"
    ANSWER = "answer"
    FRAUD_FAMILY = "fraud_family"
    FACTUAL_CLAIM = "factual_claim"
    SERVICE_FEEDBACK = "service_feedback"
    OPINION_ROUND = "opinion_round"
    MINUTES = "minutes"
    APPEAL = "appeal"
    APPEAL_WINDOW = "appeal_window"
    RECEIPT_READABLE = "receipt_readable"
    MEASURE = "measure"
    PRESS_ANSWER = "press_answer"


#: ``answer`` is the date given to a sender while the category is not known: the day of triage
#: and then the longest of the three deadlines by category.
DEFAULTS: dict[DeadlineKind, tuple[int, Mode]] = {
    DeadlineKind.TRIAGE: (1, Mode.WORKING),
    DeadlineKind.ANSWER: (6, Mode.WORKING),
    DeadlineKind.FRAUD_FAMILY: (2, Mode.WORKING),
    DeadlineKind.FACTUAL_CLAIM: (5, Mode.WORKING),
    DeadlineKind.SERVICE_FEEDBACK: (5, Mode.WORKING),
    DeadlineKind.OPINION_ROUND: (7, Mode.WORKING),
    DeadlineKind.MINUTES: (3, Mode.WORKING),
    DeadlineKind.APPEAL: (10, Mode.WORKING),
    DeadlineKind.APPEAL_WINDOW: (30, Mode.CALENDAR),
    DeadlineKind.RECEIPT_READABLE: (90, Mode.CALENDAR),
    DeadlineKind.MEASURE: (5, Mode.WORKING),
    DeadlineKind.PRESS_ANSWER: (3, Mode.WORKING),
}

_BY_CATEGORY: dict[Category, DeadlineKind] = {
    Category.FRAUD: DeadlineKind.FRAUD_FAMILY,
    Category.MALICIOUS_LINK: DeadlineKind.FRAUD_FAMILY,
    Category.IMPERSONATION: DeadlineKind.FRAUD_FAMILY,
    Category.COMPROMISED_SITE: DeadlineKind.FRAUD_FAMILY,
    Category.FACTUAL_CLAIM: DeadlineKind.FACTUAL_CLAIM,
    Category.SERVICE_FEEDBACK: DeadlineKind.SERVICE_FEEDBACK,
    Category.PRIVACY: DeadlineKind.FRAUD_FAMILY,
    Category.CHILD_SAFETY: DeadlineKind.TRIAGE,
    Category.OUT_OF_SCOPE: DeadlineKind.TRIAGE,
}

#: The four technical categories.
FRAUD_FAMILY: tuple[Category, ...] = (
    Category.FRAUD,
    Category.MALICIOUS_LINK,
    Category.IMPERSONATION,
    Category.COMPROMISED_SITE,
)


def kind_for_category(category: Category | None) -> DeadlineKind:
    """Which deadline a case of this category has; without a category, the one to triage it.

    A victim of a privacy breach waits no longer than one of a scam; what concerns a child, and
    what is only to be explained, is settled with the triage.
    """
    return DeadlineKind.TRIAGE if category is None else _BY_CATEGORY[category]
