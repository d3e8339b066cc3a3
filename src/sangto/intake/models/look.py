from __future__ import annotations

from django.db import models
from django.db.models import CASCADE, Index

from sangto.intake.models.image import ReportImage


class PictureBand(models.Model):
    """A part of a picture's look, to find pictures that look alike without reading all of them.

    ``code`` is the place of the band and its sixteen bits in one number. A rebuildable copy of
    ``ReportImage.looks``; it goes with the picture.
    """

    image = models.ForeignKey(ReportImage, on_delete=CASCADE, related_name="bands")
    code = models.PositiveIntegerField()

    class Meta:
        indexes = [Index(fields=["code", "-id"], name="picture_band_by_code")]

    def __str__(self) -> str:
        return f"band {self.code} of picture {self.image_id}"
