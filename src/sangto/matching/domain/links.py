"""Links: found in a text, brought to one canonical form, split into host and domain.

Nothing is fetched. The public suffix list is the copy inside the tldextract package.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from urllib.parse import quote, unquote

import idna
import tldextract

from sangto.matching.domain.lists import host_use, is_tracking

LINK_LENGTH = 2000
MOST_LINKS = 50

_DEFAULT_PORTS = {"80", "443"}
_SAFE_PATH = "/!$&'()*+,;=:@-._~"
_SAFE_QUERY = "!$'()*,;:@/-._~"
_SCHEME = re.compile(r"(?i)\A(?:h(?:tt|xx)ps?:)?//")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)\Z")
#: Suffixes of examples and of this project's invented data (RFC 2606).
_RESERVED = frozenset({"example", "test"})


@dataclass(frozen=True, slots=True)
class Link:
    """``address`` is canonical, without scheme; ``domain`` is the registrable one or the host."""

    address: str
    host: str
    domain: str
    port: str = ""
    is_ip: bool = False
    has_account: bool = False


@cache
def _suffixes() -> tldextract.TLDExtract:
    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


@lru_cache(maxsize=4096)
def registrable_domain(host: str) -> str:
    """The part of a host that somebody registered: ``a.b.com.vn`` gives ``b.com.vn``.

    An unknown ending counts as a suffix of one label. A host without a dot gives itself.
    """
    parts = _suffixes().extract_str(host)
    if parts.suffix and parts.domain:
        return f"{parts.domain}.{parts.suffix}"
    return ".".join(host.split(".")[-2:])


def has_known_suffix(host: str) -> bool:
    last = host.rsplit(".", 1)[-1]
    if last in _RESERVED:
        return "." in host
    parts = _suffixes().extract_str(host)
    return bool(parts.suffix and parts.domain)


def canonical_host(host: str) -> str | None:
    """Lower case, ASCII by IDNA, no trailing dot, no ``www.`` or ``m.``; None if it is no host."""
    host = host.strip().strip(".").lower().replace("。", ".")
    if not host or len(host) > 253:
        return None
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True).decode("ascii").strip(".")
        except (idna.IDNAError, UnicodeError, IndexError, ValueError):
            return None
    labels = host.split(".")
    while len(labels) > 2 and labels[0] in {"www", "m"}:
        labels = labels[1:]
    if len(labels) < 2 or not all(_LABEL.match(label) for label in labels):
        return None
    return ".".join(labels)


def _ip(host: str) -> str | None:
    try:
        return str(ipaddress.ip_address(host.strip("[]")))
    except ValueError:
        return None


def _path(raw: str) -> str:
    kept: list[str] = []
    for segment in unquote(raw, errors="replace").split("/"):
        if segment == "..":
            kept = kept[:-1]
        elif segment not in {"", "."}:
            kept.append(segment)
    return quote("/".join(kept), safe=_SAFE_PATH, errors="replace")


def _query(raw: str) -> str:
    kept: list[str] = []
    for pair in raw.split("&")[:200]:
        name, _, value = pair.partition("=")
        name, value = (unquote(part.replace("+", " "), errors="replace") for part in (name, value))
        if not name or is_tracking(name):
            continue
        shown = quote(name, safe=_SAFE_QUERY, errors="replace")
        kept.append(f"{shown}={quote(value, safe=_SAFE_QUERY, errors='replace')}")
    return "&".join(sorted(kept))


def canonical_link(text: str) -> Link | None:
    """The link in ``text``, or None when it is none. Never raises; doing it twice changes nothing.

    Scheme, account, default port, fragment, ``www.``/``m.``, tracking parameters, dot segments
    and the trailing slash are dropped; query parameters are sorted; percent-encoding is made
    equal. An address over 2,000 characters is cut to its host.
    """
    rest = text.strip()[: 4 * LINK_LENGTH]
    rest = rest.replace("[.]", ".").replace("(.)", ".")
    rest = _SCHEME.sub("", rest, count=1).replace("\\", "/")
    rest = rest.partition("#")[0]
    before, mark, query = rest.partition("?")
    authority, _, path = before.partition("/")
    account, at, place = authority.rpartition("@")
    host, port = _split_port(place if at else authority)
    address = _ip(host)
    is_ip = address is not None
    found = address or canonical_host(host)
    if found is None or (port and not port.isdecimal()) or len(port) > 5:
        return None
    if port in _DEFAULT_PORTS or not port.isascii():
        port = ""
    base = f"[{found}]" if ":" in found else found
    canonical = base + (f":{port}" if port else "")
    path = _path(path)
    query = _query(query) if mark else ""
    whole = canonical + (f"/{path}" if path else "") + (f"?{query}" if query else "")
    return Link(
        address=whole if len(whole) <= LINK_LENGTH else canonical,
        host=found,
        domain=found if is_ip else registrable_domain(found),
        port=port,
        is_ip=is_ip,
        has_account=bool(account),
    )


def _split_port(place: str) -> tuple[str, str]:
    if place.startswith("["):
        host, _, port = place.partition("]")
        return host + "]", port.removeprefix(":")
    if place.count(":") > 1:
        return place, ""
    host, _, port = place.partition(":")
    return host, port


def is_post_place(link: Link) -> bool:
    """Whether the address lies where people have accounts and posts."""
    return host_use(link.host) == "post"


def is_shared_place(link: Link) -> bool:
    """Whether strangers publish under the same domain, so that the domain alone says nothing."""
    return bool(host_use(link.host))


_WORD = re.compile(r"\S+")
_WITH_SCHEME = re.compile(r"(?i)h(?:tt|xx)ps?://[^\s<>\"“”'`|{}^]{1,8000}")
_BARE = re.compile(
    r"(?i)(?<![\w@.\-/])(?:[^\W_](?:[\w-]{0,62})(?:\.|\[\.\]|\(\.\))){1,6}[^\W\d_]{2,24}"
    r"(?![\w@-])(?::\d{1,5})?(?:[/?][^\s<>\"“”'`|{}^]{0,8000})?"
)
_BARE_IP = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?::\d{1,5}|/)[^\s<>\"“”'`]{0,8000}")
_END = ".,;:!?…)]}»”’'\"*_"


@dataclass(frozen=True, slots=True)
class PlacedLink:
    """A link and its place ``[start, end)`` in the text it was found in."""

    link: Link
    start: int
    end: int


def find_links(text: str) -> list[PlacedLink]:
    """Links in the order of the text, at most 50, each a whole word or part of one.

    A name without ``http://`` counts when its ending is a public suffix, and when it does not
    look like two sentences without a space between them.
    """
    found: list[PlacedLink] = []
    for word in _WORD.finditer(text):
        token = word.group()
        if "." not in token and "://" not in token:
            continue
        for start, end in _places(token):
            link = canonical_link(token[start:end])
            if link is None or not (link.is_ip or has_known_suffix(link.host)):
                continue
            found.append(PlacedLink(link, word.start() + start, word.start() + end))
            if len(found) >= MOST_LINKS:
                return found
    return found


def _places(token: str) -> list[tuple[int, int]]:
    places: list[tuple[int, int]] = []
    for pattern in (_WITH_SCHEME, _BARE_IP, _BARE):
        for match in pattern.finditer(token[: 4 * LINK_LENGTH]):
            start, end = match.span()
            while end > start and token[end - 1] in _END:
                end -= 1
            overlaps = any(start < other_end and other < end for other, other_end in places)
            if overlaps or (pattern is _BARE and _is_sentence_end(token[start:end])):
                continue
            places.append((start, end))
    return sorted(places)


def _is_sentence_end(written: str) -> bool:
    """``nay.Vui`` is the end of one sentence and the start of the next."""
    host = written.partition("/")[0].partition("?")[0]
    before, _, last = host.rpartition(".")
    return last[:1].isupper() and last[1:].islower() and not before.isupper()
