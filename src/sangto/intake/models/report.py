from __future__ import annotations

from django.db import models
from django.db.models import Q

from sangto.intake.domain.limits import LINK_LENGTH, MONEY_LOST
from sangto.intake.domain.reports import (
    ARCHIVE_STATUSES,
    Channel,
    Closing,
    OriginKind,
    ReportOutcome,
    ReportStatus,
)

_FINISHED = [ReportStatus.ANSWERED.value, ReportStatus.CLOSED.value]


class Report(models.Model):
    """One submission. Nothing in it says who wrote or shared what was reported (SCOPE.md 2).

    The receipt's digits are not kept, only their digest. ``fingerprint`` is a keyed digest of
    what came in, by which a repeat with the same idempotency key is told from a different one.
    ``answered_at`` is when the report was first answered or closed; until ``readable_until`` the
    receipt can be read. ``money_lost`` is what the sender says to have lost, in dong.
    ``takes_pictures`` is off where no picture may be stored (``child_safety``).
    """

    reference = models.CharField(max_length=20, unique=True)
    receipt_digest = models.CharField(max_length=64, unique=True)
    idempotency_digest = models.CharField(max_length=64, unique=True, null=True, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    network = models.ForeignKey("organisations.Network", on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=20)
    origin = models.CharField(max_length=20)
    agency = models.ForeignKey(
        "organisations.Agency",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    language = models.CharField(max_length=8)
    text = models.TextField(blank=True)
    folded = models.TextField(blank=True)
    link = models.CharField(max_length=LINK_LENGTH, blank=True)
    link_digest = models.CharField(max_length=64, blank=True)
    reason = models.TextField(blank=True)
    money_lost = models.PositiveBigIntegerField(null=True, blank=True)
    territory = models.ForeignKey(
        "organisations.Territory",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    consent_version = models.CharField(max_length=20)
    share_consent = models.BooleanField(default=False)
    takes_pictures = models.BooleanField(default=True)
    status = models.CharField(max_length=20, default=ReportStatus.RECEIVED.value)
    outcome = models.CharField(max_length=20, blank=True)
    explanation = models.CharField(max_length=40, blank=True)
    received_at = models.DateTimeField(db_index=True)
    due_at = models.DateTimeField()
    review_started_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    readable_until = models.DateTimeField(null=True, blank=True)
    content_deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["status", "due_at"], name="report_by_status_and_date"),
            models.Index(fields=["answered_at"], name="report_by_answer"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__in=[channel.value for channel in Channel]),
                name="report_channel_is_known",
            ),
            models.CheckConstraint(
                condition=Q(origin__in=[origin.value for origin in OriginKind]),
                name="report_origin_is_known",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in ReportStatus]),
                name="report_status_is_known",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=[outcome.value for outcome in ReportOutcome]),
                name="report_outcome_is_known",
            ),
            models.CheckConstraint(
                condition=Q(explanation__in=["", *(closing.value for closing in Closing)]),
                name="report_explanation_is_known",
            ),
            models.CheckConstraint(
                condition=Q(content_deleted_at__isnull=True)
                | Q(text="", folded="", link="", reason="", money_lost__isnull=True),
                name="report_deleted_content_is_gone",
            ),
            models.CheckConstraint(
                condition=Q(money_lost__isnull=True) | Q(money_lost__lte=MONEY_LOST),
                name="report_money_lost_makes_sense",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=ReportOutcome.WITHDRAWN.value)
                | Q(status=ReportStatus.CLOSED.value, content_deleted_at__isnull=False),
                name="report_withdrawn_is_deleted",
            ),
            models.CheckConstraint(
                condition=~Q(origin=OriginKind.ARCHIVE.value)
                | Q(
                    status__in=sorted(status.value for status in ARCHIVE_STATUSES),
                    channel=Channel.ARCHIVE.value,
                ),
                name="report_archive_is_finished",
            ),
            models.CheckConstraint(
                condition=Q(status__in=_FINISHED, answered_at__isnull=False)
                | (~Q(status__in=_FINISHED) & Q(answered_at__isnull=True, outcome="")),
                name="report_finished_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(status=ReportStatus.CLOSED.value) & ~Q(explanation="")
                | ~Q(status=ReportStatus.CLOSED.value) & Q(explanation=""),
                name="report_closed_is_explained",
            ),
            models.CheckConstraint(
                condition=Q(origin=OriginKind.MEMBER_AGENCY.value, agency__isnull=False)
                | (~Q(origin=OriginKind.MEMBER_AGENCY.value) & Q(agency__isnull=True)),
                name="report_agency_only_of_a_member",
            ),
        ]

    def __str__(self) -> str:
        return self.reference
