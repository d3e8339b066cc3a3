"""What the desk's search reads of claims: officers' words, and exact keys (SCOPE.md 3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from sangto.kernel.categories import Category, IndicatorKind
from sangto.kernel.text import clean, folded
from sangto.matching.domain.kinds import FRAUD_FAMILY
from sangto.matching.domain.reading import read_text
from sangto.matching.index.titles import ids_with_words
from sangto.matching.models import Claim, Indicator
from sangto.matching.queries.evidence import (
    MOST_KEYS,
    NUMBER_DAYS,
    domain_keys,
    often_reported,
)

SEARCH_LENGTH = 200
MOST_WORDS = 12

NUMBER_KINDS = frozenset({IndicatorKind.PHONE, IndicatorKind.ACCOUNT, IndicatorKind.WALLET})
_FAMILY = sorted(category.value for category in FRAUD_FAMILY)


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A claim that keeps exactly this domain, link or number. Whether a number may lead anybody
    there depends on the claim's verdict, which is for the room of verdicts to ask."""

    claim_id: int
    kind: IndicatorKind
    value: str

    @property
    def is_number(self) -> bool:
        return self.kind in NUMBER_KINDS


def search_words(text: str) -> tuple[str, ...]:
    """Folded; the last one is a beginning."""
    return tuple(folded(clean(text[:SEARCH_LENGTH])).split()[:MOST_WORDS])


def claims_saying(text: str) -> QuerySet[Claim]:
    """Claims whose titles or published verdict hold all these words, in any order, accents and
    case ignored; never what a report says. Newest first."""
    words = search_words(text)
    if not words:
        return Claim.objects.none()
    return Claim.objects.filter(pk__in=ids_with_words(connection, words)).order_by("-pk")


def claims_keeping(text: str, *, now: datetime | None = None) -> list[KnownKey]:
    """Claims of the fraud family that keep a domain, link or number which stands in the text, in
    any writing. Numbers only while they are fresh and at least two people reported the claim
    (SCOPE.md 7). Two queries at most."""
    reading = read_text(text[:SEARCH_LENGTH])
    links = reading.all_links
    keys = Q(
        kind=IndicatorKind.LINK.value,
        value__in=[link.address for link in links],
        category__in=_FAMILY,
    ) | Q(
        kind=IndicatorKind.DOMAIN.value,
        value__in=[domain for link in links for domain in domain_keys(link)],
        category__in=_FAMILY,
    )
    fresh = Q(added_at__gte=(now or timezone.now()) - timedelta(days=NUMBER_DAYS))
    for kind in sorted(NUMBER_KINDS):
        values = [number.value for number in reading.numbers if number.kind == kind]
        keys |= Q(kind=kind.value, value__in=values, category=Category.FRAUD.value) & fresh
    if not links and not reading.numbers:
        return []
    found = [
        KnownKey(one.claim_id, IndicatorKind(one.kind), one.value)
        for one in Indicator.objects.filter(keys).order_by("-claim", "kind", "value")[:MOST_KEYS]
    ]
    numbered = often_reported({one.claim_id for one in found if one.is_number})
    return [one for one in found if not one.is_number or one.claim_id in numbered]
