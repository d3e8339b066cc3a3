"""References of what this room gives out."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.utils import timezone

from sangto.handling.models import FeedbackAnswer, Measure, PressQuestion
from sangto.kernel.references import unused_reference

_PREFIXES: dict[type[Measure] | type[PressQuestion] | type[FeedbackAnswer], str] = {
    Measure: "BP",
    PressQuestion: "BC",
    FeedbackAnswer: "TL",
}


def free_reference(
    model: type[Measure] | type[PressQuestion] | type[FeedbackAnswer], now: datetime
) -> str:
    """Such as ``BP-26-K7Q4M3``, which no row of the model has."""
    return unused_reference(
        _PREFIXES[model],
        timezone.localdate(now).year,
        secrets.token_bytes,
        lambda reference: model._default_manager.filter(reference=reference).exists(),
    )
