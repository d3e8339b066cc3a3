"""Receipt codes and idempotency keys as keyed digests; the codes themselves are never stored."""

from __future__ import annotations

from sangto.audit.receipts import Receipts
from sangto.audit.secrets import digester

_FINGERPRINT = "report.fingerprint"
_LINK = "report.link"
_DRAFT = "report.draft"
_ADDITION = "report.addition"
_READING = "picture.reading"

REPORTS = Receipts("report")
new_receipt = REPORTS.new
receipt_digest = REPORTS.digest
receipt_digests = REPORTS.digests
receipt_of = REPORTS.of
key_digest = REPORTS.key_digest
key_digests = REPORTS.key_digests


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
