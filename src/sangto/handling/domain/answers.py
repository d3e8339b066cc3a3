"""Whether a case may be answered, and with what (SCOPE.md 4)."""

from __future__ import annotations

from sangto.handling.domain.measures import ANSWER_MEASURE
from sangto.kernel.categories import Category
from sangto.kernel.errors import Refusal, gettext_noop

MAX_ANSWER = 10_000
MIN_ANSWER_WORDS = 5


def answer_refusal(*, category: Category | None, text: str) -> Refusal | None:
    if category not in ANSWER_MEASURE:
        return Refusal(
            "handling.not_answered",
            gettext_noop("A case of this category ends with a verdict, not with an answer."),
        )
    if len(text.split()) < MIN_ANSWER_WORDS:
        return Refusal(
            "handling.answer_short",
            gettext_noop("Write the answer that the person who asked will read."),
            {},
            "text",
        )
    if len(text) > MAX_ANSWER:
        return Refusal(
            "handling.answer_long",
            gettext_noop("The answer may have at most %(limit)s characters."),
            {"limit": MAX_ANSWER},
            "text",
        )
    return None


def late_refusal(*, waiting: int) -> Refusal | None:
    if waiting:
        return None
    return Refusal(
        "handling.nobody_waits", gettext_noop("Everybody who asked has this answer already.")
    )
