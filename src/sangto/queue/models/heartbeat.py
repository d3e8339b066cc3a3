from __future__ import annotations

from django.db import models


class Heartbeat(models.Model):
    """When each worker was last seen alive."""

    worker = models.CharField(max_length=100, unique=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.worker
