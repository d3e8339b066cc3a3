"""What an abuse report may aim at: never a post, never a legitimate site, never a whole place
that strangers share (SCOPE.md 6)."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from sangto.handling.domain.abuse import ADDRESS_LENGTH, TARGETS, TECHNICAL, TargetKind
from sangto.intake.domain.platforms import platform_of
from sangto.kernel.categories import Category, Measure, measure_refusal
from sangto.kernel.errors import Refusal, gettext_noop
from sangto.matching.domain.links import Link, canonical_host, canonical_link, tenant_of
from sangto.matching.domain.lists import host_use
from sangto.matching.domain.signals import Protected, is_official

#: Second levels under which a state registers its own: ``gov.vn``, ``go.jp``, ``gouv.fr``.
_STATE_LABELS = frozenset({"gov", "go", "gob", "gouv", "govt", "mil", "edu", "ac"})
_STATE_ENDINGS = frozenset({"gov", "mil", "int", "edu"})
#: How posts are written at places that no list names: the fediverse, forums, blogs.
_POST_PATH = re.compile(
    r"(?:^|/)@[^/]+/(?:\d{5,}|posts?/|statuses/)|/status(?:es)?/\w{5,}|/(?:permalink|notice)/\w+"
    r"|/posts?/(?:\d{4,}|pfbid)|/(?:threads?|topics?)/|/showthread\.php|/viewtopic\.php"
    r"|/(?:reels?|stories|story|shorts)/|/users/[^/]+/statuses/",
    re.IGNORECASE,
)
_BLOG_PATH = re.compile(r"/(?:19|20)\d\d/(?:0?[1-9]|1[0-2])/")
#: Pages of a platform that are neither an account nor a post.
_NO_ACCOUNT = re.compile(
    r"/(?:groups?|events?|hashtag|tag|tags|search|results|explore|watch|live|stories|story"
    r"|marketplace|playlist|feed|discover|r|joinchat|\+)(?:/|\Z)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Target:
    """``address`` is what the provider is told, ``key`` is canonical and tells whether two are the
    same; ``domain`` is the registrable one, or the number of a machine."""

    kind: TargetKind
    address: str
    host: str
    domain: str
    key: str


def category_refusal(category: Category | None) -> Refusal | None:
    if category is None:
        return Refusal(
            "handling.no_category",
            gettext_noop("Choose the category first. It decides which measures exist."),
        )
    if category not in TECHNICAL:
        return measure_refusal(category, Measure.ABUSE_REPORT)
    return None


def read_target(
    category: Category, kind: TargetKind, written: str, protected: Iterable[Protected]
) -> Target | Refusal:
    """The target as it is kept, or why it may not be one."""
    refused = category_refusal(category)
    if refused is not None:
        return refused
    if kind not in TARGETS[category]:
        return _kind_refused(category, kind)
    listed = tuple(protected)
    if kind is TargetKind.MAIL:
        return _mail_source(written, listed)
    link = canonical_link(written)
    if link is None or len(written) > ADDRESS_LENGTH:
        return _no("abuse.no_address", gettext_noop("This is not an address on the web."))
    if link.has_account:
        return _no(
            "abuse.account_in_address",
            gettext_noop("What stands before the @ hides where it leads. Write the plain address."),
        )
    target = _as_told(kind, link, written.strip())
    return _refused(category, target, link, listed) or target


def is_of_a_state(host: str) -> bool:
    """Whether only agencies and schools of some state get names like this."""
    labels = host.split(".")
    if labels[-1] in _STATE_ENDINGS:
        return True
    return len(labels) >= 3 and len(labels[-1]) == 2 and labels[-2] in _STATE_LABELS


def _as_told(kind: TargetKind, link: Link, written: str) -> Target:
    if kind is TargetKind.DOMAIN:
        return Target(kind, link.host, link.host, link.domain, link.address)
    whole = written if "://" in written else f"https://{written}"
    try:
        parts = urlsplit(whole)
        same = canonical_host(parts.hostname or "") == link.host or link.is_ip
    except ValueError:
        parts, same = urlsplit(""), False
    exact = same and parts.scheme.lower() in {"http", "https"} and not re.search(r"\s", whole)
    address = whole if exact else f"https://{link.address}"
    return Target(kind, address, link.host, link.domain, link.address)


def _refused(
    category: Category, target: Target, link: Link, protected: tuple[Protected, ...]
) -> Refusal | None:
    parts = urlsplit(f"https://{link.address}")
    path, query = unquote(parts.path), parts.query
    platform = platform_of(link.host)
    use = host_use(link.host)
    if _is_post(link.host, target.address, path, query):
        return _a_post()
    if use == "short":
        return _no(
            "abuse.shortened",
            gettext_noop(
                "A shortened link hides what it leads to. Report the address that it leads to."
            ),
        )
    if platform is not None or use == "post":
        return _of_platform(target, path)
    if target.kind is TargetKind.ACCOUNT:
        return _no(
            "abuse.no_account",
            gettext_noop("This is not the address of an account on a platform that we know."),
        )
    return _of_place(category, target, link, path + query, protected)


def _is_post(host: str, told: str, path: str, query: str) -> bool:
    platform = platform_of(host)
    if platform is not None and platform.post(path, query) is not None:
        return True
    try:
        parts = urlsplit(told)
    except ValueError:
        return True
    if platform is not None and platform.post(parts.path, parts.query) is not None:
        return True
    if _POST_PATH.search(path) or _POST_PATH.search(unquote(parts.path)):
        return True
    return host_use(host) == "shared" and _BLOG_PATH.search(path) is not None


def _of_platform(target: Target, path: str) -> Refusal | None:
    if not path.strip("/"):
        return _whole_place(target.host)
    if target.kind is not TargetKind.ACCOUNT:
        return _no(
            "abuse.is_an_account",
            gettext_noop(
                "This lies on a platform of accounts. Only an account that impersonates somebody "
                "can be reported there, as an account."
            ),
        )
    if _NO_ACCOUNT.match(path):
        return _no(
            "abuse.no_account",
            gettext_noop("This is not the address of an account on a platform that we know."),
        )
    return None


def _of_place(
    category: Category, target: Target, link: Link, rest: str, protected: tuple[Protected, ...]
) -> Refusal | None:
    has_path = bool(rest.strip("/"))
    if category is Category.COMPROMISED_SITE:
        if has_path:
            return None
        return _no(
            "abuse.exact_path",
            gettext_noop(
                "Of a site that was broken into, only the exact path of the injected page is "
                "reported, never the site."
            ),
        )
    owner = is_official(link, protected)
    if owner is not None or is_of_a_state(link.host):
        return _legitimate(owner.owner if owner is not None else link.host)
    if target.kind is TargetKind.DOMAIN and has_path:
        return _no(
            "abuse.domain_has_a_path",
            gettext_noop("A domain has no path. Report the page, or the domain alone."),
        )
    if not host_use(link.host):
        return None
    if target.kind is TargetKind.DOMAIN or not (has_path or tenant_of(link.host)):
        return _whole_place(link.host)
    return None


def _mail_source(written: str, protected: tuple[Protected, ...]) -> Target | Refusal:
    text = written.strip().lower()
    if "@" in text:
        return _no(
            "abuse.mail_address",
            gettext_noop(
                "Write the domain or the number of the machine that the e-mail came from, not the "
                "address of a person."
            ),
        )
    try:
        number = str(ipaddress.ip_address(text.strip("[]")))
    except ValueError:
        pass
    else:
        return Target(TargetKind.MAIL, number, number, number, f"mail:{number}")
    link = canonical_link(text)
    if link is None or link.address != link.host:
        return _no("abuse.no_address", gettext_noop("This is not an address on the web."))
    owner = is_official(link, protected)
    if owner is not None or is_of_a_state(link.host):
        return _legitimate(owner.owner if owner is not None else link.host)
    return Target(TargetKind.MAIL, link.host, link.host, link.domain, f"mail:{link.host}")


def _no(code: str, message: str, **params: object) -> Refusal:
    return Refusal(code, message, params, "address")


def _a_post() -> Refusal:
    return _no(
        "abuse.is_a_post",
        gettext_noop(
            "This is a post: something that somebody says. Nobody is asked to remove speech; a "
            "false rumour is answered with a published verdict."
        ),
    )


def _legitimate(owner: str) -> Refusal:
    return _no(
        "abuse.legitimate",
        gettext_noop("This is a legitimate site (%(owner)s). It is never reported as abuse."),
        owner=owner,
    )


def _whole_place(host: str) -> Refusal:
    return _no(
        "abuse.shared_place",
        gettext_noop(
            "Many strangers publish at %(host)s. Write the full address of the page or account."
        ),
        host=host,
    )


def _kind_refused(category: Category, kind: TargetKind) -> Refusal:
    if category is Category.COMPROMISED_SITE:
        return _no(
            "abuse.exact_path",
            gettext_noop(
                "Of a site that was broken into, only the exact path of the injected page is "
                "reported, never the site."
            ),
        )
    return Refusal(
        "abuse.target_kind",
        gettext_noop("A target of kind “%(kind)s” does not exist for the category “%(category)s”."),
        {"kind": kind.value, "category": category.value},
        "target_kind",
    )
