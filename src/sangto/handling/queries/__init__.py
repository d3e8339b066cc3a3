"""Reads of the room."""

from sangto.handling.queries.measures import measures_of, receipt_answer
from sangto.handling.queries.abuse import (
    RegisterLine,
    abuse_reports_for_register,
    abuse_reports_of,
    abuse_reports_visible_to,
    get_abuse_report,
)

__all__ = [
    "RegisterLine",
    "abuse_reports_for_register",
    "abuse_reports_of",
    "abuse_reports_visible_to",
    "get_abuse_report",
    "measures_of",
    "receipt_answer",
]
