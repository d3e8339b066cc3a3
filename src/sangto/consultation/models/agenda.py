"""What a meeting talks about, and what follows from it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils import timezone

from sangto.consultation.domain.meetings import MAX_TITLE
from sangto.consultation.models.meeting import Meeting


class AgendaItem(models.Model):
    """One item, with at most one case. ``title`` is what officers wrote, never a report.

    ``revision`` counts what was written, so that of two writers the second is told.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    case = models.ForeignKey(
        "cases.Case",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agenda_items",
    )
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=MAX_TITLE, blank=True)
    minutes = models.PositiveSmallIntegerField()
    discussion = models.TextField(blank=True, default="")
    conclusion = models.TextField(blank=True, default="")
    revision = models.PositiveIntegerField(default=0)
    written_at = models.DateTimeField(null=True, blank=True)
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    concluded_at = models.DateTimeField(null=True, blank=True)
    content_deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            UniqueConstraint(
                fields=["meeting", "case"],
                condition=Q(case__isnull=False),
                name="agenda_case_once_a_meeting",
            ),
            CheckConstraint(
                condition=~Q(title="") | Q(content_deleted_at__isnull=False),
                name="agenda_item_has_a_title",
            ),
            CheckConstraint(condition=Q(minutes__gte=1), name="agenda_item_takes_time"),
            CheckConstraint(
                condition=Q(concluded_at__isnull=True)
                | ~Q(conclusion="")
                | Q(content_deleted_at__isnull=False),
                name="agenda_item_concluded_has_a_text",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}: item {self.pk}"


class ActionItem(models.Model):
    """Who does what by when. ``task`` is the case's task that came of it."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="actions")
    agency = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, related_name="meeting_actions"
    )
    what = models.CharField(max_length=MAX_TITLE, blank=True)
    due_on = models.DateField()
    task = models.OneToOneField(
        "cases.CaseTask", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["due_on", "id"]

    def __str__(self) -> str:
        return f"{self.item_id}: action {self.pk}"
