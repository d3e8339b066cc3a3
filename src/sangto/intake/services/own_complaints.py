"""What a sender does with an own report as a victim: let one agency read it (SCOPE.md 8)."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.intake.domain.consent import CONSENT_VERSION
from sangto.intake.models import ReportDisclosure
from sangto.intake.permissions import IntakePermission, authorise
from sangto.intake.queries import report_by_receipt
from sangto.intake.services.progress import locked
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, Refusal, gettext_noop, insist
from sangto.organisations.models import Agency


def disclose_own_report(
    *, receipt: str, agency: Agency, agreed: bool, actor: Actor, now: datetime | None = None
) -> ReportDisclosure:
    """The holder of the receipt lets this agency read the report. ``agreed`` is the consent to
    exactly that; the one given when it was sent does not count. A second time is the first."""
    at = now or timezone.now()
    with change(actor) as journal:
        authorise(actor, IntakePermission.REFER)
        report = report_by_receipt(receipt, at)
        if report is None or agency.network_id != report.network_id:
            raise NotVisible
        fresh = locked(report)
        insist(_refusal(agreed=agreed, deleted=fresh.content_deleted_at is not None))
        disclosure, made = ReportDisclosure.objects.get_or_create(
            report=fresh,
            agency=agency,
            defaults={"consent_version": CONSENT_VERSION, "granted_at": at},
        )
        if made:
            journal.record(
                AuditTag.REPORT_REFERRED,
                fresh,
                details={"agency": agency.pk, "consent": CONSENT_VERSION},
            )
        else:
            journal.nothing_changed()
    return disclosure


def _refusal(*, agreed: bool, deleted: bool) -> Refusal | None:
    if not agreed:
        return Refusal(
            "intake.not_agreed",
            gettext_noop("Tick that this agency may read your report. Without it nothing is sent."),
            {},
            "agreed",
        )
    if deleted:
        return Refusal(
            "intake.content_deleted",
            gettext_noop("The content of this report was deleted."),
        )
    return None
