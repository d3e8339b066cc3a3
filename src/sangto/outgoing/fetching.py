"""The one way out: a request with limits, and an answer that kept to them."""

from __future__ import annotations

import http.client
import ssl
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from sangto.outgoing.addresses import AllowedHost, insist_on_addresses, insist_on_port
from sangto.outgoing.connecting import (
    Deadline,
    Resolver,
    TimedSocket,
    connected,
    resolved,
    secure_context,
    system_resolver,
)
from sangto.outgoing.errors import OutgoingError, Reason
from sangto.outgoing.targets import Target, next_target, target_of

AGENT = "SangTo/1 (+https://schema.org/ClaimReview)"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PIECE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """``body_bytes`` counts what is left after unpacking. Without ``redirects`` a redirect is an
    error. ``content_types`` are beginnings of media types; empty takes any."""

    body_bytes: int = 1_000_000
    connect_seconds: float = 5.0
    read_seconds: float = 10.0
    total_seconds: float = 30.0
    redirects: int = 0
    content_types: tuple[str, ...] = ()
    allowed: tuple[AllowedHost, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """``address`` is the last one asked; names of ``headers`` are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    address: str = ""

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


def fetch(
    address: str,
    *,
    limits: Limits,
    headers: Mapping[str, str] | None = None,
    content: bytes | None = None,
    resolver: Resolver = system_resolver,
    context: ssl.SSLContext | None = None,
) -> Answer:
    """GET, or POST where there is ``content``. Raises :class:`OutgoingError` and nothing else.

    Every host on the way is looked up once, all its addresses are looked at, and the connection
    goes to one of these very addresses; proxies and ``.netrc`` are not asked. The answer of any
    status is given back; its body only if it kept to the limits.
    """
    deadline = Deadline(limits.total_seconds)
    target = target_of(address)
    for _ in range(limits.redirects + 1):
        try:
            answer, onwards = _asked(
                target, limits, deadline, headers or {}, content, resolver, context or _context()
            )
        except OutgoingError:
            raise
        except TimeoutError:
            raise OutgoingError(Reason.TOO_SLOW) from None
        except (OSError, http.client.HTTPException, ValueError):
            raise OutgoingError(Reason.BROKEN) from None
        if answer is not None:
            return answer
        if not limits.redirects:
            raise OutgoingError(Reason.REDIRECT)
        target = next_target(target, onwards)
    raise OutgoingError(Reason.TOO_MANY_REDIRECTS)


@cache
def _context() -> ssl.SSLContext:
    return secure_context()


def _asked(
    target: Target,
    limits: Limits,
    deadline: Deadline,
    headers: Mapping[str, str],
    content: bytes | None,
    resolver: Resolver,
    context: ssl.SSLContext,
) -> tuple[Answer | None, str]:
    """The answer, or where the server sends on to."""
    insist_on_port(target.port, target.host, limits.allowed)
    names = resolved(resolver, target, deadline.left(limits.connect_seconds))
    addresses = insist_on_addresses(target.host, target.port, names, limits.allowed)
    line = connected(target, addresses, times=limits, deadline=deadline, context=context)
    try:
        response = _sent(line, target, headers, content)
        if response.status in _REDIRECTS and (onwards := response.headers.get("Location")):
            return None, onwards
        return _answer(response, target, limits), ""
    finally:
        line.hang_up()


class _Connection(http.client.HTTPConnection):
    """Speaks over a line that stands already, and opens none by itself."""

    def __init__(self, target: Target, line: TimedSocket) -> None:
        super().__init__(target.host, target.port)
        self.sock = line
        self.auto_open = 0


def _sent(
    line: TimedSocket, target: Target, headers: Mapping[str, str], content: bytes | None
) -> http.client.HTTPResponse:
    connection = _Connection(target, line)
    connection.putrequest(
        "GET" if content is None else "POST",
        target.path,
        skip_host=True,
        skip_accept_encoding=True,
    )
    sent = {
        "Host": target.host_header,
        "User-Agent": AGENT,
        "Accept-Encoding": "gzip, deflate",
        "Connection": "close",
        **headers,
    }
    if content is not None:
        sent["Content-Length"] = str(len(content))
    for name, value in sent.items():
        connection.putheader(name, value)
    connection.endheaders(content)
    return connection.getresponse()


def _answer(response: http.client.HTTPResponse, target: Target, limits: Limits) -> Answer:
    headers = {name.lower(): value for name, value in response.headers.items()}
    answer = Answer(response.status, headers, b"", target.address)
    if response.status == 304:
        return answer
    if (
        limits.content_types
        and response.status < 300
        and not answer.media_type.startswith(limits.content_types)
    ):
        raise OutgoingError(Reason.CONTENT_TYPE)
    length = headers.get("content-length", "")
    if length.isascii() and length.isdecimal() and int(length[:18]) > limits.body_bytes:
        raise OutgoingError(Reason.TOO_LARGE)
    body = _unpacked(response, headers.get("content-encoding", ""), limits.body_bytes)
    return Answer(response.status, headers, body, target.address)


def _unpacked(response: http.client.HTTPResponse, encoding: str, limit: int) -> bytes:
    """Never more than ``limit`` bytes in memory, however little was sent for them."""
    encoding = encoding.strip().lower()
    if encoding in {"", "identity"}:
        unpack = None
    elif encoding in {"gzip", "x-gzip", "deflate"}:
        unpack = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
    else:
        raise OutgoingError(Reason.ENCODING)
    body, came = bytearray(), 0
    while piece := response.read1(_PIECE):
        came += len(piece)
        if unpack is not None:
            try:
                piece = unpack.decompress(piece, limit - len(body) + 1)
            except zlib.error:
                raise OutgoingError(Reason.ENCODING) from None
        body += piece
        if len(body) > limit or came > limit or (unpack is not None and unpack.unconsumed_tail):
            raise OutgoingError(Reason.TOO_LARGE)
    if response.length:
        raise OutgoingError(Reason.BROKEN)
    return bytes(body)
