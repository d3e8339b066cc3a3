"""What an agency may say of a provision, and what may become of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sangto.consultation.domain.provisions import citation
from sangto.kernel.errors import Refusal, gettext_noop
from sangto.kernel.text import folded

MOST_COMMENT = 10_000
MOST_WORDING = 20_000
MOST_EXPLANATION = 10_000
MOST_COMMENTS = 500
MIN_EXPLANATION_WORDS = 2


class Anchor(StrEnum):
    """What a comment may be about besides one provision."""

    WHOLE = "whole"
    FORM = "form"
    LEGAL_BASES = "legal_bases"
    SIGNATURE = "signature"


class CommentKind(StrEnum):
    AMEND = "amend"
    ADD = "add"
    DELETE = "delete"
    FORMAT = "format"
    GENERAL = "general"


class CommentState(StrEnum):
    GIVEN = "given"
    WITHDRAWN = "withdrawn"


class DispositionKind(StrEnum):
    ACCEPTED = "accepted"
    PARTLY_ACCEPTED = "partly_accepted"
    REJECTED = "rejected"


class TextChange(StrEnum):
    """What a disposition does to the text of the next version."""

    NONE = ""
    REPLACE = "replace"
    INSERT_AFTER = "insert_after"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class CommentText:
    """What is filled in. ``anchor`` is an eId of the version or one of :class:`Anchor`."""

    anchor: str
    kind: CommentKind
    text: str = ""
    proposed_wording: str = ""


def comment_refusal(
    comment: CommentText, *, anchors: Iterable[str], already: int
) -> Refusal | None:
    """``anchors`` are the eIds of the version; ``already`` how many comments the agency gave."""
    if comment.anchor not in set(Anchor) and comment.anchor not in set(anchors):
        return _refusal("anchor", gettext_noop("Choose which provision you comment on."), "anchor")
    if already >= MOST_COMMENTS:
        return _refusal(
            "many",
            gettext_noop(
                "An agency can give at most %(most)s comments. Attach the rest as a file."
            ),
            most=MOST_COMMENTS,
        )
    if not comment.text and not comment.proposed_wording and comment.kind is not CommentKind.DELETE:
        return _refusal(
            "text", gettext_noop("Write your comment, or the wording that you propose."), "text"
        )
    if len(comment.text) > MOST_COMMENT:
        return _long("text", MOST_COMMENT)
    if len(comment.proposed_wording) > MOST_WORDING:
        return _long("proposed_wording", MOST_WORDING)
    return None


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided about a comment. ``wording`` is the resulting text of the provision, without
    its number; several lines are several paragraphs, the first of an article its heading."""

    kind: DispositionKind
    explanation: str
    change: TextChange = TextChange.NONE
    wording: str = ""


def decision_refusal(
    decision: Decision, *, withdrawn: bool, own_comment: bool, on_provision: bool
) -> Refusal | None:
    """``own_comment``: whoever decides gave the comment; ``on_provision``: it is about one."""
    if withdrawn:
        return _refusal("withdrawn", gettext_noop("The agency took this comment back."))
    if own_comment:
        return _refusal(
            "own",
            gettext_noop("You gave this comment yourself. Somebody else has to decide about it."),
        )
    if len(decision.explanation.split()) < MIN_EXPLANATION_WORDS:
        return _refusal(
            "explanation",
            gettext_noop("Explain the decision to the agency, in at least %(words)s words."),
            "explanation",
            words=MIN_EXPLANATION_WORDS,
        )
    if len(decision.explanation) > MOST_EXPLANATION:
        return _long("explanation", MOST_EXPLANATION)
    if len(decision.wording) > MOST_WORDING:
        return _long("wording", MOST_WORDING)
    return _change_refusal(decision, on_provision)


def _change_refusal(decision: Decision, on_provision: bool) -> Refusal | None:
    if decision.change is TextChange.NONE:
        return None
    if decision.kind is DispositionKind.REJECTED:
        return _refusal(
            "rejected_changes_nothing",
            gettext_noop("A rejected comment changes nothing in the text."),
            "change",
        )
    if not on_provision:
        return _refusal(
            "no_provision",
            gettext_noop("This comment is about no single provision. Change the text by hand."),
            "change",
        )
    if decision.change is not TextChange.DELETE and not decision.wording:
        return _refusal(
            "wording", gettext_noop("Write the wording that results from it."), "wording"
        )
    return None


