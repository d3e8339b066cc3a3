"""Whether two claims may become one, with the verdicts on them."""

from __future__ import annotations

from sangto.cases.queries import merge_refusal
from sangto.kernel.errors import Refusal
from sangto.matching.models import Claim
from sangto.verdicts.domain.version import OPEN_STATUSES, VersionStatus, joining_refusal
from sangto.verdicts.models import VerdictVersion

#: Drafts end with their case; nobody has read them in public.
_STANDS = sorted(
    status.value for status in set(VersionStatus) - OPEN_STATUSES - {VersionStatus.WITHDRAWN}
)


def verdict_stands_refusal(claim: Claim) -> Refusal | None:
    """A verdict that somebody may have read, own or imported, stays with its claim."""
    standing = VerdictVersion.objects.filter(verdict__claim=claim, status__in=_STANDS)
    return joining_refusal(has_verdict=standing.exists())


def join_refusal(claim: Claim, into: Claim) -> Refusal | None:
    """What refuses that ``claim`` goes up in ``into``, before anybody tries."""
    return verdict_stands_refusal(claim) or merge_refusal(claim, into)
