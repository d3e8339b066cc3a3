"""Writes of the room."""

from __future__ import annotations

from sangto.handling.services.abuse_book import (
    ProviderEntry,
    add_provider,
    end_provider,
    write_abuse_template,
)
from sangto.handling.services.abuse_sending import (
    approve_abuse_report,
    recheck_abuse_report,
    send_abuse_report,
    send_back_abuse_report,
    settle_abuse_report,
)
from sangto.handling.services.abuse_writing import (
    add_abuse_evidence,
    change_abuse_report,
    discard_abuse_report,
    draft_abuse_report,
    remove_abuse_evidence,
)
from sangto.handling.services.answers import answer_feedback, answer_late_reports
from sangto.handling.services.feedback import reopen_feedback
from sangto.handling.services.following import (
    forget_handling_out_of_scope,
    move_handling_of_ended,
    recompute_handling_deadlines,
)
from sangto.handling.services.measures import (
    Ground,
    cancel_measure,
    create_measure,
    direct_measure,
    overturn_measure,
)
from sangto.handling.services.measures_results import note_result, report_result
from sangto.handling.services.press import (
    answer_press_question,
    cancel_press_question,
    decline_press_question,
    record_press_question,
)
from sangto.handling.services.referring import refer_own_report

__all__ = [
    "Ground",
    "ProviderEntry",
    "add_abuse_evidence",
    "add_provider",
    "answer_feedback",
    "answer_late_reports",
    "answer_press_question",
    "approve_abuse_report",
    "cancel_measure",
    "cancel_press_question",
    "change_abuse_report",
    "create_measure",
    "decline_press_question",
    "direct_measure",
    "discard_abuse_report",
    "draft_abuse_report",
    "end_provider",
    "forget_handling_out_of_scope",
    "move_handling_of_ended",
    "note_result",
    "overturn_measure",
    "recheck_abuse_report",
    "recompute_handling_deadlines",
    "record_press_question",
    "refer_own_report",
    "remove_abuse_evidence",
    "reopen_feedback",
    "report_result",
    "send_abuse_report",
    "send_back_abuse_report",
    "settle_abuse_report",
    "write_abuse_template",
]
