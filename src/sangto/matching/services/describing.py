"""What a claim said before it was described, said again."""

from __future__ import annotations

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.kernel.actor import Actor
from sangto.kernel.text import clean, folded
from sangto.matching.models import Claim, Indicator
from sangto.matching.permissions import MatchingPermission, authorise
from sangto.matching.services.asking import ask_profile


def take_back_description(*, claim: Claim, title: str, title_en: str, actor: Actor) -> Claim:
    """Category, topic and subject go, and with the category the exact keys that it allowed."""
    title, title_en = clean(title).strip(), clean(title_en).strip()
    with change(actor) as journal:
        authorise(actor, MatchingPermission.CLAIM_DESCRIBE)
        dropped, _ = Indicator.objects.filter(claim=claim).delete()
        claim.title, claim.title_en = title, title_en
        claim.title_folded = folded(f"{title} {title_en}") if title or title_en else ""
        claim.category = claim.topic = ""
        claim.subject_agency = None
        claim.save(
            update_fields=[
                "title",
                "title_en",
                "title_folded",
                "category",
                "topic",
                "subject_agency",
            ]
        )
        ask_profile(claim.pk)
        details = {"title": title, "category": "", "dropped_indicators": dropped}
        journal.record(AuditTag.CLAIM_DESCRIBED, claim, details)
        return claim
