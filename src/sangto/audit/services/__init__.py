from sangto.audit.services.journal import (
    Journal,
    UnrecordedChange,
    before_the_end,
    change,
    gathered,
)
from sangto.audit.services.sealing import seal_pending

__all__ = ["Journal", "UnrecordedChange", "before_the_end", "change", "gathered", "seal_pending"]
