"""References of cases."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.utils import timezone

from sangto.cases.models import Case
from sangto.kernel.references import unused_reference


def free_reference(now: datetime) -> str:
    """A reference such as ``VV-26-K7Q4M3`` that no case has."""
    year = timezone.localdate(now).year
    return unused_reference(
        "VV",
        year,
        secrets.token_bytes,
        lambda reference: Case.objects.filter(reference=reference).exists(),
    )
