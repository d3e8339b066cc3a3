"""Who took over the work of agencies that ended."""

from __future__ import annotations

from datetime import date

from sangto.organisations.domain.matrix import around
from sangto.organisations.domain.successions import Share, heir_of
from sangto.organisations.models import Agency, Network, SuccessionShare, Territory


def valid(agency: Agency, day: date) -> bool:
    return agency.valid_from <= day and (agency.valid_until is None or day <= agency.valid_until)


class Heirs:
    """The agencies of a network on a day, and who stands for those that ended. Three queries."""

    def __init__(self, network: Network, day: date) -> None:
        self.day = day
        self.agencies = {row.pk: row for row in Agency.objects.filter(network=network)}
        self.parents: dict[int, int | None] = dict(
            Territory.objects.filter(network=network).values_list("pk", "parent_id")
        )
        self._shares: dict[int, list[Share]] = {}
        for agency, successor, topic, territory in SuccessionShare.objects.filter(
            succession__agency__network=network
        ).values_list("succession__agency_id", "successor_id", "topic", "territory_id"):
            self._shares.setdefault(agency, []).append(Share(successor, topic, territory))

    def of(self, agency: int, topic: str = "", territory: int | None = None) -> Agency | None:
        """The agency itself while it is valid, else who has this part of its work now.

        ``None`` when the line ends before the day; a circle is walked once.
        """
        places = around(territory, self.parents)
        passed: set[int] = set()
        step: int | None = agency
        while step is not None and step not in passed and step in self.agencies:
            here = self.agencies[step]
            if valid(here, self.day):
                return here
            passed.add(step)
            if here.successor_id is None:
                return None
            step = heir_of(
                main=here.successor_id,
                shares=self._shares.get(step, ()),
                topic=topic,
                places=places,
            )
        return None
