"""An appeal with its reply, and where its answer may be sent."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from sangto.appeals.domain.appeals import (
    AppealState,
    Outcome,
    Relation,
    ReplyState,
    Subject,
)

_OPEN = [AppealState.RECEIVED.value, AppealState.REVIEW.value]


class Appeal(models.Model):
    """Exactly one of ``version`` and ``measure`` is what it is about.

    Nothing says who sent it: the receipt's digest leads back, and the address is sealed in a row
    of its own. ``closes_on`` and ``due_at`` are as they were promised on the day it came.
    ``grounds`` are never public; ``reasons`` and a checked ``reply`` are. ``content_deleted_at``
    is when the grounds were erased.
    """

    reference = models.CharField(max_length=20, unique=True)
    receipt_digest = models.CharField(max_length=64, unique=True)
    idempotency_digest = models.CharField(max_length=64, unique=True)
    network = models.ForeignKey("organisations.Network", on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=8)
    version = models.ForeignKey(
        "verdicts.VerdictVersion",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="appeals",
    )
    measure = models.ForeignKey(
        "handling.Measure", on_delete=models.PROTECT, null=True, blank=True, related_name="appeals"
    )
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="appeals")
    relation = models.CharField(max_length=16)
    language = models.CharField(max_length=8)
    grounds = models.TextField(blank=True)
    reply = models.TextField(blank=True)
    reply_state = models.CharField(max_length=8, blank=True)
    reply_stays: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)
    reply_hidden: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)
    reply_checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reply_checked_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, default=AppealState.RECEIVED.value)
    received_at = models.DateTimeField(db_index=True)
    closes_on = models.DateField()
    due_at = models.DateTimeField()
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    officer_agency = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, blank=True)
    reasons = models.TextField(blank=True)
    reasons_stay: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    readable_until = models.DateTimeField(null=True, blank=True)
    content_deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_at", "id"]
        indexes = [models.Index(fields=["state", "due_at"], name="appeal_by_state_and_date")]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    subject=Subject.VERDICT.value, version__isnull=False, measure__isnull=True
                )
                | Q(subject=Subject.MEASURE.value, version__isnull=True, measure__isnull=False),
                name="appeal_is_about_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(state.value for state in AppealState)),
                name="appeal_state_known",
            ),
            models.CheckConstraint(
                condition=Q(relation__in=sorted(relation.value for relation in Relation)),
                name="appeal_relation_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=AppealState.DECIDED.value,
                    outcome__in=sorted(outcome.value for outcome in Outcome),
                    decided_at__isnull=False,
                    officer__isnull=False,
                    officer_agency__isnull=False,
                )
                & ~Q(reasons="")
                | ~Q(state=AppealState.DECIDED.value)
                & Q(outcome="", reasons="", decided_at__isnull=True),
                name="appeal_decided_with_reasons",
            ),
            models.CheckConstraint(
                condition=Q(state__in=_OPEN, ended_at__isnull=True)
                | ~Q(state__in=_OPEN) & Q(ended_at__isnull=False),
                name="appeal_ended_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=AppealState.REVIEW.value)
                | Q(officer__isnull=False, officer_agency__isnull=False, taken_at__isnull=False),
                name="appeal_in_review_has_an_officer",
            ),
            models.CheckConstraint(
                condition=Q(reply_state__in=sorted(state.value for state in ReplyState)),
                name="appeal_reply_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(reply_state=ReplyState.SHOWN.value)
                | Q(
                    reply_checked_by__isnull=False,
                    relation__in=[Relation.CONCERNED.value, Relation.FOR_CONCERNED.value],
                )
                & ~Q(reply=""),
                name="appeal_reply_was_looked_at",
            ),
            models.CheckConstraint(
                condition=Q(content_deleted_at__isnull=True) | Q(grounds=""),
                name="appeal_deleted_content_is_gone",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class AppealContact(models.Model):
    """The sealed address of who objected. Erased by deleting the row."""

    appeal = models.OneToOneField(Appeal, on_delete=models.PROTECT, related_name="contact")
    email_sealed = models.TextField()
    language = models.CharField(max_length=8)
    created_at = models.DateTimeField()
    erase_after = models.DateTimeField(null=True, blank=True, db_index=True)

    def __str__(self) -> str:
        return f"contact {self.pk}"
