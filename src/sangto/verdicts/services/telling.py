"""What outgoing webhooks hear of a verdict: that it changed, and where it can be read."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from sangto.audit.services import Journal
from sangto.kernel.categories import Rating
from sangto.notices.domain.webhooks import WebhookEvent
from sangto.notices.services import tell_webhooks
from sangto.verdicts.models import VerdictVersion
from sangto.verdicts.queries.deliveries import webhook_subject
from sangto.verdicts.wording import page_address, rating_word


def tell_of(
    version: VerdictVersion, event: WebhookEvent, *, journal: Journal, at: datetime
) -> None:
    """Inside a change. No text of the verdict goes along: it is read at its address, where what
    was masked or taken back since is not shown."""
    verdict = version.verdict
    rating = Rating(version.rating)
    tell_webhooks(
        network=verdict.claim.network,
        event=event,
        key=f"{event.value}:{verdict.reference}:{version.number}",
        subject=webhook_subject(version.pk),
        data={
            "reference": verdict.reference,
            "version": version.number,
            "category": version.category,
            "rating": rating.value,
            "rating_word": rating_word(rating, "vi"),
            "url": page_address(verdict.reference),
            "at": timezone.localtime(at).isoformat(timespec="seconds"),
        },
        journal=journal,
        now=at,
    )
