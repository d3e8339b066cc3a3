"""Verified fraud domains as a list, and numbers by exact look-up only (SCOPE.md 7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max, QuerySet
from django.utils import timezone

from sangto.handling.domain.abuse import TECHNICAL
from sangto.handling.domain.abuse_targets import is_of_a_state
from sangto.kernel.categories import Category, IndicatorKind, Rating
from sangto.matching.domain.links import canonical_link, is_shared_place
from sangto.matching.domain.numbers import canonical_account, canonical_phone, canonical_wallet
from sangto.matching.domain.signals import is_official
from sangto.matching.models import Indicator
from sangto.matching.queries import protected_domains
from sangto.matching.queries.evidence import NUMBER_DAYS, often_reported
from sangto.organisations.models import Network
from sangto.verdicts.models import VerdictVersion
from sangto.verdicts.queries.published import current_versions
from sangto.verdicts.wording import page_address

#: The ratings that put a domain on the list.
LISTED_RATINGS: tuple[Rating, ...] = (Rating.SCAM, Rating.IMPERSONATION, Rating.CONFIRMED)
#: What a number may be.
NUMBER_KINDS: tuple[IndicatorKind, ...] = (
    IndicatorKind.PHONE,
    IndicatorKind.ACCOUNT,
    IndicatorKind.WALLET,
)
_READERS = {
    IndicatorKind.PHONE: canonical_phone,
    IndicatorKind.ACCOUNT: canonical_account,
    IndicatorKind.WALLET: canonical_wallet,
}
#: No indicator has this value, so that what can not be a number costs what a number costs.
_NO_NUMBER = "-"


@dataclass(frozen=True, slots=True)
class ListedDomain:
    """``valid_until`` is the last day of the verdict that it stands on; ``appeal`` says where its
    owner objects."""

    domain: str
    category: Category
    rating: Rating
    verdict: str
    address: str
    appeal: str
    valid_from: datetime
    valid_until: date


@dataclass(frozen=True, slots=True)
class ListState:
    """As long as it is the same, so is the list."""

    on: date
    verdicts: int
    changed_at: datetime | None
    indicators: int


@dataclass(frozen=True, slots=True)
class KnownNumber:
    """What is said about a number that was asked for: the verdict, and until when it is said."""

    kind: IndicatorKind
    verdict: VerdictVersion
    until: date


def indicators(network: Network | None = None, *, today: date | None = None) -> list[ListedDomain]:
    """The domains of published verdicts that still hold, each once, in alphabetical order.

    Domains alone; of the four technical categories; neither shared places nor legitimate sites,
    whatever somebody wrote down. Four queries, two of them kept for a while.
    """
    day = today or timezone.localdate()
    protected = protected_domains()
    versions = {version.verdict.claim_id: version for version in _listed(network, day)}
    rows = (
        Indicator.objects.filter(
            claim__in=versions.keys(),
            kind=IndicatorKind.DOMAIN.value,
            category__in=[category.value for category in TECHNICAL],
        )
        .order_by("value", "-claim")
        .values_list("value", "claim_id")
    )
    found: dict[str, ListedDomain] = {}
    for domain, claim in rows:
        link = canonical_link(domain)
        if link is None or link.is_ip or link.address != link.host or is_shared_place(link):
            continue
        if is_official(link, protected) is not None or is_of_a_state(link.host):
            continue
        found.setdefault(link.host, _line(link.host, versions[claim]))
    return [found[domain] for domain in sorted(found)]


def indicators_state(network: Network | None = None, *, today: date | None = None) -> ListState:
    day = today or timezone.localdate()
    rows = _listed(network, day)
    changed = rows.aggregate(last=Max("published_at"))["last"]
    return ListState(
        on=day,
        verdicts=rows.count(),
        changed_at=changed,
        indicators=Indicator.objects.filter(kind=IndicatorKind.DOMAIN.value).aggregate(
            last=Max("pk")
        )["last"]
        or 0,
    )


def known_number(
    kind: IndicatorKind, written: str, *, now: datetime | None = None
) -> KnownNumber | None:
    """Whether exactly this number belongs to a published scam: a verdict of “scam” that still
    holds, two independent reports, and at most 90 days since it was kept.

    Everything else gets the same None after the same three queries, so that an answer tells
    neither by its words nor by its time what else the desk knows.
    """
    now = now or timezone.now()
    value = _READERS[kind](written) if kind in _READERS else None
    since = now - timedelta(days=NUMBER_DAYS)
    rows = Indicator.objects.filter(
        kind=kind.value,
        value=value or _NO_NUMBER,
        category=Category.FRAUD.value,
        added_at__gte=since,
    )
    kept = dict(rows.order_by("added_at").values_list("claim_id", "added_at"))
    asked = often_reported({*kept, 0})
    today = timezone.localdate(now)
    versions = current_versions().filter(
        verdict__claim__in=asked & kept.keys() or [0],
        rating=Rating.SCAM.value,
        valid_until__gte=today,
    )
    version = versions.order_by("-published_at").first()
    if version is None:
        return None
    ends = timezone.localdate(kept[version.verdict.claim_id] + timedelta(days=NUMBER_DAYS))
    return KnownNumber(kind, version, min(ends, version.valid_until or ends))


def _listed(network: Network | None, day: date) -> QuerySet[VerdictVersion]:
    rows = current_versions().filter(
        category__in=[category.value for category in TECHNICAL],
        rating__in=[rating.value for rating in LISTED_RATINGS],
        valid_until__gte=day,
    )
    return rows if network is None else rows.filter(verdict__claim__network=network)


def _line(domain: str, version: VerdictVersion) -> ListedDomain:
    reference = version.verdict.reference
    address = page_address(reference)
    return ListedDomain(
        domain=domain,
        category=Category(version.category),
        rating=Rating(version.rating),
        verdict=reference,
        address=address,
        appeal=f"{address}#object",
        valid_from=version.published_at or version.drafted_at,
        valid_until=version.valid_until or timezone.localdate(version.drafted_at),
    )
