from sangto.audit.services.journal import Journal, UnrecordedChange, before_the_end, change
from sangto.audit.services.sealing import seal_pending

__all__ = ["Journal", "UnrecordedChange", "before_the_end", "change", "seal_pending"]
