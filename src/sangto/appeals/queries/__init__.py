"""Reads of the room."""

from sangto.appeals.queries.appeals import (
    AppealView,
    ReplyView,
    appeal_by_key,
    appeal_by_receipt,
    appeal_for,
    appeals_of_case,
    appeals_visible_to,
    public_reasons,
    replies_to,
    waiting_number,
)
from sangto.appeals.queries.involved import involved_in, relatives_of
from sangto.appeals.queries.windows import Window, decided_by, measure_window, verdict_window

__all__ = [
    "AppealView",
    "ReplyView",
    "Window",
    "appeal_by_key",
    "appeal_by_receipt",
    "appeal_for",
    "appeals_of_case",
    "appeals_visible_to",
    "decided_by",
    "involved_in",
    "measure_window",
    "public_reasons",
    "relatives_of",
    "replies_to",
    "verdict_window",
    "waiting_number",
]
