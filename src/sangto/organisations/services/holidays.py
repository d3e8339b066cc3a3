from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, Refusal, gettext_noop, insist
from sangto.kernel.text import clean
from sangto.organisations.models import HolidayOverride, Network
from sangto.organisations.permissions import OrganisationPermission, authorise
from sangto.organisations.services.follow_up import put_recomputing
from sangto.organisations.services.reach import insist_on_network


def override_holiday(
    *,
    network: Network,
    day: date,
    working: bool,
    note: str,
    actor: Actor,
    now: datetime | None = None,
) -> HolidayOverride:
    """Decide that a day is worked, or not, against the national table; the last decision counts.

    Such a day stays when a new version of the charter is loaded. ``note`` says why, as every
    deadline that passes the day shows it. Running deadlines are computed anew by a task.
    """
    authorise(actor, OrganisationPermission.HOLIDAY_OVERRIDE)
    note = " ".join(clean(note).split())
    insist(_note_refusal(note))
    with change(actor) as journal:
        insist_on_network(actor, network.slug)
        override, _ = HolidayOverride.objects.update_or_create(
            network=network, day=day, defaults={"working": working, "note": note}
        )
        event = journal.record(
            AuditTag.HOLIDAY_OVERRIDDEN,
            override,
            details={"day": day.isoformat(), "working": working},
        )
        put_recomputing(network=network, key=f"event:{event.pk}", now=now or timezone.now())
    return override


def restore_holiday(
    *, override: HolidayOverride, actor: Actor, now: datetime | None = None
) -> None:
    """The day follows the national table again. Running deadlines are computed anew by a task.

    A day of the charter comes back with the charter's next version, unless that leaves it out.
    """
    authorise(actor, OrganisationPermission.HOLIDAY_OVERRIDE)
    with change(actor) as journal:
        row = (
            HolidayOverride.objects.select_for_update(of=("self",))
            .select_related("network")
            .filter(pk=override.pk)
            .first()
        )
        if row is None:
            raise NotVisible
        insist_on_network(actor, row.network.slug)
        event = journal.record(AuditTag.HOLIDAY_RESTORED, row, details={"day": row.day.isoformat()})
        put_recomputing(network=row.network, key=f"event:{event.pk}", now=now or timezone.now())
        row.delete()


def _note_refusal(note: str) -> Refusal | None:
    if 0 < len(note) <= 200:
        return None
    return Refusal(
        "organisations.note",
        gettext_noop("Say why in 1 to 200 characters; deadlines show it."),
        {},
        "note",
    )
