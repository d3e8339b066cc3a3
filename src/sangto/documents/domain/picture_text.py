"""What is read in a picture, and how far the program that reads it may go."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from enum import StrEnum

from sangto.documents.domain.look import BITS, Look

#: Limits of the reading program: processor seconds, bytes of address space, and seconds by the
#: clock after which it is killed.
CHILD_SECONDS = 20
CHILD_BYTES = 1_200_000_000
CLOCK_SECONDS = 30.0

READ_LENGTH = 20_000
CODE_LENGTH = 2_000
MOST_CODES = 10
MOST_LOOKS = 2

#: How the reading program ends, other than with 0.
NO_PICTURE = 3
NOT_RECOGNISED = 4


class ReadState(StrEnum):
    """``unread``: not yet tried. ``no_reader``: tesseract or its languages are missing, codes and
    look are known. ``damaged``: no picture. ``given_up``: stopped by a limit, more than once."""

    UNREAD = "unread"
    READ = "read"
    NO_READER = "no_reader"
    DAMAGED = "damaged"
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True)
class PictureReading:
    """``lines`` as they were recognised: nothing is stripped or cleaned yet."""

    state: ReadState
    lines: tuple[str, ...] = field(default=(), repr=False)
    codes: tuple[str, ...] = field(default=(), repr=False)
    looks: tuple[Look, ...] = ()


def reading_from(output: bytes) -> PictureReading | None:
    """What the reading program said; None for anything that it would not say."""
    try:
        said = json.loads(output)
        lines, codes = said["lines"], said["codes"]
        if not all(isinstance(one, str) for one in [*(lines or ()), *codes]):
            return None
        looks = tuple(_look(plain, inverted) for plain, inverted in said["looks"][:MOST_LOOKS])
    except (ValueError, KeyError, TypeError):
        return None
    return PictureReading(
        state=ReadState.NO_READER if lines is None else ReadState.READ,
        lines=_bounded(lines or ()),
        codes=tuple(code[:CODE_LENGTH] for code in codes[:MOST_CODES]),
        looks=looks,
    )


def _look(plain: str, inverted: str) -> Look:
    if not all(len(value) == BITS // 4 and int(value, 16) >= 0 for value in (plain, inverted)):
        raise ValueError("a look has 256 bits")
    return Look(plain, inverted)


def _bounded(lines: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    kept: list[str] = []
    left = READ_LENGTH
    for line in lines:
        if left <= 0:
            break
        kept.append(line[:left])
        left -= len(line) + 1
    return tuple(kept)
