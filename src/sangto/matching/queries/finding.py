"""Which claims a text repeats, and what its links and numbers give away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings

from sangto.documents.domain.look import Look
from sangto.kernel.errors import gettext_noop
from sangto.matching.domain.chances import Chance, Stakes
from sangto.matching.domain.findings import Span, best_by_claim, settled
from sangto.matching.domain.kinds import Decision, LinkMethod
from sangto.matching.domain.reading import Reading, read_text
from sangto.matching.domain.reasons import Reason
from sangto.matching.domain.signals import Protected, link_signals, shown_host
from sangto.matching.models import Claim
from sangto.matching.queries.evidence import evidence_of
from sangto.matching.queries.novelties import novelties
from sangto.matching.queries.pictures import evidence_of_pictures
from sangto.matching.queries.retold import evidence_of_retelling
from sangto.organisations.models import Agency, ProtectedDomain
from sangto.organisations.queries.lately import lately


@dataclass(frozen=True, slots=True)
class ClaimMatch:
    """``spans`` are places ``[start, end)`` in ``clean(text)`` of what was asked, at most its first
    20,000 characters; ``wording`` is empty when a report or an exact key led to the claim, as the
    text of a report is never shown (SCOPE.md 8).

    ``why`` holds sentences: what is shared, then what is new or doubtful. ``unchanged`` says that
    nothing differs, not even a link or a number: only then may a verdict reassure. ``joins``: a
    report may join the claim without a person. ``chance``: how sure it is that the text tells the
    claim; None where an exact key led to it, or where nothing was estimated.
    """

    claim: Claim
    score: float
    decision: Decision
    method: LinkMethod
    spans: tuple[Span, ...]
    wording: str
    wording_spans: tuple[Span, ...]
    why: tuple[Reason, ...]
    unchanged: bool
    joins: bool
    chance: Chance | None = None


@dataclass(frozen=True, slots=True)
class FoundIndicator:
    """A link or number in the asked text. ``value`` is canonical, ``shown`` for people."""

    kind: str
    value: str
    shown: str
    signals: tuple[Reason, ...] = ()

    def to_json(self) -> dict[str, object]:
        return {
            "kind": self.kind,
            "value": self.value,
            "shown": self.shown,
            "signals": list(self.signals),
        }


@dataclass(frozen=True, slots=True)
class Findings:
    """``matches`` best first, at most one of them an answer. ``reading`` is what was read."""

    matches: tuple[ClaimMatch, ...]
    indicators: tuple[FoundIndicator, ...]
    reading: Reading = field(repr=False)


_AMBIGUOUS = Reason(
    "doubt.ambiguous", gettext_noop("Two known messages are equally near to this text.")
)


def find_claims(
    text: str,
    *,
    limit: int = 5,
    link: str = "",
    looks: Sequence[Look] = (),
    now: datetime | None = None,
    without_report: int | None = None,
) -> Findings:
    """The claims that a text repeats, and what its links and numbers give away.

    Reads at most the first 20,000 characters, stores nothing, fetches nothing, never raises for
    any text. The number of queries is bounded and does not grow with what is found. ``link`` is
    a link given beside the text, ``looks`` are of pictures that came with it; ``without_report``
    leaves one report out, for its own matching.
    """
    reading, rate = read_text(text, link=link), settings.SANGTO_FALSE_ANSWER_RATE
    protected = protected_domains()
    evidence = evidence_of(reading, protected, now=now, without_report=without_report)
    evidence += evidence_of_pictures(reading, looks, without_report=without_report)
    if all(one.judgement.decision is not Decision.ANSWER for one in evidence):
        evidence += evidence_of_retelling(reading, {one.claim_id for one in evidence})
    ranked = settled(best_by_claim(evidence), _AMBIGUOUS)[: max(0, limit)]
    claims = Claim.objects.in_bulk([one.claim_id for one in ranked])
    fresh = novelties(reading, ranked)
    matches = tuple(
        ClaimMatch(
            claim=claims[one.claim_id],
            score=round(one.judgement.score, 4),
            decision=one.judgement.decision or Decision.SUGGEST,
            method=one.method,
            spans=one.spans,
            wording=one.wording_text,
            wording_spans=one.wording_spans,
            why=one.judgement.why + fresh.get(one.claim_id, ()) + one.judgement.doubts,
            unchanged=one.unchanged and one.judgement.is_sure(Stakes.REASSURANCE, rate),
            joins=one.judgement.joins,
            chance=one.judgement.chance,
        )
        for one in ranked
        if one.claim_id in claims
    )
    return Findings(matches=matches, indicators=_indicators(reading, protected), reading=reading)


@lately
def protected_domains() -> tuple[Protected, ...]:
    """The charters' protected domains and the members' own sites."""
    listed = ProtectedDomain.objects.order_by("domain", "pk").values_list("domain", "owner")
    found = {domain: Protected(domain, owner) for domain, owner in listed}
    for name, domains in Agency.objects.order_by("pk").values_list("name", "domains"):
        for domain in domains:
            found.setdefault(str(domain), Protected(str(domain), name))
    return tuple(found.values())


def _indicators(reading: Reading, protected: tuple[Protected, ...]) -> tuple[FoundIndicator, ...]:
    found: dict[tuple[str, str], FoundIndicator] = {}
    for link in reading.all_links:
        shown = link.address.replace(link.host, shown_host(link.host), 1)
        found["link", link.address] = FoundIndicator(
            "link", link.address, shown, tuple(link_signals(link, protected))
        )
    for number in reading.numbers:
        shown = reading.cleaned[number.start : number.end]
        found.setdefault(
            (number.kind, number.value), FoundIndicator(number.kind, number.value, shown)
        )
    return tuple(found.values())
