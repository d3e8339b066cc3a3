from __future__ import annotations

from sangto.documents.models.stored_file import StoredFile

__all__ = ["StoredFile"]
