from __future__ import annotations

from django.db import models
from django.db.models import Q

from sangto.documents.domain.picture_text import ReadState
from sangto.intake.models.addition import ReportAddition
from sangto.intake.models.report import Report


class ReportImage(models.Model):
    """A screenshot of a report, re-encoded; its own name was never kept.

    ``addition`` is set for one that came later. ``read_text`` is what a machine read in it, cleaned
    and stripped like the report's own text, ``read_codes`` the contents of its QR codes, ``looks``
    pairs of hexadecimal hashes of what it looks like. All of it goes with the row.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="images")
    addition = models.ForeignKey(
        ReportAddition, on_delete=models.PROTECT, null=True, blank=True, related_name="images"
    )
    file = models.OneToOneField(
        "documents.StoredFile", on_delete=models.PROTECT, related_name="report_image"
    )
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    read_state = models.CharField(max_length=10, default=ReadState.UNREAD.value)
    read_text = models.TextField(blank=True, default="")
    read_codes = models.JSONField(default=list, blank=True)
    looks = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(read_state__in=sorted(state.value for state in ReadState)),
                name="report_image_read_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(read_state=ReadState.READ.value) | Q(read_text=""),
                name="report_image_unread_has_no_text",
            ),
        ]

    def __str__(self) -> str:
        return f"picture {self.pk}"
