"""Exact keys of a claim."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.kernel.actor import Actor
from sangto.kernel.categories import RULES, Category, IndicatorKind
from sangto.kernel.errors import Refusal, Refused
from sangto.kernel.text import clean
from sangto.matching.domain.claims import read_indicator
from sangto.matching.domain.kinds import values
from sangto.matching.models import Claim, Indicator
from sangto.matching.permissions import MatchingPermission, authorise
from sangto.matching.queries import protected_domains
from sangto.matching.services.asking import ask_refresh, ask_suggestions


def add_indicator(
    *,
    claim: Claim,
    kind: IndicatorKind | str,
    value: str,
    actor: Actor,
    now: datetime | None = None,
) -> Indicator:
    """Keep a domain, link, phone, account or wallet in its canonical form.

    Adding it again renews its date, from which the 90 days of a number run (SCOPE.md 7).
    """
    now = now or timezone.now()
    with change(actor) as journal:
        authorise(actor, MatchingPermission.CLAIM_DESCRIBE)
        key = read_indicator(claim.category, IndicatorKind(kind), clean(value), protected_domains())
        if isinstance(key, Refusal):
            raise Refused(key)
        indicator, _ = Indicator.objects.update_or_create(
            claim=claim,
            kind=key.kind.value,
            value=key.value,
            defaults={"category": claim.category, "added_at": now},
        )
        journal.record(
            AuditTag.CLAIM_INDICATOR_ADDED, claim, {"indicator": indicator.pk, "kind": key.kind}
        )
        ask_refresh(claim.pk)
        ask_suggestions(claim.pk)
        return indicator


def remove_indicator(*, indicator: Indicator, actor: Actor) -> None:
    with change(actor) as journal:
        authorise(actor, MatchingPermission.CLAIM_DESCRIBE)
        details = {"indicator": indicator.pk, "kind": indicator.kind}
        journal.record(AuditTag.CLAIM_INDICATOR_REMOVED, indicator.claim, details)
        ask_refresh(indicator.claim_id)
        ask_suggestions(indicator.claim_id)
        indicator.delete()


def drop_indicators(*, claim: Claim, actor: Actor) -> int:
    """Delete what the claim's category may not keep; how many there were."""
    with change(actor) as journal:
        authorise(actor, MatchingPermission.CLAIM_DESCRIBE)
        allowed = values(RULES[Category(claim.category)].indicators) if claim.category else []
        dropped, _ = Indicator.objects.filter(claim=claim).exclude(kind__in=allowed).delete()
        if dropped:
            journal.record(AuditTag.CLAIM_INDICATOR_REMOVED, claim, {"number": dropped})
        else:
            journal.nothing_changed()
        return dropped
