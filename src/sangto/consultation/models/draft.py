"""A text on which agencies are asked, its versions, and their provisions."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from sangto.consultation.domain.drafts import DraftKind, DraftOutcome, DraftState, PartKind


def _one_of(field: str, values: type[DraftKind | DraftState | DraftOutcome | PartKind]) -> Q:
    return Q(**{f"{field}__in": sorted(value.value for value in values)})


class Draft(models.Model):
    """``appraiser`` is the agency that appraises the submission (thẩm tra)."""

    reference = models.CharField(max_length=20, unique=True)
    network = models.ForeignKey(
        "organisations.Network", on_delete=models.PROTECT, related_name="drafts"
    )
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=12)
    drafting_agency = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, related_name="drafts"
    )
    appraiser = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=10, default=DraftState.PREPARING.value)
    outcome = models.CharField(max_length=8, blank=True, default=DraftOutcome.NONE.value)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["network", "state"], name="draft_by_state")]
        constraints = [
            CheckConstraint(condition=_one_of("kind", DraftKind), name="draft_kind_known"),
            CheckConstraint(condition=_one_of("state", DraftState), name="draft_state_known"),
            CheckConstraint(
                condition=Q(state=DraftState.CLOSED.value, outcome__in=["issued", "dropped"])
                | (~Q(state=DraftState.CLOSED.value) & Q(outcome="")),
                name="draft_outcome_when_closed",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class DraftVersion(models.Model):
    """The text as it stood once. ``paragraphs`` is what was read, in order, each an object with
    its ``text`` and, where somebody said so by hand, its ``kind`` and ``mark``; the provisions
    are derived from it. ``left_out`` are codes of what the file held and was not taken. From
    ``sealed_at`` on, when agencies were asked or a newer version was made, nothing of it changes.
    """

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    paragraphs: models.JSONField[Any, Any] = models.JSONField(default=list)
    source_file = models.ForeignKey(
        "documents.StoredFile",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="draft_versions",
    )
    made_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="made"
    )
    note = models.CharField(max_length=300, blank=True, default="")
    left_out: models.JSONField[Any, Any] = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sealed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["draft_id", "number"]
        constraints = [
            UniqueConstraint(fields=["draft", "number"], name="draft_version_number_once"),
            CheckConstraint(condition=Q(number__gte=1), name="draft_version_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id} v{self.number}"


class Provision(models.Model):
    """One chapter, article, clause, point or other part. ``eid`` is its Akoma Ntoso id within the
    version; ``moved_from`` is the same provision in the version before, whatever its number was.
    ``first_line`` and ``last_line`` count the version's paragraphs from one.
    """

    version = models.ForeignKey(DraftVersion, on_delete=models.CASCADE, related_name="provisions")
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="children"
    )
    position = models.PositiveIntegerField()
    eid = models.CharField(max_length=120)
    kind = models.CharField(max_length=12)
    number = models.CharField(max_length=12, blank=True, default="")
    heading = models.TextField(blank=True, default="")
    text = models.TextField(blank=True, default="")
    first_line = models.PositiveIntegerField()
    last_line = models.PositiveIntegerField()
    moved_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="moved_to"
    )

    class Meta:
        ordering = ["version_id", "position"]
        constraints = [
            UniqueConstraint(fields=["version", "eid"], name="provision_eid_once"),
            UniqueConstraint(fields=["version", "position"], name="provision_position_once"),
            CheckConstraint(condition=_one_of("kind", PartKind), name="provision_kind_known"),
            CheckConstraint(
                condition=Q(last_line__gte=F("first_line")), name="provision_lines_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.eid}"
