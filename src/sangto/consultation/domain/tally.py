"""What a sheet says about the answers of a round: how many of which kind, who is silent, and where
they differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from sangto.consultation.domain.answers import FINAL_KINDS, AnswerKind


@dataclass(frozen=True, slots=True)
class AnsweredLine:
    """One agency with its latest answer; ``kind`` is None while it has none."""

    kind: AnswerKind | None
    category: str = ""
    rating: str = ""
    measure: str = ""

    @property
    def answered(self) -> bool:
        return self.kind in FINAL_KINDS


@dataclass(frozen=True, slots=True)
class Spread:
    """One value that somebody proposed, and how many did so."""

    value: str
    number: int


@dataclass(frozen=True, slots=True)
class Tally:
    """``asked`` = ``answered`` + ``silent``. ``agreed_by_silence`` are those of the silent that
    count as agreement, since the request said so; they stay silent."""

    asked: int
    answered: int
    silent: int
    by_kind: dict[AnswerKind, int]
    agreed_by_silence: int
    categories: tuple[Spread, ...]
    ratings: tuple[Spread, ...]
    measures: tuple[Spread, ...]

    @property
    def agreed(self) -> int:
        """Who agreed in words, with comments or without."""
        return self.by_kind[AnswerKind.AGREE] + self.by_kind[AnswerKind.AGREE_WITH_COMMENTS]

    @property
    def categories_differ(self) -> bool:
        return len(self.categories) > 1

    @property
    def ratings_differ(self) -> bool:
        return len(self.ratings) > 1

    @property
    def measures_differ(self) -> bool:
        return len(self.measures) > 1


def tally_of(lines: Sequence[AnsweredLine], *, silence_agrees: bool, over: bool) -> Tally:
    """``over``: the round takes no answers any more; before that silence means nothing."""
    answered = [line for line in lines if line.answered]
    silent = len(lines) - len(answered)
    kinds = Counter(line.kind for line in answered)
    return Tally(
        asked=len(lines),
        answered=len(answered),
        silent=silent,
        by_kind={kind: kinds.get(kind, 0) for kind in AnswerKind if kind in FINAL_KINDS},
        agreed_by_silence=silent if silence_agrees and over else 0,
        categories=_spread(line.category for line in answered),
        ratings=_spread(line.rating for line in answered),
        measures=_spread(line.measure for line in answered),
    )


def _spread(values: Iterable[str]) -> tuple[Spread, ...]:
    """The most proposed first."""
    counted = Counter(value for value in values if value)
    return tuple(
        Spread(value, number)
        for value, number in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """One request that ended, for statistics."""

    agency: int
    sent_at: datetime
    due_at: datetime
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Figures:
    """``median_days`` from the request to the first answer, over the answered ones; None without
    any. Every rate has its n beside it: ``asked``."""

    asked: int
    answered: int
    in_time: int
    median_days: float | None

    @property
    def silent(self) -> int:
        return self.asked - self.answered


def figures_of(requests: Iterable[Asked]) -> Figures:
    rows = list(requests)
    answered = [(row, row.answered_at) for row in rows if row.answered_at is not None]
    days = [(at - row.sent_at).total_seconds() / 86_400 for row, at in answered]
    return Figures(
        asked=len(rows),
        answered=len(answered),
        in_time=sum(at <= row.due_at for row, at in answered),
        median_days=round(median(days), 1) if days else None,
    )
