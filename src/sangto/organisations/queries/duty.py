"""Focal officers: who is named, who is away, who is on duty."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Lower

from sangto.kernel.text import collation_key
from sangto.organisations.domain.duty import Named, on_duty
from sangto.organisations.domain.kinds import Language
from sangto.organisations.models import Agency, FocalOfficer, OfficerAbsence, User, valid_on
from sangto.organisations.queries.networks import today


@dataclass(frozen=True, slots=True)
class OfficerOnDuty:
    """``instead_of`` is the person who is away; letters to the officer are in ``language``."""

    officer: FocalOfficer
    instead_of: FocalOfficer | None = None
    language: str = Language.VIETNAMESE.value


def focal_officers_on(agency: Agency, day: date | None = None) -> list[OfficerOnDuty]:
    """Whom to write to on that day (today): each named person, or who stands in while that person
    is away. Empty when nobody is there. Two queries."""
    return duties_on([agency.pk], day)[agency.pk]


def duties_on(agencies: Collection[int], day: date | None = None) -> dict[int, list[OfficerOnDuty]]:
    """As :func:`focal_officers_on`, for many agencies in the same two queries."""
    day = day or today()
    rows: dict[int, dict[int, FocalOfficer]] = {key: {} for key in agencies}
    languages: dict[int, str] = {}
    chosen = User.objects.filter(email=Lower(OuterRef("email")), is_active=True)
    named = FocalOfficer.objects.filter(agency__in=agencies).annotate(
        chosen=Subquery(chosen.values("language")[:1])
    )
    for row in named.order_by("pk"):
        rows[row.agency_id][row.pk] = row
        languages[row.pk] = row.chosen or Language.VIETNAMESE.value
    away = set(
        OfficerAbsence.objects.filter(valid_on(day), officer__agency__in=agencies).values_list(
            "officer_id", flat=True
        )
    )
    return {key: _on_duty(known, away, day, languages) for key, known in rows.items()}


def _on_duty(
    known: dict[int, FocalOfficer], away: Collection[int], day: date, languages: Mapping[int, str]
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
        OfficerOnDuty(known[duty.officer], known.get(duty.instead_of or 0), languages[duty.officer])
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
