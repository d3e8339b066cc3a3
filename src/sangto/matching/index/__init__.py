"""The index of near-copies: one interface, one implementation for each database."""

from __future__ import annotations

from django.db import connection

from sangto.matching.index.interface import Candidate, EntryData, MatchIndex, Progress

__all__ = ["Candidate", "EntryData", "MatchIndex", "Progress", "match_index"]


def match_index() -> MatchIndex:
    """The engine for the database in use."""
    if connection.vendor == "postgresql":
        from sangto.matching.index.postgres import PostgresIndex

        return PostgresIndex()
    from sangto.matching.index.sqlite import SqliteIndex

    return SqliteIndex()
