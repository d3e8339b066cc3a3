"""What is public of a claim: the verdict about it, and the wordings that anybody may see."""

from __future__ import annotations

from dataclasses import dataclass

from sangto.matching.models import ClaimWording
from sangto.verdicts.queries.published import PublishedLine, current_versions, line_of

_MOST = 20


@dataclass(frozen=True, slots=True)
class PublishedClaim:
    line: PublishedLine
    wordings: tuple[tuple[str, str], ...]


def published_claim(reference: str, *, language: str = "vi") -> PublishedClaim | None:
    """None for a claim without a current verdict, and for one that does not exist. Two queries.

    ``wordings`` are pairs of language and text, written by officers (SCOPE.md 3).
    """
    version = (
        current_versions()
        .filter(verdict__claim__reference=reference)
        .order_by("-published_at", "-id")
        .first()
    )
    if version is None:
        return None
    wordings = ClaimWording.objects.filter(claim=version.verdict.claim_id).order_by("pk")
    return PublishedClaim(
        line=line_of(version, language=language),
        wordings=tuple(wordings.values_list("language", "text")[:_MOST]),
    )
