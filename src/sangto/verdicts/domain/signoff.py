"""Who may own, draft and approve, and on what a verdict stands (SCOPE.md 5 and 9)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import unquote, urlsplit

from sangto.kernel.categories import Category
from sangto.kernel.errors import Refusal, gettext_noop
from sangto.kernel.text import folded
from sangto.organisations.domain.kinds import NEVER_OWN_FACTUAL_CLAIMS
from sangto.verdicts.domain.content import (
    ADDRESS_LENGTH,
    PUBLISHER_LENGTH,
    TITLE_LENGTH,
    SourceContent,
    names_an_account,
)


@dataclass(frozen=True, slots=True)
class Matter:
    """What the rules need to know of a case; ``subject_relatives`` holds the subject agency,
    its parents and its subordinates, and is empty when the claim is about no member."""

    category: Category
    owner_agency: int
    owner_kind: str
    subject_relatives: frozenset[int] = frozenset()


def owner_refusal(matter: Matter) -> Refusal | None:
    if matter.owner_agency in matter.subject_relatives:
        return Refusal(
            "verdict.owner_is_the_subject",
            gettext_noop(
                "The agency that owns this case is the one the claim is about, or belongs to it."
                " Transfer the case first."
            ),
        )
    if matter.category is Category.FACTUAL_CLAIM and matter.owner_kind in NEVER_OWN_FACTUAL_CLAIMS:
        return Refusal(
            "verdict.owner_kind",
            gettext_noop(
                "An agency of the kind “%(kind)s” never owns a factual claim. Transfer the case"
                " first."
            ),
            {"kind": matter.owner_kind},
        )
    return None


def drafting_refusal(matter: Matter, *, drafter_agency: int) -> Refusal | None:
    if drafter_agency in matter.subject_relatives:
        return _own_matter("verdict.drafter_is_the_subject")
    return owner_refusal(matter)


def approval_refusal(
    matter: Matter,
    *,
    approver: int,
    approver_agency: int,
    contributors: frozenset[int],
    contributing_agencies: frozenset[int],
) -> Refusal | None:
    """``contributors`` are all who wrote, changed or submitted any part of this version."""
    if approver in contributors:
        return Refusal(
            "verdict.own_work",
            gettext_noop(
                "You worked on this version yourself. Somebody else has to read and approve it."
            ),
        )
    if approver_agency in matter.subject_relatives:
        return _own_matter("verdict.approver_is_the_subject")
    if contributing_agencies & matter.subject_relatives:
        return Refusal(
            "verdict.drafted_by_the_subject",
            gettext_noop(
                "Somebody of the agency that the claim is about worked on this version. Another"
                " agency has to write it."
            ),
        )
    return owner_refusal(matter)


def _own_matter(code: str) -> Refusal:
    return Refusal(
        code,
        gettext_noop(
            "Nobody judges their own matter: the claim is about your agency, or one of its"
            " parents or subordinates."
        ),
    )


@dataclass(frozen=True, slots=True)
class Member:
    """How a member of the network can be recognised in a source."""

    id: int
    names: tuple[str, ...]
    symbol: str
    domains: tuple[str, ...]


def host_of(address: str) -> str | None:
    """The host in lower case and ASCII (IDNA), or None when this is no usable web address."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
        _ = parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not host or "@" in parts.netloc:
        return None
    return _ascii_host(host)


def _ascii_host(host: str) -> str | None:
    try:
        ascii_host = host.strip().rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    return ascii_host if re.fullmatch(r"[a-z0-9_.:-]+", ascii_host) else None


def is_outside(source: SourceContent, members: Iterable[Member]) -> bool:
    """Whether no member of the network published this.

    Not only the ticked member counts: a publisher that carries a member's name or symbol, and an
    address on a member's site (also when an archive or a translator shows that site) are inside.
    """
    if source.agency is not None:
        return False
    publisher = f" {folded(source.publisher)} "
    host = host_of(source.address) or ""
    rest = unquote(urlsplit(source.address).path + "?" + urlsplit(source.address).query).lower()
    return not any(
        _published(member, publisher) or _hosted(member, host, rest) for member in members
    )


