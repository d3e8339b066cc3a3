"""How the documents of a network and of an agency look: changed numbers, own templates."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from sangto.documents.domain.registers import NUMBERED_KINDS


class NetworkLayout(models.Model):
    """What a network changed in the layout of Decree 30; ``changes`` holds only what differs."""

    network = models.OneToOneField(
        "organisations.Network", on_delete=models.PROTECT, related_name="document_layout"
    )
    changes = models.JSONField(default=dict, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.network_id}: {len(self.changes)}"


class DocumentTemplate(models.Model):
    """A DOCX of an agency that its documents of one kind are filled into; one at a time."""

    agency = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, related_name="document_templates"
    )
    kind = models.CharField(max_length=20)
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, related_name="+")
    stored_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["agency", "kind"],
                condition=Q(removed_at__isnull=True),
                name="document_template_one_a_kind",
            ),
            CheckConstraint(
                name="document_template_kind_in_list",
                condition=Q(kind__in=sorted(kind.value for kind in NUMBERED_KINDS)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.kind}"


class PaperOrder(models.Model):
    """A file that takes too long to wait for: ``content`` until it is made, then ``file`` for two
    days. Seen by who asked only."""

    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField(max_length=100)
    media_type = models.CharField(max_length=100)
    content = models.JSONField(default=dict, blank=True)
    back = models.CharField(max_length=300, blank=True)
    parts = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    failed = models.BooleanField(default=False)
    file = models.ForeignKey(
        "documents.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            CheckConstraint(
                name="paper_order_made_with_its_file",
                condition=Q(made_at__isnull=True, file__isnull=True)
                | Q(made_at__isnull=False, file__isnull=False, failed=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.pk}"
