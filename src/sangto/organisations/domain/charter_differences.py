"""What differs between two versions of a charter: by section and entry, not by line of text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import BaseModel

from sangto.organisations.domain.charter_spec import AgencySpec, CharterSpec
from sangto.organisations.domain.deadlines import DeadlineKind


class Section(StrEnum):
    """In the order in which people read them."""

    CHARTER = "charter"
    AGENCIES = "agencies"
    OFFICERS = "officers"
    COMPETENCES = "competences"
    TERRITORIES = "territories"
    SERVICE_FIELDS = "service_fields"
    TEAMS = "teams"
    DEADLINES = "deadlines"
    CHECKLISTS = "checklists"
    LEGAL_GROUNDS = "legal_grounds"
    HOLIDAY_OVERRIDES = "holiday_overrides"
    PROTECTED_DOMAINS = "protected_domains"


class Kind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One value of an entry before and after, as it would stand in the file."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """``key`` identifies the entry in its section; ``name`` is what people call it."""

    section: Section
    kind: Kind
    key: str
    name: str
    changes: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    values: Mapping[str, str]


def differences(before: CharterSpec, after: CharterSpec) -> tuple[Difference, ...]:
    """Nothing for two charters that say the same, whatever the order of their entries.

    Who reads the two the other way round finds the same entries, with added and removed swapped.
    """
    old, new = _sections(before), _sections(after)
    return tuple(
        difference
        for section in Section
        for difference in _differences(section, old[section], new[section])
    )


def _differences(
    section: Section, old: Mapping[str, _Entry], new: Mapping[str, _Entry]
) -> Iterable[Difference]:
    for key, entry in old.items():
        if key not in new:
            yield Difference(section, Kind.REMOVED, key, entry.name)
    for key, entry in new.items():
        if key not in old:
            yield Difference(section, Kind.ADDED, key, entry.name)
        elif old[key].values != entry.values:
            yield Difference(
                section,
                Kind.CHANGED,
                key,
                entry.name,
                tuple(
                    FieldChange(field, old[key].values.get(field, ""), entry.values.get(field, ""))
                    for field in dict.fromkeys([*old[key].values, *entry.values])
                    if old[key].values.get(field, "") != entry.values.get(field, "")
                ),
            )


def _sections(spec: CharterSpec) -> dict[Section, dict[str, _Entry]]:
    agencies = {agency.slug: agency.name for agency in spec.agencies}
    places = {place.code: place.name for place in spec.territories}
    return {
        Section.CHARTER: {"charter": _Entry(spec.title, _values(spec, _OF_THE_CHARTER))},
        Section.AGENCIES: {
            agency.slug: _Entry(agency.name, _agency(agency, spec)) for agency in spec.agencies
        },
        Section.OFFICERS: {
            f"{agency.slug} {officer.email}": _Entry(
                f"{officer.name}, {agency.name}", _values(officer)
            )
            for agency in spec.agencies
            for officer in agency.focal_officers
        },
        Section.COMPETENCES: _counted(
            (
                f"{row.topic} {row.territory or '*'} {row.agency}",
                _Entry(
                    " · ".join(
                        part
                        for part in (
                            row.topic,
                            places.get(row.territory or "", ""),
                            agencies.get(row.agency, row.agency),
                        )
                        if part
                    ),
                    _values(row, ("valid_from", "valid_until")),
                ),
            )
            for row in spec.competences
        ),
        Section.TERRITORIES: _by_code(spec.territories),
        Section.SERVICE_FIELDS: _by_code(spec.service_fields),
        Section.TEAMS: _by_code(spec.teams),
        Section.DEADLINES: {
            kind.value: _Entry(kind.value, _values(spec.deadlines.of(kind)))
            for kind in DeadlineKind
        },
        Section.CHECKLISTS: {
            f"{row.category} {row.topic or '*'}": _Entry(
                " · ".join(part for part in (row.category, row.topic or "") if part), _values(row)
            )
            for row in spec.checklists
        },
        Section.LEGAL_GROUNDS: {
            ground.code: _Entry(ground.citation, _values(ground)) for ground in spec.legal_grounds
        },
        Section.HOLIDAY_OVERRIDES: {
            row.day.isoformat(): _Entry(row.day.isoformat(), _values(row))
            for row in spec.holiday_overrides
        },
        Section.PROTECTED_DOMAINS: {
            row.domain: _Entry(row.domain, _values(row)) for row in spec.protected_domains
        },
    }


_OF_THE_CHARTER = (
    "network",
    "title",
    "title_en",
    "valid_from",
    "valid_until",
    "channels",
    "consultation_modes",
    "reports",
    "digest",
    "digest_hour",
)


def _agency(agency: AgencySpec, spec: CharterSpec) -> dict[str, str]:
    values = _values(
        agency, tuple(name for name in type(agency).model_fields if name != "focal_officers")
    )
    if agency is spec.lead:
        values["lead"] = "true"
    return values


def _by_code(rows: Iterable[Any]) -> dict[str, _Entry]:
    return {row.code: _Entry(row.name, _values(row)) for row in rows}


def _counted(rows: Iterable[tuple[str, _Entry]]) -> dict[str, _Entry]:
    """An agency may be competent for the same twice, at different times: each is an entry."""
    found: dict[str, _Entry] = {}
    for key, entry in rows:
        number = 2
        free = key
        while free in found:
            free, number = f"{key} {number}", number + 1
        found[free] = entry
    return found


def _values(part: BaseModel, fields: Iterable[str] | None = None) -> dict[str, str]:
    """What an entry says, but for what it leaves out."""
    dumped = part.model_dump(mode="json")
    names = dumped if fields is None else fields
    return {name: text for name in names if (text := _shown(dumped[name]))}


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_shown(item)}" for key, item in value.items() if _shown(item))
    if isinstance(value, list | tuple):
        return "; ".join(sorted(_shown(item) for item in value))
    return str(value)
