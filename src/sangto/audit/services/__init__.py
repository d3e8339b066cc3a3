from sangto.audit.services.journal import Journal, UnrecordedChange, change
from sangto.audit.services.sealing import seal_pending

__all__ = ["Journal", "UnrecordedChange", "change", "seal_pending"]
