from __future__ import annotations

from sangto.documents.models.paper import DocumentTemplate, NetworkLayout, PaperOrder
from sangto.documents.models.register import DocumentRegister, OfficialDocument
from sangto.documents.models.signing import DocumentApproval, Signatory
from sangto.documents.models.stored_file import StoredFile
from sangto.documents.models.time_stamp import TimeStamp

__all__ = [
    "DocumentApproval",
    "DocumentRegister",
    "DocumentTemplate",
    "NetworkLayout",
    "OfficialDocument",
    "PaperOrder",
    "Signatory",
    "StoredFile",
    "TimeStamp",
]
