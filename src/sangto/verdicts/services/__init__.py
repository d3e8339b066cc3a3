"""Writes of the verdicts: the only code that saves them."""

from sangto.verdicts.services.announcing import (
    ANNOUNCE,
    announce,
    announce_key,
    answer_joined_report,
    queue_waiting_announcements,
)
from sangto.verdicts.services.archive import settle_archive
from sangto.verdicts.services.drafts import (
    add_evidence,
    draft_verdict,
    edit_draft,
    start_new_version,
    submit_draft,
)
from sangto.verdicts.services.imported import classify_imported, hold_imported, refuse_imported
from sangto.verdicts.services.joining import join_claims, split_reports, undo_join
from sangto.verdicts.services.signing import approve_and_publish, send_back

__all__ = [
    "ANNOUNCE",
    "add_evidence",
    "announce",
    "announce_key",
    "answer_joined_report",
    "approve_and_publish",
    "classify_imported",
    "draft_verdict",
    "edit_draft",
    "hold_imported",
    "join_claims",
    "queue_waiting_announcements",
    "refuse_imported",
    "send_back",
    "settle_archive",
    "split_reports",
    "start_new_version",
    "submit_draft",
    "undo_join",
]
