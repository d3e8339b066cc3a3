"""What the claim stage knows of the claims, made in the queue whenever their texts change."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection, transaction
from django.db.models import Max, Q

from sangto.audit.locks import write_lock
from sangto.matching.encoders import encoder, to_bytes
from sangto.matching.models import Claim, ClaimProfile
from sangto.matching.queries.telling import claim_texts, told_text
from sangto.matching.services.asking import ask_profile

Settle = Callable[[], None]

#: "stamp" in ASCII.
_LOCK = 0x7374616D70
#: Claims that one sweep asks for at most.
SWEPT = 5_000


def profile_task(claim_id: int) -> Settle:
    """For the queue: asks the sentence model now, writes in the returned call. Raises
    ``EncoderError`` where the model fails, so that it is tried again."""
    found = encoder()
    name, vector = "", b""
    if found is not None:
        texts = claim_texts([claim_id], encoder="")
        if texts:
            told = told_text(texts[0].title, texts[0].wordings)
            vector = to_bytes(found.claims([told])[0])
        name = found.name

    def settle() -> None:
        _write(claim_id, name, vector)

    return settle


def _write(claim_id: int, name: str, vector: bytes) -> None:
    """One after the other, so that who has seen a stamp has seen all lower ones."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    if not Claim.objects.filter(pk=claim_id).exists():
        return
    newest = ClaimProfile.objects.aggregate(newest=Max("stamp"))["newest"] or 0
    ClaimProfile.objects.update_or_create(
        claim_id=claim_id, defaults={"stamp": newest + 1, "encoder": name, "vector": vector}
    )


def sweep_profiles() -> int:
    """Ask for the profiles that are missing or were made by another sentence model; how many."""
    found = encoder()
    name = found.name if found is not None else ""
    lacking = (
        Claim.objects.filter(merged_into__isnull=True)
        .exclude(title="", title_en="", wordings__isnull=True)
        .filter(Q(profile__isnull=True) | ~Q(profile__encoder=name))
        .order_by("pk")
        .values_list("pk", flat=True)
        .distinct()[:SWEPT]
    )
    with write_lock(), transaction.atomic():
        asked = list(lacking)
        ask_profile(*asked)
    return len(asked)
