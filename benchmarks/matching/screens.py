"""How well a screenshot is known again by its look: `python -m benchmarks.matching.screens [N]`.

Draws N messages of the labelled sets (40) in each template, changes half of them in every way, and
counts which changed copies are found within the limits, and which other messages are.
"""

from __future__ import annotations

import random
import sys
from collections import defaultdict
from collections.abc import Sequence

from rich.console import Console
from tests.factories.screens import STYLES, screenshot, variants
from tests.matching.labelled import base_claims

from sangto.documents.domain.look import Look, band_codes, distance, looks_of
from sangto.matching.domain.pictures import LIKE_BITS, SAME_BITS

_SEED = 4


def messages(number: int) -> list[str]:
    texts = sorted({base.wording for base in base_claims() if len(base.wording) > 60})
    random.Random(_SEED).shuffle(texts)  # noqa: S311 - a sample
    return texts[:number]


def apart(one: Sequence[Look], other: Sequence[Look]) -> int:
    return min(
        (
            distance(value, known.plain)
            for look in one
            for value in (look.plain, look.inverted)
            for known in other
        ),
        default=256,
    )


def meet(one: Sequence[Look], other: Sequence[Look]) -> bool:
    """Whether the look-up by bands would come to compare them."""
    asked = {c for look in one for v in (look.plain, look.inverted) for c in band_codes(v)}
    return not asked.isdisjoint(c for look in other for c in band_codes(look.plain))


def main(number: int) -> None:
    texts = messages(number)
    known = {(style, text): looks_of(screenshot(text, style)) for style in STYLES for text in texts}
    bits: dict[str, list[int]] = defaultdict(list)
    for style in STYLES:
        for text in texts[: number // 2]:
            looks = known[style, text]
            for name, changed in variants(screenshot(text, style)).items():
                found = looks_of(changed)
                bits[name].append(apart(found, looks) if meet(found, looks) else 256)
    for text in texts:
        bits["other palette (chat, dark chat)"].append(
            apart(known["dark-chat", text], known["chat", text])
        )
    for name, found_bits in bits.items():
        _row(name, found_bits)
    keys = list(known)
    for same in (True, False):
        _row(
            f"other message, {'same' if same else 'other'} template",
            [
                apart(known[one], known[other])
                for place, one in enumerate(keys)
                for other in keys[:place]
                if one[1] != other[1] and (one[0] == other[0]) is same
            ],
        )


def _row(name: str, bits: list[int]) -> None:
    near, like = (sum(one <= most for one in bits) for most in (SAME_BITS, LIKE_BITS))
    Console().print(
        f"{name:42} {len(bits):6}   within {SAME_BITS}: {near:5} ({near / len(bits):6.1%})"
        f"   within {LIKE_BITS}: {like:5} ({like / len(bits):6.1%})   least {min(bits):3}",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
