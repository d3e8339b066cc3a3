"""What a link itself gives away, without opening it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from sangto.kernel.errors import gettext_noop
from sangto.matching.domain.likeness import Likeness, Protected, Way, indexed, shown_label
from sangto.matching.domain.links import Link
from sangto.matching.domain.lists import host_use
from sangto.matching.domain.reasons import Reason

__all__ = ["Protected", "imitated", "is_official", "link_signals", "shown_host"]

#: Endings that make the eye stop: what follows them is easily overlooked.
_ENDINGS = frozenset({"com", "edu", "gov", "net", "org", "vn"})
#: More names than this in front of the registered one, or more letters, push the end out of sight.
_MOST_IN_FRONT = 3
_LONGEST_HOST = 60

_NUMBER = re.compile(r"(?:0x[0-9a-f]+|[0-9]+)(?:\.(?:0x[0-9a-f]+|[0-9]+))*")
_GOV_VN = re.compile(r"(?:(?:\A|[.-])gov[.-]vn|govvn)(?:[.-]|\Z)")


def link_signals(link: Link, protected: Iterable[Protected]) -> list[Reason]:
    """Explained signs of deceit in the address; none of them is proof. Empty for a protected
    domain itself. Nothing is claimed about when a domain was registered."""
    index = indexed(protected)
    if index.official(link.host) is not None:
        return []
    if link.is_ip or _NUMBER.fullmatch(link.host):
        return [_bare_number(link), *_of_the_place(link)]
    likeness = index.likeness(link)
    return [
        *_of_the_place(link),
        *([] if likeness is None else [_likeness_reason(link, likeness)]),
        *_of_the_form(link),
    ]


def imitated(link: Link, protected: Iterable[Protected]) -> Protected | None:
    """The protected domain that the link is made to look like, if any: the one that stands in it
    whole, else the one that it resembles most."""
    index = indexed(protected)
    if link.is_ip or index.official(link.host) is not None:
        return None
    likeness = index.likeness(link)
    return None if likeness is None else likeness.one


def is_official(link: Link, protected: Iterable[Protected]) -> Protected | None:
    """The protected domain that the link lies under, if any."""
    return indexed(protected).official(link.host)


@lru_cache(maxsize=4096)
def shown_host(host: str) -> str:
    """The host with its own letters instead of punycode."""
    return ".".join(map(shown_label, host.split(".")))


def _bare_number(link: Link) -> Reason:
    return Reason(
        "link.ip",
        gettext_noop("The address is a bare number (%(host)s) instead of a name."),
        {"host": link.host},
    )


def _of_the_place(link: Link) -> list[Reason]:
    """What stands around the name, and how it is written."""
    signals: list[Reason] = []
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
    return signals


def _of_the_form(link: Link) -> list[Reason]:
    """What draws the eye away from the registered name at the end of the host."""
    signals: list[Reason] = []
    domain = shown_host(link.domain)
    in_front = link.host.count(".") - link.domain.count(".")
    if _reads_like_another(link):
        signals.append(
            Reason(
                "link.name_behind",
                gettext_noop("What counts is the name at the end: %(domain)s."),
                {"domain": domain},
            )
        )
    elif in_front > _MOST_IN_FRONT:
        signals.append(
            Reason(
                "link.many_parts",
                gettext_noop(
                    "As many as %(count)d parts stand in front of the name that counts: %(domain)s."
                ),
                {"count": in_front, "domain": domain},
            )
        )
    if len(link.host) > _LONGEST_HOST:
        signals.append(
            Reason(
                "link.long_name",
                gettext_noop(
                    "The name is so long (%(count)d characters) that its end is easily overlooked: "
                    "%(domain)s."
                ),
                {"count": len(link.host), "domain": domain},
            )
        )
    return signals


def _reads_like_another(link: Link) -> bool:
    """A whole name stands in front of the one that was registered: ``abc.gov.vn.xyz.top``; or the
    ending of authorities where it is none: ``abc-gov-vn.top``."""
    if f".{link.domain}".endswith(".gov.vn"):
        return False
    front = link.host.removesuffix(link.domain).rstrip(".").split(".")
    return (len(front) >= 2 and front[-1] in _ENDINGS) or bool(_GOV_VN.search(link.host))


def _likeness_reason(link: Link, found: Likeness) -> Reason:
    code, message = _SAID[found.way]
    one = found.one
    return Reason(
        code, message, {"host": shown_host(link.host), "domain": one.domain, "owner": one.owner}
    )


_SAID = {
    Way.WHOLE: (
        "link.brand_in_front",
        gettext_noop(
            "The link starts like %(domain)s (%(owner)s), but it belongs to somebody else."
        ),
    ),
    Way.SPELLING: (
        "link.look_alike",
        gettext_noop("The name %(host)s looks like %(domain)s (%(owner)s), but is another one."),
    ),
    Way.ENDING: (
        "link.other_ending",
        gettext_noop(
            "%(host)s is spelled like %(domain)s (%(owner)s), but its ending is another one, so it "
            "is another site."
        ),
    ),
    Way.INSIDE: (
        "link.brand_inside",
        gettext_noop("The name of %(owner)s stands in %(host)s, which is not %(domain)s."),
    ),
}
