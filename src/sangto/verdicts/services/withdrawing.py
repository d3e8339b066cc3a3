"""Taking a published verdict back, and telling everybody who was answered with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from sangto.audit.services import Journal, change
from sangto.audit.tags import AuditTag
from sangto.cases.domain.states import EntryKind
from sangto.cases.services import record_entry, refresh_at_the_end
from sangto.intake.models import Report
from sangto.intake.queries import recipients
from sangto.kernel.actor import Actor, system_actor
from sangto.kernel.errors import Refusal, Refused, gettext_noop, insist
from sangto.kernel.text import clean
from sangto.notices.domain.webhooks import WebhookEvent
from sangto.notices.services import queue_mail
from sangto.queue.services import put
from sangto.verdicts.domain.personal import removal_reason_refusal, withdrawal_refusal
from sangto.verdicts.domain.version import (
    PUBLIC_STATUSES,
    VERSION_WORKFLOW,
    DeliveryVia,
    RemovalCause,
    VersionAction,
    VersionStatus,
)
from sangto.verdicts.models import Delivery, Verdict, VerdictVersion
from sangto.verdicts.permissions import Permission
from sangto.verdicts.queries.material import contributors_of, matter_of
from sangto.verdicts.services.letters import withdrawal_letter
from sangto.verdicts.services.telling import tell_of
from sangto.verdicts.services.writing import authorise, case_of, locked

RETRACT = "verdict.retract"
#: Reports told in one transaction.
BATCH = 100


def withdraw_verdict(
    *,
    verdict: Verdict,
    cause: RemovalCause,
    reason: str,
    actor: Actor,
    now: datetime | None = None,
) -> VerdictVersion:
    """Take every public version back; in the same transaction telling everybody is queued.

    Refused to whoever worked on any of them. Nobody is answered with it any more, its page says
    that it was taken back and why, and the register keeps that it stood. Answers the last one.
    """
    at = now or timezone.now()
    reason = clean(reason).strip()
    with change(actor) as journal:
        versions = [
            locked(version)
            for version in VerdictVersion.objects.filter(
                verdict=verdict, status__in=sorted(status.value for status in PUBLIC_STATUSES)
            ).order_by("number")
        ]
        if not versions or versions[-1].status != VersionStatus.PUBLISHED.value:
            raise Refused(_nothing_to_withdraw())
        case = case_of(versions[-1])
        user, agency = authorise(actor, Permission.WITHDRAW, matter_of(case))
        insist(withdrawal_refusal(person=user, contributors=_people_of(versions)))
        insist(removal_reason_refusal(reason))
        for version in versions:
            step = VERSION_WORKFLOW.step(version.status, VersionAction.WITHDRAW)
            version.status = step.target
            version.withdrawn_at = at
            version.withdrawn_by_id = user
            version.withdrawn_agency_id = agency
            version.withdrawal_cause = RemovalCause(cause).value
            version.withdrawal_reason = reason
            version.save(
                update_fields=[
                    "status",
                    "withdrawn_at",
                    "withdrawn_by",
                    "withdrawn_agency",
                    "withdrawal_cause",
                    "withdrawal_reason",
                ]
            )
            journal.record(
                AuditTag(step.audit_tag),
                version,
                details={
                    "verdict": verdict.reference,
                    "number": version.number,
                    "cause": version.withdrawal_cause,
                    "reason": reason,
                },
            )
        last = versions[-1]
        record_entry(
            case=case,
            kind=EntryKind.VERDICT,
            actor=actor,
            text=reason,
            data={"step": "withdrawn", "verdict": verdict.reference, "version": last.number},
        )
        refresh_at_the_end(last.verdict.claim_id)
        tell_of(last, WebhookEvent.VERDICT_WITHDRAWN, journal=journal, at=at)
        put(kind=RETRACT, key=f"{RETRACT}:{last.pk}:0", payload={"version": last.pk})
        return last


def _people_of(versions: Sequence[VerdictVersion]) -> frozenset[int]:
    people: set[int] = set()
    for version in versions:
        people |= contributors_of(version)[0]
        people |= {pk for pk in (version.approved_by_id, version.submitted_by_id) if pk is not None}
    return frozenset(people)


def retract(version_id: int, *, batch: int = BATCH) -> Callable[[], None]:
    """Tell the next ``batch`` of those who were answered, and queue the rest. A repeat tells
    nobody twice."""

    def settle() -> None:
        _retract(version_id, batch)

    return settle


def untold_of_withdrawal(version: VerdictVersion) -> QuerySet[Report]:
    """Who was answered with any version and does not know yet that it was taken back."""
    answered = Delivery.objects.filter(
        report=OuterRef("pk"),
        version__verdict=version.verdict_id,
        via=DeliveryVia.RECEIPT.value,
    )
    told = Delivery.objects.filter(
        report=OuterRef("pk"), version=version, via=DeliveryVia.TAKEN_BACK.value
    )
    return Report.objects.filter(Exists(answered), ~Exists(told)).order_by("id")


def _retract(version_id: int, batch: int) -> None:
    with change(system_actor(RETRACT)) as journal:
        version = locked(VerdictVersion(pk=version_id))
        waiting = list(untold_of_withdrawal(version).select_for_update(of=("self",))[: batch + 1])
        told, rest = waiting[:batch], waiting[batch:]
        if version.status != VersionStatus.WITHDRAWN.value or not told:
            journal.nothing_changed()
            return
        _tell(version, told, journal=journal, at=timezone.now())
        if rest:
            put(
                kind=RETRACT,
                key=f"{RETRACT}:{version_id}:{told[-1].pk}",
                payload={"version": version_id},
            )


def _tell(
    version: VerdictVersion, reports: Sequence[Report], *, journal: Journal, at: datetime
) -> None:
    rows = [
        Delivery(version=version, report=report, via=DeliveryVia.TAKEN_BACK.value, at=at)
        for report in reports
    ]
    mailed: list[int] = []
    for report, email_sealed, language in recipients(reports):
        letter = withdrawal_letter(version, language=language)
        message = queue_mail(
            key=f"verdict:{version.pk}:taken-back:{report.pk}",
            to_sealed=email_sealed,
            language=language,
            subject=letter.subject,
            body=letter.body,
        )
        if message is not None:
            rows.append(
                Delivery(
                    version=version, report=report, via=DeliveryVia.TAKEN_BACK_MAIL.value, at=at
                )
            )
            mailed.append(report.pk)
    Delivery.objects.bulk_create(rows)
    journal.record(
        AuditTag.VERDICT_ANNOUNCED,
        version,
        details={
            "verdict": version.verdict.reference,
            "number": version.number,
            "taken_back": [report.pk for report in reports],
            "mailed": mailed,
        },
    )


def _nothing_to_withdraw() -> Refusal:
    return Refusal(
        "verdict.nothing_to_withdraw",
        gettext_noop("Only a verdict that is public can be taken back."),
    )
