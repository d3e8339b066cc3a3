"""What a case's officers answered to the verification checklist of its category."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from sangto.cases.domain.checklist import AnswerState
from sangto.kernel.categories import Category


class ChecklistAnswer(models.Model):
    """The last answer to one item; what it was before stands in the timeline.

    ``category`` is the case's at that time: answers for a former category stay and are not shown.
    ``revision`` counts the changes, so that of two people at once the later one is told.
    """

    case = models.ForeignKey(
        "cases.Case", on_delete=models.CASCADE, related_name="checklist_answers"
    )
    category = models.CharField(max_length=20)
    code = models.CharField(max_length=60)
    state = models.CharField(max_length=14)
    note = models.TextField(blank=True, default="")
    evidence = models.TextField(blank=True, default="")
    file = models.ForeignKey(
        "documents.StoredFile",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("organisations.Agency", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "category", "code"], name="checklist_item_answered_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in AnswerState]),
                name="checklist_state_known",
            ),
            models.CheckConstraint(
                condition=Q(category__in=[category.value for category in Category]),
                name="checklist_category_of_closed_list",
            ),
            models.CheckConstraint(
                condition=~Q(state=AnswerState.NOT_APPLICABLE.value) | ~Q(note=""),
                name="checklist_not_applicable_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.code}"
