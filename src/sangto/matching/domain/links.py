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
from sangto.matching.domain.redirects import target_of

LINK_LENGTH = 2000
MOST_LINKS = 50

_DEFAULT_PORTS = {"80", "443"}
_SAFE_PATH = "/!$&'()*+,;=:@-._~"
_SAFE_QUERY = "!$'()*,;:@/-._~"
_SCHEME = re.compile(r"(?i)\Ah[tx*]{2}ps?(?::|\[:\])/+|\A//+")
#: How a link is written so that nobody opens it, and dots of other scripts.
_DOT = r"(?:[.。．｡]|\[\.\]|\(\.\)|\{\.\}|[\[({](?:dot|chấm)[\])}])"
_ODD_DOT = re.compile(rf"(?i){_DOT}")
#: Names of the same site for browsers and telephones.
_SAME_SITE = re.compile(r"www\d?|m|mobile|mbasic|wap|touch|amp")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)\Z")
#: Suffixes of examples and of this project's invented data (RFC 2606).
_RESERVED = frozenset({"example", "test"})
_HIGHEST_PORT = 65_535
#: Pages that lead on to one another; a link with more of them stays as it is.
_MOST_REDIRECTS = 8


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


@lru_cache(maxsize=4096)
def _is_suffix(host: str) -> bool:
    """Whether strangers register names under it: ``com.vn``, ``blogspot.com``."""
    parts = _suffixes().extract_str(host, include_psl_private_domains=True)
    return bool(parts.suffix and not parts.domain)


def canonical_host(host: str) -> str | None:
    """Lower case, ASCII by IDNA, no trailing dot, no ``www.``, ``m.`` and the like; None if it is
    no host."""
    host = unquote(host).strip().lower() if "%" in host else host.strip().lower()
    if not host or len(host) > 253:
        return None
    if not host.isascii():
        try:
            host = idna.encode(host.strip("."), uts46=True).decode("ascii")
        except (idna.IDNAError, UnicodeError, IndexError, ValueError):
            return None
    labels = host.strip(".").split(".")
    while (
        len(labels) > 2 and _SAME_SITE.fullmatch(labels[0]) and not _is_suffix(".".join(labels[1:]))
    ):
        labels = labels[1:]
    if len(labels) < 2 or labels[-1].isdecimal():
        return None
    return ".".join(labels) if all(_LABEL.match(label) for label in labels) else None


def _ip(host: str) -> str | None:
    try:
        return None if "%" in host else str(ipaddress.ip_address(host.strip("[]")))
    except ValueError:
        return None


_IP_PART = re.compile(r"0x[0-9a-f]{0,8}|[0-9]{1,11}")


def _unusual_ip(host: str) -> str | None:
    """IPv4 as browsers read it: one to four parts, decimal, octal or hexadecimal, of which the
    last fills what is left (WHATWG URL, "IPv4 parser")."""
    parts = host.lower().removesuffix(".").split(".")
    if len(parts) > 4 or not all(_IP_PART.fullmatch(part) for part in parts):
        return None
    try:
        *first, last = (
            int(part[2:] or "0", 16)
            if part.startswith("0x")
            else int(part, 8 if part.startswith("0") else 10)
            for part in parts
        )
    except ValueError:
        return None
    if max(first, default=0) > 255 or last >= 256 ** (4 - len(first)):
        return None
    number = sum(part << 8 * (3 - place) for place, part in enumerate(first)) + last
    return str(ipaddress.IPv4Address(number))


_SESSION = re.compile(r"(?i);jsessionid=[^/]*")


def _path(raw: str) -> str:
    kept: list[str] = []
    for segment in _SESSION.sub("", unquote(raw, errors="replace")).split("/"):
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
        while name.startswith("amp;"):
            name = name.removeprefix("amp;")
        if not name or is_tracking(name):
            continue
        shown = quote(name, safe=_SAFE_QUERY, errors="replace")
        kept.append(f"{shown}={quote(value, safe=_SAFE_QUERY, errors='replace')}")
    return "&".join(sorted(kept))


def canonical_link(text: str) -> Link | None:
    """The link in ``text``, or None when it is none. Never raises; doing it twice changes nothing.

    Scheme, account, default port, fragment, ``www.``/``m.``, tracking and session parameters, dot
    segments and the trailing slash are dropped; query parameters are sorted; percent-encoding is
    made equal. A page that only leads on gives the link that it leads to; a shortened link stays,
    as nothing is fetched. An address over 2,000 characters is cut to its host.
    """
    outer, target = _read(text)
    link = outer
    for _ in range(_MOST_REDIRECTS):
        inner, further = _read(target) if target else (None, "")
        if inner is None:
            return link
        link, target = inner, further
    return outer


