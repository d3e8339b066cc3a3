from __future__ import annotations

from django.db import models


class Message(models.Model):
    """What somebody sent, with the columns that an archive has."""

    key = models.CharField(max_length=100, unique=True)
    text = models.TextField()
    link = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    territory = models.CharField(max_length=100, blank=True)
    language = models.CharField(max_length=2, default="vi")
    received_at = models.DateTimeField()

    class Meta:
        app_label = "bare"

    def __str__(self) -> str:
        return self.key
