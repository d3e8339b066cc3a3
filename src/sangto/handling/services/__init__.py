"""Writes of the room."""

from __future__ import annotations

from sangto.handling.services.answers import answer_feedback, answer_late_reports
from sangto.handling.services.measures import create_measure, finish_measure
from sangto.handling.services.abuse_book import (
    ProviderEntry,
    add_provider,
    end_provider,
    write_abuse_template,
)
from sangto.handling.services.abuse_writing import (
    add_abuse_evidence,
    change_abuse_report,
    discard_abuse_report,
    draft_abuse_report,
    remove_abuse_evidence,
)
from sangto.handling.services.abuse_sending import (
    approve_abuse_report,
    recheck_abuse_report,
    send_abuse_report,
    send_back_abuse_report,
    settle_abuse_report,
)

__all__ = [
    "ProviderEntry",
    "add_abuse_evidence",
    "add_provider",
    "answer_feedback",
    "answer_late_reports",
    "approve_abuse_report",
    "change_abuse_report",
    "create_measure",
    "discard_abuse_report",
    "draft_abuse_report",
    "end_provider",
    "finish_measure",
    "recheck_abuse_report",
    "remove_abuse_evidence",
    "send_abuse_report",
    "send_back_abuse_report",
    "settle_abuse_report",
    "write_abuse_template",
]
