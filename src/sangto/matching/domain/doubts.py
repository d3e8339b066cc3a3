"""What may have changed the meaning of a text that is like a known one: then a person is asked."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence

from rapidfuzz.distance import Indel

from sangto.kernel.errors import gettext_noop
from sangto.matching.domain.comparison import Change, Comparison
from sangto.matching.domain.kinds import FRAUD_FAMILY
from sangto.matching.domain.reading import Reading, Word
from sangto.matching.domain.reasons import Reason
from sangto.matching.domain.shorthand import left_over, numbers_in_words

_INSERTED = 25
_SLIP = 0.75
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


def doubts_about(
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
    if ours == theirs or (_is_cut(change) and ours <= theirs):
        return False
    spelled = numbers_in_words([word.key for word in asked[a0:a1]])
    spelled_there = numbers_in_words([word.key for word in known[k0:k1]])
    return not (ours - theirs <= spelled_there and theirs - ours <= spelled)


def _words_differ(asked: tuple[Word, ...], known: tuple[Word, ...], change: Change) -> bool:
    """Words were put in place of others beyond slips of the pen, or many were put in between.
    Left out words are no doubt: they only shorten. Figures are compared by their value elsewhere.
    """
    ours, theirs = _plain(asked[slice(*change.asked)]), _plain(known[slice(*change.known)])
    if not _unlike(ours, theirs):
        return False
    return _unlike(*left_over(ours, theirs))


def _unlike(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    mine, other = _as_seen("".join(ours)), _as_seen("".join(theirs))
    if not mine or not other:
        return len(mine) > _INSERTED
    return Indel.normalized_similarity(mine, other) < _SLIP


def _as_seen(text: str) -> str:
    """What a camera can not tell apart is the same."""
    return text.replace("rn", "m").replace("vv", "w").translate(_SEEN)


def _plain(words: Iterable[Word]) -> list[str]:
    return [
        word.key for word in words if word.key not in _SCALE and _FIGURE.fullmatch(word.key) is None
    ]
