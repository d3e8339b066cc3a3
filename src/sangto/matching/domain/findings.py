"""What a look-up gives back, and how several matches of one text are settled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sangto.matching.domain.comparison import Comparison
from sangto.matching.domain.decision import AMBIGUOUS_WITHIN, TELLING_SUPPORT, Judgement
from sangto.matching.domain.kinds import Decision, LinkMethod
from sangto.matching.domain.reading import Word
from sangto.matching.domain.reasons import Reason

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One way in which a text leads to a claim, before claims are fetched and settled.

    ``wording`` is the id of the wording, None for a report or an exact key. ``unchanged``: the
    text is the known one with its links and numbers, so that even a reassuring verdict holds.
    ``support`` is how near the words are when an exact key led here. ``untouched``: the machine
    made the claim, and nobody at the desk has looked at it; known where several claims answer.
    """

    claim_id: int
    method: LinkMethod
    judgement: Judgement
    spans: tuple[Span, ...] = ()
    wording: int | None = None
    wording_text: str = ""
    wording_spans: tuple[Span, ...] = ()
    unchanged: bool = False
    support: float = 0.0
    untouched: bool = False

    @property
    def rank(self) -> tuple[bool, float, float, bool, int]:
        """Sorts the best first, at any rate of false answers; equal for equal evidence on either
        database."""
        return (
            not self.judgement.contends,
            -round(self.judgement.score, 6),
            -round(self.support, 6),
            self.wording is None,
            self.claim_id,
        )

    @property
    def surety(self) -> float:
        """Of what could answer: its chance, and the worth of an exact key."""
        chance = self.judgement.chance
        if not self.judgement.contends:
            return 0.0
        return chance.value if chance is not None else self.judgement.score


def spans_of(words: Sequence[Word], blocks: Iterable[tuple[int, int]]) -> tuple[Span, ...]:
    """Places in the text of runs ``(start, length)`` of words; in order, never overlapping."""
    spans: list[Span] = []
    for start, length in sorted(blocks):
        first, last = words[start], words[start + length - 1]
        if spans and first.start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], last.end))
        else:
            spans.append((first.start, last.end))
    return tuple(spans)


def shared_spans(
    asked: Sequence[Word], known: Sequence[Word], comparison: Comparison
) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    return (
        spans_of(asked, [(start, length) for start, _, length in comparison.blocks]),
        spans_of(known, [(start, length) for _, start, length in comparison.blocks]),
    )


def best_by_claim(evidence: Iterable[Evidence]) -> list[Evidence]:
    """The surest evidence of each claim, best claim first; the reasons of the others join it."""
    best: dict[int, Evidence] = {}
    every = list(evidence)
    support: dict[int, float] = {}
    for one in every:
        support[one.claim_id] = max(support.get(one.claim_id, 0.0), one.support)
    every = [replace(one, support=support[one.claim_id]) for one in every]
    for one in sorted(every, key=lambda one: (-one.surety, one.rank)):
        first = best.get(one.claim_id)
        if first is None:
            best[one.claim_id] = one
            continue
        if one.method is first.method:
            continue
        codes = {reason.code for reason in first.judgement.why}
        more = tuple(reason for reason in one.judgement.why if reason.code not in codes)
        merged = replace(
            first.judgement,
            why=first.judgement.why + more,
            chance=first.judgement.chance or one.judgement.chance,
        )
        best[one.claim_id] = replace(
            first,
            judgement=merged,
            spans=first.spans or one.spans,
            wording=first.wording if first.wording is not None else one.wording,
            wording_text=first.wording_text or one.wording_text,
            wording_spans=first.wording_spans or one.wording_spans,
        )
    return sorted(best.values(), key=lambda one: one.rank)


def settled(ranked: list[Evidence], doubt: Reason) -> list[Evidence]:
    """At most one claim answers. When the best two that could are too near to each other to be
    told apart, neither does. Which one it is does not depend on the rate of false answers: a lower
    rate silences it, and no other one answers instead.

    A claim that nobody has touched takes no answer from one that somebody has: it says nothing
    about what the text means, and what would make the other one doubtful was asked of that one
    alone. So a stray group of the same message silences no verdict, and takes no reports from it.
    """
    able = [one for one in ranked if one.judgement.contends]
    able = [one for one in able if not one.untouched] or able
    if not able:
        return ranked
    near = len(able) > 1 and _can_not_be_told_apart(*able[:2])
    keep = None if near else able[0]
    left = [one if one is keep else _as_suggestion(one, doubt if near else None) for one in ranked]
    return sorted(left, key=lambda one: (one.judgement.decision is not Decision.ANSWER, one.rank))


def _can_not_be_told_apart(first: Evidence, second: Evidence) -> bool:
    if first.method is LinkMethod.EXACT and second.method is not LinkMethod.EXACT:
        return False
    return (
        first.judgement.score - second.judgement.score < AMBIGUOUS_WITHIN
        and first.support - second.support < TELLING_SUPPORT
    )


def _as_suggestion(one: Evidence, doubt: Reason | None) -> Evidence:
    if not one.judgement.contends:
        return one
    doubts = one.judgement.doubts + ((doubt,) if doubt is not None else ())
    return replace(one, judgement=replace(one.judgement.asking(), doubts=doubts))
