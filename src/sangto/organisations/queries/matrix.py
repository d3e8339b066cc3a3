"""The table of competences as it counts on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from sangto.kernel.text import collation_key
from sangto.organisations.domain.charter_checks import KNOWN_TOPICS
from sangto.organisations.domain.charter_spec import ServiceFieldSpec
from sangto.organisations.domain.matrix import Cell, Entry, matrix
from sangto.organisations.models import Agency, Competence, Network, Territory, valid_on
from sangto.organisations.queries.heirs import Heirs
from sangto.organisations.queries.networks import current_charter, today


@dataclass(frozen=True, slots=True)
class CompetenceMatrix:
    """Rows of cells in the order of ``topics``; the first column is the whole network."""

    day: date
    topics: tuple[str, ...]
    fields: dict[str, ServiceFieldSpec]
    places: tuple[Territory | None, ...]
    rows: list[list[Cell]]
    agencies: dict[int, Agency]

    @property
    def cells(self) -> list[Cell]:
        return [cell for row in self.rows for cell in row]

    @property
    def gaps(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.is_gap]

    @property
    def overlaps(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.is_overlap]


def competence_matrix(network: Network, day: date | None = None) -> CompetenceMatrix:
    """Each cell is what ``competent_agency`` answers for it. Up to seven queries, whatever the
    size; places that ended before the day are left out."""
    day = day or today()
    fields = {field.code: field for field in current_charter(network).service_fields}
    heirs = Heirs(network, day)
    rows = Competence.objects.filter(valid_on(day), agency__network=network)
    entries = [
        Entry(
            key=row.pk,
            topic=row.topic,
            place=row.territory_id,
            agency=heir.pk
            if (heir := heirs.of(row.agency_id, row.topic, row.territory_id)) is not None
            else None,
            since=row.valid_from,
        )
        for row in rows
    ]
    topics = tuple(dict.fromkeys([*KNOWN_TOPICS, *fields, *(entry.topic for entry in entries)]))
    places = (None, *_places(network, day))
    return CompetenceMatrix(
        day=day,
        topics=topics,
        fields=fields,
        places=places,
        rows=matrix(topics, _keys(places), heirs.parents, entries),
        agencies=heirs.agencies,
    )


def _keys(places: Sequence[Territory | None]) -> list[int | None]:
    return [None if place is None else place.pk for place in places]


def _places(network: Network, day: date) -> list[Territory]:
    """Larger places first, then by the alphabet."""
    rows = list(
        Territory.objects.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=day), network=network
        )
    )
    parents = {row.pk: row.parent_id for row in rows}

    def depth(key: int) -> int:
        steps, step = 0, parents.get(key)
        while step is not None and steps <= len(parents):
            steps, step = steps + 1, parents.get(step)
        return steps

    return sorted(rows, key=lambda row: (depth(row.pk), collation_key(row.name)))
