"""References of verdicts."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.utils import timezone

from sangto.cases.models import Case
from sangto.kernel.references import unused_reference
from sangto.matching.models import Claim
from sangto.verdicts.domain.version import VerdictOrigin
from sangto.verdicts.models import Verdict

PREFIX = "KL"


def new_verdict(*, claim: Claim, case: Case | None, origin: VerdictOrigin, at: datetime) -> Verdict:
    """A verdict without versions under a free reference such as ``KL-26-K7Q4M3``."""
    year = timezone.localdate(at).year
    reference = unused_reference(
        PREFIX,
        year,
        secrets.token_bytes,
        lambda reference: Verdict.objects.filter(reference=reference).exists(),
    )
    return Verdict.objects.create(
        reference=reference, claim=claim, case=case, origin=origin.value, created_at=at
    )
