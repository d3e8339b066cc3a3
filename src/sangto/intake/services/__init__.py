from __future__ import annotations

from sangto.intake.services.closing import close_and_delete, discard_pictures
from sangto.intake.services.contacts import erase_contacts, reseal_contacts
from sangto.intake.services.disclosing import disclose_report
from sangto.intake.services.progress import forget_addresses, mark_answered, start_review
from sangto.intake.services.submitting import RefusedSubmission, Submitted, submit_report

__all__ = [
    "RefusedSubmission",
    "Submitted",
    "close_and_delete",
    "discard_pictures",
    "disclose_report",
    "erase_contacts",
    "forget_addresses",
    "mark_answered",
    "reseal_contacts",
    "start_review",
    "submit_report",
]
