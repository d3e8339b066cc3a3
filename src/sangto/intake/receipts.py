"""Receipt codes and idempotency keys as keyed digests; the codes themselves are never stored."""

from __future__ import annotations

from sangto.audit.secrets import digester
from sangto.kernel.references import RECEIPT_DIGITS, normalised_receipt

_CODE = "report.receipt-code"
_RECEIPT = "report.receipt"
_KEY = "report.idempotency-key"
_FINGERPRINT = "report.fingerprint"
_LINK = "report.link"
_DRAFT = "report.draft"
_ADDITION = "report.addition"
_READING = "picture.reading"


def new_receipt(key: str) -> str:
    """The sixteen digits that belong to an idempotency key, under the newest secret."""
    return digester().number(_CODE, key, RECEIPT_DIGITS)


def receipt_digest(receipt: str) -> str:
    return digester().digest(_RECEIPT, receipt)


def receipt_digests(code: str) -> tuple[str, ...]:
    """What a typed code is looked up by, under each secret; also for a code that is none."""
    return digester().candidates(_RECEIPT, normalised_receipt(code))


def receipt_of(key: str, digest: str) -> str:
    """The digits that an earlier submission with this key was given, also before a rotation.

    Empty when the secret that they were derived with is no longer configured.
    """
    for number in digester().number_candidates(_CODE, key, RECEIPT_DIGITS):
        if digest in digester().candidates(_RECEIPT, number):
            return number
    return ""


def key_digest(key: str) -> str:
    return digester().digest(_KEY, key)


def key_digests(key: str) -> tuple[str, ...]:
    return digester().candidates(_KEY, key)


def fingerprint(text: str) -> str:
    return digester().digest(_FINGERPRINT, text)


def fingerprints(text: str) -> tuple[str, ...]:
    return digester().candidates(_FINGERPRINT, text)


def link_digest(link: str) -> str:
    return digester().digest(_LINK, link)


def draft_digest(token: str) -> str:
    return digester().digest(_DRAFT, token)


def draft_digests(token: str) -> tuple[str, ...]:
    return digester().candidates(_DRAFT, token)


def addition_digest(key: str) -> str:
    return digester().digest(_ADDITION, key)


def reading_digest(token: str) -> str:
    return digester().digest(_READING, token)


def reading_digests(token: str) -> tuple[str, ...]:
    return digester().candidates(_READING, token)
