from __future__ import annotations

from django.db import models
from django.db.models import Q

from sangto.documents.domain.files import TITLE_LENGTH, Purpose


class StoredFile(models.Model):
    """One file: the row outlives the bytes, so that a deletion can be accounted for.

    ``storage_name`` is relative to the media folder and holds nothing of the upload's own name;
    ``sha256`` is of the bytes as they are stored.
    """

    purpose = models.CharField(max_length=20)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    storage_name = models.CharField(max_length=100, unique=True)
    title = models.CharField(max_length=TITLE_LENGTH, blank=True)
    created_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose__in=[purpose.value for purpose in Purpose]),
                name="stored_file_purpose_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(purpose=Purpose.SCREENSHOT.value) | Q(title=""),
                name="stored_file_screenshot_has_no_name",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"