def _published(member: Member, publisher: str) -> bool:
    symbol = folded(member.symbol)
    if symbol and publisher.strip() == symbol:
        return True
    for name in (*member.names, member.symbol):
        words = folded(name)
        if len(words) >= 4 and f" {words} " in publisher:
            return True
        if words and publisher.strip() == words:
            return True
    return False


def _hosted(member: Member, host: str, rest: str) -> bool:
    for domain in member.domains:
        own = _ascii_host(domain)
        if not own:
            continue
        if host == own or host.endswith("." + own):
            return True
        if re.search(rf"(?<![a-z0-9-]){re.escape(own)}(?![a-z0-9-]|\.[a-z0-9])", rest):
            return True
    return False


def source_refusals(source: SourceContent, *, today: date) -> list[Refusal]:
    """What is wrong with one source by itself; every draft holds only sources without."""
    found: list[Refusal] = []
    for name, value, length in (
        ("title", source.title, TITLE_LENGTH),
        ("publisher", source.publisher, PUBLISHER_LENGTH),
        ("address", source.address, ADDRESS_LENGTH),
    ):
        if not value:
            found.append(
                Refusal(
                    f"source.{name}_is_empty",
                    gettext_noop("A source needs a title, a publisher and an address."),
                    {},
                    "sources",
                )
            )
        elif len(value) > length:
            found.append(
                Refusal(
                    f"source.{name}_too_long",
                    gettext_noop("This text may have at most %(length)d characters."),
                    {"length": length},
                    "sources",
                )
            )
    if source.address and (host_of(source.address) is None or re.search(r"\s", source.address)):
        found.append(
            Refusal(
                "source.address",
                gettext_noop("The address of a source starts with http:// or https://."),
                {},
                "sources",
            )
        )
    if any(names_an_account(text) for text in (source.title, source.publisher, source.address)):
        found.append(
            Refusal(
                "source.names_an_account",
                gettext_noop(
                    "An account or its post is no source. Cite a page of the publisher's own site."
                ),
                {},
                "sources",
            )
        )
    if source.seen_on > today:
        found.append(
            Refusal(
                "source.seen_in_the_future",
                gettext_noop("A source can not have been seen on a day that is still to come."),
                {},
                "sources",
            )
        )
    return found


def sources_refusals(
    sources: Sequence[SourceContent], *, members: Sequence[Member], today: date
) -> list[Refusal]:
    """Every source is whole, and at least one lies outside the members (SCOPE.md 5)."""
    found = [refusal for source in sources for refusal in source_refusals(source, today=today)]
    if not any(is_outside(source, members) for source in sources):
        found.append(
            Refusal(
                "verdict.no_outside_source",
                gettext_noop(
                    "At least one source has to come from outside the members of the network."
                ),
                {},
                "sources",
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class Ground:
    code: str
    valid_from: date
    valid_until: date | None

    def in_force(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or self.valid_until >= day)


def grounds_refusals(
    codes: Sequence[str], *, known: Mapping[str, Ground], today: date
) -> list[Refusal]:
    """What is cited today is in force today; an expired or unknown provision is refused."""
    found: list[Refusal] = []
    for code in codes:
        ground = known.get(code)
        if ground is None:
            found.append(
                Refusal(
                    "ground.unknown",
                    gettext_noop("The legal ground “%(code)s” is not in the network's list."),
                    {"code": code},
                    "grounds",
                )
            )
        elif not ground.in_force(today):
            found.append(
                Refusal(
                    "ground.not_in_force",
                    gettext_noop("The legal ground “%(code)s” is not in force today."),
                    {"code": code},
                    "grounds",
                )
            )
    return found


def ground_needed_refusal(codes: Sequence[str], factual_ground: str) -> Refusal | None:
    """Nothing is decided in the dark: a legal or a factual ground has to stand (SCOPE.md 9)."""
    if codes or factual_ground:
        return None
    return Refusal(
        "verdict.no_ground",
        gettext_noop("Cite a legal ground, or write down the fact that this stands on."),
        {},
        "grounds",
    )
