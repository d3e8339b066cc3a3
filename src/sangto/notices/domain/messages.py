"""States of a message and what its headers may hold."""

from __future__ import annotations

from enum import StrEnum
from hashlib import sha256

SUBJECT_LENGTH = 200


class MessageState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    DROPPED = "dropped"
    FAILED = "failed"


def header_text(text: str) -> str:
    """One line without control characters, cut to what a header holds."""
    printable = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(printable.split())[:SUBJECT_LENGTH].rstrip()


def message_identifier(key: str, host: str) -> str:
    """The Message-ID: the same for each attempt, so that a repeat shows as one mail."""
    return f"<{sha256(key.encode('utf-8', 'replace')).hexdigest()[:40]}@{host}>"
