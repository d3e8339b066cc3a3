"""An opinion round: one question to several agencies until a day."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from sangto.consultation.domain.rounds import (
    DEFAULT_GRACE,
    MOST_TITLE,
    RUNNING_STATES,
    Closing,
    LengthMode,
    RoundState,
)

_NEVER_OPEN = [RoundState.PREPARING.value, RoundState.WAITING_APPROVAL.value]


class OpinionRound(models.Model):
    """``agency`` asks. ``title``, ``question`` and ``known`` are written by the desk and are all
    that other agencies see of a case (SCOPE.md 8).

    The time is ``days`` in a mode, or the day ``due_on``; ``due_at`` and ``closes_at`` follow from
    it when the round opens, and again when the table of working days changes. ``closes_at`` lies
    ``grace_days`` after the last deadline of those who have not answered. ``prepared_by`` and
    ``approved_by`` are two people. ``reminders`` is a reminder plan as data; ``moved`` notes each
    change of the deadline by the calendar (``at``, ``before``, ``after``). ``reason`` says why the
    round was given back or cancelled.
    """

    reference = models.CharField(max_length=20, unique=True)
    network = models.ForeignKey(
        "organisations.Network", on_delete=models.PROTECT, related_name="opinion_rounds"
    )
    agency = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, related_name="opinion_rounds"
    )
    case = models.ForeignKey(
        "cases.Case",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="opinion_rounds",
    )
    draft_version = models.ForeignKey(
        "consultation.DraftVersion",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="opinion_rounds",
    )
    title = models.CharField(max_length=MOST_TITLE)
    question = models.TextField()
    known = models.TextField(blank=True, default="")
    mode = models.CharField(max_length=10)
    days = models.PositiveSmallIntegerField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    grace_days = models.PositiveSmallIntegerField(default=DEFAULT_GRACE)
    silence_agrees = models.BooleanField(default=False)
    reminders: models.JSONField[Any, Any] = models.JSONField(default=list)
    state = models.CharField(max_length=20, default=RoundState.PREPARING.value)
    revision = models.PositiveIntegerField(default=0)
    prepared_at = models.DateTimeField(default=timezone.now)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    due_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    moved: models.JSONField[Any, Any] = models.JSONField(default=list)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closing = models.CharField(max_length=12, blank=True, default=Closing.NONE.value)
    reason = models.TextField(blank=True, default="")
    conclusion = models.TextField(blank=True, default="")
    not_followed = models.TextField(blank=True, default="")
    weighed = models.ManyToManyField("consultation.Opinion", blank=True, related_name="weighed_in")
    concluded_at = models.DateTimeField(null=True, blank=True)
    concluded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    content_deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-prepared_at", "-id"]
        indexes = [
            models.Index(fields=["network", "state"], name="round_by_state"),
            models.Index(
                fields=["closes_at"],
                condition=Q(state=RoundState.OPEN.value),
                name="round_by_closing",
            ),
        ]
        constraints = [
            CheckConstraint(
                condition=Q(case__isnull=False, draft_version__isnull=True)
                | Q(case__isnull=True, draft_version__isnull=False),
                name="round_on_a_case_or_a_draft",
            ),
            UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=[state.value for state in RUNNING_STATES]),
                name="round_one_running_a_case",
            ),
            CheckConstraint(
                condition=Q(state__in=[state.value for state in RoundState]),
                name="round_state_known",
            ),
            CheckConstraint(
                condition=Q(closing__in=[closing.value for closing in Closing]),
                name="round_closing_known",
            ),
            CheckConstraint(
                condition=Q(mode=LengthMode.DAY.value, due_on__isnull=False, days__isnull=True)
                | Q(
                    mode__in=[LengthMode.WORKING.value, LengthMode.CALENDAR.value],
                    due_on__isnull=True,
                    days__gte=1,
                ),
                name="round_has_one_length",
            ),
            CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | Q(prepared_by__isnull=True)
                | ~Q(approved_by=F("prepared_by")),
                name="round_approved_by_somebody_else",
            ),
            CheckConstraint(
                condition=Q(state__in=_NEVER_OPEN, opened_at__isnull=True, due_at__isnull=True)
                | Q(state=RoundState.CANCELLED.value)
                | Q(opened_at__isnull=False, due_at__isnull=False, closes_at__isnull=False),
                name="round_open_has_its_times",
            ),
            CheckConstraint(
                condition=Q(
                    state__in=[RoundState.CLOSED.value, RoundState.CONCLUDED.value],
                    closed_at__isnull=False,
                )
                & ~Q(closing="")
                | ~Q(state__in=[RoundState.CLOSED.value, RoundState.CONCLUDED.value])
                & Q(closing="", closed_at__isnull=True),
                name="round_closed_has_a_time",
            ),
            CheckConstraint(
                condition=Q(
                    state=RoundState.CONCLUDED.value,
                    concluded_at__isnull=False,
                    concluded_by__isnull=False,
                )
                & (~Q(conclusion="") | Q(content_deleted_at__isnull=False))
                | ~Q(state=RoundState.CONCLUDED.value)
                & Q(concluded_at__isnull=True, concluded_by__isnull=True, conclusion=""),
                name="round_concluded_by_somebody",
            ),
            CheckConstraint(
                condition=Q(content_deleted_at__isnull=True)
                | Q(question="", known="", conclusion="", not_followed="", reason=""),
                name="round_deleted_content_is_gone",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class RoundAttachment(models.Model):
    """A file that goes with the question."""

    round = models.ForeignKey(OpinionRound, on_delete=models.CASCADE, related_name="attachments")
    file = models.ForeignKey(
        "documents.StoredFile", on_delete=models.PROTECT, related_name="round_attachments"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            UniqueConstraint(fields=["round", "file"], name="round_attachment_once"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}: file {self.file_id}"
