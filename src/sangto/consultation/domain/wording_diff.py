"""What differs between two wordings, by words; and which provision of a new version is which of
the version before."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from sangto.consultation.domain.provisions import Part
from sangto.kernel.text import folded

_TOKENS = re.compile(r"\s+|\w+|[^\w\s]")
_SENTENCES = re.compile(r"[^.;:\n]*[.;:\n]+\s*|[^.;:\n]+")
#: Above this product of lengths sentences are compared first, then words within them.
_MOST_PAIRS = 4_000_000
_MOST_SENTENCES = 3_000


class Change(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Piece:
    change: Change
    text: str


def difference(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces in reading order, what is removed before what is added.

    What is the same and what is removed make up ``before``; what is the same and what is added,
    ``after``. Its time is bounded, so that long texts that share little are told roughly.
    """
    pieces = _compared(_TOKENS.findall(before), _TOKENS.findall(after))
    return tuple(_in_stretches(piece for piece in pieces if piece.text))


def _in_stretches(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """What changed without a word in between as one removed and one added piece."""
    same, removed, added = "", "", ""
    for piece in (*pieces, Piece(Change.SAME, "")):
        if piece.change is Change.SAME:
            if (removed or added) and (not piece.text.strip() and piece.text):
                same += piece.text
                continue
            yield from _stretch(removed, added)
            if same or piece.text:
                yield Piece(Change.SAME, same + piece.text)
            same, removed, added = "", "", ""
            continue
        removed, added, same = removed + same, added + same, ""
        if piece.change is Change.REMOVED:
            removed += piece.text
        else:
            added += piece.text


def _stretch(removed: str, added: str) -> Iterator[Piece]:
    if removed:
        yield Piece(Change.REMOVED, removed)
    if added:
        yield Piece(Change.ADDED, added)


def _compared(before: list[str], after: list[str]) -> Iterator[Piece]:
    start = _common(before, after)
    end = _common(before[start:][::-1], after[start:][::-1])
    yield Piece(Change.SAME, "".join(before[:start]))
    left = before[start : len(before) - end]
    right = after[start : len(after) - end]
    if len(left) * len(right) <= _MOST_PAIRS:
        yield from _matched(left, right)
    else:
        yield from _by_sentences("".join(left), "".join(right))
    yield Piece(Change.SAME, "".join(before[len(before) - end :]))


def _by_sentences(before: str, after: str) -> Iterator[Piece]:
    left, right = _SENTENCES.findall(before), _SENTENCES.findall(after)
    if max(len(left), len(right)) > _MOST_SENTENCES:
        yield Piece(Change.REMOVED, before)
        yield Piece(Change.ADDED, after)
        return
    for tag, from_left, to_left, from_right, to_right in _opcodes(left, right):
        old, new = "".join(left[from_left:to_left]), "".join(right[from_right:to_right])
        words, others = _TOKENS.findall(old), _TOKENS.findall(new)
        if tag == "equal":
            yield Piece(Change.SAME, old)
        elif len(words) * len(others) <= _MOST_PAIRS // 20:
            yield from _matched(words, others)
        else:
            yield Piece(Change.REMOVED, old)
            yield Piece(Change.ADDED, new)


def _matched(before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    for tag, from_left, to_left, from_right, to_right in _opcodes(before, after):
        if tag == "equal":
            yield Piece(Change.SAME, "".join(before[from_left:to_left]))
            continue
        yield Piece(Change.REMOVED, "".join(before[from_left:to_left]))
        yield Piece(Change.ADDED, "".join(after[from_right:to_right]))


def _opcodes(before: Sequence[str], after: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    """Words that are frequent in a long text start no match there: the time stays bounded."""
    return list(SequenceMatcher(None, before, after, autojunk=len(after) > 400).get_opcodes())


def _common(before: Sequence[str], after: Sequence[str]) -> int:
    length = min(len(before), len(after))
    return next((place for place in range(length) if before[place] != after[place]), length)


#: From which likeness on, of 1, a provision is taken for the same one.
_LIKE_AT_ITS_PLACE = 0.4
_LIKE_ELSEWHERE = 0.6
_MOST_COMPARED = 250_000


@dataclass(frozen=True, slots=True)
class Matching:
    """``same`` leads from an eId of the new version to the one of the version before."""

    same: dict[str, str]
    renumbered: tuple[tuple[str, str], ...]
    changed: tuple[tuple[str, str], ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]


def match_versions(before: Sequence[Part], after: Sequence[Part]) -> Matching:
    """Which provision is which, by its words first and by its number then; pairs are old, new.

    In turn: the same words; the same number with like words; like words under another number; the
    same number, whatever it says now.
    """
    old = {part.eid: part for part in before}
    new = {part.eid: part for part in after}
    same: dict[str, str] = {}
    free = dict(old)

    def take(eid: str, former: str) -> None:
        same[eid] = former
        del free[former]

    for eid, former in _same_words(before, after):
        take(eid, former)
    words = {id(part): _words(part) for part in (*before, *after)}
    for eid, part in new.items():
        if (
            eid not in same
            and eid in free
            and free[eid].kind is part.kind
            and _likeness(words[id(part)], words[id(free[eid])]) >= _LIKE_AT_ITS_PLACE
        ):
            take(eid, eid)
    rest = [part for eid, part in new.items() if eid not in same]
    if len(rest) * len(free) <= _MOST_COMPARED:
        pairs = [
            (likeness, part.eid, former.eid)
            for part in rest
            for former in free.values()
            if part.kind is former.kind
            and (likeness := _likeness(words[id(part)], words[id(former)])) >= _LIKE_ELSEWHERE
        ]
        for _, eid, former in sorted(pairs, key=lambda pair: -pair[0]):
            if eid not in same and former in free:
                take(eid, former)
    for eid, part in new.items():
        if eid not in same and eid in free and free[eid].kind is part.kind:
            take(eid, eid)
    return Matching(
        same=same,
        renumbered=tuple((same[eid], eid) for eid in new if same.get(eid, eid) != eid),
        changed=tuple(
            (same[eid], eid)
            for eid, part in new.items()
            if eid in same and _wording(part) != _wording(old[same[eid]])
        ),
        added=tuple(eid for eid in new if eid not in same),
        removed=tuple(free),
    )


def _same_words(before: Sequence[Part], after: Sequence[Part]) -> Iterator[tuple[str, str]]:
    """Pairs (new, old) with the same words; of several the one with the same number, then the
    next in order."""
    waiting: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for part in before:
        waiting[part.kind.value, folded(_wording(part))][part.eid] = None
    later: list[tuple[Part, dict[str, None]]] = []
    for part in after:
        key = (part.kind.value, folded(_wording(part)))
        candidates = waiting.get(key) or {}
        if part.eid in candidates:
            del candidates[part.eid]
            yield part.eid, part.eid
        elif key[1]:
            later.append((part, candidates))
    for part, candidates in later:
        if candidates:
            former = next(iter(candidates))
            del candidates[former]
            yield part.eid, former


def _wording(part: Part) -> str:
    return f"{part.heading}\n{part.text}" if part.heading else part.text


def _words(part: Part) -> Counter[str]:
    return Counter(folded(_wording(part)).split())


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """Shared words against all words, 0 to 1; nothing is like nothing."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0
