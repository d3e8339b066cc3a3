from __future__ import annotations

from django.db import models

from sangto.intake.models.report import Report


class Contact(models.Model):
    """The sender's e-mail address, sealed. Erased by deleting the row."""

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="contact")
    email_sealed = models.TextField()
    language = models.CharField(max_length=8)
    created_at = models.DateTimeField()
    erase_after = models.DateTimeField(null=True, blank=True, db_index=True)

    def __str__(self) -> str:
        return f"contact {self.pk}"
