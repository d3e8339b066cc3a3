"""Who reads the answer to a complaint about a service, and how its sender asks once more."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from sangto.kernel.categories import Category
from sangto.kernel.errors import Refusal, gettext_noop
from sangto.kernel.personal import findings


class AnswerReach(StrEnum):
    """Only those who asked read it, or everybody does."""

    SENDERS = "senders"
    PUBLIC = "public"


class ReopeningReason(StrEnum):
    NOT_ANSWERED = "not_answered"
    INCOMPLETE = "incomplete"
    NOT_DONE = "not_done"
    CHANGED = "changed"


def personal_in(texts: Sequence[str]) -> bool:
    """Whether something in them may point at a person."""
    return any(findings(text) for text in texts)


def usual_reach(*, category: Category | None, texts: Sequence[str]) -> AnswerReach:
    """What is taken where nobody chose: public only where nothing personal is found."""
    if category is not Category.SERVICE_FEEDBACK or personal_in(texts):
        return AnswerReach.SENDERS
    return AnswerReach.PUBLIC


def reach_refusal(
    *,
    reach: AnswerReach,
    category: Category | None,
    title: str,
    texts: Sequence[str],
    looked_through: bool,
) -> Refusal | None:
    """Whether everybody may read the answer (SCOPE.md 8 and 9).

    ``looked_through``: a person says that what was found belongs to an office, such as its number.
    """
    if reach is AnswerReach.SENDERS:
        return None
    if category is not Category.SERVICE_FEEDBACK:
        return Refusal(
            "handling.answer_stays_private",
            gettext_noop("In this category only those who asked read the answer."),
            {},
            "reach",
        )
    if not title:
        return Refusal(
            "handling.answer_without_title",
            gettext_noop("Without a title that the desk wrote the answer can not be published."),
            {},
            "reach",
        )
    if personal_in((title, *texts)) and not looked_through:
        return Refusal(
            "handling.personal_found",
            gettext_noop(
                "Something here may point at a person, such as a phone number or an address. Take "
                "it out, let only those who asked read the answer, or confirm that it is no "
                "person's."
            ),
            {},
            "looked_through",
        )
    return None


def reopening_refusal(
    *, category: Category | None, answered: bool, again: bool, open_already: bool
) -> Refusal | None:
    """A sender opens an answered complaint again once."""
    if category is not Category.SERVICE_FEEDBACK or not (answered or again):
        return Refusal(
            "handling.not_reopened",
            gettext_noop("This report has no agency's answer that could be looked at again."),
        )
    if again:
        return Refusal(
            "handling.reopened_once",
            gettext_noop("You have asked for a new look once already. It can not be asked twice."),
        )
    if open_already:
        return Refusal(
            "handling.open_again_already",
            gettext_noop(
                "The agency is looking at it again already. You will find the answer here."
            ),
        )
    return None
