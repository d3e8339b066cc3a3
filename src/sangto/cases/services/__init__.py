"""Writes of the room. Who asks has to hold the case that they read: each write requires the old
values, and the later of two people is refused."""

from __future__ import annotations

from sangto.cases.services.closing import (
    archive_claim,
    close_case,
    close_out_of_scope,
    forget_late_addresses,
    move,
)
from sangto.cases.services.entries import record_entry
from sangto.cases.services.grouping import merge, move_report_to, part_report
from sangto.cases.services.notes import add_note
from sangto.cases.services.opening import open_case, open_own_case
from sangto.cases.services.ownership import assign, escalate, route, transfer
from sangto.cases.services.triage import confirm_category, set_category

__all__ = [
    "add_note",
    "archive_claim",
    "assign",
    "close_case",
    "close_out_of_scope",
    "confirm_category",
    "escalate",
    "forget_late_addresses",
    "merge",
    "move",
    "move_report_to",
    "open_case",
    "open_own_case",
    "part_report",
    "record_entry",
    "route",
    "set_category",
    "transfer",
]
