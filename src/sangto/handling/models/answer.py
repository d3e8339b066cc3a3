"""The competent agency's reply to a complaint or question about a public service."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from sangto.handling.domain.feedback import AnswerReach, ReopeningReason
from sangto.kernel.categories import Category


class FeedbackAnswer(models.Model):
    """``category`` repeats the case's, so that a constraint can keep answers about private matters
    from the public. ``checked_by`` is who looked through what a machine took for personal."""

    reference = models.CharField(max_length=20, unique=True)
    case = models.OneToOneField(
        "cases.Case", on_delete=models.PROTECT, related_name="feedback_answer"
    )
    agency = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, related_name="feedback_answers"
    )
    category = models.CharField(max_length=20)
    text = models.TextField()
    reach = models.CharField(max_length=10, default=AnswerReach.SENDERS.value)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["reach", "-answered_at"], name="answer_by_reach")]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="answer_has_a_text"),
            models.CheckConstraint(
                condition=Q(reach=AnswerReach.SENDERS.value)
                | Q(reach=AnswerReach.PUBLIC.value, category=Category.SERVICE_FEEDBACK.value),
                name="answer_public_for_services_only",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class FeedbackReopening(models.Model):
    """A sender asked for another look; each report has one. What the sender wrote about it is an
    addition to the report, and stays as private as that."""

    case = models.ForeignKey(
        "cases.Case", on_delete=models.PROTECT, related_name="feedback_reopenings"
    )
    report = models.OneToOneField(
        "intake.Report", on_delete=models.PROTECT, related_name="feedback_reopening"
    )
    reason = models.CharField(max_length=20)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reason__in=[reason.value for reason in ReopeningReason]),
                name="reopening_reason_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.reason}"
