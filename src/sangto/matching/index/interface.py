"""What the rest of the room knows of the index; another engine has to offer just this."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from django.db.models import QuerySet

from sangto.matching.domain.kinds import SourceKind
from sangto.matching.models import IndexEntry

#: Called with (done, total) after each batch; return False to stop there.
Progress = Callable[[int, int], bool | None]


@dataclass(frozen=True, slots=True)
class EntryData:
    """What is put into the index. ``folded`` is the comparison key (``Reading.key``)."""

    source_kind: SourceKind
    source_id: int
    claim_id: int
    folded: str
    exact_digest: str
    link_digest: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that shares grams with the asked text; ``weight``, from 0 to 1.5, only orders
    candidates."""

    entry_id: int
    entry: EntryData
    weight: float


class MatchIndex(Protocol):
    """Near-copies by comparison key. Every write joins the caller's transaction. An entry's id
    belongs to its text: another text of the same source is another entry."""

    def find(self, folded: str, limit: int) -> list[Candidate]:
        """The entries nearest to a comparison key, best first, ties by entry. Never raises for any
        text; the number of grams is bounded."""
        ...

    def add(self, entry: EntryData) -> None:
        """Put an entry in, or put it in the place of the one with the same source."""
        ...

    def add_all(self, entries: Iterable[EntryData]) -> None:
        """Put in entries whose sources have none yet."""
        ...

    def remove(self, source_kind: SourceKind, source_id: int) -> bool:
        """Take an entry out; False when there was none."""
        ...

    def forget(self, entries: QuerySet[IndexEntry]) -> int:
        """Take these entries out; how many they were."""
        ...

    def rebuild(self, progress: Progress | None = None) -> bool:
        """Make every entry again from wordings and reports; False when ``progress`` stopped it.
        Looking up goes on meanwhile, and what is already done stays done."""
        ...
