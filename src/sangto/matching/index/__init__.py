"""The index of near-copies: one interface, the same postings in either database."""

from __future__ import annotations

from sangto.matching.index.entries import EntryIndex
from sangto.matching.index.interface import Candidate, EntryData, MatchIndex, Progress

__all__ = ["Candidate", "EntryData", "MatchIndex", "Progress", "match_index"]


def match_index() -> MatchIndex:
    return EntryIndex()
