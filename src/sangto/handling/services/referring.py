"""A victim's own complaint goes to a competent agency (SCOPE.md 8)."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from sangto.audit.secrets import sealer
from sangto.audit.services import change
from sangto.handling.queries.victims import possible_authorities
from sangto.intake.models import ReportDisclosure
from sangto.intake.queries import report_by_receipt
from sangto.intake.services import disclose_own_report
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.notices.services import queue_mail
from sangto.organisations.models import Agency
from sangto.organisations.queries import focal_officers_on


def refer_own_report(
    *, receipt: str, agency: Agency, agreed: bool, actor: Actor, now: datetime | None = None
) -> ReportDisclosure:
    """The sender passes the report on. The agency's focal officers get a mail that says so and
    where to read it; nothing of the report, and no contact, is in it."""
    at = now or timezone.now()
    with change(actor) as journal:
        report = report_by_receipt(receipt, at)
        if report is None:
            raise NotVisible
        already = ReportDisclosure.objects.filter(report=report, agency=agency).first()
        if already is not None:
            journal.nothing_changed()
            return already
        if agency not in possible_authorities(report):
            raise NotVisible
        disclosure = disclose_own_report(
            receipt=receipt, agency=agency, agreed=agreed, actor=actor, now=at
        )
        with override("vi"):
            subject = _("Somebody passed a report on to your agency")
            body = "\n\n".join(
                (
                    _("The sender of %(reference)s lets your agency read the report.")
                    % {"reference": report.reference},
                    _("It is the sender's own complaint. Read it after signing in:"),
                    f"{settings.SANGTO_BASE_URL}/desk/chuyen-den/",
                )
            )
        for duty in focal_officers_on(agency, timezone.localdate(at)):
            queue_mail(
                key=f"referral:{disclosure.pk}:{duty.officer.pk}",
                to_sealed=sealer().seal(duty.officer.email),
                language="vi",
                subject=subject,
                body=body,
                now=at,
            )
        return disclosure
