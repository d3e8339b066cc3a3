"""Reading stored files and registers."""

from __future__ import annotations

from sangto.documents.queries.files import content_of, is_intact, missing_or_changed
from sangto.documents.queries.paper import (
    layout_for,
    order_for,
    orders_before,
    template_for,
    templates_of,
)
from sangto.documents.queries.registers import (
    RegisterFilter,
    document_for,
    documents_about,
    documents_visible_to,
    filtered,
    issuer_of,
    register_sheet,
    register_years,
)
from sangto.documents.queries.signing import (
    approvals_of,
    block_of,
    may_approve,
    open_approval,
    signatory_for,
    usual_signature,
    valid_signatories,
    waiting_for,
)
from sangto.documents.queries.stamps import ShownStamp, stamp_of

__all__ = [
    "RegisterFilter",
    "ShownStamp",
    "approvals_of",
    "block_of",
    "content_of",
    "document_for",
    "documents_about",
    "documents_visible_to",
    "filtered",
    "is_intact",
    "issuer_of",
    "layout_for",
    "may_approve",
    "missing_or_changed",
    "open_approval",
    "order_for",
    "orders_before",
    "register_sheet",
    "register_years",
    "signatory_for",
    "stamp_of",
    "template_for",
    "templates_of",
    "usual_signature",
    "valid_signatories",
    "waiting_for",
]
