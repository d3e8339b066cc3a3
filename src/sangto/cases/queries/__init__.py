"""Reads of the room: the inbox, single cases, and what a case may become next."""

from __future__ import annotations

from sangto.cases.queries.cases import (
    JOINED,
    cases_visible_to,
    category_of,
    get_case_for,
    ready_for_verdict_refusal,
    recorded_checks,
    reports_of,
    standing_of,
    subject_relatives,
    timeline,
    waiting_reports,
)
from sangto.cases.queries.inbox import (
    InboxCounts,
    InboxFilters,
    InboxRow,
    InboxStatus,
    inbox,
    inbox_counts,
)
from sangto.cases.queries.owners import (
    assignable_users,
    committee_of,
    neutral_owner,
    possible_owners,
)

__all__ = [
    "JOINED",
    "InboxCounts",
    "InboxFilters",
    "InboxRow",
    "InboxStatus",
    "assignable_users",
    "cases_visible_to",
    "category_of",
    "committee_of",
    "get_case_for",
    "inbox",
    "inbox_counts",
    "neutral_owner",
    "possible_owners",
    "ready_for_verdict_refusal",
    "recorded_checks",
    "reports_of",
    "standing_of",
    "subject_relatives",
    "timeline",
    "waiting_reports",
]
