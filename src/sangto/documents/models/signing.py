"""Who signs for an agency, and which documents were handed in to them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from sangto.documents.domain.signing import (
    MAX_BASIS,
    MAX_NAME,
    MAX_POSITION,
    MAX_REMARK,
    ApprovalState,
    Capacity,
)


class Signatory(models.Model):
    """Somebody as they stand under a document. ``head`` is the position in whose place they sign,
    ``organ`` the collective (``TM.``), ``basis`` the written authorisation. ``user`` is their
    account, where they have one: without it they can not approve here. ``usual`` is taken where
    nobody chose."""

    agency = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, related_name="signatories"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    capacity = models.CharField(max_length=12)
    name = models.CharField(max_length=MAX_NAME)
    position = models.CharField(max_length=MAX_POSITION)
    head = models.CharField(max_length=MAX_POSITION, blank=True)
    organ = models.CharField(max_length=MAX_POSITION, blank=True)
    basis = models.CharField(max_length=MAX_BASIS, blank=True)
    usual = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    ended = models.BooleanField(default=False)

    class Meta:
        constraints = [
            CheckConstraint(
                name="signatory_capacity_in_list",
                condition=Q(capacity__in=sorted(one.value for one in Capacity)),
            ),
            CheckConstraint(
                name="signatory_head_fits",
                condition=Q(capacity=Capacity.HEAD.value, head="")
                | (~Q(capacity=Capacity.HEAD.value) & Q(head__gt="")),
            ),
            CheckConstraint(
                name="signatory_authorised_in_writing",
                condition=~Q(capacity=Capacity.AUTHORISED.value)
                | Q(basis__gt="", valid_until__isnull=False),
            ),
            UniqueConstraint(
                fields=["agency"],
                condition=Q(usual=True, valid_until__isnull=True),
                name="signatory_one_is_usual",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.position}"


class DocumentApproval(models.Model):
    """One asking. ``sha256`` is of the file that was handed in, so that what was approved is known
    whatever happens to the file. It is no signature."""

    document = models.ForeignKey(
        "documents.OfficialDocument", on_delete=models.PROTECT, related_name="approvals"
    )
    signatory = models.ForeignKey(Signatory, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default=ApprovalState.ASKED.value)
    sha256 = models.CharField(max_length=64)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    remark = models.CharField(max_length=MAX_REMARK, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            UniqueConstraint(
                fields=["document"],
                condition=Q(state=ApprovalState.ASKED.value),
                name="approval_one_at_a_time",
            ),
            CheckConstraint(
                name="approval_state_in_list",
                condition=Q(state__in=sorted(one.value for one in ApprovalState)),
            ),
            CheckConstraint(
                name="approval_decided_by_somebody",
                condition=Q(
                    state=ApprovalState.ASKED.value,
                    decided_by__isnull=True,
                    decided_at__isnull=True,
                )
                | (
                    ~Q(state=ApprovalState.ASKED.value)
                    & Q(decided_by__isnull=False, decided_at__isnull=False)
                ),
            ),
            CheckConstraint(
                name="approval_by_somebody_else",
                condition=~Q(state=ApprovalState.APPROVED.value) | ~Q(decided_by=F("asked_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.state}"
