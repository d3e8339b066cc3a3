"""What a person recorded when they chose or confirmed a category."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from sangto.kernel.categories import Category


class CategoryCheck(models.Model):
    """At most one for each agency and one for each person, so that two are two of both."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="checks")
    agency = models.ForeignKey("organisations.Agency", on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    category = models.CharField(max_length=20)
    topic = models.CharField(max_length=60, blank=True, default="")
    checks = models.JSONField(default=list)
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "agency", "category"], name="check_once_an_agency"
            ),
            models.UniqueConstraint(
                fields=["case", "user", "category"], name="check_once_a_person"
            ),
            models.CheckConstraint(
                condition=Q(category__in=[category.value for category in Category]),
                name="check_category_of_closed_list",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.category}"
