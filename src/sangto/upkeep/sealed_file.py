"""A file under a passphrase, written and read as a stream.

The key comes from the passphrase by scrypt (RFC 7914). The content is cut into pieces, each sealed
with AES-256-GCM under a nonce of a random beginning, the piece's number and a mark on the last
one (the STREAM construction), so that nothing can be changed, exchanged, dropped or cut off
unnoticed.
"""

from __future__ import annotations

import json
import os
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"SANGTO-SEALED-1\n"
PIECE = 1 << 20
_TAG = 16
_LONGEST_HEADER = 1_000
_PREFIX = 7
#: About a third of a second and 128 MB for each guess.
_COST = {"n": 1 << 17, "r": 8, "p": 1}
_HIGHEST_COST = {"n": 1 << 20, "r": 16, "p": 4}


class UnreadableError(Exception):
    """The passphrase is another one, or the file was changed or cut off."""


def _key(passphrase: str, header: dict[str, Any]) -> AESGCM:
    kdf = Scrypt(
        salt=bytes.fromhex(header["salt"]), length=32, n=header["n"], r=header["r"], p=header["p"]
    )
    return AESGCM(kdf.derive(passphrase.encode("utf-8")))


def _nonce(prefix: bytes, number: int, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + (b"\x01" if last else b"\x00")


class SealedWriter:
    """What a tar stream writes to. :meth:`finish` seals the end; without it the file is none."""

    def __init__(self, target: IO[bytes], passphrase: str) -> None:
        self._target = target
        self._prefix = os.urandom(_PREFIX)
        header = {"salt": os.urandom(16).hex(), "prefix": self._prefix.hex(), **_COST}
        self._head = json.dumps(header, sort_keys=True).encode("ascii") + b"\n"
        self._key = _key(passphrase, header)
        self._number = 0
        self._held = bytearray()
        target.write(MAGIC + self._head)

    def write(self, data: bytes) -> int:
        self._held += data
        while len(self._held) > PIECE:
            self._put(bytes(self._held[:PIECE]), last=False)
            del self._held[:PIECE]
        return len(data)

    def finish(self) -> None:
        self._put(bytes(self._held), last=True)
        self._held.clear()

    def _put(self, piece: bytes, *, last: bool) -> None:
        nonce = _nonce(self._prefix, self._number, last)
        self._target.write(self._key.encrypt(nonce, piece, self._head))
        self._number += 1


class SealedReader:
    """What a tar stream reads from. Raises :class:`UnreadableError`."""

    def __init__(self, source: IO[bytes], passphrase: str) -> None:
        self._source = source
        if source.read(len(MAGIC)) != MAGIC:
            raise UnreadableError
        self._head = source.readline(_LONGEST_HEADER)
        try:
            header = json.loads(self._head)
            if any(not 0 < int(header[name]) <= most for name, most in _HIGHEST_COST.items()):
                raise UnreadableError
            self._prefix = bytes.fromhex(header["prefix"])
            self._key = _key(passphrase, header)
        except (ValueError, KeyError, TypeError, MemoryError) as error:
            raise UnreadableError from error
        self._number = 0
        self._held = b""
        self._next = source.read(PIECE + _TAG)
        self._over = False

    def read(self, size: int = -1) -> bytes:
        while not self._over and (size < 0 or len(self._held) < size):
            self._held += self._opened()
        if size < 0:
            size = len(self._held)
        taken, self._held = self._held[:size], self._held[size:]
        return taken

    def _opened(self) -> bytes:
        piece, self._next = self._next, self._source.read(PIECE + _TAG)
        self._over = not self._next
        nonce = _nonce(self._prefix, self._number, self._over)
        self._number += 1
        try:
            return self._key.decrypt(nonce, piece, self._head)
        except InvalidTag as error:
            raise UnreadableError from error
