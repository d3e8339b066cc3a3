"""A row of an archive on its way in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sangto.intake.domain.submission import Submission


@dataclass(frozen=True, slots=True)
class ArchiveRow:
    """``key`` is the same whenever the same row comes; ``said`` is what the archive says about it
    for later rooms (category, title, an imported verdict), kept until they have taken it over."""

    key: str = field(repr=False)
    submission: Submission
    received_at: datetime
    said: Mapping[str, str] = field(default_factory=dict, repr=False)
