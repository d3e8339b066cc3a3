"""Registers of numbers, and the documents that stand in them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from sangto.documents.domain.official import DocumentKind
from sangto.documents.domain.registers import (
    MAX_NUMBER_TEXT,
    MAX_REASON,
    MAX_SENDER,
    MAX_SUBJECT,
    NUMBERED_KINDS,
    Direction,
    DocumentState,
)
from sangto.documents.domain.signing import SignedForm


class DocumentRegister(models.Model):
    """One sequence of numbers: an agency's outgoing documents of one kind in one year, or its
    incoming letters of one year (``kind`` is empty then). ``last_number`` was taken last."""

    agency = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, related_name="document_registers"
    )
    direction = models.CharField(max_length=3)
    kind = models.CharField(max_length=20, blank=True)
    year = models.PositiveSmallIntegerField()
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["agency", "direction", "kind", "year"], name="document_register_once"
            ),
            CheckConstraint(
                name="document_register_kind_fits",
                condition=Q(
                    direction=Direction.OUTGOING.value,
                    kind__in=[kind.value for kind in NUMBERED_KINDS],
                )
                | Q(direction=Direction.INCOMING.value, kind=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.direction} {self.kind} {self.year}"


class OfficialDocument(models.Model):
    """One line of a register.

    ``number_text`` is the number as it stands on the paper: ours for an outgoing document
    (``08/BC-STTTT``), the sender's for an incoming letter, whose ``number`` is ours. ``on`` is the
    date on the paper. ``counterpart`` is the agency that it went to or came from, in one line;
    ``sender`` the same as a member agency, for incoming letters. ``about_label`` and ``about_id``
    name what it belongs to, as subjects of the record are named; a later room reads them.
    ``docx`` and ``pdf`` are what was made here, ``scan`` is the signed or scanned copy, and
    ``scan_form`` says which of the two. ``content`` holds what is still to be drawn, and is empty
    otherwise. ``prepared_by`` is who entered it, where a person did.
    ``search_folded`` holds number and subject only, never the other side (SCOPE.md 3).
    """

    register = models.ForeignKey(
        DocumentRegister, on_delete=models.PROTECT, related_name="documents"
    )
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, blank=True)
    symbol = models.CharField(max_length=MAX_NUMBER_TEXT, blank=True)
    number_text = models.CharField(max_length=MAX_NUMBER_TEXT, blank=True)
    on = models.DateField()
    received_on = models.DateField(null=True, blank=True)
    subject = models.CharField(max_length=MAX_SUBJECT)
    counterpart = models.CharField(max_length=MAX_SENDER, blank=True)
    sender = models.ForeignKey(
        "organisations.Agency",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="letters_sent",
    )
    state = models.CharField(max_length=10)
    cancel_reason = models.CharField(max_length=MAX_REASON, blank=True)
    about_label = models.CharField(max_length=60, blank=True)
    about_id = models.CharField(max_length=40, blank=True)
    docx = models.ForeignKey(
        "documents.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    pdf = models.ForeignKey(
        "documents.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    scan = models.ForeignKey(
        "documents.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    scan_form = models.CharField(max_length=10, blank=True)
    content = models.JSONField(default=dict, blank=True)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    search_folded = models.CharField(max_length=700, blank=True, editable=False)
    entered_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-on", "-number", "-id"]
        constraints = [
            UniqueConstraint(fields=["register", "number"], name="document_number_once"),
            CheckConstraint(name="document_number_from_one", condition=Q(number__gte=1)),
            CheckConstraint(
                name="document_kind_in_list",
                condition=Q(kind="") | Q(kind__in=sorted(kind.value for kind in DocumentKind)),
            ),
            CheckConstraint(
                name="document_scan_form_fits",
                condition=Q(scan_form="")
                | Q(scan_form__in=sorted(one.value for one in SignedForm), scan__isnull=False),
            ),
            CheckConstraint(
                name="document_state_in_list",
                condition=Q(state__in=sorted(state.value for state in DocumentState)),
            ),
            CheckConstraint(
                name="document_cancelled_with_a_reason",
                condition=Q(state=DocumentState.CANCELLED.value, cancel_reason__gt="")
                | (~Q(state=DocumentState.CANCELLED.value) & Q(cancel_reason="")),
            ),
            CheckConstraint(
                name="document_received_on_a_day",
                condition=Q(
                    state__in=[DocumentState.RESERVED.value, DocumentState.ISSUED.value],
                    received_on__isnull=True,
                )
                | Q(state=DocumentState.RECEIVED.value, received_on__isnull=False)
                | Q(state=DocumentState.CANCELLED.value),
            ),
        ]
        indexes = [models.Index(fields=["about_label", "about_id"], name="document_about")]

    def __str__(self) -> str:
        return self.number_text or f"{self.register_id}: {self.number}"
