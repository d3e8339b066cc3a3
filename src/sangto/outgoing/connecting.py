"""One connection to one address that was looked at before, under one deadline."""

from __future__ import annotations

import io
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from typing import Protocol

from sangto.outgoing.addresses import Address
from sangto.outgoing.errors import OutgoingError, Reason
from sangto.outgoing.targets import Target

#: Name and port to addresses as text, in the order in which they are tried.
Resolver = Callable[[str, int], Sequence[str]]


class Times(Protocol):
    @property
    def connect_seconds(self) -> float: ...
    @property
    def read_seconds(self) -> float: ...


class Deadline:
    """When everything together has to be over."""

    def __init__(self, seconds: float) -> None:
        self._at = time.monotonic() + seconds

    def left(self, at_most: float) -> float:
        left = self._at - time.monotonic()
        if left <= 0:
            raise OutgoingError(Reason.TOO_SLOW)
        return min(left, at_most)


def system_resolver(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def resolved(resolver: Resolver, target: Target, seconds: float) -> Sequence[str]:
    """Asked in a thread of its own: the system's look-up knows no time limit."""
    answers: list[Sequence[str]] = []

    def look_up() -> None:
        try:
            answers.append(resolver(target.host, target.port))
        except (OSError, UnicodeError):
            answers.append(())

    thread = threading.Thread(target=look_up, name="outgoing-look-up", daemon=True)
    thread.start()
    thread.join(seconds)
    if not answers:
        raise OutgoingError(Reason.TOO_SLOW)
    return answers[0]


def connected(
    target: Target,
    addresses: Sequence[Address],
    *,
    times: Times,
    deadline: Deadline,
    context: ssl.SSLContext,
) -> TimedSocket:
    """The first of the addresses that answers; the name stands in SNI and is what the
    certificate has to name."""
    plain = None
    for address in addresses:
        try:
            plain = socket.create_connection(
                (str(address), target.port), timeout=deadline.left(times.connect_seconds)
            )
            break
        except OSError:
            continue
    if plain is None:
        raise OutgoingError(Reason.NO_CONNECTION)
    if not target.secure:
        return TimedSocket(plain, times.read_seconds, deadline)
    try:
        plain.settimeout(deadline.left(times.connect_seconds))
        secured = context.wrap_socket(plain, server_hostname=target.host)
    except TimeoutError:
        plain.close()
        raise OutgoingError(Reason.TOO_SLOW) from None
    except (OSError, ValueError):
        plain.close()
        raise OutgoingError(Reason.TLS) from None
    return TimedSocket(secured, times.read_seconds, deadline)


def secure_context() -> ssl.SSLContext:
    """The system's authorities; unlike the library's usual one it writes no keys into a file that
    the environment names."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_default_certs()
    return context


class TimedSocket:
    """What ``http.client`` needs of a socket; each read ends in time, and so do all together."""

    def __init__(self, inner: socket.socket, read_seconds: float, deadline: Deadline) -> None:
        self._inner, self._read_seconds, self._deadline = inner, read_seconds, deadline

    def sendall(self, data: bytes) -> None:
        self._inner.settimeout(self._deadline.left(self._read_seconds))
        self._inner.sendall(data)

    def makefile(self, mode: str, buffering: int = -1) -> io.BufferedReader:
        return io.BufferedReader(_TimedReader(self))

    def receive_into(self, buffer: memoryview) -> int:
        self._inner.settimeout(self._deadline.left(self._read_seconds))
        return self._inner.recv_into(buffer)

    def close(self) -> None:
        """Nothing: the library closes before the body was read, and whoever opened hangs up."""

    def hang_up(self) -> None:
        self._inner.close()


class _TimedReader(io.RawIOBase):
    def __init__(self, connection: TimedSocket) -> None:
        self._connection = connection

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def] # as io calls it
        return self._connection.receive_into(memoryview(buffer))
