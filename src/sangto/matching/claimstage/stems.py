"""English words without their endings: a few rules of our own.

Made for folded text, where both languages meet. No rule touches a Vietnamese syllable: those have
at most seven letters, end in a vowel or in c, ch, m, n, ng, nh, p or t, and never in ``ing``,
``ed``, ``s`` or ``ly``, and those with a final ``e`` have a vowel or an h before it.
"""

from __future__ import annotations

from functools import lru_cache

_VOWELS = frozenset("aeiouy")
_SHORTEST = 3
#: From this length "ly" is an ending.
_LONG = 6
#: Before a final "e" or "y" that stays, as in "khoe", "nghe", "thuy".
_NO_STEM_END = _VOWELS | {"h"}
#: Ending, what stands for it, and letters that have to be left; the first that fits is taken.
_DERIVED = (
    ("ization", "iz", 3),
    ("isation", "iz", 3),
    ("ational", "at", 3),
    ("fulness", "", 3),
    ("ousness", "ou", 3),
    ("iveness", "iv", 3),
    ("ations", "at", 3),
    ("ation", "at", 3),
    ("ators", "at", 3),
    ("ator", "at", 3),
    ("ities", "", 4),
    ("ments", "", 4),
    ("ment", "", 4),
    ("ness", "", 4),
    ("ity", "", 4),
    ("ance", "", 4),
    ("ence", "", 4),
    ("able", "", 4),
    ("ible", "", 4),
    ("ism", "", 4),
    ("ist", "", 4),
    ("ive", "", 4),
    ("ion", "", 4),
    ("ial", "", 4),
    ("ous", "", 4),
    ("ful", "", 4),
    ("al", "", 4),
    ("er", "", 4),
    ("or", "", 4),
    ("ly", "", 4),
)


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The word without its endings; words with a digit or another script stay as they are."""
    if len(word) <= _SHORTEST or not word.isascii() or not word.isalpha():
        return word
    word = _without_past(_without_plural(word))
    if word.endswith("ly") and len(word) >= _LONG:
        word = word[:-2]
    for ending, instead, left in _DERIVED:
        if word.endswith(ending):
            if len(word) - len(ending) >= left:
                word = word[: -len(ending)] + instead
            break
    if len(word) > _SHORTEST and word[-1] in "ey" and word[-2] not in _NO_STEM_END:
        word = word[:-1]
    return word


def _without_plural(word: str) -> str:
    if not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes", "zes")):
        return word[:-2]
    return word[:-1]


def _without_past(word: str) -> str:
    for ending in ("ing", "ed"):
        rest = word[: -len(ending)]
        if word.endswith(ending) and len(rest) >= _SHORTEST and _VOWELS & set(rest):
            if rest[-1] == rest[-2] and rest[-1] not in "lsz":
                return rest[:-1]
            return rest
    return word
