"""Claims joined, where a verdict may stand on one of them."""

from __future__ import annotations

from sangto.audit.services import change
from sangto.cases.services import merge
from sangto.kernel.actor import Actor
from sangto.kernel.errors import insist
from sangto.matching.models import Claim
from sangto.matching.permissions import MatchingPermission, authorise
from sangto.matching.services import hold_links
from sangto.verdicts.domain.version import VersionStatus, joining_refusal
from sangto.verdicts.models import Verdict


def join_claims(*, claim: Claim, into: Claim, actor: Actor) -> Claim:
    """``claim`` goes up in ``into``. Refused while a verdict, own or imported, stands on
    ``claim``: it would silently stop answering. Cases are asked by their own room.
    """
    with change(actor):
        authorise(actor, MatchingPermission.CLAIM_MERGE)
        hold_links()
        verdicts = Verdict.objects.filter(claim=claim).exclude(
            versions__status=VersionStatus.WITHDRAWN.value
        )
        insist(joining_refusal(has_verdict=verdicts.exists()))
        return merge(claim=claim, into=into, actor=actor)
