"""A checked charter becomes rows: the new is added, the changed updated, the gone ends."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sangto.organisations.domain.changes import last_day_of_dropped
from sangto.organisations.domain.charter_spec import AgencySpec, CharterSpec
from sangto.organisations.models import (
    Agency,
    Competence,
    HolidayOverride,
    LegalGround,
    Network,
    ProtectedDomain,
    Territory,
)
from sangto.organisations.services.charter_people import PeopleOfCharter
from sangto.organisations.services.charter_successions import (
    decided_at_the_desk,
    plan_successions,
)
from sangto.organisations.services.dated_rows import end_open, write_changed


@dataclass(slots=True)
class Moved:
    """Agencies that this version brought, and those that it no longer names."""

    joined: list[Agency] = field(default_factory=list)
    ended: list[Agency] = field(default_factory=list)
    #: Whether the day of some agency's successor has come.
    due: bool = False


def write_rows(
    *, network: Network, spec: CharterSpec, before: CharterSpec | None, today: date
) -> Moved:
    """``before`` is the version that stood until now. Runs inside the caller's transaction."""
    return _Writing(network, spec, before, today).run()


class _Writing:
    def __init__(
        self, network: Network, spec: CharterSpec, before: CharterSpec | None, today: date
    ) -> None:
        self.network = network
        self.spec = spec
        self.before = before
        self.today = today
        self.moved = Moved()
        self.agencies: dict[str, Agency] = {}
        self.territories: dict[str, Territory] = {}
        self.decided = decided_at_the_desk(network)

    def run(self) -> Moved:
        self._write_territories()
        self._write_agencies()
        self.moved.due = plan_successions(
            spec=self.spec,
            agencies=self.agencies,
            territories=self.territories,
            dropped=self.moved.ended,
            today=self.today,
        )
        people = PeopleOfCharter(self.network, self.spec, self.agencies, self.today)
        people.write()
        self._write_competences()
        self._write_grounds()
        self._write_domains()
        self._write_overrides()
        return self.moved

    def _write_territories(self) -> None:
        standing = {row.code: row for row in Territory.objects.filter(network=self.network)}
        for item in self.spec.territories:
            row = standing.pop(item.code, None) or Territory(network=self.network, code=item.code)
            write_changed(
                row,
                name=item.name,
                name_en=item.name_en,
                kind=item.kind.value,
                valid_until=None,
            )
            self.territories[item.code] = row
        for item in self.spec.territories:
            parent = self.territories[item.parent] if item.parent else None
            write_changed(self.territories[item.code], parent=parent)
        for gone in standing.values():
            if gone.valid_until is None:
                last = last_day_of_dropped(valid_from=date.min, today=self.today)
                write_changed(gone, valid_until=last)

    def _write_agencies(self) -> None:
        standing = {row.slug: row for row in Agency.objects.filter(network=self.network)}
        for row in standing.values():
            if row.is_lead and row.slug != self.spec.lead.slug:
                write_changed(row, is_lead=False)
        for item in self.spec.agencies:
            found = standing.pop(item.slug, None)
            row = found or Agency(network=self.network, slug=item.slug)
            values = self._agency_values(item)
            if row.pk in self.decided and item.valid_until is None:
                del values["valid_until"]
            write_changed(row, **values)
            self.agencies[item.slug] = row
            if found is None:
                self.moved.joined.append(row)
        for item in self.spec.agencies:
            row = self.agencies[item.slug]
            write_changed(row, parent=self.agencies[item.parent] if item.parent else None)
            if row.pk not in self.decided or item.valid_until is not None:
                successor = self.agencies[item.successor] if item.successor else None
                write_changed(row, successor=successor)
        self.moved.ended += end_open(
            self.today, [row for row in standing.values() if row.pk not in self.decided]
        )

    def _agency_values(self, item: AgencySpec) -> dict[str, object]:
        return {
            "name": item.name,
            "name_en": item.name_en,
            "kind": item.kind.value,
            "symbol": item.symbol,
            "is_lead": item is self.spec.lead,
            "valid_from": item.valid_from or self.spec.valid_from,
            "valid_until": item.valid_until or self.spec.valid_until,
            "spokesperson": item.spokesperson,
            "office_address": item.office_address,
            "office_phone": item.office_phone,
            "domains": list(item.domains),
        }

    def _write_competences(self) -> None:
        """An entry without dates goes on from the row that stands, else begins today.

        Only a network's first charter begins them on its own first day, so that what another
        agency settled until now stays its work.
        """
        standing = list(Competence.objects.filter(agency__network=self.network))
        begin = self.spec.valid_from if self.before is None else self.today
        for item in self.spec.competences:
            agency = self.agencies[item.agency]
            territory = self.territories[item.territory] if item.territory else None
            rows = [
                row
                for row in standing
                if (row.agency_id, row.topic, row.territory_id)
                == (agency.pk, item.topic, territory.pk if territory else None)
            ]
            row = _going_on(rows, item.valid_from, begin) or Competence(
                agency=agency,
                topic=item.topic,
                territory=territory,
                valid_from=item.valid_from or begin,
            )
            if row in rows:
                standing.remove(row)
            write_changed(row, valid_until=item.valid_until or self.spec.valid_until)
        for gone in [row for row in standing if row.valid_from > self.today]:
            standing.remove(gone)
            gone.delete()
        end_open(self.today, standing)

    def _write_grounds(self) -> None:
        rows = LegalGround.objects.filter(network=self.network)
        standing = {row.code: row for row in rows}
        for item in self.spec.legal_grounds:
            row = standing.pop(item.code, None) or LegalGround(network=self.network, code=item.code)
            write_changed(
                row,
                citation=item.citation,
                citation_en=item.citation_en,
                valid_from=item.valid_from,
                valid_until=item.valid_until,
            )
        end_open(self.today, standing.values())

    def _write_domains(self) -> None:
        standing = {row.domain: row for row in ProtectedDomain.objects.filter(network=self.network)}
        for item in self.spec.protected_domains:
            row = standing.pop(item.domain, None) or ProtectedDomain(
                network=self.network, domain=item.domain
            )
            write_changed(row, owner=item.owner)
        for gone in standing.values():
            gone.delete()

    def _write_overrides(self) -> None:
        """Days that were decided outside the charter stay; those of its last version may go."""
        standing = {row.day: row for row in HolidayOverride.objects.filter(network=self.network)}
        for item in self.spec.holiday_overrides:
            row = standing.pop(item.day, None) or HolidayOverride(
                network=self.network, day=item.day
            )
            write_changed(row, working=item.working, note=item.note)
        for old in self.before.holiday_overrides if self.before else ():
            if old.day in standing:
                standing.pop(old.day).delete()


def _going_on(rows: list[Competence], first: date | None, begin: date) -> Competence | None:
    """Of the rows for one agency, topic and place, the one that an entry means."""
    exact = [row for row in rows if row.valid_from == (first or begin)]
    still = [
        row
        for row in rows
        if first is None and (row.valid_until is None or row.valid_until >= begin)
    ]
    return next(iter(exact + still), None)
