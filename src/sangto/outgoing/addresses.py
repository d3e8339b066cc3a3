"""Which addresses may be asked: public ones, and those that the settings allow."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Self

from sangto.outgoing.errors import OutgoingError, Reason

Address = IPv4Address | IPv6Address

USUAL_PORTS = frozenset({80, 443})
#: Public by the tables, yet each holds an address of the old kind that may be a private one.
_CARRIERS = tuple(
    IPv6Network(text)
    for text in (
        "::ffff:0:0/96",
        "::/96",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2002::/16",
        "2001::/32",
    )
)
_NAME = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]{0,251}[a-z0-9_])?")


@dataclass(frozen=True, slots=True)
class AllowedHost:
    """One entry of the setting: a network or the name of a host, with a port where it has one."""

    name: str
    port: int | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """``10.20.0.0/16``, ``ban-khac.noi-bo:8443``, ``[fd00::/8]:8080``. Raises ValueError."""
        text = text.strip().lower()
        port = None
        if text.startswith("["):
            name, closed, rest = text[1:].partition("]")
            if not closed or (rest and not rest.startswith(":")):
                raise ValueError
            text, rest = name, rest[1:]
            port = _port(rest) if rest else None
        elif text.count(":") == 1:
            text, _, rest = text.partition(":")
            port = _port(rest)
        if _network(text) is None and not _NAME.fullmatch(text):
            raise ValueError
        return cls(text, port)

    def covers(self, host: str, address: Address) -> bool:
        network = _network(self.name)
        if network is None:
            return self.name == host
        return address.version == network.version and address in network


def _port(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 0 < int(text) < 65536:
        raise ValueError
    return int(text)


def _network(text: str) -> IPv4Network | IPv6Network | None:
    try:
        return ip_network(text, strict=False)
    except ValueError:
        return None


def is_public(address: Address) -> bool:
    """Whether it is anybody's on the internet, and holds no other address in it."""
    if isinstance(address, IPv6Address) and any(address in one for one in _CARRIERS):
        return False
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not address.is_unspecified
    )


def insist_on_port(port: int, host: str, allowed: Sequence[AllowedHost]) -> None:
    """Before the name is looked up: a port that no entry names is never asked."""
    if port not in USUAL_PORTS and all(entry.port != port for entry in allowed):
        raise OutgoingError(Reason.PORT)


def insist_on_addresses(
    host: str, port: int, addresses: Sequence[str], allowed: Sequence[AllowedHost]
) -> list[Address]:
    """All of them as addresses. One private one among public ones refuses them all: a name
    that answers so is made to lead somewhere else the second time."""
    found: list[Address] = []
    for text in addresses:
        try:
            address = ip_address(text.partition("%")[0])
        except ValueError:
            raise OutgoingError(Reason.UNKNOWN_HOST) from None
        covering = [entry for entry in allowed if entry.covers(host, address)]
        if not is_public(address) and not covering:
            raise OutgoingError(Reason.PRIVATE)
        if port not in USUAL_PORTS and all(entry.port != port for entry in covering):
            raise OutgoingError(Reason.PORT)
        found.append(address)
    if not found:
        raise OutgoingError(Reason.UNKNOWN_HOST)
    return found
