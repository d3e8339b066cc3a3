"""What can be wrong with the record, and what it means."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sangto.kernel.errors import gettext_noop


class Problem(StrEnum):
    CHANGED = "changed"
    MISSING = "missing"
    INSERTED = "inserted"
    SEAL_CHANGED = "seal_changed"
    SEAL_FORGED = "seal_forged"
    CHAIN_BROKEN = "chain_broken"
    CUT_OFF = "cut_off"


#: English sentences; the door that shows one translates it.
MEANINGS: dict[Problem, str] = {
    Problem.CHANGED: gettext_noop("It is no longer what was recorded."),
    Problem.MISSING: gettext_noop("It was sealed, and it is gone."),
    Problem.INSERTED: gettext_noop("It stands between sealed events, and no seal knows it."),
    Problem.SEAL_CHANGED: gettext_noop("The seal's own numbers do not fit together any more."),
    Problem.SEAL_FORGED: gettext_noop("No key of this installation made this seal."),
    Problem.CHAIN_BROKEN: gettext_noop("A seal before it is missing or was replaced."),
    Problem.CUT_OFF: gettext_noop("The seal with this chain existed, and it is gone."),
}


@dataclass(frozen=True, slots=True)
class Broken:
    entry: str
    problem: Problem
