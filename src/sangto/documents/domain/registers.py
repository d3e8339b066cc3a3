"""Registers of numbers: which there are, and what may become of a number.

A number that was taken is never used again: what did not go out is cancelled and stays visible.
Incoming letters have one sequence a year, whatever their type (Decree 30/2020/NĐ-CP, Article 22);
outgoing documents have one for each type, official letters apart.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sangto.audit.tags import AuditTag
from sangto.documents.domain.official import KIND_WORDS, DocumentKind
from sangto.documents.domain.rights import Permission
from sangto.kernel.errors import Refusal, gettext_noop
from sangto.kernel.workflow import Transition, Workflow

MAX_SUBJECT = 500
MAX_REASON = 500
MAX_SENDER = 200
MAX_NUMBER_TEXT = 60
FIRST_YEAR = 1945


class Direction(StrEnum):
    OUTGOING = "out"
    INCOMING = "in"


class DocumentState(StrEnum):
    RESERVED = "reserved"
    ISSUED = "issued"
    RECEIVED = "received"
    CANCELLED = "cancelled"


class DocumentAction(StrEnum):
    ISSUE = "issue"
    CANCEL = "cancel"


OUTGOING_WORKFLOW = Workflow(
    "outgoing document",
    states=(DocumentState.RESERVED, DocumentState.ISSUED, DocumentState.CANCELLED),
    initial=DocumentState.RESERVED,
    rows=(
        Transition(
            DocumentAction.ISSUE,
            DocumentState.RESERVED,
            DocumentState.ISSUED,
            Permission.ISSUE,
            AuditTag.DOCUMENT_ISSUED,
        ),
        Transition(
            DocumentAction.CANCEL,
            DocumentState.RESERVED,
            DocumentState.CANCELLED,
            Permission.CANCEL,
            AuditTag.DOCUMENT_CANCELLED,
        ),
    ),
)

INCOMING_WORKFLOW = Workflow(
    "incoming letter",
    states=(DocumentState.RECEIVED, DocumentState.CANCELLED),
    initial=DocumentState.RECEIVED,
    rows=(
        Transition(
            DocumentAction.CANCEL,
            DocumentState.RECEIVED,
            DocumentState.CANCELLED,
            Permission.CANCEL,
            AuditTag.DOCUMENT_CANCELLED,
        ),
    ),
)


def workflow_of(direction: Direction) -> Workflow:
    return OUTGOING_WORKFLOW if direction is Direction.OUTGOING else INCOMING_WORKFLOW


#: Kinds with registers of their own.
NUMBERED_KINDS: tuple[DocumentKind, ...] = tuple(
    kind for kind in DocumentKind if KIND_WORDS[kind].numbered
)


def entry_refusal(
    *, kind: DocumentKind | None, subject: str, on: date, number_text: str = ""
) -> Refusal | None:
    """Whether this may stand in a register; ``kind`` is None for an incoming letter of a type
    that has no name here."""
    if kind is not None and not KIND_WORDS[kind].numbered:
        return Refusal(
            "documents.not_numbered",
            gettext_noop("This is an annex: it takes no number of its own."),
            {},
            "kind",
        )
    if not subject.strip():
        return Refusal(
            "documents.subject_missing",
            gettext_noop("Write what the document is about."),
            {},
            "subject",
        )
    if len(subject) > MAX_SUBJECT:
        return Refusal(
            "documents.subject_long",
            gettext_noop("The subject may have at most %(limit)s characters."),
            {"limit": MAX_SUBJECT},
            "subject",
        )
    if on.year < FIRST_YEAR:
        return Refusal(
            "documents.date_impossible", gettext_noop("This date can not be right."), {}, "on"
        )
    if len(number_text) > MAX_NUMBER_TEXT:
        return Refusal(
            "documents.number_long",
            gettext_noop("The number and symbol may have at most %(limit)s characters."),
            {"limit": MAX_NUMBER_TEXT},
            "number_text",
        )
    return None


def incoming_refusal(
    *, dated: date, received_on: date, today: date, has_sender: bool, sender_text: str
) -> Refusal | None:
    if not has_sender and not sender_text.strip():
        return Refusal(
            "documents.sender_missing",
            gettext_noop("Choose which agency sent it, or write which organisation did."),
            {},
            "sender",
        )
    if len(sender_text) > MAX_SENDER:
        return Refusal(
            "documents.sender_long",
            gettext_noop("The sender may have at most %(limit)s characters."),
            {"limit": MAX_SENDER},
            "sender_text",
        )
    if received_on < dated:
        return Refusal(
            "documents.received_before_written",
            gettext_noop("A letter can not have come before it was written."),
            {},
            "received_on",
        )
    if received_on > today:
        return Refusal(
            "documents.received_in_future",
            gettext_noop("This day has not come yet."),
            {},
            "received_on",
        )
    return None


def cancel_refusal(reason: str) -> Refusal | None:
    if not reason.strip():
        return Refusal(
            "documents.reason_missing",
            gettext_noop("Write why the number is cancelled; it stays in the register."),
            {},
            "reason",
        )
    if len(reason) > MAX_REASON:
        return Refusal(
            "documents.reason_long",
            gettext_noop("The reason may have at most %(limit)s characters."),
            {"limit": MAX_REASON},
            "reason",
        )
    return None


def signed_copy_refusal(state: DocumentState) -> Refusal | None:
    if state is not DocumentState.CANCELLED:
        return None
    return Refusal(
        "documents.cancelled",
        gettext_noop("This number was cancelled, so nothing can be added to it."),
    )
