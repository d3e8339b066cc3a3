"""What the claim stage knows of a claim beside its texts."""

from __future__ import annotations

from django.db import models

from sangto.matching.models.claim import Claim


class ClaimProfile(models.Model):
    """A rebuildable copy. ``vector`` is that of title and first wording, made by the sentence model
    ``encoder``, as float16; both are empty without a model. ``stamp`` grows with every change of
    any claim, so that a process knows what it has not read yet.
    """

    claim = models.OneToOneField(
        Claim, on_delete=models.PROTECT, primary_key=True, related_name="profile"
    )
    stamp = models.BigIntegerField(unique=True)
    encoder = models.CharField(max_length=100, blank=True)
    vector = models.BinaryField(blank=True)

    def __str__(self) -> str:
        return f"profile of {self.claim_id}"
