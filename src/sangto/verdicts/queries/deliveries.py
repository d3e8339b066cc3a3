"""Who is to be told, who was told, and what a receipt shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import (
    CharField,
    Count,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.utils import timezone

from sangto.intake.domain.reports import OriginKind, ReportStatus
from sangto.intake.models import Report
from sangto.kernel.categories import Rating
from sangto.matching.domain.kinds import LinkMethod, LinkState
from sangto.notices.domain.messages import MessageState
from sangto.notices.domain.webhooks import DeliveryState
from sangto.notices.queries import states_of, webhook_states
from sangto.verdicts.domain.ratings import REASSURING
from sangto.verdicts.domain.version import DeliveryVia
from sangto.verdicts.models import Delivery, VerdictVersion
from sangto.verdicts.queries.published import (
    PublishedLine,
    WithdrawnPage,
    current_versions,
    line_of,
    withdrawn_verdict,
)

#: A suggested or rejected link is nobody's answer.
_TOLD_STATES = sorted([LinkState.AUTO.value, LinkState.CONFIRMED.value])
#: The report is the known message itself, or a person has said that it is.
_SURE = Q(claim_link__state=LinkState.CONFIRMED.value) | Q(
    claim_link__method__in=sorted(
        method.value for method in (LinkMethod.EXACT, LinkMethod.NEW, LinkMethod.OFFICER)
    )
)
#: A template carries many messages, so a look alone answers nobody.
_ONLY_LOOKS_ALIKE = Q(
    claim_link__method=LinkMethod.PICTURE.value, claim_link__state=LinkState.AUTO.value
)


@dataclass(frozen=True, slots=True)
class ToldCount:
    """``told`` of ``reports`` senders have the answer on their receipt, ``mailed`` of them mail.

    Who is not told yet waits for the next announcement, or for a person to confirm the link. Of
    the mail some may still wait and some may have failed. ``corrected`` of those told had an
    earlier version.
    """

    told: int
    reports: int
    mailed: int
    corrected: int = 0
    mail_waiting: int = 0
    mail_failed: int = 0
    webhooks: int = 0
    webhooks_waiting: int = 0
    webhooks_failed: int = 0

    @property
    def mail_sent(self) -> int:
        return self.mailed - self.mail_waiting - self.mail_failed

    @property
    def webhooks_told(self) -> int:
        return self.webhooks - self.webhooks_waiting - self.webhooks_failed


def linked_reports(version: VerdictVersion) -> QuerySet[Report]:
    """Reports that repeat the claim, and those that got an earlier version, by their ids.

    Closed reports are left out: they were explained and their content is gone.
    """
    return _tellable(
        Report.objects.filter(
            Q(claim_link__claim=version.verdict.claim_id, claim_link__state__in=_TOLD_STATES)
            | _had_another(version)
        )
    ).order_by("id")


def _tellable(reports: QuerySet[Report]) -> QuerySet[Report]:
    return reports.exclude(status=ReportStatus.CLOSED.value).exclude(
        origin=OriginKind.ARCHIVE.value
    )


def reports_to_tell(version: VerdictVersion) -> QuerySet[Report]:
    """Those of the linked reports that may get this answer by themselves.

    A report that only looks like others, by its picture, waits until a person has confirmed it.
    A reassuring verdict goes to the very same message only: a near-copy may carry another link,
    and waits until a person has confirmed that it is the same. Who got an earlier version gets
    every later one.
    """
    reports = linked_reports(version).filter(~_ONLY_LOOKS_ALIKE | _had_another(version))
    if Rating(version.rating) not in REASSURING:
        return reports
    return reports.filter(_SURE | _had_another(version))


def _had_another(version: VerdictVersion) -> Q:
    earlier = Delivery.objects.filter(
        report=OuterRef("pk"),
        version__verdict=version.verdict_id,
        version__number__lt=version.number,
    )
    return Q(Exists(earlier))


def untold_reports(version: VerdictVersion) -> QuerySet[Report]:
    told = Delivery.objects.filter(
        version=version, report=OuterRef("pk"), via=DeliveryVia.RECEIPT.value
    )
    return reports_to_tell(version).filter(~Exists(told))


def current_version_for(report: Report, *, today: date) -> VerdictVersion | None:
    """The verdict that answers the claim which this report repeats, if one holds on that day."""
    return (
        current_versions()
        .filter(
            valid_until__gte=today,
            verdict__claim__report_links__report=report,
            verdict__claim__report_links__state__in=_TOLD_STATES,
        )
        .first()
    )


def versions_with_untold_reports(
    *, today: date | None = None, limit: int = 50
) -> list[tuple[int, int]]:
    """Current versions that somebody still waits for, each with the first such report.

    So a report that joined later, or whose link was confirmed later, is told without anybody
    having to remember it. One query.
    """
    told = Delivery.objects.filter(
        version=OuterRef(OuterRef("pk")), report=OuterRef("pk"), via=DeliveryVia.RECEIPT.value
    )
    waiting = (
        _tellable(
            Report.objects.filter(
                claim_link__claim=OuterRef("verdict__claim"), claim_link__state__in=_TOLD_STATES
            )
        )
        .annotate(rating=ExpressionWrapper(OuterRef("rating"), output_field=CharField()))
        .filter(_SURE | ~Q(rating__in=sorted(rating.value for rating in REASSURING)))
        .filter(~_ONLY_LOOKS_ALIKE, ~Exists(told))
    )
    return list(
        current_versions()
        .filter(valid_until__gte=today or timezone.localdate())
        .annotate(first_waiting=Subquery(waiting.order_by("id").values("pk")[:1]))
        .filter(first_waiting__isnull=False)
        .order_by("published_at", "id")
        .values_list("id", "first_waiting")[:limit]
    )


def told_count(version: VerdictVersion) -> ToldCount:
    reports = linked_reports(version)
    counts = dict(
        Delivery.objects.filter(version=version)
        .values_list("via")
        .annotate(count=Count("report", distinct=True))
        .order_by("via")
    )
    mail = states_of(answer_key(version.pk, "")) if counts.get(DeliveryVia.EMAIL.value) else {}
    told = Report.objects.filter(
        verdict_deliveries__version=version, verdict_deliveries__via=DeliveryVia.RECEIPT.value
    )
    webhooks = webhook_states(webhook_subject(version.pk))
    return ToldCount(
        told=counts.get(DeliveryVia.RECEIPT.value, 0),
        reports=reports.count(),
        mailed=counts.get(DeliveryVia.EMAIL.value, 0),
        corrected=told.filter(_had_another(version)).count() if version.number > 1 else 0,
        mail_waiting=mail.get(MessageState.WAITING, 0),
        mail_failed=mail.get(MessageState.FAILED, 0) + mail.get(MessageState.DROPPED, 0),
        webhooks=sum(webhooks.values()),
        webhooks_waiting=webhooks.get(DeliveryState.WAITING, 0),
        webhooks_failed=webhooks.get(DeliveryState.FAILED, 0),
    )


def webhook_subject(version_id: int) -> str:
    """What the deliveries of outgoing webhooks about a version are counted by."""
    return f"verdict:{version_id}"


def answer_key(version_id: int, report: int | str) -> str:
    """Of the mail with the answer for one report; without a report, how all of them begin."""
    return f"verdict:{version_id}:report:{report}"


def receipt_withdrawal(report: Report | int, *, language: str = "vi") -> WithdrawnPage | None:
    """What is left of the verdict that this report was answered with, once it was taken back.
    One query where it was not."""
    reference = (
        Delivery.objects.filter(report=report, via=DeliveryVia.TAKEN_BACK.value)
        .order_by("-at", "-pk")
        .values_list("version__verdict__reference", flat=True)
        .first()
    )
    return withdrawn_verdict(reference, language=language) if reference is not None else None


def receipt_answer(report: Report | int, *, language: str = "vi") -> PublishedLine | None:
    """The verdict that the receipt shows: the current version of what this report was told.

    None until a verdict was delivered to the report. Always one query.
    """
    version = (
        current_versions()
        .filter(verdict__versions__deliveries__report=report)
        .order_by("-published_at", "-id")
        .first()
    )
    return line_of(version, language=language) if version is not None else None
