"""RFC 3161: asking a service for a time stamp over a digest, and reading its answer.

The service learns a SHA-256 and nothing else. How a request is sent is given from outside, so that
it goes through the one guarded way out.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

from cryptography import x509
from rfc3161_client import (
    HashAlgorithm,
    PKIStatus,
    TimestampRequestBuilder,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from sangto.documents.domain.time_stamps import StampReading, StampState

MEDIA_TYPE = "application/timestamp-query"
ANSWER_TYPE = "application/timestamp-reply"
MAX_ANSWER = 100_000

#: Sends bytes to the service and gives back its answer; raises what it likes when that fails.
Sender = Callable[[bytes], bytes]


class StampRefused(Exception):  # noqa: N818 - the word of the house
    """The service did not stamp, or stamped something else."""


def ask_for_stamp(content: bytes, send: Sender) -> bytes:
    """The service's answer over the SHA-256 of ``content``, once it was held against the request;
    raises :class:`StampRefused`."""
    request = TimestampRequestBuilder().data(content).hash_algorithm(HashAlgorithm.SHA256).build()
    answer = send(request.as_bytes())
    if len(answer) > MAX_ANSWER:
        raise StampRefused("the answer is too long")
    try:
        response = decode_timestamp_response(answer)
        granted = PKIStatus(response.status) in (PKIStatus.GRANTED, PKIStatus.GRANTED_WITH_MODS)
        info = response.tst_info if granted else None
    except ValueError as error:
        raise StampRefused("the answer is no time stamp") from error
    if info is None:
        raise StampRefused("the service refused")
    if info.nonce != request.nonce or info.message_imprint.message != sha256(content).digest():
        raise StampRefused("the answer is about something else")
    return answer


def read_stamp(token: bytes, content: bytes, roots: bytes = b"") -> StampReading:
    """What a kept answer says of these bytes; ``roots`` are trusted certificates as PEM."""
    try:
        response = decode_timestamp_response(token)
        info = response.tst_info
        at, serial = info.gen_time, info.serial_number
        if info.message_imprint.message != sha256(content).digest():
            return StampReading(StampState.BROKEN)
    except ValueError:
        return StampReading(StampState.BROKEN)
    if not roots:
        return StampReading(StampState.UNTRUSTED, at, serial)
    try:
        builder = VerifierBuilder(roots=list(x509.load_pem_x509_certificates(roots)))
        builder.build().verify_message(response, content)
    except (VerificationError, ValueError):
        return StampReading(StampState.BROKEN, at, serial)
    return StampReading(StampState.HOLDS, at, serial)
