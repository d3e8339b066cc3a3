"""A journalist's question, and what the agency's spokesperson answered (Điều 7.7 d)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sangto.audit.tags import AuditTag
from sangto.handling.domain.measures import MAX_DAYS
from sangto.handling.domain.rights import Permission
from sangto.handling.domain.texts import text_refusal
from sangto.kernel.categories import RULES, Category
from sangto.kernel.errors import Refusal, gettext_noop
from sangto.kernel.workflow import Transition, Workflow

OUTLET_LENGTH = 200
MAX_QUESTION = 4_000
MAX_PRESS_ANSWER = 10_000
MAX_WHY = 1_000
MIN_WORDS = 3

#: Nothing about the other categories is told to the public, so not to the press either
#: (SCOPE.md 9).
PRESS_CATEGORIES: frozenset[Category] = frozenset(
    category for category, rules in RULES.items() if not rules.totals_only
)


class PressState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    DECLINED = "declined"
    CANCELLED = "cancelled"


class PressAction(StrEnum):
    ANSWER = "answer"
    DECLINE = "decline"
    CANCEL = "cancel"


_OPEN = PressState.OPEN.value
PRESS_WORKFLOW = Workflow(
    "press_question",
    states=[state.value for state in PressState],
    initial=_OPEN,
    rows=[
        Transition(
            PressAction.ANSWER.value,
            _OPEN,
            PressState.ANSWERED.value,
            Permission.PRESS_ANSWER.value,
            AuditTag.PRESS_ANSWERED.value,
        ),
        Transition(
            PressAction.DECLINE.value,
            _OPEN,
            PressState.DECLINED.value,
            Permission.PRESS_ANSWER.value,
            AuditTag.PRESS_DECLINED.value,
        ),
        Transition(
            PressAction.CANCEL.value,
            _OPEN,
            PressState.CANCELLED.value,
            Permission.PRESS_CLOSE.value,
            AuditTag.PRESS_CANCELLED.value,
        ),
    ],
)


def recording_refusal(
    *,
    category: Category | None,
    outlet: str,
    question: str,
    asked_on: date,
    today: date,
    days: int | None,
    agency_in_force: bool,
) -> Refusal | None:
    if category not in PRESS_CATEGORIES:
        return Refusal(
            "handling.press_category",
            gettext_noop(
                "About a case of this category nothing is told to the public, so no question of "
                "the press is taken down here."
            ),
        )
    refusal = text_refusal(outlet, "outlet", most=OUTLET_LENGTH) or text_refusal(
        question, "question", most=MAX_QUESTION, least_words=MIN_WORDS
    )
    if refusal is not None:
        return refusal
    if asked_on > today:
        return Refusal(
            "handling.asked_in_future",
            gettext_noop("The day of the question can not lie in the future."),
            {},
            "asked_on",
        )
    if days is not None and not 1 <= days <= MAX_DAYS:
        return Refusal(
            "handling.days",
            gettext_noop("Give between 1 and %(limit)s working days."),
            {"limit": MAX_DAYS},
            "days",
        )
    if not agency_in_force:
        return Refusal(
            "handling.owner_gone",
            gettext_noop("This agency is not a member today."),
            {},
            "agency",
        )
    return None


def press_answer_refusal(*, answer: str, spokesperson: str) -> Refusal | None:
    """Who speaks for the agency stands beside what was said."""
    return text_refusal(
        answer, "answer", most=MAX_PRESS_ANSWER, least_words=MIN_WORDS
    ) or text_refusal(spokesperson, "spokesperson", most=OUTLET_LENGTH)


def why_refusal(why: str) -> Refusal | None:
    return text_refusal(why, "reason", most=MAX_WHY, least_words=MIN_WORDS)
