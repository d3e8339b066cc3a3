"""The main question: somebody pasted a message; what do we know about it?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext, override

from sangto.documents.domain.look import Look
from sangto.kernel.categories import Rating
from sangto.kernel.text import clean
from sangto.matching.domain.kinds import Decision, LinkMethod
from sangto.matching.domain.reasons import Reason
from sangto.matching.models import Claim
from sangto.matching.queries import ClaimMatch, FoundIndicator, find_claims
from sangto.verdicts.domain.ratings import REASSURING
from sangto.verdicts.domain.version import VersionStatus
from sangto.verdicts.models import VerdictVersion
from sangto.verdicts.queries.published import (
    PublishedLine,
    SourceView,
    current_versions,
    line_of,
    released_versions,
    sources_of,
    steps_of,
)

#: Claims looked at: many of the nearest ones may have no verdict yet and stay unshown.
CANDIDATES = 25
SHOWN = 5
_NUMBER_METHODS = frozenset({LinkMethod.PHONE, LinkMethod.ACCOUNT, LinkMethod.WALLET})


class CheckOutcome(StrEnum):
    ANSWER = "answer"
    SUGGEST = "suggest"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class CheckMatch:
    """A known claim with its verdict. Only ``answers`` may be said without a question mark.

    ``why`` holds the reasons of ``match`` in the reader's language.
    """

    match: ClaimMatch
    verdict: PublishedLine
    why: tuple[str, ...]
    answers: bool
    imported: bool
    version: VerdictVersion = field(repr=False)

    def to_json(self) -> dict[str, Any]:
        return {
            "claim": self.verdict.claim_reference,
            "verdict": self.verdict.to_json(),
            "score": self.match.score,
            "spans": [list(span) for span in self.match.spans],
            "why": list(self.why),
        }


@dataclass(frozen=True, slots=True)
class CheckAnswer:
    """``matches`` are best first; with ``answer`` the first one is the answer."""

    outcome: CheckOutcome
    matches: tuple[CheckMatch, ...]
    indicators: tuple[FoundIndicator, ...]
    language: str

    @property
    def answer(self) -> CheckMatch | None:
        return self.matches[0] if self.outcome is CheckOutcome.ANSWER else None

    def to_json(self) -> dict[str, Any]:
        """The public form of the command line and the API; its keys are a promise."""
        return {
            "outcome": self.outcome.value,
            "matches": [match.to_json() for match in self.matches],
            "indicators": [
                indicator.to_json() | {"signals": list(_told(indicator.signals, self.language))}
                for indicator in self.indicators
            ],
        }


def check_message(
    text: str,
    *,
    language: str = "vi",
    today: date | None = None,
    looks: Sequence[Look] = (),
) -> CheckAnswer:
    """Only an own, published verdict that still holds answers, and only when it is the only one.

    Two different verdicts that both fit are a question to the reader, and so is one that has
    expired or was imported (SCOPE.md 5), and a reassuring one for a text that was changed. A
    phone, account or wallet leads to a verdict of “scam” only (SCOPE.md 7). A claim without a
    verdict that may be shown is not mentioned at all. ``looks`` are of a picture that came with the
    text; they only suggest. One query more than the look-up itself,
    whatever is found; nothing is stored.
    """
    day = today or timezone.localdate()
    findings = find_claims(clean(text), limit=CANDIDATES, looks=looks)
    verdicts = _verdicts_of({match.claim.pk: match.claim for match in findings.matches})
    matches: list[CheckMatch] = []
    for match in findings.matches:
        version = verdicts.get(match.claim.pk)
        if version is None or not _may_lead_to(match, Rating(version.rating)):
            continue
        line = line_of(version, language=language, today=day)
        imported = version.status == VersionStatus.RELEASED.value
        matches.append(
            CheckMatch(
                match=match,
                verdict=line,
                why=_told(match.why, language),
                answers=_may_answer(match, line, imported=imported),
                imported=imported,
                version=version,
            )
        )
    return CheckAnswer(
        outcome=_outcome(matches),
        matches=tuple(sorted(matches, key=lambda found: not found.answers)[:SHOWN]),
        indicators=tuple(findings.indicators),
        language=language,
    )


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """What an answer shows of its verdict; the rest stands on the verdict's own page."""

    line: PublishedLine
    what_to_do: tuple[str, ...]
    sources: tuple[SourceView, ...]


def answer_page(match: CheckMatch, *, language: str) -> AnswerPage:
    """One query."""
    return AnswerPage(
        line=match.verdict,
        what_to_do=steps_of(match.version, language),
        sources=sources_of(match.version, language),
    )


def _may_lead_to(match: ClaimMatch, rating: Rating) -> bool:
    return match.method not in _NUMBER_METHODS or rating is Rating.SCAM


def _may_answer(match: ClaimMatch, line: PublishedLine, *, imported: bool) -> bool:
    return (
        match.decision is Decision.ANSWER
        and not imported
        and not line.expired
        and (match.unchanged or line.rating not in REASSURING)
    )


def _outcome(matches: list[CheckMatch]) -> CheckOutcome:
    if not matches:
        return CheckOutcome.UNKNOWN
    sure = [found for found in matches if found.match.decision is Decision.ANSWER]
    if len(sure) == 1 and sure[0].answers:
        return CheckOutcome.ANSWER
    return CheckOutcome.SUGGEST


def _told(reasons: Sequence[Reason], language: str) -> tuple[str, ...]:
    """The reasons as sentences of that language."""
    with override(language):
        return tuple(
            gettext(reason.message) % dict(reason.params)
            if reason.params
            else gettext(reason.message)
            for reason in reasons
        )


def _verdicts_of(claims: Mapping[int, Claim]) -> dict[int, VerdictVersion]:
    """The verdict of each claim: our own one where there is one, else a released import."""
    both = released_versions() | current_versions()
    versions = list(both.filter(verdict__claim__in=list(claims)).select_related("verdict"))
    for version in versions:
        version.verdict.claim = claims[version.verdict.claim_id]
    return {
        version.verdict.claim_id: version
        for version in sorted(versions, key=lambda one: one.status != VersionStatus.RELEASED.value)
    }
