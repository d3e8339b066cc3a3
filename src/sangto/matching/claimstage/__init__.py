"""The claim stage: which claims a message is about, by what their officers wrote.

It ranks claims, of which a desk has thousands, beside the index of near-copies, which knows
millions of messages: so it may look at every claim, and finds one also when it is retold in other
words. It only suggests. Likeness alone never answers; a person chooses among what is shown.

No Django and no database here: a table is made of texts, lives in memory, can be made anew at any
time, and takes changes without being built again. Same texts, same ranking, on any machine.
"""

from sangto.matching.claimstage.calibration import BY_E5, BY_WORDS, Calibration
from sangto.matching.claimstage.fusion import UNTRAINED, Evidence, Part, Weights
from sangto.matching.claimstage.scorer import ClaimTable, ClaimText, Ranked

__all__ = [
    "BY_E5",
    "BY_WORDS",
    "UNTRAINED",
    "Calibration",
    "ClaimTable",
    "ClaimText",
    "Evidence",
    "Part",
    "Ranked",
    "Weights",
]
