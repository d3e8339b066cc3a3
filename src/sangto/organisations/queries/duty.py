"""Focal officers: who is named, who is away, who is on duty."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sangto.kernel.text import collation_key
from sangto.organisations.domain.duty import Named, on_duty
from sangto.organisations.models import Agency, FocalOfficer, OfficerAbsence, valid_on
from sangto.organisations.queries.networks import today


@dataclass(frozen=True, slots=True)
class OfficerOnDuty:
    """``instead_of`` is the person who is away."""

    officer: FocalOfficer
    instead_of: FocalOfficer | None = None


def focal_officers_on(agency: Agency, day: date | None = None) -> list[OfficerOnDuty]:
    """Whom to write to on that day (today): each named person, or who stands in while that person
    is away. Empty when nobody is there. Two queries."""
    return duties_on([agency.pk], day)[agency.pk]


def duties_on(agencies: Collection[int], day: date | None = None) -> dict[int, list[OfficerOnDuty]]:
    """As :func:`focal_officers_on`, for many agencies in the same two queries."""
    day = day or today()
    rows: dict[int, dict[int, FocalOfficer]] = {key: {} for key in agencies}
    for row in FocalOfficer.objects.filter(agency__in=agencies).order_by("pk"):
        rows[row.agency_id][row.pk] = row
    away = set(
        OfficerAbsence.objects.filter(valid_on(day), officer__agency__in=agencies).values_list(
            "officer_id", flat=True
        )
    )
    return {key: _on_duty(known, away, day) for key, known in rows.items()}


def _on_duty(
    known: dict[int, FocalOfficer], away: Collection[int], day: date
) -> list[OfficerOnDuty]:
    ordered = sorted(known.values(), key=lambda row: (collation_key(row.full_name), row.pk))
    named = [
        Named(
            key=row.pk,
            substitute_for=row.substitute_for_id,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            away=row.pk in away,
        )
        for row in ordered
    ]
    return [
        OfficerOnDuty(known[duty.officer], known.get(duty.instead_of or 0))
        for duty in on_duty(named, day)
    ]


def absences_of(agency: Agency, day: date | None = None) -> list[OfficerAbsence]:
    """Absences that have not ended before that day (today), the first one first."""
    day = day or today()
    return [
        row
        for row in OfficerAbsence.objects.filter(officer__agency=agency)
        .select_related("officer")
        .order_by("valid_from", "pk")
        if row.valid_until is None or row.valid_until >= day
    ]
