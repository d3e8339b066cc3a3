"""Letters that look like others, for comparing words and host names.

A short table of our own: Cyrillic and Greek letters that pass for Latin ones in common fonts.
"""

from __future__ import annotations

from functools import lru_cache

_PAIRS = (
    "аa вb сc еe нh іi јj кk мm оo рp ѕs тt уy хx ԁd ԛq ԝw һh ӏl гr пn иu ьb"
    " αa βb εe ηn ιi κk νv οo ρp τt υu χx γy ωw σo ϲc ϳj ɑa ɡg ıi"
)
LOOKALIKES: dict[int, str] = {ord(pair[0]): pair[1] for pair in _PAIRS.split() if len(pair) == 2}

#: Digits and letter pairs that pass for a letter in a host name.
_IN_HOSTS = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("0", "o"), ("1", "l"), ("5", "s"))


def latin(text: str) -> str:
    """``text`` with foreign look-alikes as the Latin letters they pass for; same length."""
    return text if text.isascii() else text.translate(LOOKALIKES)


@lru_cache(maxsize=4096)
def skeleton(label: str) -> str:
    """What a host label looks like at a glance: equal skeletons are easily taken for another."""
    seen = latin(label.lower())
    for written, read in _IN_HOSTS:
        seen = seen.replace(written, read)
    return seen.replace("i", "l").replace("-", "")
