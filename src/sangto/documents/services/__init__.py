from __future__ import annotations

from sangto.documents.services.files import (
    add_file,
    delete_file,
    discard_file,
    keeping,
    store_file,
    sweep_orphans,
)
from sangto.documents.services.registers import (
    LetterFile,
    add_signed_copy,
    cancel_number,
    issue_document,
    issue_reserved,
    register_incoming,
    reserve_number,
)

__all__ = [
    "LetterFile",
    "add_file",
    "add_signed_copy",
    "cancel_number",
    "delete_file",
    "discard_file",
    "issue_document",
    "issue_reserved",
    "keeping",
    "register_incoming",
    "reserve_number",
    "store_file",
    "sweep_orphans",
]
