"""When a likeness is an answer, when a suggestion, and when nothing.

The thresholds were set on the train and dev parts of the labelled sets; the sample reports and the
test part keep the bounds (tests/matching/test_sample_set.py, test_labelled_decisions.py). A wrong
instant answer is worse than none, so whatever may change the meaning asks a person.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from sangto.kernel.errors import gettext_noop
from sangto.matching.domain.comparison import Comparison, similarity
from sangto.matching.domain.doubts import doubts_about
from sangto.matching.domain.kinds import FRAUD_FAMILY, Decision
from sangto.matching.domain.reading import Reading, Word
from sangto.matching.domain.reasons import Reason

ANSWER_AT = 0.80
#: A scam stays one however it is told; what is checked there is only that nobody denies it.
ANSWER_SCAM_AT = 0.68
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
    look at, ``why`` what is shared; ``joins``: a report may join the claim without a person."""

    score: float
    decision: Decision | None
    why: tuple[Reason, ...]
    doubts: tuple[Reason, ...]
    joins: bool = False

    def suggested(self, *doubts: Reason) -> Judgement:
        """The same likeness, but a person has to decide."""
        return replace(self, decision=Decision.SUGGEST, doubts=self.doubts + doubts, joins=False)


SAME_TEXT = Judgement(
    1.0,
    Decision.ANSWER,
    (Reason("match.same", gettext_noop("This is the same text as a known message.")),),
    (),
    joins=True,
)
SAME_LINK = Judgement(
    0.9,
    Decision.SUGGEST,
    (Reason("match.reported_link", gettext_noop("The same link was reported before.")),),
    (),
    joins=True,
)


def answer_at(category: str) -> float:
    return ANSWER_SCAM_AT if category in FRAUD_FAMILY else ANSWER_AT


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
    asked: Reading, known: tuple[Word, ...], comparison: Comparison, category: str
) -> Judgement:
    """How far a known text answers for the asked one. ``category`` is the claim's, or empty."""
    score, why = _score(comparison)
    enough = (
        comparison.shared_words >= SUGGEST_WORDS
        and comparison.shared_characters >= SUGGEST_CHARACTERS
    )
    if not enough or score < SUGGEST_AT:
        return Judgement(score, None, (), ())
    doubts = tuple(doubts_about(asked, known, comparison, category))
    long = _long_enough(comparison)
    answers = long and not doubts and score >= answer_at(category)
    grave = [doubt for doubt in doubts if doubt.code not in _looser_doubts(asked, category)]
    return Judgement(
        score,
        Decision.ANSWER if answers else Decision.SUGGEST,
        (why,),
        doubts,
        joins=long
        and not grave
        and score >= (answer_at(category) if category else GROUP_UNTRIAGED_AT),
    )


def of_same_link(judgement: Judgement, *, asked_words: int) -> Judgement:
    """For two reports that each name one link, and it is the same: the words need to agree only a
    little, or to be missing. A changed meaning still asks a person."""
    if judgement.joins or judgement.decision is Decision.ANSWER:
        return judgement
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
    least = ANSWER_WORDS if comparison.similarity >= ANSWER_AT else ANSWER_PART_WORDS
    return comparison.shared_words >= least and comparison.shared_characters >= ANSWER_CHARACTERS
