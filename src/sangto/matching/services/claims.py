"""Claims: opened, described, emptied."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from sangto.audit.services import Journal, change
from sangto.audit.tags import AuditTag
from sangto.kernel.actor import Actor
from sangto.kernel.categories import RULES, Category, topic_refusal
from sangto.kernel.errors import insist
from sangto.kernel.references import unused_reference
from sangto.kernel.text import clean, folded
from sangto.matching.domain.claims import title_refusal
from sangto.matching.domain.kinds import values
from sangto.matching.index import match_index
from sangto.matching.models import Claim, ClaimWording, IndexEntry, Indicator
from sangto.matching.permissions import MatchingPermission, authorise
from sangto.matching.services.asking import ask_profile
from sangto.organisations.models import Agency, Network

#: What a claim says by itself.
_SAID = ["title", "title_en", "title_folded", "category", "topic", "subject_agency"]
_SAID_AT_ALL = [*_SAID, "verdict_folded"]


def free_reference(now: datetime) -> str:
    """A reference such as ``ND-26-K7Q4M3`` that no claim has."""
    year = timezone.localdate(now).year
    return unused_reference(
        "ND",
        year,
        secrets.token_bytes,
        lambda reference: Claim.objects.filter(reference=reference).exists(),
    )


def open_claim(*, network: Network, actor: Actor, now: datetime | None = None) -> Claim:
    """An untitled claim without category, for a report or an imported record."""
    now = now or timezone.now()
    with change(actor) as journal:
        authorise(actor, MatchingPermission.REPORT_MATCH)
        return new_claim(journal, network=network, now=now)


def new_claim(journal: Journal, *, network: Network, now: datetime) -> Claim:
    claim = Claim.objects.create(reference=free_reference(now), network=network, created_at=now)
    journal.record(AuditTag.CLAIM_OPENED, claim)
    return claim


def describe_claim(
    *,
    claim: Claim,
    title: str,
    title_en: str,
    category: Category | str,
    topic: str,
    subject_agency: Agency | None,
    actor: Actor,
) -> Claim:
    """Give a claim its title, category, topic and subject.

    Indicators that the new category may not keep are deleted in the same transaction (SCOPE.md 2).
    """
    title, title_en = clean(title).strip(), clean(title_en).strip()
    category = Category(category)
    with change(actor) as journal:
        authorise(actor, MatchingPermission.CLAIM_DESCRIBE)
        insist(title_refusal(title, title_en))
        insist(topic_refusal(category, topic))
        dropped = _fit_indicators(claim, category)
        claim.title, claim.title_en = title, title_en
        claim.title_folded = folded(f"{title} {title_en}")
        claim.category, claim.topic = category.value, topic
        claim.subject_agency = subject_agency
        claim.save(update_fields=_SAID)
        ask_profile(claim.pk)
        journal.record(
            AuditTag.CLAIM_DESCRIBED,
            claim,
            {
                "title": title,
                "category": category.value,
                "topic": topic,
                "subject_agency": subject_agency.pk if subject_agency is not None else None,
                "dropped_indicators": dropped,
            },
        )
        return claim


def _fit_indicators(claim: Claim, category: Category) -> int:
    allowed = values(RULES[category].indicators)
    dropped, _ = Indicator.objects.filter(claim=claim).exclude(kind__in=allowed).delete()
    Indicator.objects.filter(claim=claim).update(category=category.value)
    return dropped


def empty_claim(
    *, claim: Claim, actor: Actor, category: Category | None = Category.OUT_OF_SCOPE
) -> Claim:
    """Delete all that a claim says: titles, wordings, indicators, entries of the index.

    For what turned out to be out of scope (SCOPE.md 4), and with no category for what its senders
    took back; the claim and its links stay as numbers.
    """
    with change(actor) as journal:
        authorise(actor, MatchingPermission.CLAIM_DESCRIBE)
        Indicator.objects.filter(claim=claim).delete()
        ClaimWording.objects.filter(claim=claim).delete()
        match_index().forget(IndexEntry.objects.filter(claim=claim))
        claim.title = claim.title_en = claim.title_folded = claim.topic = ""
        claim.verdict_folded = ""
        claim.category = category.value if category is not None else ""
        claim.subject_agency = None
        claim.save(update_fields=_SAID_AT_ALL)
        ask_profile(claim.pk)
        journal.record(AuditTag.CLAIM_EMPTIED, claim)
        return claim


def keep_verdict_words(*, claim: Claim, texts: Iterable[str]) -> None:
    """What the desk's search finds the claim's published verdict by: its titles and summaries.

    For the room of verdicts, inside the change that publishes.
    """
    said = folded(" ".join(texts))
    Claim.objects.filter(pk=claim.pk).update(verdict_folded=said)
