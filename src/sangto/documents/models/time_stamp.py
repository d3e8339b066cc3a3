from __future__ import annotations

from django.db import models


class TimeStamp(models.Model):
    """The answer of a time-stamping service (RFC 3161) over the SHA-256 of a stored file, byte for
    byte. ``stamped_at`` is the service's time."""

    file = models.OneToOneField(
        "documents.StoredFile", on_delete=models.PROTECT, related_name="time_stamp"
    )
    service = models.CharField(max_length=200)
    token = models.BinaryField()
    stamped_at = models.DateTimeField()
    received_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.file_id} {self.stamped_at:%Y-%m-%d}"
