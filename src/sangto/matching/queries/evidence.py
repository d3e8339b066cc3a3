"""Gathering evidence: each stage asks the database once and judges what it got.

Exact text first, then exact keys, then near-copies from the index.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from sangto.audit.secrets import digester
from sangto.intake.domain.reports import OriginKind
from sangto.kernel.categories import Category, IndicatorKind
from sangto.kernel.errors import gettext_noop
from sangto.matching.domain.comparison import compare
from sangto.matching.domain.decision import (
    CLOSE_AT,
    NEW_LINK_WORDS,
    SAME_LINK,
    SAME_TEXT,
    SUGGEST_AT,
    Judgement,
    can_be_like,
    has_the_message,
    judge,
    likeness,
    of_same_link,
    says_enough,
)
from sangto.matching.domain.doubts import WARNS, warns
from sangto.matching.domain.findings import Evidence, shared_spans
from sangto.matching.domain.kinds import (
    FRAUD_FAMILY,
    METHOD_OF_KIND,
    Decision,
    LinkMethod,
    LinkState,
    SourceKind,
)
from sangto.matching.domain.links import Link, is_shared_place
from sangto.matching.domain.lists import host_use
from sangto.matching.domain.reading import Reading, Word, read_known
from sangto.matching.domain.reasons import Reason
from sangto.matching.domain.signals import Protected, is_official
from sangto.matching.index import EntryData, match_index
from sangto.matching.index.entries import data_of
from sangto.matching.index.sources import LINK_PURPOSE, only_address
from sangto.matching.models import Claim, ClaimWording, IndexEntry, Indicator, ReportLink
from sangto.matching.queries.claims import untouched_claims

logger = logging.getLogger(__name__)

#: Near-copies that are compared word by word.
RERANKED = 48
#: How long a phone, account or wallet leads to a claim, and how many people must have named the
#: claim (SCOPE.md 7). That the verdict is "scam" is for the room of verdicts to ask.
NUMBER_DAYS = 90
NUMBER_REPORTS = 2
MOST_KEYS = 200
#: A known text so many times as long holds most words: it has to hold the rare pairs, too.
LONGER = 6
WEIGHT_OF_LONG = 0.7
_WORDING = SourceKind.WORDING

FAMILY = sorted(category.value for category in FRAUD_FAMILY)
_NUMBERS = [IndicatorKind.PHONE.value, IndicatorKind.ACCOUNT.value, IndicatorKind.WALLET.value]

_KEY_SCORE = {
    IndicatorKind.LINK: 1.0,
    IndicatorKind.DOMAIN: 0.98,
    IndicatorKind.PHONE: CLOSE_AT,
    IndicatorKind.ACCOUNT: CLOSE_AT,
    IndicatorKind.WALLET: CLOSE_AT,
}

_BY_KEY = {
    IndicatorKind.LINK: gettext_noop("The link %(value)s is known from this claim."),
    IndicatorKind.DOMAIN: gettext_noop("The domain %(value)s is known from this claim."),
    IndicatorKind.PHONE: gettext_noop("The phone number %(value)s is known from this claim."),
    IndicatorKind.ACCOUNT: gettext_noop("The account number %(value)s is known from this claim."),
    IndicatorKind.WALLET: gettext_noop("The wallet %(value)s is known from this claim."),
}


def evidence_of(
    reading: Reading,
    protected: tuple[Protected, ...],
    *,
    now: datetime | None,
    without_report: int | None,
) -> list[Evidence]:
    """Everything that speaks for some claim. An exact key answers by what it is; how sure a
    likeness has to be follows from ``SANGTO_FALSE_ANSWER_RATE``."""
    found = list(_by_keys(reading, now or timezone.now()))
    context = _Context(
        reading, _entries(reading, without_report), _official_doubt(reading, protected)
    )
    for known in context.near:
        evidence = _of_entry(reading, known, context)
        if evidence is not None:
            found.append(evidence)
    contending = {one.claim_id for one in found if one.judgement.contends}
    if len(contending) < 2:
        return found
    untouched = untouched_claims(contending)
    return [replace(one, untouched=one.claim_id in untouched) for one in found]


def _official_doubt(reading: Reading, protected: tuple[Protected, ...]) -> Reason | None:
    """Scams imitate official notices: with nothing but official links it may be the real one."""
    owners = [is_official(link, protected) for link in reading.all_links]
    first = owners[0] if owners else None
    if first is None or None in owners:
        return None
    return Reason(
        "doubt.official_link",
        gettext_noop("The link leads to an official site (%(owner)s), so it may be genuine."),
        {"owner": first.owner},
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """An entry that may be like the asked text. ``written`` is the reading of its wording, None
    for a report; ``keys`` are the words of either."""

    entry: EntryData
    written: Reading | None
    keys: Sequence[str]
    same: bool


class _Context:
    """Wordings, claims and link states of the entries at hand: three queries, the last two only
    where an entry is near at all."""

    def __init__(
        self, reading: Reading, entries: Iterable[EntryData], official: Reason | None
    ) -> None:
        self.official = official
        self.addresses = frozenset(
            digest for link in reading.all_links for digest in _digests(link.address)
        )
        self.telling = self.addresses if self._tells(reading) and official is None else frozenset()
        self.near = list(self._near(reading, entries))
        claims = {known.entry.claim_id for known in self.near}
        self.claims = dict(Claim.objects.filter(pk__in=claims).values_list("pk", "category"))
        self.trusted = set(
            ReportLink.objects.filter(
                report__in=[known.entry.source_id for known in self.near if known.written is None]
            )
            .filter(
                Q(state=LinkState.CONFIRMED.value)
                | Q(method=LinkMethod.NEW.value)
                | Q(state=LinkState.AUTO.value, score__gte=CLOSE_AT)
            )
            .values_list("report", flat=True)
        )

    def _near(self, reading: Reading, entries: Iterable[EntryData]) -> Iterator[_Known]:
        every = list(entries)
        wordings = _texts_of(one.source_id for one in every if one.source_kind is _WORDING)
        for entry in every:
            written = None
            if entry.source_kind is _WORDING:
                if entry.source_id not in wordings:
                    continue
                written = read_known(wordings[entry.source_id])
            keys = written.keys if written is not None else entry.folded.split()
            same = bool(reading.exact_digest) and entry.exact_digest == reading.exact_digest
            if same or self.shares_link(entry) or can_be_like(reading.keys, keys):
                yield _Known(entry, written, keys, same)

    @staticmethod
    def _tells(reading: Reading) -> bool:
        links = reading.all_links
        return len(links) == 1 and not (
            is_shared_place(links[0]) and links[0].address == links[0].host
        )

    def shares_link(self, entry: EntryData) -> bool:
        """Both name one link and nothing else, the same one, and it says something."""
        return bool(entry.link_digest) and entry.link_digest in self.telling

    def doubted(
        self,
        reading: Reading,
        entry: EntryData,
        written: Reading | None,
        judgement: Judgement,
        *,
        same: bool,
    ) -> Judgement:
        """The judgement after what the words alone do not show.

        "Is this page a scam?" fits any page: with another link, a short text neither answers nor
        joins, and a report's text of any length does not answer. A report that is only linked
        loosely answers nothing by itself.
        """
        if self.official is not None and not same and judgement.contends:
            return judgement.suggested(self.official)
        if same and not says_enough(reading):
            return judgement.suggested()
        if self._has_other_link(reading, entry, written):
            if len(reading.words) < NEW_LINK_WORDS:
                return judgement.suggested()
            if written is None:
                return judgement.asking()
        if written is None and entry.source_id not in self.trusted:
            return judgement.asking()
        return judgement

    def _has_other_link(self, reading: Reading, entry: EntryData, written: Reading | None) -> bool:
        links = reading.all_links
        if not links:
            return False
        if written is None:
            return entry.link_digest not in self.addresses
        known = {link.domain for link in written.all_links}
        return known.isdisjoint(link.domain for link in links)


def _digests(address: str) -> tuple[str, ...]:
    return digester().candidates(LINK_PURPOSE, address)


def _entries(reading: Reading, without_report: int | None) -> list[EntryData]:
    """Near-copies from the index, and entries with the same text or the same single link."""
    found = _nearest(reading)
    if reading.exact_digest:
        found |= _first_of(IndexEntry.objects.filter(exact_digest=reading.exact_digest))
    address = only_address(reading)
    if address:
        same = IndexEntry.objects.filter(link_digest__in=_digests(address))
        # Said again, so that SQLite sees that its index of entries with a link will do.
        found |= _first_of(same.exclude(link_digest=""))
    left_out = (SourceKind.REPORT, without_report)
    return [
        entry
        for _, entry in sorted(found.items())
        if (entry.source_kind, entry.source_id) != left_out
    ]


def _first_of(entries: QuerySet[IndexEntry]) -> dict[int, EntryData]:
    return data_of(entries.order_by("pk")[:RERANKED])


def _nearest(reading: Reading) -> dict[int, EntryData]:
    """A damaged index costs near-copies, not the page; `sangto doctor` says so and how to mend."""
    long = LONGER * len(reading.key)
    try:
        return {
            one.entry_id: one.entry
            for one in match_index().find(reading.key, RERANKED)
            if len(one.entry.folded) <= long or one.weight >= WEIGHT_OF_LONG
        }
    except DatabaseError:
        if connection.in_atomic_block:
            raise
        logger.exception("the index of near-copies could not be read")
        return {}


def _texts_of(wordings: Iterable[int]) -> dict[int, str]:
    return dict(ClaimWording.objects.filter(pk__in=list(wordings)).values_list("pk", "text"))


def _of_entry(reading: Reading, near: _Known, context: _Context) -> Evidence | None:
    entry, written, same = near.entry, near.written, near.same
    comparison = compare(reading.keys, near.keys)
    if not same and not context.shares_link(entry) and likeness(comparison) < SUGGEST_AT:
        return None
    known = written.words if written is not None else tuple(Word(key, 0, 0) for key in near.keys)
    method = LinkMethod.NEAR
    if same:
        method = LinkMethod.EXACT
        judgement = SAME_TEXT
    else:
        category = context.claims.get(entry.claim_id, "")
        judgement = judge(reading, known, comparison, category, settings.SANGTO_FALSE_ANSWER_RATE)
    if context.shares_link(entry):
        judgement = of_same_link(judgement, asked_words=len(reading.words))
        method = LinkMethod.LINK if judgement is SAME_LINK else method
    if judgement.decision is None:
        return None
    if (
        written is None
        and method is not LinkMethod.LINK
        and not has_the_message(reading, comparison, same=same)
    ):
        return None
    judgement = context.doubted(reading, entry, written, judgement, same=same)
    spans, wording_spans = shared_spans(reading.words, known, comparison)
    return Evidence(
        claim_id=entry.claim_id,
        method=method,
        judgement=judgement,
        spans=spans,
        wording=entry.source_id if written is not None else None,
        wording_text=written.cleaned if written is not None else "",
        wording_spans=wording_spans if written is not None else (),
        unchanged=same and reading.beside is None,
        support=judgement.score,
    )


def domain_keys(link: Link) -> list[str]:
    """The host and the domains above it that somebody owns; none where strangers share them."""
    if link.is_ip:
        return [link.host]
    if is_shared_place(link):
        return [link.host] if host_use(link.host) == "shared" and link.host != link.domain else []
    labels = link.host.split(".")
    kept = len(labels) - len(link.domain.split("."))
    return [".".join(labels[start:]) for start in range(kept + 1)]


def _by_keys(reading: Reading, now: datetime) -> Iterator[Evidence]:
    """Claims whose indicators stand in the text. Domains count in the fraud family only, numbers
    only while they are fresh and at least two people reported the claim."""
    links = reading.all_links
    if not links and not reading.numbers:
        return
    keys = Q()
    if links:
        domains = [domain for link in links for domain in domain_keys(link)]
        keys |= Q(kind=IndicatorKind.LINK.value, value__in=[link.address for link in links])
        keys |= Q(kind=IndicatorKind.DOMAIN.value, value__in=domains, category__in=FAMILY)
    fresh = Q(added_at__gte=now - timedelta(days=NUMBER_DAYS), category=Category.FRAUD.value)
    for kind in _NUMBERS:
        values = [number.value for number in reading.numbers if number.kind == kind]
        if values:
            keys |= Q(kind=kind, value__in=values) & fresh
    found = list(Indicator.objects.filter(keys).order_by("claim", "kind", "value")[:MOST_KEYS])
    numbered = often_reported({one.claim_id for one in found if one.kind in _NUMBERS})
    doubts = (WARNS,) if warns(reading.keys) else ()
    for one in found:
        kind = IndicatorKind(one.kind)
        if one.kind in _NUMBERS and one.claim_id not in numbered:
            continue
        why = Reason(f"match.{one.kind}", _BY_KEY[kind], {"value": one.value})
        decision = Decision.SUGGEST if doubts else Decision.ANSWER
        sure = not doubts
        judgement = Judgement(_KEY_SCORE[kind], decision, (why,), doubts, sure, contends=sure)
        yield Evidence(claim_id=one.claim_id, method=METHOD_OF_KIND[kind], judgement=judgement)


def often_reported(claims: Collection[int]) -> set[int]:
    if not claims:
        return set()
    counted = (
        ReportLink.objects.filter(claim__in=claims, report__origin=OriginKind.CITIZEN.value)
        .exclude(state=LinkState.REJECTED.value)
        .values("claim")
        .annotate(number=Count("pk"))
        .filter(number__gte=NUMBER_REPORTS)
    )
    return set(counted.values_list("claim", flat=True))
