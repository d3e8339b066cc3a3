"""The verification checklist: what may be answered, and what a verdict waits for (Điều 6.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sangto.cases.domain.states import CaseStatus
from sangto.kernel.errors import Refusal, gettext_noop

MAX_NOTE = 2_000
MIN_REASON_WORDS = 3


class AnswerState(StrEnum):
    OPEN = "open"
    DONE = "done"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Item:
    """``required``: it needs evidence, and a verdict waits for it."""

    code: str
    vi: str
    en: str
    required: bool


@dataclass(frozen=True, slots=True)
class ItemAnswer:
    """What a person answers. ``evidence`` is an address or a text; ``file`` is one that is stored.

    ``seen`` is the revision that the person had before them, 0 for an item without an answer.
    """

    code: str
    state: AnswerState
    note: str = ""
    evidence: str = ""
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    answered: int
    total: int
    required_open: tuple[Item, ...]


def progress_of(items: Sequence[Item], states: Mapping[str, str]) -> Progress:
    """``states`` are the answers by code; codes that are no items of the list do not count."""
    open_items = [
        item for item in items if states.get(item.code, AnswerState.OPEN) == AnswerState.OPEN
    ]
    return Progress(
        answered=len(items) - len(open_items),
        total=len(items),
        required_open=tuple(item for item in open_items if item.required),
    )


def submission_refusal(items: Sequence[Item], states: Mapping[str, str]) -> Refusal | None:
    """A verdict is handed in when each required item is done, or does not apply, with a reason."""
    missing = progress_of(items, states).required_open
    if not missing:
        return None
    return Refusal(
        "cases.checklist_open",
        gettext_noop(
            "The checklist is not complete. Still open: %(items)s. Do it, or say why it does not "
            "apply here."
        ),
        {
            "items": "; ".join(item.vi for item in missing),
            "items_en": "; ".join(item.en for item in missing),
            "codes": ", ".join(item.code for item in missing),
        },
        "checklist",
    )


def answering_refusal(
    *,
    status: CaseStatus,
    items: Sequence[Item],
    answer: ItemAnswer,
    has_file: bool,
) -> Refusal | None:
    """Whether this answer may be recorded now."""
    if status is CaseStatus.CLOSED:
        return Refusal(
            "cases.closed", gettext_noop("This case is closed. Nothing more is done in it.")
        )
    if status is CaseStatus.SIGNING:
        return Refusal(
            "cases.checklist_while_signing",
            gettext_noop(
                "A verdict waits for its signature. Send it back before you change the checklist."
            ),
        )
    item = next((item for item in items if item.code == answer.code), None)
    if status is CaseStatus.TRIAGE or item is None:
        return Refusal(
            "cases.checklist_unknown",
            gettext_noop("This item is not on the checklist of the case's category."),
            {"code": answer.code},
        )
    if max(len(answer.note), len(answer.evidence)) > MAX_NOTE:
        return Refusal(
            "cases.text_long",
            gettext_noop("The text may have at most %(limit)s characters."),
            {"limit": MAX_NOTE},
            "note" if len(answer.note) > MAX_NOTE else "evidence",
        )
    if answer.state is AnswerState.NOT_APPLICABLE and len(answer.note.split()) < MIN_REASON_WORDS:
        return Refusal(
            "cases.checklist_reason",
            gettext_noop("Say why it does not apply here, in at least %(words)s words."),
            {"words": MIN_REASON_WORDS},
            "note",
        )
    if (
        answer.state is AnswerState.DONE
        and item.required
        and not answer.evidence.strip()
        and not has_file
    ):
        return Refusal(
            "cases.checklist_evidence",
            gettext_noop("This item needs evidence: an address, a few words, or a file."),
            {},
            "evidence",
        )
    return None


def file_size_refusal(size: int, limit: int) -> Refusal | None:
    if size <= limit:
        return None
    return Refusal(
        "cases.checklist_file_large",
        gettext_noop("A file may have at most %(megabytes)d MB."),
        {"megabytes": limit // (1024 * 1024)},
        "file",
    )


def revision_refusal(*, seen: int | None, current: int) -> Refusal | None:
    """Of two people who answer the same item the later one looks again first."""
    if seen is None or seen == current:
        return None
    return Refusal(
        "cases.checklist_changed",
        gettext_noop("Somebody else answered this item just now. Look at it again first."),
    )
