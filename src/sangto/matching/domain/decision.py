"""When a match is an answer, when a suggestion, and when nothing.

An answer needs a chance (``chances``) that leaves no more room for a wrong one than the stated rate
of false answers. A wrong instant answer is worse than none, so whatever may change the meaning asks
a person, at any rate. The other thresholds were set on the train and dev parts of the labelled
sets; the sample reports and the test part keep the bounds (tests/matching/test_sample_set.py,
test_labelled_decisions.py).
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from sangto.kernel.errors import gettext_noop
from sangto.matching.domain.chances import (
    HIGHEST_RATE,
    SAME,
    USUAL_RATE,
    Chance,
    Stakes,
    chances,
    signs_of,
    sure_from,
)
from sangto.matching.domain.comparison import Comparison, similarity
from sangto.matching.domain.doubts import doubts_about
from sangto.matching.domain.kinds import FRAUD_FAMILY, Decision
from sangto.matching.domain.reading import Reading, Word
from sangto.matching.domain.reasons import Reason

#: From here on two texts are nearly the same: fewer words will do, and a report that joined by
#: itself may lead others to its claim.
CLOSE_AT = 0.80
SUGGEST_AT = 0.55
#: From here on a report joins a claim that nobody triaged yet. One that may have a verdict it joins
#: where it would be answered, as it gets that answer.
GROUP_UNTRIAGED_AT = 0.70
#: Reports of the same single link join from here on.
GROUP_BY_LINK_AT = 0.35

#: What an answer needs to be shared at least.
ANSWER_WORDS = 6
ANSWER_CHARACTERS = 30
#: A piece cut out of a known text, or a known text inside a longer one, needs more words.
ANSWER_PART_WORDS = 10
SUGGEST_WORDS = 4
SUGGEST_CHARACTERS = 12
#: A text with another link than the known one needs this many words of its own.
NEW_LINK_WORDS = 12
#: Two claims nearer than this to each other can not be told apart without a person.
AMBIGUOUS_WITHIN = 0.04
#: ... unless, with the same link in both, the words are clearly nearer to one of them.
TELLING_SUPPORT = 0.15

_PART = 0.97
_PART_SHARE = 0.70


@dataclass(frozen=True, slots=True)
class Judgement:
    """``score`` from 0 to 1; ``decision`` None is no match; ``doubts`` say what a person has to
    look at, ``why`` what is shared; ``joins``: a report may join the claim without a person.

    ``contends``: it would answer at the highest rate of false answers that can be asked for; which
    claim may answer is settled among these, whatever the rate. ``chance`` is None where none was
    estimated: an exact key counts by what it is, and a picture or a retelling never answers.
    """

    score: float
    decision: Decision | None
    why: tuple[Reason, ...]
    doubts: tuple[Reason, ...]
    joins: bool = False
    contends: bool = False
    chance: Chance | None = None

    def suggested(self, *doubts: Reason) -> Judgement:
        """The same likeness, but a person has to decide."""
        return replace(self.asking(), doubts=self.doubts + doubts, joins=False)

    def asking(self) -> Judgement:
        """The same likeness, but it answers nobody, at no rate."""
        return replace(self, decision=Decision.SUGGEST, contends=False)

    def is_sure(self, stakes: Stakes, rate: float) -> bool:
        return self.chance is not None and self.chance.value >= sure_from(rate, stakes)


SAME_TEXT = Judgement(
    1.0,
    Decision.ANSWER,
    (Reason("match.same", gettext_noop("This is the same text as a known message.")),),
    (),
    joins=True,
    contends=True,
    chance=SAME,
)
SAME_LINK = Judgement(
    0.9,
    Decision.SUGGEST,
    (Reason("match.reported_link", gettext_noop("The same link was reported before.")),),
    (),
    joins=True,
)


def stakes_of(category: str) -> Stakes:
    """A scam stays one however it is told; a fact turns with a detail. What reassures is known from
    the verdict alone."""
    return Stakes.WARNING if category in FRAUD_FAMILY else Stakes.FACT


def can_be_like(asked: Sequence[str], known: Sequence[str]) -> bool:
    """False where :func:`judge` would find nothing, told without aligning the two texts.

    A shared passage holds only words that stand in both texts, so the shares of such words bound
    the shares of the passages; below that only the likeness of the whole counts.
    """
    if _share_in(asked, set(known)) >= _PART_SHARE or _share_in(known, set(asked)) >= _PART_SHARE:
        return True
    return similarity(asked, known) >= SUGGEST_AT


def _share_in(words: Sequence[str], others: Container[str]) -> float:
    return sum(word in others for word in words) / len(words) if words else 0.0


def judge(
    asked: Reading,
    known: tuple[Word, ...],
    comparison: Comparison,
    category: str,
    rate: float = USUAL_RATE,
) -> Judgement:
    """How far a known text answers for the asked one. ``category`` is the claim's, or empty;
    ``rate`` the share of answers that may be wrong."""
    score, why = _score(comparison)
    enough = (
        comparison.shared_words >= SUGGEST_WORDS
        and comparison.shared_characters >= SUGGEST_CHARACTERS
    )
    if not enough or score < SUGGEST_AT:
        return Judgement(score, None, (), ())
    doubts = tuple(doubts_about(asked, known, comparison, category))
    chance = chances().of(signs_of(score, comparison, doubted=bool(doubts)))
    found = Judgement(score, Decision.SUGGEST, (why,), doubts, chance=chance)
    long, stakes = _long_enough(comparison), stakes_of(category)
    contends = long and not doubts and found.is_sure(stakes, HIGHEST_RATE)
    answers = contends and found.is_sure(stakes, rate)
    grave = [doubt for doubt in doubts if doubt.code not in _looser_doubts(asked, category)]
    return replace(
        found,
        decision=Decision.ANSWER if answers else Decision.SUGGEST,
        contends=contends,
        joins=answers if category else long and not grave and score >= GROUP_UNTRIAGED_AT,
    )


def of_same_link(judgement: Judgement, *, asked_words: int) -> Judgement:
    """For two reports that each name one link, and it is the same: the words need to agree only a
    little, or to be missing. A changed meaning still asks a person."""
    if judgement.contends or judgement.joins:
        return replace(judgement, joins=True)
    codes = {doubt.code for doubt in judgement.doubts}
    if codes & {"doubt.negation", "doubt.warning"}:
        return judgement
    if asked_words and judgement.score < GROUP_BY_LINK_AT:
        return judgement
    return SAME_LINK


def _looser_doubts(asked: Reading, category: str) -> frozenset[str]:
    """What does not keep a report from joining: a wave of one scam changes its figures, and before
    triage a link or a number is the sign that it may be one."""
    if category or not (asked.all_links or asked.numbers):
        return frozenset()
    return frozenset({"doubt.figures", "doubt.words"})


def says_enough(reading: Reading) -> bool:
    """Whether an equal text may answer: by its length, or by a link or number that it names."""
    if reading.all_links or reading.numbers:
        return True
    return len(reading.words) >= ANSWER_WORDS and len(reading.key) >= ANSWER_CHARACTERS


def has_the_message(asked: Reading, comparison: Comparison, *, same: bool) -> bool:
    """Whether the text of a report may lead from the asked one to its claim (SCOPE.md 3).

    Only for who has the message itself, most of it word by word: never for a name, an address or
    a phrase that happens to stand in it, whatever link or number is put beside it.
    """
    if same:
        return len(asked.words) >= ANSWER_WORDS and len(asked.key) >= ANSWER_CHARACTERS
    most = comparison.similarity >= SUGGEST_AT or comparison.known_share >= _PART_SHARE
    return most and _long_enough(comparison)


def likeness(comparison: Comparison) -> float:
    """The score that :func:`judge` gives, 0 where too little is shared to say anything."""
    if comparison.shared_words < SUGGEST_WORDS or comparison.shared_characters < SUGGEST_CHARACTERS:
        return 0.0
    return _score(comparison)[0]


def _score(comparison: Comparison) -> tuple[float, Reason]:
    whole = comparison.similarity
    part = max(comparison.known_share, comparison.asked_share)
    if _PART * comparison.inside > max(whole, _PART * part):
        return _PART * comparison.inside, Reason(
            "match.contains",
            gettext_noop("%(percent)d %% of a known message stands in this text."),
            {"percent": round(100 * comparison.inside)},
        )
    if part < _PART_SHARE or _PART * part <= whole:
        return whole, Reason(
            "match.words",
            gettext_noop("%(percent)d %% of the text is the same as a known message."),
            {"percent": round(100 * whole)},
        )
    if comparison.known_share >= comparison.asked_share:
        message = gettext_noop("%(percent)d %% of a known message stands in this text.")
        code, share = "match.contains", comparison.known_share
    else:
        message = gettext_noop("%(percent)d %% of this text stands in a known message.")
        code, share = "match.part", comparison.asked_share
    return _PART * part, Reason(code, message, {"percent": round(100 * share)})


def _long_enough(comparison: Comparison) -> bool:
    least = ANSWER_WORDS if comparison.similarity >= CLOSE_AT else ANSWER_PART_WORDS
    return comparison.shared_words >= least and comparison.shared_characters >= ANSWER_CHARACTERS
