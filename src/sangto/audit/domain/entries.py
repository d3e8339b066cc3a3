"""How events and seals become bytes: whoever wants to check the record builds these again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sangto.audit.domain import merkle

#: What stands in for the chain before the first seal.
GENESIS = "0" * 64
LEAF_BYTES = 40


@dataclass(frozen=True, slots=True)
class Entry:
    """What the hash of an event covers; the id is bound by the seal, which lists it."""

    at: datetime
    tag: str
    actor_kind: str
    actor_user: int | None
    actor_agency: int | None
    actor_label: str
    subject_type: str
    subject_id: str
    salt: str
    details_digest: str

    def leaf_hash(self) -> str:
        """Hex of the RFC 9162 leaf hash of a JSON list: version, then the fields in order.

        Times are UTC with microseconds; there are no spaces; letters are UTF-8.
        """
        fields = [
            1,
            instant(self.at),
            self.tag,
            self.actor_kind,
            self.actor_user,
            self.actor_agency,
            self.actor_label,
            self.subject_type,
            self.subject_id,
            self.salt,
            self.details_digest,
        ]
        text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
        return merkle.leaf_hash(text.encode("utf-8", "surrogatepass")).hex()


def instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def details_text(salt: str, details: Mapping[str, object]) -> str:
    """What is digested of an event's details; values without a JSON form become their text."""
    return salt + json.dumps(
        dict(details), ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str
    )


def packed(event: int, leaf: str) -> bytes:
    """A seal's record of one event: 8 bytes of id (signed, big-endian), 32 of leaf hash.

    A leaf hash that is none (somebody wrote over it) becomes zeros, which no event has: sealing
    goes on, and checking names the event.
    """
    try:
        digest = bytes.fromhex(leaf)
    except ValueError:
        digest = b""
    if len(digest) != 32:
        digest = bytes(32)
    return event.to_bytes(8, "big", signed=True) + digest


def unpacked(leaves: bytes) -> Iterator[tuple[int, str]]:
    for start in range(0, len(leaves), LEAF_BYTES):
        record = leaves[start : start + LEAF_BYTES]
        yield int.from_bytes(record[:8], "big", signed=True), record[8:].hex()


def seal_root(leaves: bytes) -> str:
    """Hex of the Merkle root; each 40-byte record is one entry of the tree."""
    records = (leaves[at : at + LEAF_BYTES] for at in range(0, len(leaves), LEAF_BYTES))
    return merkle.root(merkle.leaf_hash(record) for record in records).hex()


def seal_chain(*, previous: str, root: str, first: int, last: int, size: int) -> str:
    """Hex of SHA-256 over the chain before, the root, both ids and the size (8 bytes each)."""
    numbers = b"".join(number.to_bytes(8, "big", signed=True) for number in (first, last, size))
    return hashlib.sha256(bytes.fromhex(previous) + bytes.fromhex(root) + numbers).hexdigest()


def seal_mac_text(*, chain: str, sealed_at: datetime) -> str:
    return f"{chain} {instant(sealed_at)}"
