"""Training that an agency held: counts of people, never their names (SCOPE.md 2)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils import timezone

from sangto.reporting.domain.training import (
    ADDRESS_LENGTH,
    MATERIAL_LENGTH,
    PLACE_LENGTH,
    TOPIC_LENGTH,
    TrainingState,
)


class Training(models.Model):
    """``answered`` of those who took part gave feedback, ``useful`` of them found it useful."""

    network = models.ForeignKey("organisations.Network", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, related_name="trainings"
    )
    topic = models.CharField(max_length=TOPIC_LENGTH)
    held_on = models.DateField()
    place = models.CharField(max_length=PLACE_LENGTH, blank=True)
    officers = models.PositiveIntegerField(default=0)
    citizens = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField(default=0)
    useful = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, default=TrainingState.HELD.value)
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-held_on", "-pk"]
        constraints = [
            CheckConstraint(
                condition=Q(state__in=[state.value for state in TrainingState]),
                name="training_state_is_known",
            ),
            CheckConstraint(
                condition=Q(answered__lte=F("officers") + F("citizens"))
                & Q(useful__lte=F("answered")),
                name="training_feedback_adds_up",
            ),
        ]
        indexes = [models.Index(fields=["network", "held_on"], name="training_by_day")]

    @property
    def people(self) -> int:
        return self.officers + self.citizens

    def __str__(self) -> str:
        return self.topic


class TrainingMaterial(models.Model):
    """A public awareness page of ours, an outside address, or a file."""

    training = models.ForeignKey(Training, on_delete=models.CASCADE, related_name="materials")
    title = models.CharField(max_length=MATERIAL_LENGTH)
    guide = models.CharField(max_length=60, blank=True)
    address = models.CharField(max_length=ADDRESS_LENGTH, blank=True)
    file = models.ForeignKey(
        "documents.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            CheckConstraint(
                condition=Q(file__isnull=False, guide="", address="")
                | Q(file__isnull=True) & ~Q(guide="") & Q(address="")
                | Q(file__isnull=True) & Q(guide="") & ~Q(address=""),
                name="training_material_is_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.title
