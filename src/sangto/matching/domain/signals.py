"""What a link itself gives away, without opening it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import idna
from rapidfuzz.distance import OSA

from sangto.kernel.errors import gettext_noop
from sangto.matching.domain.confusables import skeleton
from sangto.matching.domain.links import Link, registrable_domain
from sangto.matching.domain.lists import host_use
from sangto.matching.domain.reasons import Reason

#: Names shorter than this are too common to be imitated.
_SHORTEST_NAME = 5


#: Endings that make the eye stop: what follows them is easily overlooked.
_ENDINGS = frozenset({"com", "edu", "gov", "net", "org", "vn"})


@dataclass(frozen=True, slots=True)
class Protected:
    """A domain that others like to imitate, and whose it is."""

    domain: str
    owner: str

    @property
    def name(self) -> str:
        """The label that was registered: ``saomai`` of ``saomai.com.vn``."""
        return registrable_domain(self.domain).split(".")[0]


def link_signals(link: Link, protected: Iterable[Protected]) -> list[Reason]:
    """Explained signs of deceit in the address; none of them is proof. Empty for a protected
    domain itself."""
    known = tuple(protected)
    if is_official(link, known) is not None:
        return []
    signals: list[Reason] = []
    if link.is_ip:
        signals.append(
            Reason(
                "link.ip",
                gettext_noop("The address is a bare number (%(host)s) instead of a name."),
                {"host": link.host},
            )
        )
    if link.has_account:
        signals.append(
            Reason(
                "link.account",
                gettext_noop(
                    "What stands before the @ in the link hides where it leads: %(host)s."
                ),
                {"host": link.host},
            )
        )
    if link.port:
        signals.append(
            Reason(
                "link.port",
                gettext_noop("The link names an unusual port (%(port)s)."),
                {"port": link.port},
            )
        )
    if any(label.startswith("xn--") for label in link.host.split(".")):
        signals.append(
            Reason(
                "link.punycode",
                gettext_noop("The name has letters with marks or of other alphabets: %(shown)s."),
                {"shown": shown_host(link.host)},
            )
        )
    if host_use(link.host) == "short":
        signals.append(
            Reason(
                "link.shortened",
                gettext_noop("The link is shortened, so it does not show where it leads."),
            )
        )
    if not link.is_ip:
        likeness = next(filter(None, (_likeness(link, one) for one in known)), None)
        if likeness is not None:
            signals.append(likeness)
        if _reads_like_another(link):
            signals.append(
                Reason(
                    "link.name_behind",
                    gettext_noop("What counts is the name at the end: %(domain)s."),
                    {"domain": shown_host(link.domain)},
                )
            )
    return signals


def _reads_like_another(link: Link) -> bool:
    """A whole name stands in front of the one that was registered: ``abc.gov.vn.xyz.top``."""
    front = link.host.removesuffix(link.domain).rstrip(".").split(".")
    return len(front) >= 2 and front[-1] in _ENDINGS


def imitated(link: Link, protected: Iterable[Protected]) -> Protected | None:
    """The protected domain that the link is made to look like, if any: the one that stands in it
    whole, else the first that it resembles."""
    known = tuple(protected)
    if link.is_ip or is_official(link, known) is not None:
        return None
    alike = [one for one in known if _likeness(link, one) is not None]
    whole = [one for one in alike if one.domain in link.host]
    return max(whole, key=lambda one: len(one.domain), default=alike[0] if alike else None)


def is_official(link: Link, protected: Iterable[Protected]) -> Protected | None:
    """The protected domain that the link lies under, if any."""
    return next((one for one in protected if _lies_under(link.host, one.domain)), None)


@lru_cache(maxsize=4096)
def shown_host(host: str) -> str:
    """The host with its own letters instead of punycode."""
    try:
        return idna.decode(host)
    except (idna.IDNAError, UnicodeError):
        return host


def _lies_under(host: str, domain: str) -> bool:
    return host == domain or host.endswith("." + domain)


def _likeness(link: Link, one: Protected) -> Reason | None:
    params = {"host": shown_host(link.host), "domain": one.domain, "owner": one.owner}
    if (
        _lies_under(link.host.rsplit(".", 1)[0], one.domain)
        or f".{one.domain}." in f".{link.host}."
    ):
        return Reason(
            "link.brand_in_front",
            gettext_noop(
                "The link starts like %(domain)s (%(owner)s), but it belongs to somebody else."
            ),
            params,
        )
    name = one.name
    if len(name) < _SHORTEST_NAME:
        return None
    own = shown_host(link.domain).split(".")[0]
    if skeleton(own) == skeleton(name) or (
        len(name) >= _SHORTEST_NAME + 2 and OSA.distance(own, name, score_cutoff=1) <= 1
    ):
        return Reason(
            "link.look_alike",
            gettext_noop(
                "The name %(host)s looks like %(domain)s (%(owner)s), but is another one."
            ),
            params,
        )
    front = shown_host(link.host).removesuffix(shown_host(link.domain))
    parts = own.split("-") + [label for label in front.split(".") if label]
    if name in parts or (len(name) >= _SHORTEST_NAME + 2 and name in own):
        return Reason(
            "link.brand_inside",
            gettext_noop("The name of %(owner)s stands in %(host)s, which is not %(domain)s."),
            params,
        )
    return None
