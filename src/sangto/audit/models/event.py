from __future__ import annotations

from typing import ClassVar

from django.db import models

from sangto.kernel.actor import ActorKind


class AuditEvent(models.Model):
    """One thing that somebody did. Triggers refuse every UPDATE and DELETE of this table.

    Users and agencies are plain numbers, not foreign keys: the record outlives what it names,
    and it stands in a room that knows neither. ``actor_label`` says which job or command it
    was, or which integration; it is empty for people. ``salt`` is 16 random bytes in hex.
    """

    at = models.DateTimeField()
    tag = models.CharField(max_length=64)
    actor_kind = models.CharField(max_length=16)
    actor_user = models.BigIntegerField(null=True)
    actor_agency = models.BigIntegerField(null=True)
    actor_label = models.CharField(max_length=100)
    subject_type = models.CharField(max_length=64)
    subject_id = models.CharField(max_length=64)
    salt = models.CharField(max_length=32)
    details_digest = models.CharField(max_length=64)
    leaf_hash = models.CharField(max_length=64)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="audit_event_subject"),
            models.Index(fields=["at"], name="audit_event_at"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="audit_event_actor_kind",
                condition=models.Q(actor_kind__in=[kind.value for kind in ActorKind]),
            ),
            models.CheckConstraint(
                name="audit_event_names_its_subject",
                condition=~models.Q(tag="") & ~models.Q(subject_type=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.tag} {self.subject_type} {self.subject_id}"
