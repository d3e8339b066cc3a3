"""Writes of the room. Who asks has to hold the case that they read: each write requires the old
values, and the later of two people is refused."""

from __future__ import annotations

from sangto.cases.services.bulk import BulkStep, Joining, decide_in_bulk, undo_in_bulk
from sangto.cases.services.checklists import EvidenceFile, answer_checklist
from sangto.cases.services.closing import (
    archive_claim,
    close_case,
    close_out_of_scope,
    forget_late_addresses,
    move,
)
from sangto.cases.services.copies import add_copies, add_copy, remove_copy, tell_copies
from sangto.cases.services.deadlines import recompute_deadlines
from sangto.cases.services.entries import record_entry
from sangto.cases.services.grounds import cite_ground, remove_ground
from sangto.cases.services.grouping import move_report_to, part_report
from sangto.cases.services.handover import free_stray_work, hand_over_work, leave_agency
from sangto.cases.services.holding import (
    hand_over_hold,
    keep_hold,
    release_hold,
    renew_hold,
    take_hold,
)
from sangto.cases.services.joining import merge, split, undo
from sangto.cases.services.media import withhold_late_media, withhold_media
from sangto.cases.services.notes import add_note
from sangto.cases.services.opening import open_case, open_own_case
from sangto.cases.services.own_matter import OwnMatter, report_own_matter
from sangto.cases.services.ownership import assign, escalate, route, transfer
from sangto.cases.services.refreshing import (
    rebuild_entries,
    refresh_at_the_end,
    refresh_due_entries,
    refresh_entries,
)
from sangto.cases.services.reopening import reopen, reopen_for_sender, reopen_on_appeal
from sangto.cases.services.returning import beyond_competence, direct, give_back
from sangto.cases.services.saving import move_filter, remove_filter, rename_filter, save_filter
from sangto.cases.services.succession import move_work_of, move_work_of_ended
from sangto.cases.services.suggesting import (
    dismiss_suggestion,
    reopen_suggestion,
    suggest_task,
)
from sangto.cases.services.taking_back import take_back_category
from sangto.cases.services.tasks import add_task, change_task, finish_task, reopen_task
from sangto.cases.services.triage import confirm_category, set_category
from sangto.cases.services.withdrawing import close_withdrawn

__all__ = [
    "BulkStep",
    "EvidenceFile",
    "Joining",
    "OwnMatter",
    "add_copies",
    "add_copy",
    "add_note",
    "add_task",
    "answer_checklist",
    "archive_claim",
    "assign",
    "beyond_competence",
    "change_task",
    "cite_ground",
    "close_case",
    "close_out_of_scope",
    "close_withdrawn",
    "confirm_category",
    "decide_in_bulk",
    "direct",
    "dismiss_suggestion",
    "escalate",
    "finish_task",
    "forget_late_addresses",
    "free_stray_work",
    "give_back",
    "hand_over_hold",
    "hand_over_work",
    "keep_hold",
    "leave_agency",
    "merge",
    "move",
    "move_filter",
    "move_report_to",
    "move_work_of",
    "move_work_of_ended",
    "open_case",
    "open_own_case",
    "part_report",
    "rebuild_entries",
    "recompute_deadlines",
    "record_entry",
    "refresh_at_the_end",
    "refresh_due_entries",
    "refresh_entries",
    "release_hold",
    "remove_copy",
    "remove_filter",
    "remove_ground",
    "rename_filter",
    "renew_hold",
    "reopen",
    "reopen_for_sender",
    "reopen_on_appeal",
    "reopen_suggestion",
    "reopen_task",
    "report_own_matter",
    "route",
    "save_filter",
    "set_category",
    "split",
    "suggest_task",
    "take_back_category",
    "take_hold",
    "tell_copies",
    "transfer",
    "undo",
    "undo_in_bulk",
    "withhold_late_media",
    "withhold_media",
]
