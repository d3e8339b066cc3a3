"""How much one report may hold."""

from __future__ import annotations

TEXT_LENGTH = 20_000
REASON_LENGTH = 2_000
LINK_LENGTH = 2_000
EMAIL_LENGTH = 254
IMAGES = 5

#: Ten thousand billion dong: more is a slip of the finger.
MONEY_LOST = 10**13

#: What a sender may add to a report later, and how often.
ADDITION_LENGTH = 5_000
ADDITIONS = 5

#: Everything typed, in bytes of UTF-8; more is refused unread.
BODY_BYTES = 1_000_000

#: A client-made key that tells a retry from a new report.
KEY_LENGTH = range(8, 201)
