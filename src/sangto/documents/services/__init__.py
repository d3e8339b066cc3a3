from __future__ import annotations

from sangto.documents.services.files import (
    add_file,
    delete_file,
    discard_file,
    keeping,
    store_file,
    sweep_orphans,
)
from sangto.documents.services.making import FILES_TASK, files_task, make_files
from sangto.documents.services.paper import (
    PAPER_TASK,
    change_layout,
    forget_papers,
    order_paper,
    paper_task,
    remove_template,
    store_template,
)
from sangto.documents.services.registers import (
    LetterFile,
    add_signed_copy,
    cancel_number,
    issue_document,
    issue_reserved,
    link_document,
    register_incoming,
    reserve_number,
)
from sangto.documents.services.signing import (
    approve_document,
    ask_approval,
    end_signatory,
    name_signatory,
    return_document,
    withdraw_approval,
)
from sangto.documents.services.stamp_asking import STAMP_TASK
from sangto.documents.services.stamping import stamp_task

__all__ = [
    "FILES_TASK",
    "PAPER_TASK",
    "STAMP_TASK",
    "LetterFile",
    "add_file",
    "add_signed_copy",
    "approve_document",
    "ask_approval",
    "cancel_number",
    "change_layout",
    "delete_file",
    "discard_file",
    "end_signatory",
    "files_task",
    "forget_papers",
    "issue_document",
    "issue_reserved",
    "keeping",
    "link_document",
    "make_files",
    "name_signatory",
    "order_paper",
    "paper_task",
    "register_incoming",
    "remove_template",
    "reserve_number",
    "return_document",
    "stamp_task",
    "store_file",
    "store_template",
    "sweep_orphans",
    "withdraw_approval",
]
