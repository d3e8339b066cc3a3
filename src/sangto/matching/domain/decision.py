"""When a likeness is an answer, when a suggestion, and when nothing.

The thresholds were set on the sample reports (tests/matching/test_sample_set.py keeps the bounds):
a wrong instant answer is worse than none, so whatever may change the meaning asks a person.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import Indel

from sangto.kernel.errors import gettext_noop
from sangto.matching.domain.comparison import Change, Comparison, similarity
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

_INSERTED = 25
_SLIP = 0.75
_PART = 0.97
_PART_SHARE = 0.70

_NEGATIONS = frozenset(
    (
        "khong",
        "chua",
        "chang",
        "cha",
        "not",
        "no",
        "never",
        "without",
        "dont",
        "doesnt",
        "isnt",
        "wont",
        "cant",
        "cannot",
        "arent",
        "wasnt",
        "didnt",
        "hasnt",
        "havent",
        "shouldnt",
        "couldnt",
        "wouldnt",
        "nobody",
    )
)
_NEGATION_WITH_MARK = frozenset({"đừng", "chớ"})
#: Short forms that mean "not yet" as often as something else.
_PERHAPS_NEGATIONS = frozenset({"ch", "k", "c"})
#: What was cut out has at least so many words, and at most this share of them is left.
_CUT_WORDS = 5
_CUT_LEAVES = 1 / 3
_WARNINGS = (
    ("canh", "bao"),
    ("tin", "gia"),
    ("gia", "mao"),
    ("dinh", "chinh"),
    ("bac", "bo"),
    ("sai", "su", "that"),
    ("khong", "co", "chuyen"),
    ("tu", "choi"),
    ("scam", "alert"),
    ("fake", "news"),
    ("warning",),
    ("debunked",),
    ("hoax",),
)
_FIGURE = re.compile(r"(\d+)([a-z]*)")
_SCALE = {
    "k": 1_000,
    "nghin": 1_000,
    "ngan": 1_000,
    "tr": 1_000_000,
    "trieu": 1_000_000,
    "ty": 1_000_000_000,
    "ti": 1_000_000_000,
}
_SEEN = str.maketrans("0i1", "oll")
_UNITS = frozenset({"d", "dong", "vnd", "gio", "h", "ngay", "phut", "lan", "usd", "vn"})


WARNS = Reason(
    "doubt.warning", gettext_noop("This text seems to warn about the message or to correct it.")
)


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
    doubts = tuple(_doubts(asked, known, comparison, category))
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


def _doubts(
    asked: Reading, known: tuple[Word, ...], comparison: Comparison, category: str
) -> Iterable[Reason]:
    if _is_negated(asked, known, comparison):
        yield Reason(
            "doubt.negation", gettext_noop("A word such as “not” is missing or was added.")
        )
    if warns(asked.keys, _shared_places(comparison)):
        yield WARNS
    if category in FRAUD_FAMILY:
        return
    changes = (*comparison.changes, *_at_the_ends(asked.words, known, comparison))
    if any(_figures_differ(asked.words, known, change) for change in changes):
        yield Reason("doubt.figures", gettext_noop("A number or a date is another one."))
    if any(_words_differ(asked.words, known, change) for change in changes):
        yield Reason("doubt.words", gettext_noop("Some words in between are other ones."))


def _at_the_ends(
    asked: Sequence[Word], known: Sequence[Word], comparison: Comparison
) -> Iterable[Change]:
    """What stands in the place of the known text's own beginning and end; none where that is left
    out or something was only put around it."""
    if not comparison.blocks:
        return
    first, other, _ = comparison.blocks[0]
    if first and other:
        yield Change((max(0, first - other), first), (0, other))
    last, other, length = comparison.blocks[-1]
    start, rest = last + length, other + length
    if start < len(asked) and rest < len(known):
        yield Change((start, min(len(asked), start + len(known) - rest)), (rest, len(known)))


def _is_negated(asked: Reading, known: tuple[Word, ...], comparison: Comparison) -> bool:
    """Negations differ between the shared passages, or one stands right before the first."""
    if any(_turns(asked, known, change) for change in comparison.changes):
        return True
    if not comparison.blocks:
        return False
    first, other, _ = comparison.blocks[0]
    if not first or asked.cleaned[asked.words[first - 1].end : asked.words[first].start].strip():
        return False
    before = Change((first - 1, first), (max(0, other - 1), other))
    return _negations(asked, before) > _count(known[slice(*before.known)])


def _turns(asked: Reading, known: tuple[Word, ...], change: Change) -> bool:
    """Another number of negations on either side; unless a longer piece was only left out."""
    theirs = _count(known[slice(*change.known)])
    ours = _negations(asked, change)
    if ours == theirs:
        return False
    words = asked.words[slice(*change.asked)]
    if ours > theirs:
        return True
    perhaps = sum(word.key in _PERHAPS_NEGATIONS for word in words)
    return theirs - ours > perhaps and not _is_cut(change)


def _is_cut(change: Change) -> bool:
    """A longer piece was only left out."""
    lost, left = (end - start for start, end in (change.known, change.asked))
    return lost >= _CUT_WORDS and left <= lost * _CUT_LEAVES


def _negations(asked: Reading, change: Change) -> int:
    words = asked.words[slice(*change.asked)]
    marked = sum(
        asked.cleaned[word.start : word.end].lower() in _NEGATION_WITH_MARK for word in words
    )
    return _count(words) + marked


def _count(words: Iterable[Word]) -> int:
    return sum(word.key in _NEGATIONS for word in words)


def warns(keys: Sequence[str], shared: Container[int] = ()) -> bool:
    """Whether words outside the shared passages warn about something or correct it."""
    return any(
        tuple(keys[start : start + len(phrase)]) == phrase and start not in shared
        for phrase in _WARNINGS
        for start in range(len(keys) - len(phrase) + 1)
    )


def _shared_places(comparison: Comparison) -> set[int]:
    return {
        place for start, _, length in comparison.blocks for place in range(start, start + length)
    }


def figures(words: Iterable[str]) -> set[str]:
    """Numbers in a run of folded words: ``2 trieu``, ``2tr`` and ``2 000 000`` are the same."""
    found: list[str] = []
    joined = False
    for word in words:
        match = _FIGURE.fullmatch(word)
        if match is None:
            if found and joined and word in _SCALE:
                found[-1] = str(int(found[-1]) * _SCALE[word])
            joined = False
            continue
        digits, unit = match.groups()
        digits = digits[:18]
        if joined and len(digits) == 3 and len(found[-1]) < 15:
            found[-1] += digits
        else:
            found.append(digits)
        if unit in _SCALE:
            found[-1] = str(int(found[-1]) * _SCALE[unit])
        joined = not unit or unit in _UNITS
    return {figure.lstrip("0") or "0" for figure in found}


def _figures_differ(asked: tuple[Word, ...], known: tuple[Word, ...], change: Change) -> bool:
    # One word on either side, as "2" is shared where "2 trieu" became "2 nghin".
    a0, a1 = max(0, change.asked[0] - 2), change.asked[1] + 2
    k0, k1 = max(0, change.known[0] - 2), change.known[1] + 2
    ours = figures(word.key for word in asked[a0:a1])
    theirs = figures(word.key for word in known[k0:k1])
    return ours != theirs and not (_is_cut(change) and ours <= theirs)


def _words_differ(asked: tuple[Word, ...], known: tuple[Word, ...], change: Change) -> bool:
    """Words were put in place of others beyond slips of the pen, or many were put in between.
    Left out words are no doubt: they only shorten. Figures are compared by their value elsewhere.
    """
    ours = _as_seen("".join(_plain(asked[slice(*change.asked)])))
    theirs = _as_seen("".join(_plain(known[slice(*change.known)])))
    if not ours or not theirs:
        return len(ours) > _INSERTED
    return Indel.normalized_similarity(ours, theirs) < _SLIP


def _as_seen(text: str) -> str:
    """What a camera can not tell apart is the same."""
    return text.replace("rn", "m").replace("vv", "w").translate(_SEEN)


def _plain(words: Iterable[Word]) -> list[str]:
    return [
        word.key for word in words if word.key not in _SCALE and _FIGURE.fullmatch(word.key) is None
    ]
