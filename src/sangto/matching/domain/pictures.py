"""Whether two pictures that look alike are the same picture.

Measured on drawn screenshots of 110 labelled messages in four templates
(``benchmarks/matching/screens.py``): all copies that were compressed, scaled, inverted or lost the
status bar differ in at most 16 bits of 256, without 3 % at both sides 99.5 % in at most 32; of
95,920 pairs of different messages, none in fewer than 34.
"""

from __future__ import annotations

from sangto.kernel.errors import gettext_noop
from sangto.matching.domain.decision import Judgement
from sangto.matching.domain.kinds import Decision
from sangto.matching.domain.reasons import Reason

#: Bits of 256 in which two pictures may differ: to be named, and to be put together.
LIKE_BITS = 32
SAME_BITS = 24
#: Below what words are worth that let a report join: where both speak, the words decide.
_SCORE = 0.6
#: So many different words make a picture one with a text.
_WORDS = 8
#: Share of the shorter text's words that the other one has too.
_LIKE_SHARE = 0.5
_SAME_SHARE = 0.85

LOOKS_THE_SAME = Reason(
    "match.picture", gettext_noop("A picture that looks the same was reported before.")
)


def of_picture(asked: str, known: str, *, bits: int) -> Judgement | None:
    """``asked`` and ``known`` are the folded texts, empty where nothing was read. Never an answer:
    one template carries many messages, so the words have to agree as far as there are any."""
    if bits > LIKE_BITS:
        return None
    words, others = set(asked.split()), set(known.split())
    least = min(len(words), len(others))
    joins = bits <= SAME_BITS
    if least >= _WORDS:
        share = len(words & others) / least
        if share < _LIKE_SHARE:
            return None
        joins = joins and share >= _SAME_SHARE and _same_figures(words, others)
    return Judgement(_SCORE, Decision.SUGGEST, (LOOKS_THE_SAME,), (), joins=joins)


def _same_figures(words: set[str], others: set[str]) -> bool:
    """Another amount or date in the same picture is another message."""
    return not {
        word for word in words ^ others if any(char.isdecimal() for char in word) and len(word) > 1
    }
