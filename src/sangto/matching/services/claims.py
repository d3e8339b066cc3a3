"""Claims: opened, described, emptied, merged."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.utils import timezone

from sangto.audit.services import Journal, change
from sangto.audit.tags import AuditTag
from sangto.kernel.actor import Actor
from sangto.kernel.categories import RULES, Category, topic_refusal
from sangto.kernel.errors import insist
from sangto.kernel.references import new_reference
from sangto.kernel.text import clean, folded
from sangto.matching.domain.claims import same_claim_refusal, title_refusal
from sangto.matching.domain.kinds import values
from sangto.matching.models import Claim, ClaimWording, IndexEntry, Indicator, ReportLink
from sangto.matching.permissions import MatchingPermission, authorise
from sangto.matching.services.holding import hold_links
from sangto.organisations.models import Agency, Network

#: What a claim says by itself.
_SAID = ["title", "title_en", "title_folded", "category", "topic", "subject_agency"]


def free_reference(now: datetime) -> str:
    """A reference such as ``ND-26-K7Q4M3`` that no claim has."""
    year = timezone.localdate(now).year
    while True:
        reference = new_reference("ND", year, secrets.token_bytes)
        if not Claim.objects.filter(reference=reference).exists():
            return reference


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


def empty_claim(*, claim: Claim, actor: Actor) -> Claim:
    """Delete all that a claim says: titles, wordings, indicators, entries of the index.

    For what turned out to be out of scope (SCOPE.md 4); the claim and its links stay as numbers,
    and its category becomes ``out_of_scope``.
    """
    with change(actor) as journal:
        authorise(actor, MatchingPermission.CLAIM_DESCRIBE)
        Indicator.objects.filter(claim=claim).delete()
        ClaimWording.objects.filter(claim=claim).delete()
        IndexEntry.objects.filter(claim=claim).delete()
        claim.title = claim.title_en = claim.title_folded = claim.topic = ""
        claim.category = Category.OUT_OF_SCOPE.value
        claim.subject_agency = None
        claim.save(update_fields=_SAID)
        journal.record(AuditTag.CLAIM_EMPTIED, claim)
        return claim


def merge_claims(*, claim: Claim, into: Claim, actor: Actor) -> Claim:
    """Move everything of ``claim`` to ``into``; ``claim`` stays as a pointer to it.

    Indicators that the other claim's category may not keep are deleted. Whoever calls asks first
    whether a case or verdict stands on ``claim``: this room does not know of them.
    """
    with change(actor) as journal:
        authorise(actor, MatchingPermission.CLAIM_MERGE)
        hold_links()
        claim, into = Claim.objects.get(pk=claim.pk), Claim.objects.get(pk=into.pk)
        insist(
            same_claim_refusal(
                same=claim.pk == into.pk,
                merged=into.merged_into_id is not None or claim.merged_into_id is not None,
                same_network=claim.network_id == into.network_id,
            )
        )
        ReportLink.objects.filter(claim=claim).update(claim=into)
        ClaimWording.objects.filter(claim=claim).update(claim=into)
        IndexEntry.objects.filter(claim=claim).update(claim=into)
        _merge_indicators(claim, into)
        Claim.objects.filter(merged_into=claim).update(merged_into=into)
        claim.merged_into = into
        claim.save(update_fields=["merged_into"])
        journal.record(AuditTag.CLAIM_MERGED, claim, {"into": into.pk})
        return into


def _merge_indicators(claim: Claim, into: Claim) -> None:
    allowed = values(RULES[Category(into.category)].indicators) if into.category else []
    held = set(Indicator.objects.filter(claim=into).values_list("kind", "value"))
    for indicator in Indicator.objects.filter(claim=claim):
        if indicator.kind in allowed and (indicator.kind, indicator.value) not in held:
            indicator.claim, indicator.category = into, into.category
            indicator.save(update_fields=["claim", "category"])
        else:
            indicator.delete()
