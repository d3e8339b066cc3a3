"""Telling everybody who asked: the receipt always, mail where a contact was given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from sangto.audit.locks import write_lock
from sangto.audit.services import Journal, change
from sangto.audit.tags import AuditTag
from sangto.cases.services import refresh_at_the_end
from sangto.intake.domain.reports import ReportOutcome
from sangto.intake.models import Report
from sangto.intake.queries import recipients
from sangto.intake.services import mark_answered
from sangto.kernel.actor import Actor, system_actor
from sangto.notices.services import queue_mail
from sangto.queue.services import put
from sangto.verdicts.domain.version import DeliveryVia, VersionStatus
from sangto.verdicts.models import Delivery, VerdictVersion
from sangto.verdicts.queries.deliveries import (
    answer_key,
    current_version_for,
    untold_reports,
    versions_with_untold_reports,
)
from sangto.verdicts.services.letters import answer_letter
from sangto.verdicts.services.writing import locked

ANNOUNCE = "verdict.announce"
#: Reports told in one transaction.
BATCH = 100


def announce_key(version_id: int, after: int) -> str:
    """``after`` is the last report of the batch before, 0 for the first batch."""
    return f"{ANNOUNCE}:{version_id}:{after}"


def announce(version_id: int, *, batch: int = BATCH) -> Callable[[], None]:
    """Tell the next ``batch`` reports that wait for this version, and queue the rest.

    Nothing slow happens before; the returned function does it all inside the transaction that
    finishes the task. A repeat tells nobody twice, and a version that was superseded meanwhile
    tells nobody: the newer one does.
    """

    def settle() -> None:
        _announce(version_id, batch)

    return settle


def _announce(version_id: int, batch: int) -> None:
    with change(system_actor(ANNOUNCE)) as journal:
        version = locked(VerdictVersion(pk=version_id))
        if version.status != VersionStatus.PUBLISHED.value:
            journal.nothing_changed()
            return
        waiting = list(untold_reports(version).select_for_update(of=("self",))[: batch + 1])
        told, rest = waiting[:batch], waiting[batch:]
        if not told:
            journal.nothing_changed()
            return
        _tell(version, told, journal=journal, actor=journal.actor, at=timezone.now())
        if rest:
            put(
                kind=ANNOUNCE,
                key=announce_key(version_id, told[-1].pk),
                payload={"version": version_id},
            )


def queue_waiting_announcements(*, today: date | None = None) -> int:
    """Put a task for every current version that somebody still waits for; how many were new.

    The periodic part: reports that joined a claim, or whose link was confirmed, after the answer.
    """
    with write_lock(), transaction.atomic():
        return sum(
            put(
                kind=ANNOUNCE,
                key=f"{ANNOUNCE}:{version_id}:from:{report_id}",
                payload={"version": version_id},
            )
            for version_id, report_id in versions_with_untold_reports(today=today)
        )


def answer_joined_report(
    *, report: Report, actor: Actor, today: date | None = None
) -> Delivery | None:
    """Tell a report that joined a claim whose verdict stands already.

    None when the claim has no published verdict, it has expired, the link is only a suggestion,
    or the report was told before.
    """
    version = current_version_for(report, today=today or timezone.localdate())
    if version is None:
        return None
    with change(actor) as journal:
        held = locked(version)
        waiting = list(untold_reports(held).filter(pk=report.pk).select_for_update(of=("self",)))
        if held.status != VersionStatus.PUBLISHED.value or not waiting:
            journal.nothing_changed()
            return None
        _tell(held, waiting, journal=journal, actor=actor, at=timezone.now())
        return Delivery.objects.get(version=held, report=report, via=DeliveryVia.RECEIPT.value)


def _tell(
    version: VerdictVersion,
    reports: Sequence[Report],
    *,
    journal: Journal,
    actor: Actor,
    at: datetime,
) -> None:
    for report in reports:
        mark_answered(report=report, outcome=ReportOutcome.VERDICT, actor=actor)
    refresh_at_the_end(version.verdict.claim_id)
    Delivery.objects.bulk_create(
        Delivery(version=version, report=report, via=DeliveryVia.RECEIPT.value, at=at)
        for report in reports
    )
    mailed = _mail(version, reports, at=at)
    journal.record(
        AuditTag.VERDICT_ANNOUNCED,
        version,
        details={
            "verdict": version.verdict.reference,
            "number": version.number,
            "reports": [report.pk for report in reports],
            "mailed": mailed,
        },
    )


def _mail(version: VerdictVersion, reports: Sequence[Report], *, at: datetime) -> list[int]:
    had_another = set(
        Delivery.objects.filter(
            version__verdict=version.verdict_id,
            version__number__lt=version.number,
            report__in=[report.pk for report in reports],
        ).values_list("report_id", flat=True)
    )
    mailed: list[int] = []
    for report, email_sealed, language in recipients(reports):
        letter = answer_letter(version, language=language, changed=report.pk in had_another)
        message = queue_mail(
            key=answer_key(version.pk, report.pk),
            to_sealed=email_sealed,
            language=language,
            subject=letter.subject,
            body=letter.body,
        )
        if message is not None:
            Delivery.objects.create(
                version=version, report=report, via=DeliveryVia.EMAIL.value, at=at
            )
            mailed.append(report.pk)
    return mailed
