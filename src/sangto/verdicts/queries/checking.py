"""The main question: somebody pasted a message; what do we know about it?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils import timezone

from sangto.kernel.text import clean
from sangto.matching.domain.kinds import Decision
from sangto.matching.queries import ClaimMatch, FoundIndicator, find_claims
from sangto.verdicts.domain.version import VersionStatus
from sangto.verdicts.models import VerdictVersion
from sangto.verdicts.queries.published import PublishedLine, current_versions, line_of

#: Claims looked at: many of the nearest ones may have no verdict yet and stay unshown.
CANDIDATES = 25
SHOWN = 5


class CheckOutcome(StrEnum):
    ANSWER = "answer"
    SUGGEST = "suggest"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class CheckMatch:
    """A known claim with its verdict. Only ``answers`` may be said without a question mark."""

    match: ClaimMatch
    verdict: PublishedLine
    answers: bool
    imported: bool

    def to_json(self) -> dict[str, Any]:
        return {
            "claim": self.verdict.claim_reference,
            "verdict": self.verdict.to_json(),
            "score": round(self.match.score, 4),
            "spans": [list(span) for span in self.match.spans],
            "why": list(self.match.why),
        }


@dataclass(frozen=True, slots=True)
class CheckAnswer:
    """``matches`` are best first; with ``answer`` the first one is the answer."""

    outcome: CheckOutcome
    matches: tuple[CheckMatch, ...]
    indicators: tuple[FoundIndicator, ...]

    @property
    def answer(self) -> CheckMatch | None:
        return self.matches[0] if self.outcome is CheckOutcome.ANSWER else None

    def to_json(self) -> dict[str, Any]:
        """The public form of the command line and the API; its keys are a promise."""
        return {
            "outcome": self.outcome.value,
            "matches": [match.to_json() for match in self.matches],
            "indicators": [indicator.to_json() for indicator in self.indicators],
        }


def check_message(text: str, *, language: str = "vi", today: date | None = None) -> CheckAnswer:
    """Only an own, published verdict that still holds answers, and only when it is the only one.

    Two different verdicts that both fit are a question to the reader, and so is one that has
    expired or was imported (SCOPE.md 5). A claim without a verdict that may be shown is not
    mentioned at all. The same number of queries whatever is found; nothing is stored.
    """
    day = today or timezone.localdate()
    findings = find_claims(clean(text), limit=CANDIDATES)
    verdicts = _verdicts_of([match.claim.pk for match in findings.matches])
    matches: list[CheckMatch] = []
    for match in findings.matches:
        version = verdicts.get(match.claim.pk)
        if version is None:
            continue
        line = line_of(version, language=language, today=day)
        imported = version.status == VersionStatus.RELEASED.value
        matches.append(
            CheckMatch(
                match=match,
                verdict=line,
                answers=match.decision is Decision.ANSWER and not imported and not line.expired,
                imported=imported,
            )
        )
    return CheckAnswer(
        outcome=_outcome(matches),
        matches=tuple(sorted(matches, key=lambda found: not found.answers)[:SHOWN]),
        indicators=tuple(findings.indicators),
    )


def _outcome(matches: list[CheckMatch]) -> CheckOutcome:
    if not matches:
        return CheckOutcome.UNKNOWN
    sure = [found for found in matches if found.match.decision is Decision.ANSWER]
    if len(sure) == 1 and sure[0].answers:
        return CheckOutcome.ANSWER
    return CheckOutcome.SUGGEST


def _verdicts_of(claims: list[int]) -> dict[int, VerdictVersion]:
    """The verdict of each claim: our own one where there is one, else a released import."""
    released = (
        VerdictVersion.objects.filter(status=VersionStatus.RELEASED.value)
        .filter(verdict__claim__in=claims)
        .select_related("verdict__claim")
    )
    found = {version.verdict.claim_id: version for version in released}
    for version in current_versions().filter(verdict__claim__in=claims):
        found[version.verdict.claim_id] = version
    return found
