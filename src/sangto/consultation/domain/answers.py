"""What an agency answers: one of six kinds, with what that kind needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sangto.consultation.domain.invitations import asking_time_refusal
from sangto.kernel.categories import (
    Category,
    Measure,
    Rating,
    measure_refusal,
    rating_refusal,
)
from sangto.kernel.errors import Refusal, gettext_noop

MOST_TEXT = 20_000
MOST_FILES = 5
MOST_SIGNATORY = 120
MOST_WHO = 200
MOST_LETTER = 60
MIN_WORDS = 3


class AnswerKind(StrEnum):
    AGREE = "agree"
    AGREE_WITH_COMMENTS = "agree_with_comments"
    OBJECT = "object"
    NO_COMMENT = "no_comment"
    NOT_COMPETENT = "not_competent"
    MORE_TIME = "more_time"


#: Kinds that say nothing without words.
NEEDS_TEXT = frozenset({AnswerKind.AGREE_WITH_COMMENTS, AnswerKind.OBJECT})
#: A wish for more time is no answer yet.
FINAL_KINDS = frozenset(AnswerKind) - {AnswerKind.MORE_TIME}


class AnswerVia(StrEnum):
    """How it came: an officer's account, the personal link, a letter that the desk entered, or a
    machine of the agency."""

    OFFICER = "officer"
    LINK = "link"
    PAPER = "paper"
    MACHINE = "machine"


#: Ways that name no account.
WITHOUT_ACCOUNT = frozenset({AnswerVia.LINK, AnswerVia.MACHINE})


@dataclass(frozen=True, slots=True)
class Answer:
    """What is filled in. ``competent`` is the agency that is thought competent, ``competent_text``
    its name where it is no member. ``signatory`` is who signed for the agency."""

    kind: AnswerKind
    text: str = ""
    category: str = ""
    rating: str = ""
    measure: str = ""
    competent: int | None = None
    competent_text: str = ""
    more_days: int | None = None
    signatory: str = ""
    letter_number: str = ""
    letter_date: date | None = None


def answer_refusal(
    answer: Answer,
    *,
    case_category: Category | None,
    own_agency: int,
    paper: bool,
    files: int,
    today: date,
) -> Refusal | None:
    """Whether this may be an answer. ``case_category`` is None for a round on a draft."""
    for text, field, most in (
        (answer.text, "text", MOST_TEXT),
        (answer.signatory, "signatory", MOST_SIGNATORY),
        (answer.competent_text, "competent_text", MOST_WHO),
        (answer.letter_number, "letter_number", MOST_LETTER),
    ):
        if len(text) > most:
            return _refusal(
                "text_long",
                gettext_noop("The text may have at most %(limit)s characters."),
                field,
                limit=most,
            )
    if files > MOST_FILES:
        return _refusal(
            "files_many",
            gettext_noop("At most %(most)s files can be attached."),
            "files",
            most=MOST_FILES,
        )
    return (
        _kind_refusal(answer, own_agency)
        or _letter_refusal(answer, paper=paper, today=today)
        or proposal_refusal(answer, case_category)
    )


def _kind_refusal(answer: Answer, own_agency: int) -> Refusal | None:
    if answer.kind in NEEDS_TEXT and len(answer.text.split()) < MIN_WORDS:
        return _refusal(
            "text_missing",
            gettext_noop("Write your comments, in at least %(words)s words."),
            "text",
            words=MIN_WORDS,
        )
    if answer.kind is AnswerKind.NOT_COMPETENT:
        if answer.competent is None and not answer.competent_text.strip():
            return _refusal(
                "who_is_competent",
                gettext_noop("Say which agency is competent, as far as you know."),
                "competent_text",
            )
        if answer.competent == own_agency:
            return _refusal(
                "competent_is_self",
                gettext_noop("You say that your agency is not competent. Name another one."),
                "competent",
            )
    if answer.kind is AnswerKind.MORE_TIME:
        return asking_time_refusal(reason=answer.text, days=answer.more_days)
    return None


def _letter_refusal(answer: Answer, *, paper: bool, today: date) -> Refusal | None:
    if paper and (not answer.letter_number.strip() or answer.letter_date is None):
        return _refusal(
            "letter_missing",
            gettext_noop("Enter the number and the date of the letter."),
            "letter_number" if not answer.letter_number.strip() else "letter_date",
        )
    if answer.letter_date is not None and answer.letter_date > today:
        return _refusal(
            "letter_in_the_future",
            gettext_noop("The letter's date lies in the future."),
            "letter_date",
        )
    return None


def proposal_refusal(answer: Answer, case_category: Category | None) -> Refusal | None:
    """Ratings and measures are those of the category that is proposed, or that the case has."""
    if not (answer.category or answer.rating or answer.measure):
        return None
    if case_category is None:
        return _refusal(
            "no_proposals_here",
            gettext_noop("This round is on a draft. It has no category, rating or measure."),
            "category",
        )
    if answer.category and answer.category not in set(Category):
        return _unknown("category")
    if answer.rating and answer.rating not in set(Rating):
        return _unknown("rating")
    if answer.measure and answer.measure not in set(Measure):
        return _unknown("measure")
    category = Category(answer.category) if answer.category else case_category
    refusal = rating_refusal(category, Rating(answer.rating)) if answer.rating else None
    if refusal is None and answer.measure:
        refusal = measure_refusal(category, Measure(answer.measure))
    return refusal


def _unknown(field: str) -> Refusal:
    return _refusal("unknown", gettext_noop("Choose one from the list."), field)


def _refusal(code: str, message: str, field: str, **params: object) -> Refusal:
    return Refusal(f"opinion.{code}", message, params, field)
