"""Where the work on a claim is, how it ended, who sees it, and what a timeline tells."""

from __future__ import annotations

from enum import StrEnum


class CaseStatus(StrEnum):
    TRIAGE = "triage"
    VERIFYING = "verifying"
    SIGNING = "signing"
    CLOSED = "closed"


#: States in which the work goes on.
OPEN_STATUSES: tuple[CaseStatus, ...] = (
    CaseStatus.TRIAGE,
    CaseStatus.VERIFYING,
    CaseStatus.SIGNING,
)


class CaseOutcome(StrEnum):
    NONE = ""
    VERDICT = "verdict"
    ANSWERED = "answered"
    OUT_OF_SCOPE = "out_of_scope"
    ARCHIVED = "archived"


class Visibility(StrEnum):
    DESK = "desk"
    PUBLIC = "public"


class CaseAction(StrEnum):
    """The names of the moves in ``CASE_WORKFLOW``."""

    CATEGORISE = "categorise"
    SUBMIT = "submit"
    SEND_BACK = "send_back"
    PUBLISH = "publish"
    ANSWER = "answer"
    REJECT = "reject"
    ARCHIVE = "archive"
    REOPEN = "reopen"
    TAKE_UP = "take_up"


class EntryKind(StrEnum):
    OPENED = "opened"
    JOINED = "joined"
    CATEGORY = "category"
    CONFIRMED = "confirmed"
    ASSIGNED = "assigned"
    TRANSFERRED = "transferred"
    ESCALATED = "escalated"
    NOTE = "note"
    VERDICT = "verdict"
    ANSWER = "answer"
    CLOSED = "closed"
    REOPENED = "reopened"
