"""What a person keeps in the inbox."""

from __future__ import annotations

from sangto.cases.models import BulkDecision, SavedFilter
from sangto.kernel.actor import Actor


def saved_filters(actor: Actor) -> list[SavedFilter]:
    """The person's own, in their order."""
    return list(SavedFilter.objects.filter(user_id=actor.user_id or 0).order_by("position", "pk"))


def bulk_decision_of(actor: Actor, number: int) -> BulkDecision | None:
    """A decision for many claims; only who took it sees it."""
    return BulkDecision.objects.filter(pk=number, user_id=actor.user_id or 0).first()
