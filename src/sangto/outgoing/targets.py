"""An address as it is written, taken apart into what is asked of whom."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import quote, urljoin, urlsplit

import idna

from sangto.outgoing.errors import OutgoingError, Reason

LONGEST = 2000
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Target:
    """``host`` is in lower case, ASCII, without brackets; ``path`` begins with a slash."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def secure(self) -> bool:
        return self.scheme == "https"

    @property
    def host_header(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def address(self) -> str:
        return f"{self.scheme}://{self.host_header}{self.path}"


def target_of(address: str) -> Target:
    """Raises :class:`OutgoingError` for anything but a plain web address: no name or password in
    it, no control characters, no other scheme."""
    if (
        not address
        or len(address) > LONGEST
        or any(c.isspace() or not c.isprintable() for c in address)
    ):
        raise OutgoingError(Reason.ADDRESS)
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise OutgoingError(Reason.ADDRESS) from None
    if parts.scheme not in _PORTS or not parts.hostname or "@" in parts.netloc or "\\" in address:
        raise OutgoingError(Reason.ADDRESS)
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/?%:@!$&'()*+,;=~-._[]")
    return Target(
        parts.scheme,
        _ascii(parts.hostname),
        _PORTS[parts.scheme] if port is None else port,
        f"{path}?{query}" if query else path,
    )


def _ascii(host: str) -> str:
    try:
        return str(ip_address(host.partition("%")[0]))
    except ValueError:
        pass
    if host.isascii():
        return host.lower().rstrip(".") or _no_address()
    try:
        return _ascii(idna.encode(host, uts46=True).decode("ascii").lower())
    except idna.IDNAError:
        return _no_address()


def _no_address() -> str:
    raise OutgoingError(Reason.ADDRESS)


def next_target(target: Target, location: str) -> Target:
    """Where a redirect leads; from https only to https."""
    try:
        found = target_of(urljoin(target.address, location.strip()).partition("#")[0])
    except ValueError:
        raise OutgoingError(Reason.ADDRESS) from None
    if target.secure and not found.secure:
        raise OutgoingError(Reason.INSECURE_REDIRECT)
    return found
