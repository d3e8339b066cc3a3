"""Focal officers and teams as a charter names them; what the desk named beside them stays."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sangto.organisations.domain.charter_spec import AgencySpec, CharterSpec, TeamSpec
from sangto.organisations.domain.kinds import NamedBy
from sangto.organisations.models import Agency, FocalOfficer, Network, Team, TeamMember
from sangto.organisations.services.dated_rows import end_open, write_changed

_CHARTER = NamedBy.CHARTER.value


class PeopleOfCharter:
    def __init__(
        self,
        network: Network,
        spec: CharterSpec,
        agencies: Mapping[str, Agency],
        today: date,
    ) -> None:
        self.network = network
        self.spec = spec
        self.agencies = agencies
        self.today = today
        self.officers: dict[tuple[str, str], FocalOfficer] = {}

    def write(self) -> None:
        self._write_officers()
        self._write_teams()

    def _write_officers(self) -> None:
        rows = FocalOfficer.objects.filter(agency__network=self.network)
        standing = {(row.agency_id, row.email): row for row in rows}
        for item in self.spec.agencies:
            self._write_officers_of(item, standing)
        end_open(self.today, (row for row in standing.values() if row.named_by == _CHARTER))

    def _write_officers_of(
        self, item: AgencySpec, standing: dict[tuple[int, str], FocalOfficer]
    ) -> None:
        agency = self.agencies[item.slug]
        for officer in item.focal_officers:
            row = standing.pop((agency.pk, officer.email), None) or FocalOfficer(
                agency=agency, email=officer.email
            )
            write_changed(
                row,
                full_name=officer.name,
                named_by=_CHARTER,
                valid_from=officer.valid_from or agency.valid_from,
                valid_until=officer.valid_until or agency.valid_until,
            )
            self.officers[item.slug, officer.email] = row
        for officer in item.focal_officers:
            other = (
                self.officers[item.slug, officer.substitute_for] if officer.substitute_for else None
            )
            write_changed(self.officers[item.slug, officer.email], substitute_for=other)

    def _write_teams(self) -> None:
        standing = {row.code: row for row in Team.objects.filter(network=self.network)}
        for item in self.spec.teams:
            row = standing.pop(item.code, None) or Team(network=self.network, code=item.code)
            write_changed(
                row,
                name=item.name,
                name_en=item.name_en,
                purpose=item.purpose,
                purpose_en=item.purpose_en,
                named_by=_CHARTER,
                valid_from=item.valid_from or self.spec.valid_from,
                valid_until=item.valid_until or self.spec.valid_until,
            )
            self._write_members(row, item)
        gone = [row for row in standing.values() if row.named_by == _CHARTER]
        for row in gone:
            end_open(self.today, TeamMember.objects.filter(team=row))
        end_open(self.today, gone)

    def _write_members(self, team: Team, item: TeamSpec) -> None:
        standing = [
            row
            for row in TeamMember.objects.filter(team=team, officer__isnull=False)
            if row.valid_until is None or row.valid_until >= self.today
        ]
        known = {row.officer_id: row for row in standing}
        for member in item.members:
            officer = self.officers[member.agency, member.email]
            row = known.pop(officer.pk, None) or TeamMember(team=team, officer=officer)
            write_changed(
                row,
                role=member.role.value,
                named_by=_CHARTER,
                valid_from=member.valid_from or (row.valid_from if row.pk else team.valid_from),
                valid_until=member.valid_until or team.valid_until,
            )
        end_open(self.today, (row for row in known.values() if row.named_by == _CHARTER))
