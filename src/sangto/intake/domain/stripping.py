"""Taking out who wrote or shared something (SCOPE.md 2).

Account handles and profile links go; the address of a post keeps its platform and its id. E-mail
addresses and phone numbers stay: in a scam they are part of the message. A bare name in a
sentence can not be told from any other word and stays too.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import SplitResult, unquote, urlsplit

from sangto.intake.domain.platforms import HOSTS, Platform, platform_of
from sangto.kernel.text import clean

#: What stands where something was taken out; folding drops it.
GONE = "…"

_DEPTH = 3
_PASSES = 6
_UPPER = "".join(chr(code) for code in range(0x41, 0x1F00) if chr(code).isupper())
_LOWER = "".join(chr(code) for code in range(0x61, 0x1F00) if chr(code).islower())
_DOT = r"(?:\.|\[\.\]|\(\.\)|\[dot\])"
_REST = r"[^\s<>\"'“”‘’«»]*"
_HOST_NAMES = "|".join(
    re.escape(host).replace(r"\.", _DOT) for host in sorted(HOSTS, key=len, reverse=True)
)
_TRAILING = ".,;:!?)]}>…*~|"

_TOKEN = re.compile(
    rf"""
    (?P<url>(?i:\b(?:https?|hxxps?|ftp|tg|fb|fb-messenger|twitter|instagram|viber|whatsapp|zalo)
        \s?:\s?(?://|\\\\){_REST}))
    |(?P<spaced>(?<![\w.\-])(?i:
        (?:facebook|fb|tiktok|instagram|threads|youtube)(?:[ ]\.[ ]?|\.[ ])com[ ]?/[ ]?
        |(?:zalo|t|m)(?:[ ]\.[ ]?|\.[ ])me[ ]?/[ ]?
        |(?:facebook|fb|tiktok|instagram|threads|youtube)\.com[ ]/
        |(?:zalo|t|m)\.me[ ]/
        )[\w.@\-]+)
    |(?P<bare>(?<![\w.\-])(?i:(?:[\w\-]+{_DOT}){{0,8}}(?:{_HOST_NAMES})\.?(?::\d+)?
        (?![\w\-]|\.\w)(?:[/?\#\\]{_REST})?))
    |(?P<profile>(?i:\bprofile\.php\?id=\w+))
    |(?P<email>(?<![\w.+%\-])[\w.+%\-]+@[\w\-]+(?:\.[\w\-]+)+(?![\w/\\]))
    |(?P<handle>(?<![\w@])@+
        (?:
            [{_UPPER}][\w.\-]*(?:[ ][{_UPPER}][{_LOWER}]*(?!\w)){{1,4}}
            |\w[\w.\-]*(?:@[\w.\-]*)*
        ))
    """,
    re.VERBOSE,
)
#: Without one of these nothing in a text is an address, a handle or a profile.
_TELLING = re.compile(r"@|:\s?[/\\]|\.\w|\. (?:com|me)|\[\.\]|\(\.\)|\[dot\]", re.IGNORECASE)
_SEGMENT_HANDLE = re.compile(r"(?<!\w)@\w[\w.\-]*")
#: Full-width forms of ASCII, and the small @, read like the plain ones.
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0xFE6B: ord("@")}
_WIDE_FORM = re.compile("[\uff01-\uff5e\ufe6b]")
_PLAIN_SUBDOMAINS = frozenset({"www", "m", "web", "mbasic", "touch", "chat", "oa", "mobile"})
_APP_SCHEMES = {
    "tg": "t.me",
    "fb": "facebook.com",
    "fb-messenger": "messenger.com",
    "twitter": "x.com",
    "instagram": "instagram.com",
    "viber": "viber.com",
    "whatsapp": "wa.me",
    "zalo": "zalo.me",
}


def strip_identities(text: str) -> str:
    """``text``, cleaned, without handles and profile links. Doing it twice changes nothing.

    What is left after one pass may read as an address again, hence more passes; ordinary text
    is settled after the first, which the second confirms.
    """
    if not text:
        return text
    text = _readable(text)
    if not _TELLING.search(text):
        return text
    for _pass in range(_PASSES):
        stripped = _stripped(text, _DEPTH)
        if stripped == text:
            break
        text = stripped
    return text


def post_addresses(text: str) -> tuple[str, ...]:
    """The posts that ``text`` points at, each once, in the form that stripping gives them."""
    found: dict[str, None] = {}
    for match in _TOKEN.finditer(_readable(text)):
        if match.lastgroup in {"url", "bare"}:
            post = _post(match.group(0).rstrip(_TRAILING))
            if post is not None:
                found[post] = None
    return tuple(found)


def forget_posts(text: str, digest: Callable[[str], str], *, every_link: bool = False) -> str:
    """``text`` with each post's address replaced by ``[#digest]``.

    With ``every_link`` all other addresses that name their scheme go the same way.
    """

    def forgotten(match: re.Match[str]) -> str:
        token = match.group(0)
        if match.lastgroup not in {"url", "bare"}:
            return token
        core = token.rstrip(_TRAILING)
        address = _post(core)
        if address is None and every_link and match.lastgroup == "url":
            address = core
        return token if address is None else f"[#{digest(address)}]{token[len(core) :]}"

    return _TOKEN.sub(forgotten, _readable(text))


def _readable(text: str) -> str:
    cleaned = clean(text)
    return cleaned.translate(_WIDE) if _WIDE_FORM.search(cleaned) else cleaned


def _stripped(text: str, depth: int) -> str:
    if depth == 0:
        return GONE

    def replaced(match: re.Match[str]) -> str:
        token = match.group(0)
        match match.lastgroup:
            case "email":
                return token
            case "handle":
                return "@" + GONE + _dots_after(token)
            case "profile":
                return GONE
            case "spaced":
                return token.partition("/")[0] + "/" + GONE
        core = token.rstrip(_TRAILING)
        return _stripped_address(core, depth) + token[len(core) :]

    return _TOKEN.sub(replaced, text)


def _stripped_address(address: str, depth: int) -> str:
    parts = _parts(address)
    if parts is None:
        lowered = address.lower()
        return GONE if any(host in lowered for host in HOSTS) else address
    platform = _platform(parts)
    if platform is None:
        return _stripped_foreign(address, depth)
    post = platform.post(parts.path, parts.query)
    if post is not None:
        return post
    target = platform.target(parts.path, parts.query)
    if target is not None:
        return _stripped(_readable(target), depth - 1)
    if _is_only_host(parts, platform):
        return address
    return f"https://{platform.name}/{GONE}"


def _stripped_foreign(address: str, depth: int) -> str:
    """An address elsewhere stays, but for handles in its path and platform addresses in it."""
    scheme, separator, rest = address.partition("://")
    if not separator:
        return address
    host, slash, tail = re.match(r"([^/?#\\]*)([/?#\\]?)(.*)", rest, re.DOTALL).groups()  # type: ignore[union-attr] # always matches
    tail = _SEGMENT_HANDLE.sub(f"@{GONE}", tail)
    decoded = unquote(tail)
    if decoded != tail or "://" in tail or _TOKEN.search(tail):
        readable = _readable(decoded)
        stripped = _stripped(readable, depth - 1)
        if stripped != readable:
            tail = "%20".join(stripped.split())
    return f"{scheme}{separator}{host}{slash}{tail}"


def _post(address: str) -> str | None:
    parts = _parts(address)
    platform = None if parts is None else _platform(parts)
    if parts is None or platform is None:
        return None
    return platform.post(parts.path, parts.query)


def _parts(address: str) -> SplitResult | None:
    """The parts of an address as a browser reads it; None when it can not be read."""
    plain = re.sub(_DOT, ".", address, flags=re.IGNORECASE).replace("\\", "/")
    plain = re.sub(r"^(\w[\w-]*)\s?:\s?//", r"\1://", plain)
    plain = re.sub(r"^hxxp", "http", plain, flags=re.IGNORECASE)
    if not re.match(r"[A-Za-z][\w+.-]*://", plain):
        plain = f"https://{plain}"
    try:
        parts = urlsplit(plain)
        _ = parts.hostname, parts.port
    except ValueError:
        return None
    return parts


def _platform(parts: SplitResult) -> Platform | None:
    if parts.scheme in _APP_SCHEMES:
        return HOSTS.get(_APP_SCHEMES[parts.scheme])
    return platform_of((parts.hostname or "").lower())


def _is_only_host(parts: SplitResult, platform: Platform) -> bool:
    if parts.path not in {"", "/"} or parts.query or parts.fragment or parts.username:
        return False
    prefix, _, host = (parts.hostname or "").rstrip(".").partition(".")
    return f"{prefix}.{host}" in platform.hosts or (
        prefix in _PLAIN_SUBDOMAINS and host in platform.hosts
    )


def _dots_after(token: str) -> str:
    return token[len(token.rstrip(".-")) :]
