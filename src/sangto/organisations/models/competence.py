"""Topic × territory -> agency."""

from __future__ import annotations

from django.db import models
from django.db.models import Q, UniqueConstraint

from sangto.organisations.models.agency import Agency
from sangto.organisations.models.territory import Territory
from sangto.organisations.models.validity import dates_in_order


class Competence(models.Model):
    """``topic`` is a topic or category of the kernel, or a service field of the charter; an
    empty territory means the whole network."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="competences")
    topic = models.CharField(max_length=60)
    territory = models.ForeignKey(
        Territory, null=True, blank=True, on_delete=models.PROTECT, related_name="competences"
    )
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["agency", "topic", "valid_from"],
                condition=Q(territory__isnull=True),
                name="competence_once_for_the_whole",
            ),
            UniqueConstraint(
                fields=["agency", "topic", "territory", "valid_from"],
                condition=Q(territory__isnull=False),
                name="competence_once_a_territory",
            ),
            dates_in_order("competence"),
        ]
        indexes = [models.Index(fields=["topic"], name="competence_by_topic")]

    def __str__(self) -> str:
        return f"{self.topic} -> {self.agency_id}"
