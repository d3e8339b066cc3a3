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
    JOINED = "joined"
    WITHDRAWN = "withdrawn"


class Visibility(StrEnum):
    DESK = "desk"
    PUBLIC = "public"


class TransferKind(StrEnum):
    """How a case came to another agency."""

    ROUTED = "routed"
    PASSED_ON = "passed_on"
    RETURNED = "returned"
    BEYOND = "beyond"
    INHERITED = "inherited"


class CaseAction(StrEnum):
    """The names of the moves in ``CASE_WORKFLOW``."""

    CATEGORISE = "categorise"
    TAKE_BACK = "take_back"
    SUBMIT = "submit"
    SEND_BACK = "send_back"
    PUBLISH = "publish"
    ANSWER = "answer"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    ARCHIVE = "archive"
    REOPEN = "reopen"
    TAKE_UP = "take_up"
    JOIN = "join"
    PART_TRIAGE = "part_triage"
    PART_VERIFYING = "part_verifying"
    PART_ARCHIVED = "part_archived"


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
    MERGED = "merged"
    SPLIT = "split"
    JOIN_UNDONE = "join_undone"
    TASK = "task"
    CHECKLIST = "checklist"
    GROUND = "ground"
    COPY = "copy"
    DIRECTED = "directed"
    DEADLINE = "deadline"
    ROUND = "round"
    MEETING = "meeting"
    APPEAL = "appeal"
    MEASURE = "measure"
