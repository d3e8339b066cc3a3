"""Sealing of contact data and keyed digests, with rotation of keys.

Both take the installation's keys, newest first: new data uses the first, old data is still read
with any of them. Each use gets its own key, derived by HKDF-SHA256 (RFC 5869).
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class UnreadableSeal(Exception):  # noqa: N818 - the word of the house
    """A sealed value that none of the keys opens: a key was lost, or the value was changed."""


def _derived(key: str, use: str) -> bytes:
    return HKDF(
        algorithm=hashes.SHA256(), length=32, salt=b"sangto", info=use.encode("utf-8")
    ).derive(key.encode("utf-8"))


def _required(keys: Sequence[str]) -> tuple[str, ...]:
    if not keys or not all(keys):
        raise ValueError("at least one secret key is needed, and none may be empty")
    return tuple(keys)


class Sealer:
    """Encrypts short texts; the token is ASCII, about 100 characters longer than the text."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._fernet = MultiFernet(
            [Fernet(base64.urlsafe_b64encode(_derived(key, "seal"))) for key in _required(keys)]
        )

    def seal(self, text: str) -> str:
        return self._fernet.encrypt(text.encode("utf-8")).decode("ascii")

    def open(self, token: str) -> str:
        try:
            return self._fernet.decrypt(token.encode("ascii")).decode("utf-8")
        except (InvalidToken, UnicodeError) as error:
            raise UnreadableSeal from error

    def reseal(self, token: str) -> str:
        """The same text under the newest key."""
        try:
            return self._fernet.rotate(token.encode("ascii")).decode("ascii")
        except (InvalidToken, UnicodeError) as error:
            raise UnreadableSeal from error


class Digester:
    """Keyed digests (HMAC-SHA256): equal texts can be recognised, nobody can guess them back.

    ``purpose`` separates uses, so that a digest made for one can not be looked up in another.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = tuple(_derived(key, "digest") for key in _required(keys))

    def digest(self, purpose: str, text: str) -> str:
        """64 hexadecimal characters under the newest key."""
        return self._mac(self._keys[0], purpose, text).hex()

    def candidates(self, purpose: str, text: str) -> tuple[str, ...]:
        """The digest under every key, newest first: what a look-up compares with."""
        return tuple(self._mac(key, purpose, text).hex() for key in self._keys)

    def number(self, purpose: str, text: str, digits: int) -> str:
        """A number of exactly ``digits`` decimal digits that only the key's holder can derive."""
        return self._number(self._keys[0], purpose, text, digits)

    def number_candidates(self, purpose: str, text: str, digits: int) -> tuple[str, ...]:
        """The number under every key, newest first."""
        return tuple(self._number(key, purpose, text, digits) for key in self._keys)

    @classmethod
    def _number(cls, key: bytes, purpose: str, text: str, digits: int) -> str:
        value = int.from_bytes(cls._mac(key, purpose, text), "big")
        return str(value % 10**digits).zfill(digits)

    @staticmethod
    def _mac(key: bytes, purpose: str, text: str) -> bytes:
        message = purpose.encode("utf-8") + b"\x00" + text.encode("utf-8", "surrogatepass")
        return hmac.digest(key, message, "sha256")
