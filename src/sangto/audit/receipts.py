"""Receipt codes and idempotency keys as keyed digests; the codes themselves are never stored."""

from __future__ import annotations

from dataclasses import dataclass

from sangto.audit.secrets import digester
from sangto.kernel.references import RECEIPT_DIGITS, normalised_receipt


@dataclass(frozen=True, slots=True)
class Receipts:
    """The codes of one kind of thing, such as ``report``; a code of one kind opens no other."""

    kind: str

    def new(self, key: str) -> str:
        """The sixteen digits that belong to an idempotency key, under the newest secret."""
        return digester().number(f"{self.kind}.receipt-code", key, RECEIPT_DIGITS)

    def digest(self, receipt: str) -> str:
        return digester().digest(f"{self.kind}.receipt", receipt)

    def digests(self, code: str) -> tuple[str, ...]:
        """What a typed code is looked up by, under each secret; also for a code that is none."""
        return digester().candidates(f"{self.kind}.receipt", normalised_receipt(code))

    def of(self, key: str, digest: str) -> str:
        """The digits that an earlier submission with this key was given, also before a rotation.

        Empty when the secret that they were derived with is no longer configured.
        """
        for number in digester().number_candidates(
            f"{self.kind}.receipt-code", key, RECEIPT_DIGITS
        ):
            if digest in digester().candidates(f"{self.kind}.receipt", number):
                return number
        return ""

    def key_digest(self, key: str) -> str:
        return digester().digest(f"{self.kind}.idempotency-key", key)

    def key_digests(self, key: str) -> tuple[str, ...]:
        return digester().candidates(f"{self.kind}.idempotency-key", key)
