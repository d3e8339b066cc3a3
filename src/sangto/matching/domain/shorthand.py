"""Two runs of words that stand in each other's place: what do they say that is not the same?

People shorten ("hs" for "hoc sinh", "nc" for "nuoc"), and put other small words. What a list of
abbreviations can not hold, as a short form may stand for many things, is clear beside the words
that it stands for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_SMALL_WORDS = """
va voi da roi se la thi ma o tai nhe nha nhen a ah ak luon lun em e minh tui toi cac may nhung nay
do kia ay di nua lai cung cai vua moi chac ne nhi vay the share chia giup and is are was will of it
its that this just still already your ur you u has had have with n
"""
#: Folded words that carry no fact. Words such as "so" and "in" are words of both languages, and
#: left out.
_SMALL = frozenset(_SMALL_WORDS.split())
#: Short for more than one thing, so no list of abbreviations has them; as good as the other word
#: where that stands in their place.
_SAME = {
    "p": ("phuong",),
    "h": ("gio",),
    "ns": ("noi",),
    "free": ("mien", "phi"),
    "lien": ("ngay",),
    "evr": ("ever",),
    "evry": ("every",),
    "rite": ("right",),
    "cuz": ("because",),
}
_VALUES = {
    **dict.fromkeys(("mot", "one"), "1"),
    **dict.fromkeys(("hai", "two"), "2"),
    **dict.fromkeys(("ba", "three"), "3"),
    **dict.fromkeys(("bon", "tu", "four"), "4"),
    **dict.fromkeys(("nam", "lam", "five"), "5"),
    **dict.fromkeys(("sau", "six"), "6"),
    **dict.fromkeys(("bay", "seven"), "7"),
    **dict.fromkeys(("tam", "eight"), "8"),
    **dict.fromkeys(("chin", "nine"), "9"),
    **dict.fromkeys(("muoi", "ten"), "10"),
}
_DATED_WORDS = """
ngay thang nam luc thu lop so tuoi to khoa quan phuong duong kenh mung truoc sau
"""
#: What is counted or dated by a figure, so that a "k" behind it has to be "khong".
_DATED = frozenset(_DATED_WORDS.split())
_DENIED_WORDS = """
ai bi biet biu bt can chiu co con dam dc dk du duoc dung hieu hop khop kip lay lien ma mat mo muon
nen nghe nhan on phai quen ro sai sao thay the thich tin tinh ton tra vay ve
"""
#: Words that "khong" goes before, and that seldom follow an amount.
_DENIED = frozenset(_DENIED_WORDS.split())
_YEAR = re.compile(r"(?:19|20)\d\d")
_DAY = re.compile(r"t([2-7])")
_SKELETON = re.compile(r"[bcdfghjklmnpqrstvwxz]{2,4}")
_INITIALS = range(2, 6)


def numbers_in_words(words: Sequence[str]) -> set[str]:
    """The values of number words from one to ten; some of these words mean other things too."""
    return {_VALUES[word] for word in words if word in _VALUES}


def is_thousand(figure: str, before: str, after: str) -> bool:
    """Whether a "k" that stands apart from its figure counts thousands. In doubt it is "khong": a
    negation too many only asks a person. ``before`` and ``after`` are folded words, or empty."""
    if _YEAR.fullmatch(figure) or before in _DATED:
        return False
    return after not in _DENIED


def left_over(ours: Sequence[str], theirs: Sequence[str]) -> tuple[list[str], list[str]]:
    """Of two runs of folded words, those that are neither small words, nor in the other run, nor
    a short form of words of the other one or spelled out there."""
    mine, other = list(ours), list(theirs)
    _spell_out(mine, other)
    _spell_out(other, mine)
    common = set(mine) & set(other)
    return (
        [word for word in mine if word and word not in common and word not in _SMALL],
        [word for word in other if word and word not in common and word not in _SMALL],
    )


def _spell_out(shorts: list[str], whole: list[str]) -> None:
    """Empty each short form and the words that it stands for; places stay, so that initials are
    those of words that follow each other."""
    for place, short in enumerate(shorts):
        found = _stands_for(short, whole)
        if found is not None:
            shorts[place] = ""
            start, end = found
            whole[start:end] = [""] * (end - start)


def _stands_for(short: str, whole: Sequence[str]) -> tuple[int, int] | None:
    length = len(short)
    if not short or short in whole:
        return None
    same = _SAME.get(short, ())
    day = _DAY.fullmatch(short)
    for start in range(len(whole)):
        if day is not None:
            pair = whole[start : start + 2]
            if len(pair) == 2 and pair[0] == "thu" and _VALUES.get(pair[1]) == day.group(1):
                return start, start + 2
            continue
        if same and tuple(whole[start : start + len(same)]) == same:
            return start, start + len(same)
        run = whole[start : start + length]
        if length in _INITIALS and len(run) == length and short == "".join(w[:1] for w in run):
            return start, start + length
        if _SKELETON.fullmatch(short) and _is_skeleton(short, whole[start]):
            return start, start + 1
    return None


def _is_skeleton(short: str, word: str) -> bool:
    """The same first letter, and the other letters in their order: "nc" of "nuoc"."""
    if len(word) <= len(short) or word[0] != short[0]:
        return False
    letters = iter(word)
    return all(letter in letters for letter in short)
