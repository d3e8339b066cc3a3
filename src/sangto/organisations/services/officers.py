"""Focal officers that an agency names itself, and when one of them is away."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.kernel.actor import Actor
from sangto.kernel.errors import insist
from sangto.kernel.text import clean
from sangto.organisations.domain.accounts import email_fits
from sangto.organisations.domain.changes import last_day_of_dropped
from sangto.organisations.domain.duty import (
    absence_refusal,
    naming_refusal,
    officer_ending_refusal,
)
from sangto.organisations.domain.kinds import NamedBy
from sangto.organisations.models import Agency, FocalOfficer, OfficerAbsence
from sangto.organisations.permissions import OrganisationPermission, authorise
from sangto.organisations.queries import today
from sangto.organisations.services.reach import insist_on_own_agency


def name_officer(
    *,
    agency: Agency,
    full_name: str,
    email: str,
    actor: Actor,
    substitute_for: FocalOfficer | None = None,
    valid_from: date | None = None,
    valid_until: date | None = None,
    now: datetime | None = None,
) -> FocalOfficer:
    """Name somebody beside those of the charter. Who was ended before may be named anew."""
    authorise(actor, OrganisationPermission.OFFICER_NAME)
    full_name = " ".join(clean(full_name).split())
    email = clean(email).strip().lower()
    day = today(now)
    first = valid_from or day
    with change(actor) as journal:
        insist_on_own_agency(actor, agency)
        agency = Agency.objects.select_for_update().get(pk=agency.pk)
        standing = FocalOfficer.objects.filter(agency=agency, email__iexact=email).first()
        in_force = standing is not None and (
            standing.valid_until is None or standing.valid_until >= first
        )
        insist(
            naming_refusal(
                full_name=full_name,
                email_fits=email_fits(email),
                taken=in_force,
                substitute_fits=substitute_for is None or substitute_for.agency_id == agency.pk,
                agency_ended=agency.valid_until is not None
                and agency.valid_until < max(day, first),
                valid_from=first,
                valid_until=valid_until,
            )
        )
        officer = standing or FocalOfficer(agency=agency, email=email)
        officer.full_name = full_name
        officer.named_by = NamedBy.DESK.value
        officer.substitute_for = substitute_for if substitute_for != standing else None
        officer.valid_from = first
        officer.valid_until = valid_until
        officer.save()
        journal.record(
            AuditTag.OFFICER_NAMED,
            officer,
            {
                "agency": agency.pk,
                "substitute_for": substitute_for.pk if substitute_for is not None else None,
            },
        )
    return officer


def end_officer(
    *, officer: FocalOfficer, actor: Actor, now: datetime | None = None
) -> FocalOfficer:
    """Yesterday was the last day. Refused for whom the charter names."""
    authorise(actor, OrganisationPermission.OFFICER_NAME)
    day = today(now)
    with change(actor) as journal:
        officer = _locked(officer, actor)
        insist(
            officer_ending_refusal(
                named_by=NamedBy(officer.named_by),
                ended=officer.valid_until is not None and officer.valid_until < day,
            )
        )
        officer.valid_until = last_day_of_dropped(valid_from=officer.valid_from, today=day)
        officer.save(update_fields=["valid_until"])
        journal.record(AuditTag.OFFICER_ENDED, officer, {"agency": officer.agency_id})
    return officer


def enter_absence(
    *,
    officer: FocalOfficer,
    valid_from: date,
    actor: Actor,
    valid_until: date | None = None,
    note: str = "",
) -> OfficerAbsence:
    """Both days count; without a last day the absence goes on until somebody ends it."""
    authorise(actor, OrganisationPermission.OFFICER_NAME)
    note = " ".join(clean(note).split())
    with change(actor) as journal:
        officer = _locked(officer, actor)
        others = officer.absences.filter(Q(valid_until=None) | Q(valid_until__gte=valid_from))
        if valid_until is not None:
            others = others.filter(valid_from__lte=valid_until)
        insist(
            absence_refusal(
                valid_from=valid_from,
                valid_until=valid_until,
                overlaps=others.exists(),
                note=note,
            )
        )
        absence = OfficerAbsence.objects.create(
            officer=officer, valid_from=valid_from, valid_until=valid_until, note=note
        )
        journal.record(
            AuditTag.OFFICER_AWAY,
            officer,
            {
                "from": valid_from.isoformat(),
                "until": valid_until.isoformat() if valid_until else "",
            },
        )
    return absence


def end_absence(*, absence: OfficerAbsence, actor: Actor, now: datetime | None = None) -> None:
    """The person is back today; what had not begun before today is taken back as a whole."""
    authorise(actor, OrganisationPermission.OFFICER_NAME)
    day = today(now)
    with change(actor) as journal:
        officer = _locked(absence.officer, actor)
        row = OfficerAbsence.objects.select_for_update().filter(pk=absence.pk).first()
        if row is None or (row.valid_until is not None and row.valid_until < day):
            journal.nothing_changed()
            return
        journal.record(AuditTag.OFFICER_BACK, officer, {"absence": row.pk})
        if row.valid_from >= day:
            row.delete()
            return
        row.valid_until = last_day_of_dropped(valid_from=row.valid_from, today=day)
        row.save(update_fields=["valid_until"])


def _locked(officer: FocalOfficer, actor: Actor) -> FocalOfficer:
    found = (
        FocalOfficer.objects.select_for_update(of=("self",))
        .select_related("agency")
        .get(pk=officer.pk)
    )
    insist_on_own_agency(actor, found.agency)
    return found
