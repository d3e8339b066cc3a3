"""What officers wrote about a claim, as the claim stage reads it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from sangto.matching.claimstage import ClaimText
from sangto.matching.claimstage.scorer import MOST_WORDINGS
from sangto.matching.encoders import from_bytes
from sangto.matching.models import Claim, ClaimProfile, ClaimWording


def told_text(title: str, wordings: Collection[str]) -> str:
    """What the sentence model reads of a claim: its title and its first wording."""
    return ". ".join([*([title] if title else []), *list(wordings)[:1]])


def claim_texts(claims: Collection[int], *, encoder: str) -> list[ClaimText]:
    """Of those claims that were not joined with another one and that anything was written about.
    Vectors of other sentence models are left out. Three queries."""
    titles = {
        number: ". ".join(title for title in titles if title)
        for number, *titles in Claim.objects.filter(
            pk__in=claims, merged_into__isnull=True
        ).values_list("pk", "title", "title_en")
    }
    wordings: dict[int, list[str]] = defaultdict(list)
    rows = ClaimWording.objects.filter(claim__in=titles).order_by("pk")
    for number, text in rows.values_list("claim", "text"):
        if len(wordings[number]) < MOST_WORDINGS:
            wordings[number].append(text)
    vectors: dict[int, bytes] = {}
    if encoder:
        profiles = ClaimProfile.objects.filter(claim__in=titles, encoder=encoder)
        vectors = {number: bytes(vector) for number, vector in profiles.values_list("pk", "vector")}
    return [
        ClaimText(
            claim_id=number,
            title=title,
            wordings=tuple(wordings[number]),
            vector=from_bytes(vectors[number]) if vectors.get(number) else None,
        )
        for number, title in sorted(titles.items())
        if title or wordings[number]
    ]
