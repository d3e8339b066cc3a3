"""What may be done with periodic reports and training."""

from __future__ import annotations

from enum import StrEnum


class PeriodicPermission(StrEnum):
    VIEW = "reporting:periodic:view"
    WRITE = "reporting:periodic:write"
    COMMENT = "reporting:periodic:comment"
    APPROVE = "reporting:periodic:approve"
    OPEN = "reporting:periodic:open"
    CONSOLIDATE = "reporting:periodic:consolidate"
    REMIND = "reporting:periodic:remind"
    TRAINING_VIEW = "reporting:training:view"
    TRAINING_WRITE = "reporting:training:write"
