"""A measure: what one agency does about a case."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from sangto.handling.domain.measures import allowed_pairs


def _pair_is_allowed() -> Q:
    condition = Q()
    for category, kinds in allowed_pairs():
        condition |= Q(category=category, kind__in=kinds)
    return condition


class Measure(models.Model):
    """``category`` repeats the case's, so that the constraint can hold the table of SCOPE.md."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="measures")
    category = models.CharField(max_length=20)
    kind = models.CharField(max_length=20)
    owner = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, related_name="measures"
    )
    created_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=_pair_is_allowed(), name="measure_exists_for_category"
            ),
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(done_at__isnull=True),
                name="measure_once_while_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"
