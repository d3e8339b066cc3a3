"""Reads of the room: the inbox, single cases, and what a case may become next."""

from __future__ import annotations

from sangto.cases.domain.inbox import InboxStatus
from sangto.cases.queries.cases import (
    JOINED,
    all_withdrawn,
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
from sangto.cases.queries.copies import CopyView, Proposal, copies_of, has_copies, proposed_copies
from sangto.cases.queries.deadlines import deadline_start, fresh_deadline
from sangto.cases.queries.entries import MOST, InboxCounts, InboxFilters, inbox_counts
from sangto.cases.queries.holds import HoldNow, colleagues_of, hold_now, may_hold
from sangto.cases.queries.inbox import InboxRow, inbox, rows_of
from sangto.cases.queries.joining import merge_refusal
from sangto.cases.queries.moves import came_from
from sangto.cases.queries.owners import (
    assignable_users,
    committee_of,
    neutral_owner,
    possible_owners,
)
from sangto.cases.queries.related import Related, related_cases
from sangto.cases.queries.saved import bulk_decision_of, saved_filters
from sangto.cases.queries.searching import claims_visible_to
from sangto.cases.queries.succession import AgencyWork, ended_agencies_at_work, open_work_at
from sangto.cases.queries.suggestions import (
    Suggested,
    dismissed_suggestions,
    may_group,
    open_suggestions,
    suggestion_count,
    suggestion_for,
    suggestions_about,
    with_rows,
)
from sangto.cases.queries.work import (
    Checklist,
    FoundGround,
    checklist_items,
    checklist_of,
    ground_by_code,
    grounds_of,
    in_force_on,
    open_tasks_for,
    search_grounds,
    submission_refusal_of,
    task_people,
    tasks_of,
    working_agencies,
)

__all__ = [
    "JOINED",
    "MOST",
    "AgencyWork",
    "Checklist",
    "CopyView",
    "FoundGround",
    "HoldNow",
    "InboxCounts",
    "InboxFilters",
    "InboxRow",
    "InboxStatus",
    "Proposal",
    "Related",
    "Suggested",
    "all_withdrawn",
    "assignable_users",
    "bulk_decision_of",
    "came_from",
    "cases_visible_to",
    "category_of",
    "checklist_items",
    "checklist_of",
    "claims_visible_to",
    "colleagues_of",
    "committee_of",
    "copies_of",
    "deadline_start",
    "dismissed_suggestions",
    "ended_agencies_at_work",
    "fresh_deadline",
    "get_case_for",
    "ground_by_code",
    "grounds_of",
    "has_copies",
    "hold_now",
    "in_force_on",
    "inbox",
    "inbox_counts",
    "may_group",
    "may_hold",
    "merge_refusal",
    "neutral_owner",
    "open_suggestions",
    "open_tasks_for",
    "open_work_at",
    "possible_owners",
    "proposed_copies",
    "ready_for_verdict_refusal",
    "recorded_checks",
    "related_cases",
    "reports_of",
    "rows_of",
    "saved_filters",
    "search_grounds",
    "standing_of",
    "subject_relatives",
    "submission_refusal_of",
    "suggestion_count",
    "suggestion_for",
    "suggestions_about",
    "task_people",
    "tasks_of",
    "timeline",
    "waiting_reports",
    "with_rows",
    "working_agencies",
]
