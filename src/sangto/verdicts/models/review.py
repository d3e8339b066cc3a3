"""What people noticed about published verdicts, and when one was looked at again."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from sangto.verdicts.domain.content import NOTE_LENGTH


class Review(models.Model):
    """A person looked at a version again and it stays, until ``next_on`` at the latest."""

    version = models.ForeignKey(
        "verdicts.VerdictVersion", on_delete=models.PROTECT, related_name="reviews"
    )
    reason = models.CharField(max_length=NOTE_LENGTH)
    next_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("organisations.Agency", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="review_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} until {self.next_on}"


class SourceCheck(models.Model):
    """A person opened a source again. The desk itself fetches nothing."""

    source = models.ForeignKey("verdicts.Source", on_delete=models.CASCADE, related_name="checks")
    changed = models.BooleanField()
    note = models.CharField(max_length=NOTE_LENGTH, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(changed=False) | ~Q(note=""), name="source_check_says_what_changed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id}: {self.changed}"


class Misfit(models.Model):
    """How often on one day people who were shown a version said that it is not about their
    message. A number, nothing about them or their message."""

    version = models.ForeignKey(
        "verdicts.VerdictVersion", on_delete=models.CASCADE, related_name="misfits"
    )
    day = models.DateField()
    number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "day"], name="misfit_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} on {self.day}: {self.number}"