def letter_refusal(*, on_paper: bool, with_comments: bool) -> Refusal | None:
    """Whether comments can be entered from the letter that is the agency's answer."""
    if not on_paper:
        return _refusal(
            "no_letter", gettext_noop("Register the agency's letter first, then its comments.")
        )
    if not with_comments:
        return _refusal(
            "letter_without_comments",
            gettext_noop("The letter is registered as one without comments. Register it anew."),
        )
    return None


def agreeing_refusal(*, comments: int) -> Refusal | None:
    if not comments:
        return None
    return _refusal(
        "agrees_with_comments",
        gettext_noop("Your agency gave %(number)s comments. Take them back first, or leave it so."),
        number=comments,
    )


def taking_back_refusal(*, decided: bool) -> Refusal | None:
    if not decided:
        return None
    return _refusal("decided", gettext_noop("This comment was decided about already."))


def assigning_refusal(*, works_there: bool) -> Refusal | None:
    if works_there:
        return None
    return _refusal(
        "assignee",
        gettext_noop("Choose somebody of the agency that drafts the text."),
        "assignee",
    )


@dataclass(frozen=True, slots=True)
class Given:
    """A comment as it is compared with others."""

    key: int
    place: str
    kind: CommentKind
    text: str
    proposed_wording: str


def identical(comments: Iterable[Given]) -> list[tuple[int, ...]]:
    """Keys of comments that say the same of the same provision, two or more each: case, marks,
    spaces and punctuation do not count."""
    found: dict[tuple[str, str, str, str], list[int]] = {}
    for one in comments:
        words = (folded(one.text), folded(one.proposed_wording))
        if any(words) or one.kind is CommentKind.DELETE:
            found.setdefault((one.place, one.kind.value, *words), []).append(one.key)
    return [tuple(keys) for keys in found.values() if len(keys) > 1]


def group_refusal(*, number: int, places: int, grouped: int) -> Refusal | None:
    if number < 2:
        return _refusal("group_small", gettext_noop("Choose at least two comments."), "comments")
    if places > 1:
        return _refusal(
            "group_places",
            gettext_noop("These comments are not about the same provision."),
            "comments",
        )
    if grouped > 1:
        return _refusal(
            "group_groups",
            gettext_noop("These comments belong to different groups already. Part them first."),
            "comments",
        )
    return None


def place_words(anchor: str) -> str:
    """How a place is written in official tables: ``Điều 7 khoản 4 điểm đ``."""
    return _ANCHOR_WORDS.get(anchor) or citation(anchor)


_ANCHOR_WORDS = {
    Anchor.WHOLE.value: "Toàn văn dự thảo",
    Anchor.FORM.value: "Thể thức, kỹ thuật trình bày",
    Anchor.LEGAL_BASES.value: "Căn cứ ban hành",
    Anchor.SIGNATURE.value: "Phần ký",
    "opening": "Phần mở đầu",
}


def anchors_in_order(anchors: Sequence[str], eids: Sequence[str]) -> list[str]:
    """The places of comments as a table goes through them: the whole and the form first, then the
    text from its beginning to its end, then what stands no longer in it."""
    places = {eid: number for number, eid in enumerate(eids)}
    first = (Anchor.WHOLE.value, Anchor.FORM.value, Anchor.LEGAL_BASES.value)

    def rank(anchor: str) -> tuple[int, int]:
        if anchor in first:
            return (0, first.index(anchor))
        if anchor in places:
            return (1, places[anchor])
        return (2 if anchor == Anchor.SIGNATURE.value else 3, 0)

    return sorted(dict.fromkeys(anchors), key=rank)


def _long(field: str, most: int) -> Refusal:
    return _refusal(
        "long",
        gettext_noop("The text may have at most %(limit)s characters."),
        field,
        limit=most,
    )


def _refusal(code: str, message: str, field: str | None = None, **params: object) -> Refusal:
    return Refusal(f"comment.{code}", message, params, field)
