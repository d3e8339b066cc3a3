from __future__ import annotations

from sangto.intake.services.closing import close_and_delete, discard_pictures
from sangto.intake.services.contacts import erase_contacts, reseal_contacts
from sangto.intake.services.disclosing import disclose_report
from sangto.intake.services.drafts import (
    add_draft_pictures,
    begin_draft,
    discard_draft,
    erase_drafts,
    remove_draft_picture,
    save_draft,
    send_draft,
)
from sangto.intake.services.importing import SETTLE_TASK, Imported, import_reports, mark_settled
from sangto.intake.services.own_complaints import disclose_own_report
from sangto.intake.services.picture_checks import (
    CHECK_TASK,
    begin_picture_check,
    discard_picture_check,
    erase_picture_checks,
    read_pending,
)
from sangto.intake.services.progress import forget_addresses, mark_answered, start_review
from sangto.intake.services.reading import (
    READ_TASK,
    read_again,
    read_pictures,
    rebuild_picture_bands,
)
from sangto.intake.services.receipt_holders import (
    WITHDRAWN_TASK,
    add_to_report,
    change_contact,
    remove_contact,
    reopen_report,
    withdraw_report,
)
from sangto.intake.services.submitting import RefusedSubmission, Submitted, submit_report

__all__ = [
    "CHECK_TASK",
    "READ_TASK",
    "SETTLE_TASK",
    "WITHDRAWN_TASK",
    "Imported",
    "RefusedSubmission",
    "Submitted",
    "add_draft_pictures",
    "add_to_report",
    "begin_draft",
    "begin_picture_check",
    "change_contact",
    "close_and_delete",
    "discard_draft",
    "discard_picture_check",
    "discard_pictures",
    "disclose_own_report",
    "disclose_report",
    "erase_contacts",
    "erase_drafts",
    "erase_picture_checks",
    "forget_addresses",
    "import_reports",
    "mark_answered",
    "mark_settled",
    "read_again",
    "read_pending",
    "read_pictures",
    "rebuild_picture_bands",
    "remove_contact",
    "remove_draft_picture",
    "reopen_report",
    "reseal_contacts",
    "save_draft",
    "send_draft",
    "start_review",
    "submit_report",
    "withdraw_report",
]
