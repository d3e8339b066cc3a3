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
    begin_correction,
    draft_verdict,
    edit_draft,
    start_new_version,
    submit_draft,
)
from sangto.verdicts.services.feeds import (
    PULL,
    add_feed,
    pull_now,
    queue_due_feeds,
    recall_expired,
    remove_feed,
)
from sangto.verdicts.services.forgetting import delete_drafts_of_forgotten
from sangto.verdicts.services.imported import (
    classify_imported,
    hold_imported,
    recall_imported,
    refuse_imported,
    renew_imported,
)
from sangto.verdicts.services.joining import join_claims, split_reports, undo_join
from sangto.verdicts.services.personal import redact_published, settle_personal
from sangto.verdicts.services.pulling import Pulled, pull_feed
from sangto.verdicts.services.reviewing import check_source, count_misfits, let_stay
from sangto.verdicts.services.signing import approve_and_publish, send_back
from sangto.verdicts.services.withdrawing import RETRACT, retract, withdraw_verdict

__all__ = [
    "ANNOUNCE",
    "PULL",
    "RETRACT",
    "Pulled",
    "add_evidence",
    "add_feed",
    "announce",
    "announce_key",
    "answer_joined_report",
    "approve_and_publish",
    "begin_correction",
    "check_source",
    "classify_imported",
    "count_misfits",
    "delete_drafts_of_forgotten",
    "draft_verdict",
    "edit_draft",
    "hold_imported",
    "join_claims",
    "let_stay",
    "pull_feed",
    "pull_now",
    "queue_due_feeds",
    "queue_waiting_announcements",
    "recall_expired",
    "recall_imported",
    "redact_published",
    "refuse_imported",
    "remove_feed",
    "renew_imported",
    "retract",
    "send_back",
    "settle_archive",
    "settle_personal",
    "split_reports",
    "start_new_version",
    "submit_draft",
    "undo_join",
    "withdraw_verdict",
]
