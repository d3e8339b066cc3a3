"""The data files of the room, read once."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


def _lines(name: str) -> list[str]:
    text = files("sangto.matching.data").joinpath(name).read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and line[0] != "#"]


def numbers_of(name: str) -> dict[str, float]:
    """A file of words, each with its number."""
    return {word: float(number) for word, number in (line.split() for line in _lines(name))}


@cache
def abbreviations() -> dict[str, tuple[str, ...]]:
    """Folded abbreviation -> the folded words it stands for."""
    pairs = (line.split(" ", 1) for line in _lines("teencode.txt"))
    return {short: tuple(words.split()) for short, words in pairs}


@cache
def _tracking() -> tuple[frozenset[str], tuple[str, ...]]:
    lines = _lines("tracking.txt")
    exact = frozenset(line for line in lines if not line.endswith("*"))
    return exact, tuple(line[:-1] for line in lines if line.endswith("*"))


def is_tracking(parameter: str) -> bool:
    exact, prefixes = _tracking()
    lowered = parameter.lower()
    return lowered in exact or lowered.startswith(prefixes)


@cache
def _shared_hosts() -> dict[str, str]:
    return dict(line.split(" ", 1) for line in _lines("shared_hosts.txt"))


def host_use(host: str) -> str:
    """``short``, ``post`` or ``shared`` for a place that strangers share, else empty."""
    uses = _shared_hosts()
    labels = host.split(".")
    for start in range(len(labels) - 1):
        found = uses.get(".".join(labels[start:]))
        if found and (found != "shared" or ".".join(labels[start:]) not in _GOVERNMENT):
            return found
    return uses.get(host, "")


#: A whole public suffix can be shared although each domain under it has one owner.
_GOVERNMENT = frozenset({"gov.vn", "edu.vn"})
