"""Reading stored files and registers."""

from __future__ import annotations

from sangto.documents.queries.files import content_of, is_intact, missing_or_changed
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

__all__ = [
    "RegisterFilter",
    "content_of",
    "document_for",
    "documents_about",
    "documents_visible_to",
    "filtered",
    "is_intact",
    "issuer_of",
    "missing_or_changed",
    "register_sheet",
    "register_years",
]
