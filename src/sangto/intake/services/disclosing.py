"""Letting one other agency read a report, because its sender agreed (SCOPE.md 8)."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.intake.models import Report, ReportDisclosure
from sangto.intake.permissions import IntakePermission, authorise
from sangto.intake.services.progress import locked
from sangto.kernel.actor import Actor
from sangto.kernel.errors import Refusal, gettext_noop, insist
from sangto.organisations.models import Agency


def disclose_report(
    *, report: Report, agency: Agency, actor: Actor, now: datetime | None = None
) -> ReportDisclosure:
    """Refused without the sender's consent. A second disclosure to the same agency is the first."""
    with change(actor) as journal:
        authorise(actor, IntakePermission.DISCLOSE)
        fresh = locked(report)
        insist(_refusal(fresh, agency))
        disclosure, made = ReportDisclosure.objects.get_or_create(
            report=fresh,
            agency=agency,
            defaults={
                "consent_version": fresh.consent_version,
                "granted_at": now or timezone.now(),
            },
        )
        if made:
            journal.record(
                AuditTag.REPORT_DISCLOSED,
                fresh,
                details={"agency": agency.pk, "consent": fresh.consent_version},
            )
        else:
            journal.nothing_changed()
    return disclosure


def _refusal(report: Report, agency: Agency) -> Refusal | None:
    if not report.share_consent:
        return Refusal(
            "intake.no_consent",
            gettext_noop("The sender did not agree that another agency reads this report."),
        )
    if agency.network_id != report.network_id:
        return Refusal(
            "intake.other_network",
            gettext_noop("This agency is not a member of the network that got the report."),
        )
    if report.content_deleted_at is not None:
        return Refusal(
            "intake.content_deleted",
            gettext_noop("The content of this report was deleted."),
        )
    return None
