from __future__ import annotations

from sangto.documents.models.register import DocumentRegister, OfficialDocument
from sangto.documents.models.stored_file import StoredFile

__all__ = ["DocumentRegister", "OfficialDocument", "StoredFile"]
