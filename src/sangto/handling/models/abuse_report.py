"""A technical report to a host, registrar or platform, with its evidence and what came of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint
from django.utils import timezone

from sangto.handling.domain.abuse import (
    ADDRESS_LENGTH,
    EVIDENCE_BYTES,
    FINISHED_STATES,
    FORMATS,
    OPEN_STATES,
    TOLD_STATES,
    AbuseFormat,
    AbuseGround,
    AbuseState,
    ProviderKind,
    Seen,
    Solicitation,
    TargetKind,
    pairs,
)
from sangto.handling.models.abuse_book import ProviderContact
from sangto.kernel.categories import Category


def _of(states: frozenset[AbuseState]) -> list[str]:
    return sorted(state.value for state in states)


def _pair_is_allowed() -> Q:
    condition = Q()
    for category, grounds, kinds in pairs():
        condition |= Q(category=category, ground__in=grounds, target_kind__in=kinds)
    return condition


def _format_suits_target() -> Q:
    condition = Q()
    for kind, formats in FORMATS.items():
        condition |= Q(target_kind=kind.value, format__in=sorted(one.value for one in formats))
    return condition


class AbuseReport(models.Model):
    """The constraints hold SCOPE.md 6 also against a write that passes no service.

    ``address`` is what the provider is told; of an account it is erased when the report is
    finished (SCOPE.md 2), and ``address_digest`` stays, a keyed digest of its canonical form by
    which the same target is known again. ``domain`` is the registrable one, for the register.
    ``category``, ``provider_kind`` and ``format`` repeat what case and contact said then.
    ``content_digest`` is of everything that was approved, evidence included.
    """

    reference = models.CharField(max_length=20, unique=True)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="abuse_reports")
    category = models.CharField(max_length=20)
    ground = models.CharField(max_length=20)
    provider = models.ForeignKey(ProviderContact, on_delete=models.PROTECT, related_name="reports")
    provider_kind = models.CharField(max_length=10)
    format = models.CharField(max_length=4)
    target_kind = models.CharField(max_length=10)
    address = models.CharField(max_length=ADDRESS_LENGTH, blank=True)
    address_digest = models.CharField(max_length=64)
    domain = models.CharField(max_length=253)
    facts = models.TextField()
    malware_sha256 = models.CharField(max_length=64, blank=True)
    victim_agency = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    victim_statement = models.TextField(blank=True)
    solicitation = models.CharField(max_length=20, blank=True)
    not_a_parody = models.BooleanField(default=False)
    owner_told_on = models.DateField(null=True, blank=True)
    owner_told_how = models.TextField(blank=True)
    state = models.CharField(max_length=14, default=AbuseState.DRAFT.value)
    agency = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, related_name="abuse_reports"
    )
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    drafted_at = models.DateTimeField(default=timezone.now)
    content_digest = models.CharField(max_length=64, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approver_agency = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    recheck_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-drafted_at", "-pk"]
        indexes = [
            Index(fields=["address_digest"], name="abuse_report_by_target"),
            Index(fields=["state", "recheck_on"], name="abuse_report_by_work"),
        ]
        constraints = [
            CheckConstraint(name="abuse_report_pair_is_allowed", condition=_pair_is_allowed()),
            CheckConstraint(name="abuse_report_format_suits", condition=_format_suits_target()),
            CheckConstraint(
                name="abuse_report_state_known",
                condition=Q(state__in=[state.value for state in AbuseState]),
            ),
            CheckConstraint(
                name="abuse_report_account_to_platform",
                condition=Q(
                    target_kind=TargetKind.ACCOUNT.value,
                    provider_kind=ProviderKind.PLATFORM.value,
                )
                | ~Q(target_kind=TargetKind.ACCOUNT.value)
                & Q(provider_kind__in=[ProviderKind.HOST.value, ProviderKind.REGISTRAR.value]),
            ),
            CheckConstraint(
                name="abuse_report_has_facts",
                condition=~Q(facts="") & ~Q(domain="") & ~Q(address_digest=""),
            ),
            CheckConstraint(
                name="abuse_report_malware_has_its_hash",
                condition=~Q(ground=AbuseGround.MALWARE_HASH.value) | ~Q(malware_sha256=""),
            ),
            CheckConstraint(
                name="abuse_report_no_parody",
                condition=~Q(category=Category.IMPERSONATION.value)
                | Q(
                    not_a_parody=True,
                    victim_statement__gt="",
                    solicitation__in=[one.value for one in Solicitation],
                ),
            ),
            CheckConstraint(
                name="abuse_report_owner_was_told",
                condition=~Q(category=Category.COMPROMISED_SITE.value)
                | Q(owner_told_on__isnull=False, owner_told_how__gt=""),
            ),
            CheckConstraint(
                name="abuse_report_second_person",
                condition=Q(
                    state=AbuseState.DRAFT.value,
                    approved_by__isnull=True,
                    approver_agency__isnull=True,
                    approved_at__isnull=True,
                    content_digest="",
                )
                | ~Q(state=AbuseState.DRAFT.value)
                & Q(
                    approved_by__isnull=False,
                    approver_agency__isnull=False,
                    approved_at__isnull=False,
                    content_digest__gt="",
                )
                & ~Q(approved_by=F("drafted_by")),
            ),
            CheckConstraint(
                name="abuse_report_not_by_its_victim",
                condition=Q(victim_agency__isnull=True)
                | Q(approver_agency__isnull=True)
                | ~Q(victim_agency=F("approver_agency")),
            ),
            CheckConstraint(
                name="abuse_report_sent_at_a_time",
                condition=Q(state__in=_of(TOLD_STATES), sent_at__isnull=False)
                | ~Q(state__in=_of(TOLD_STATES)) & Q(sent_at__isnull=True),
            ),
            CheckConstraint(
                name="abuse_report_settled_at_a_time",
                condition=Q(state__in=_of(FINISHED_STATES), settled_at__isnull=False)
                | Q(state__in=_of(OPEN_STATES), settled_at__isnull=True),
            ),
            CheckConstraint(
                name="abuse_report_account_is_forgotten",
                condition=Q(address="", target_kind=TargetKind.ACCOUNT.value)
                & Q(state__in=_of(FINISHED_STATES), erased_at__isnull=False)
                | ~Q(address="")
                & ~Q(target_kind=TargetKind.ACCOUNT.value, state__in=_of(FINISHED_STATES))
                & Q(erased_at__isnull=True),
            ),
            UniqueConstraint(
                fields=["provider", "address_digest"],
                condition=Q(state__in=_of(OPEN_STATES)),
                name="abuse_report_once_while_open",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_arf(self) -> bool:
        return self.format == AbuseFormat.ARF


class AbuseHand(models.Model):
    """Somebody who wrote a part of a report, and therefore does not approve it."""

    report = models.ForeignKey(AbuseReport, on_delete=models.CASCADE, related_name="hands")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("organisations.Agency", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [UniqueConstraint(fields=["report", "user"], name="abuse_hand_once")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.user_id}"


class AbuseEvidence(models.Model):
    """One file with the digest of its bytes, which outlives them."""

    report = models.ForeignKey(AbuseReport, on_delete=models.CASCADE, related_name="evidence")
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            UniqueConstraint(fields=["report", "sha256"], name="abuse_evidence_once"),
            CheckConstraint(
                name="abuse_evidence_hashed_and_small",
                condition=Q(sha256__gt="", size__gte=1, size__lte=EVIDENCE_BYTES),
            ),
        ]

    def __str__(self) -> str:
        return self.sha256


class AbuseRecheck(models.Model):
    """A person opened the target again and says what was there."""

    report = models.ForeignKey(AbuseReport, on_delete=models.CASCADE, related_name="rechecks")
    seen_on = models.DateField()
    seen = models.CharField(max_length=12)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["seen_on", "pk"]
        constraints = [
            CheckConstraint(
                name="abuse_recheck_says_what_was_seen",
                condition=Q(seen__in=[one.value for one in Seen]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.seen_on}: {self.seen}"
