from __future__ import annotations

from datetime import date

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.kernel.actor import Actor
from sangto.kernel.errors import Refusal, gettext_noop, insist
from sangto.kernel.text import clean
from sangto.organisations.models import HolidayOverride, Network
from sangto.organisations.permissions import OrganisationPermission, authorise
from sangto.organisations.services.reach import insist_on_network


def override_holiday(
    *, network: Network, day: date, working: bool, note: str, actor: Actor
) -> HolidayOverride:
    """Decide that a day is worked, or not, against the national table; the last decision counts.

    Such a day stays when a new version of the charter is loaded. ``note`` says why, as every
    deadline that passes the day shows it.
    """
    authorise(actor, OrganisationPermission.HOLIDAY_OVERRIDE)
    note = " ".join(clean(note).split())
    insist(_note_refusal(note))
    with change(actor) as journal:
        insist_on_network(actor, network.slug)
        override, _ = HolidayOverride.objects.update_or_create(
            network=network, day=day, defaults={"working": working, "note": note}
        )
        journal.record(
            AuditTag.HOLIDAY_OVERRIDDEN,
            override,
            details={"day": day.isoformat(), "working": working},
        )
    return override


def _note_refusal(note: str) -> Refusal | None:
    if 0 < len(note) <= 200:
        return None
    return Refusal(
        "organisations.note",
        gettext_noop("Say why in 1 to 200 characters; deadlines show it."),
        {},
        "note",
    )
