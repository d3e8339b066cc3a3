from __future__ import annotations

from typing import ClassVar

from django.db import models


class Seal(models.Model):
    """A closed run of events. Triggers refuse every UPDATE and DELETE of this table.

    ``leaves`` holds 40 bytes an event, in the order of ids: the id (8 bytes, big-endian) and
    its leaf hash (32 bytes). ``root`` is the Merkle root over these records, ``chain`` ties it
    to the seal before, ``mac`` is made with the installation's key.
    """

    sealed_at = models.DateTimeField()
    first_event = models.BigIntegerField()
    last_event = models.BigIntegerField(unique=True)
    size = models.PositiveIntegerField()
    leaves = models.BinaryField()
    root = models.CharField(max_length=64)
    previous_chain = models.CharField(max_length=64, unique=True)
    chain = models.CharField(max_length=64, unique=True)
    mac = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="audit_seal_holds_events",
                condition=models.Q(size__gte=1, first_event__lte=models.F("last_event")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.first_event}-{self.last_event}"
