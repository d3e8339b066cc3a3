"""Who settles what where, as a table: topics in rows, places in columns."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

#: A place by its key; ``None`` is the whole network.
Place = int | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the table of competences that is in force on the day.

    ``agency`` is the one that counts on that day: an ended agency's successor, or None where its
    line ended.
    """

    key: int
    topic: str
    place: Place
    agency: int | None
    since: date


@dataclass(frozen=True, slots=True)
class Cell:
    """``settled_for`` is the place whose entry counts here; ``others`` hold the same place too."""

    topic: str
    place: Place
    agency: int | None = None
    settled_for: Place = None
    others: tuple[int, ...] = ()

    @property
    def is_gap(self) -> bool:
        return self.agency is None

    @property
    def is_overlap(self) -> bool:
        return bool(self.others)

    @property
    def is_inherited(self) -> bool:
        """Whether a larger place's entry counts here."""
        return self.agency is not None and self.settled_for != self.place


def around(place: Place, parents: Mapping[int, int | None]) -> list[Place]:
    """The place, the larger ones around it, and the whole network; a circle is walked once."""
    chain: list[Place] = []
    step = place
    while step is not None and step not in chain:
        chain.append(step)
        step = parents.get(step)
    return [*chain, None]


def ranked(entries: Iterable[Entry], places: Sequence[Place]) -> list[Entry]:
    """Those for one of ``places``, in the order in which they count: the nearest place first,
    then the newest."""
    return sorted(
        (entry for entry in entries if entry.place in places),
        key=lambda entry: (places.index(entry.place), -entry.since.toordinal(), -entry.key),
    )


def matrix(
    topics: Iterable[str],
    places: Collection[Place],
    parents: Mapping[int, int | None],
    entries: Iterable[Entry],
) -> list[list[Cell]]:
    """A row for each topic, a cell for each place."""
    by_topic: dict[str, list[Entry]] = {}
    for entry in entries:
        by_topic.setdefault(entry.topic, []).append(entry)
    chains = {place: around(place, parents) for place in places}
    return [
        [_cell(topic, place, by_topic.get(topic, []), chains[place]) for place in places]
        for topic in topics
    ]


def _cell(topic: str, place: Place, entries: Iterable[Entry], chain: Sequence[Place]) -> Cell:
    counting = [entry for entry in ranked(entries, chain) if entry.agency is not None]
    if not counting:
        return Cell(topic, place)
    first = counting[0]
    others = dict.fromkeys(
        entry.agency
        for entry in counting
        if entry.place == place and entry.agency not in (None, first.agency)
    )
    return Cell(
        topic,
        place,
        agency=first.agency,
        settled_for=first.place,
        others=tuple(other for other in others if other is not None)
        if first.place == place
        else (),
    )