def _read(text: str) -> tuple[Link | None, str]:
    """The link as it is written, and where it leads on to."""
    written = text.strip()[: 4 * LINK_LENGTH].replace("\\", "/")
    rest = _SCHEME.sub("", written, count=1)
    before, mark, query = rest.partition("#")[0].partition("?")
    authority, _, path = before.partition("/")
    account, at, place = authority.rpartition("@")
    host, port = _split_port(_ODD_DOT.sub(".", place if at else authority))
    address = _ip(host)
    if address is None and rest != written:
        address = _unusual_ip(host)
    found = address or canonical_host(host)
    if found is None or not _is_port(port):
        return None, ""
    port = str(int(port)) if port else ""
    if port in _DEFAULT_PORTS:
        port = ""
    base = f"[{found}]" if ":" in found else found
    canonical = base + (f":{port}" if port else "")
    path = _path(path)
    query = _query(query) if mark else ""
    whole = canonical + (f"/{path}" if path else "") + (f"?{query}" if query else "")
    link = Link(
        address=whole if len(whole) <= LINK_LENGTH else canonical,
        host=found,
        domain=found if address else registrable_domain(found),
        port=port,
        is_ip=address is not None,
        has_account=bool(account),
    )
    return link, target_of(found, path, query)


def _split_port(place: str) -> tuple[str, str]:
    if place.startswith("["):
        host, _, port = place.partition("]")
        return host + "]", port.removeprefix(":")
    if place.count(":") > 1:
        return place, ""
    host, _, port = place.partition(":")
    return host, port


def _is_port(written: str) -> bool:
    if not written:
        return True
    return written.isascii() and written.isdecimal() and int(written[-9:]) <= _HIGHEST_PORT


def is_post_place(link: Link) -> bool:
    """Whether the address lies where people have accounts and posts."""
    return host_use(link.host) == "post"


def is_shared_place(link: Link) -> bool:
    """Whether strangers publish under the same domain, so that the domain alone says nothing."""
    return bool(host_use(link.host))


_WORD = re.compile(r"\S+")
_REST = r"[^\s<>\"“”'`|{}^]{0,8000}"
_WITH_SCHEME = re.compile(
    r"(?i)h[tx*]{2}ps?(?::|\[:\])//(?:[^\s<>\"“”'`|{}^]|\{\.\}|\{dot\}){1,8000}"
)
_BARE = re.compile(
    rf"(?i)(?<![\w@.\-/])(?:[^\W_](?:[\w-]{{0,62}}){_DOT}){{1,6}}[^\W\d_]{{2,24}}"
    rf"(?![\w@-])(?::\d{{1,5}})?(?:[/?]{_REST})?"
)
_BARE_IP = re.compile(rf"(?<![\w.])(?:\d{{1,3}}\.){{3}}\d{{1,3}}(?::\d{{1,5}}|/){_REST}")
_OTHER_DOT = re.compile(r"[。．｡]|[\[({](?:dot|DOT|chấm)[\])}]")
_END = ".,;:!?…)]}»”’'\"*_、。，；：！？）】」』"
_OPENING = {")": "(", "]": "["}


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
    odd = _OTHER_DOT.search(text) is not None
    for word in _WORD.finditer(text):
        token = word.group()
        if "." not in token and "://" not in token and not (odd and _OTHER_DOT.search(token)):
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
            end = _without_end(token, start, end)
            overlaps = any(start < other_end and other < end for other, other_end in places)
            if overlaps or (pattern is _BARE and _is_sentence_end(token[start:end])):
                continue
            places.append((start, end))
    return sorted(places)


def _without_end(token: str, start: int, end: int) -> int:
    """The end without marks of the sentence; a bracket stays if it was opened in the link."""
    while end > start and token[end - 1] in _END:
        closing = token[end - 1]
        opening = _OPENING.get(closing)
        if opening and token.count(opening, start, end) >= token.count(closing, start, end):
            break
        end -= 1
    return end


def _is_sentence_end(written: str) -> bool:
    """``nay.Vui`` is the end of one sentence and the start of the next."""
    host = written.partition("/")[0].partition("?")[0]
    before, _, last = host.rpartition(".")
    return last[:1].isupper() and last[1:].islower() and not before.isupper()


def tenant_of(host: str) -> str | None:
    """The name that somebody registered at a place where strangers do: ``a.blogspot.com`` of
    ``www.a.blogspot.com``. None for the place itself and everywhere else."""
    parts = _suffixes().extract_str(host, include_psl_private_domains=True)
    return f"{parts.domain}.{parts.suffix}" if parts.is_private and parts.domain else None
