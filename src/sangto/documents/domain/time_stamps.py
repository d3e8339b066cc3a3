"""What a time stamp says, and whether it can be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class StampState(StrEnum):
    """``HOLDS``: the signature was verified up to a trusted root. ``UNTRUSTED``: it is about this
    file, but no root is configured to verify it with. ``BROKEN``: it is about another file, is
    damaged, or its signature does not hold."""

    HOLDS = "holds"
    UNTRUSTED = "untrusted"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class StampReading:
    state: StampState
    at: datetime | None = None
    serial: int | None = None
