"""Sealed contacts: erased after their time, sealed anew when keys change."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from sangto.audit.secrets import sealer
from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.intake.models import Contact, Report
from sangto.intake.permissions import IntakePermission, authorise
from sangto.kernel.actor import Actor
from sangto.kernel.sealing import UnreadableSeal

#: Contacts in one transaction.
_BATCH = 200


def erase_contacts(*, actor: Actor, now: datetime | None = None) -> int:
    """Delete the contacts whose time is over, in small transactions; how many.

    From the same moment on the receipt answers like an unknown one, which needs no job.
    """
    at = now or timezone.now()
    authorise(actor, IntakePermission.CONTACTS_ERASE)
    total = 0
    while True:
        count = _erase_some(actor, at)
        total += count
        if count < _BATCH:
            return total


def _erase_some(actor: Actor, at: datetime) -> int:
    with change(actor) as journal:
        due = list(
            Contact.objects.select_for_update()
            .filter(erase_after__lte=at)
            .order_by("erase_after", "pk")
            .values_list("pk", "report_id")[:_BATCH]
        )
        if not due:
            journal.nothing_changed()
            return 0
        Contact.objects.filter(pk__in=[pk for pk, _ in due]).delete()
        for _pk, report_id in due:
            journal.record(AuditTag.CONTACT_ERASED, (Report._meta.label_lower, report_id))
    return len(due)


def reseal_contacts(*, actor: Actor) -> tuple[int, int]:
    """Seal every contact under the newest key: how many were, and how many no key opens."""
    resealed = unreadable = 0
    with change(actor) as journal:
        authorise(actor, IntakePermission.CONTACTS_RESEAL)
        for contact in Contact.objects.select_for_update().order_by("pk"):
            try:
                contact.email_sealed = sealer().reseal(contact.email_sealed)
            except UnreadableSeal:
                unreadable += 1
                continue
            contact.save(update_fields=["email_sealed"])
            resealed += 1
        if resealed:
            journal.record(
                AuditTag.CONTACT_RESEALED, ("intake.contact", "all"), {"count": resealed}
            )
        else:
            journal.nothing_changed()
    return resealed, unreadable
