"""The book of contacts at hosts, registrars and platforms, and the texts that go to them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from sangto.handling.domain.abuse import AbuseFormat, AbuseGround, ProviderKind


def _values(kinds: Any) -> list[str]:
    return [kind.value for kind in kinds]


class ProviderContact(models.Model):
    """A qualified contact: where a provider takes reports, in which format, and where that was
    learnt (``source``). ``covers`` are hosts and endings it answers for (``example.com``, ``vn``);
    an empty list means that a person chooses it. An end keeps the row for what was sent."""

    network = models.ForeignKey("organisations.Network", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10)
    address = models.EmailField()
    format = models.CharField(max_length=4)
    language = models.CharField(max_length=8)
    covers: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)
    source = models.CharField(max_length=500)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            CheckConstraint(name="provider_has_an_address", condition=Q(address__contains="@")),
            CheckConstraint(name="provider_has_a_source", condition=~Q(source="")),
            CheckConstraint(name="provider_has_a_name", condition=~Q(name="")),
            CheckConstraint(
                name="provider_kind_known", condition=Q(kind__in=_values(ProviderKind))
            ),
            CheckConstraint(
                name="provider_format_known", condition=Q(format__in=_values(AbuseFormat))
            ),
            CheckConstraint(name="provider_language_known", condition=Q(language__in=["vi", "en"])),
            CheckConstraint(
                name="provider_dates_in_order",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
            ),
            UniqueConstraint(
                fields=["network", "kind", "address"],
                condition=Q(valid_until__isnull=True),
                name="provider_once_while_used",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AbuseTemplate(models.Model):
    """Subject and text of a mail. The one that names most of provider, ground and language wins;
    an empty ground stands for each."""

    network = models.ForeignKey("organisations.Network", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey(
        ProviderContact, null=True, blank=True, on_delete=models.PROTECT, related_name="templates"
    )
    ground = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=8)
    subject = models.CharField(max_length=200)
    body = models.TextField()

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["network", "provider", "ground", "language"],
                condition=Q(provider__isnull=False),
                name="abuse_template_once_a_provider",
            ),
            UniqueConstraint(
                fields=["network", "ground", "language"],
                condition=Q(provider__isnull=True),
                name="abuse_template_once_for_all",
            ),
            CheckConstraint(
                name="abuse_template_ground_known",
                condition=Q(ground__in=["", *_values(AbuseGround)]),
            ),
            CheckConstraint(
                name="abuse_template_has_words", condition=~Q(subject="") & ~Q(body="")
            ),
        ]

    def __str__(self) -> str:
        return self.subject
