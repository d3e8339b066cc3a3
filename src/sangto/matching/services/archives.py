"""The reports of an archive join their claims, many at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils import timezone

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.intake.models import ArchiveBatch, Report
from sangto.kernel.actor import Actor
from sangto.kernel.categories import Category, topic_refusal
from sangto.kernel.errors import insist
from sangto.kernel.text import folded
from sangto.matching.domain.claims import title_refusal
from sangto.matching.domain.decision import SAME_TEXT, says_enough
from sangto.matching.domain.kinds import LinkMethod, LinkState, SourceKind
from sangto.matching.domain.reading import read_text
from sangto.matching.index import EntryData, match_index
from sangto.matching.index.sources import entry_of_report
from sangto.matching.models import Claim, IndexEntry, Indicator, ReportLink
from sangto.matching.permissions import MatchingPermission, authorise
from sangto.matching.services.claims import describe_claim
from sangto.matching.services.holding import hold_links
from sangto.matching.services.linking import match_report

#: Reports that are read, and linked where their text is known, in one go.
STEP = 250

#: Equal texts, with the same link or none.
_Same = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Copy:
    report: Report
    same: _Same
    entry: EntryData


@dataclass(frozen=True, slots=True)
class Description:
    """What an archive says that a claim is."""

    category: Category
    topic: str
    title: str
    title_en: str


def match_archive(*, batch: ArchiveBatch, actor: Actor) -> None:
    """Link the reports of a batch that have no link yet: those whose very text is known join its
    claim together, each other one is looked up like any report.

    In transactions of their own. What is linked stays so, and a second call does the rest.
    """
    authorise(actor, MatchingPermission.REPORT_MATCH)
    for start in range(0, len(batch.reports), STEP):
        wanted = Report.objects.filter(
            pk__in=batch.reports[start : start + STEP],
            claim_link__isnull=True,
            content_deleted_at__isnull=True,
        )
        _match(batch, list(wanted.select_related("network").order_by("pk")), actor)


def _match(batch: ArchiveBatch, reports: Sequence[Report], actor: Actor) -> None:
    plain = {copy.report.pk: copy for copy in _plain(reports)}
    known = _known({copy.same for copy in plain.values()}, batch.network_id)
    copies: list[_Copy] = []
    first: set[_Same] = set()
    for report in reports:
        copy = plain.get(report.pk)
        if copy is not None and (copy.same in known or copy.same in first):
            copies.append(copy)
            continue
        match_report(report=report, actor=actor)
        if copy is not None:
            first.add(copy.same)
    left = _link(batch, copies, actor) if copies else []
    for report in left:
        match_report(report=report, actor=actor)


def _plain(reports: Sequence[Report]) -> Iterator[_Copy]:
    """Those of which equal words say that it is the same message: they say enough, and name one
    link at most."""
    for report in reports:
        reading = read_text(report.text, link=report.link)
        if says_enough(reading) and len(reading.words) >= 12 and len(reading.all_links) <= 1:
            entry = entry_of_report(report, 0, reading)
            yield _Copy(report, (entry.exact_digest, entry.link_digest), entry)


def _known(wanted: Collection[_Same], network: int) -> dict[_Same, int]:
    """The one open claim that has this text; nothing where several have it. One query."""
    found: dict[_Same, set[int]] = defaultdict(set)
    entries = IndexEntry.objects.filter(
        exact_digest__in={exact for exact, _ in wanted},
        claim__network=network,
        claim__merged_into__isnull=True,
    )
    for kind, exact, link, claim in entries.values_list(
        "source_kind", "exact_digest", "link_digest", "claim_id"
    ).distinct():
        if kind == SourceKind.WORDING.value and link == "":
            found[exact, ""].add(claim)
        elif kind == SourceKind.REPORT.value:
            found[exact, link].add(claim)
    return {same: claims.pop() for same, claims in found.items() if len(claims) == 1}


def _link(batch: ArchiveBatch, copies: Sequence[_Copy], actor: Actor) -> list[Report]:
    """One transaction; answers what has to be looked up after all."""
    now = timezone.now()
    with change(actor) as journal:
        journal.nothing_changed()
        hold_links()
        known = _known({copy.same for copy in copies}, batch.network_id)
        free = set(
            Report.objects.filter(
                pk__in=[copy.report.pk for copy in copies],
                claim_link__isnull=True,
                content_deleted_at__isnull=True,
            ).values_list("pk", flat=True)
        )
        fresh = [copy for copy in copies if copy.report.pk in free]
        joined = [copy for copy in fresh if copy.same in known]
        if joined:
            ReportLink.objects.bulk_create(
                ReportLink(
                    report=copy.report,
                    claim_id=known[copy.same],
                    method=LinkMethod.EXACT.value,
                    score=SAME_TEXT.score,
                    state=LinkState.AUTO.value,
                    explanation={"why": [reason.code for reason in SAME_TEXT.why]},
                    linked_at=now,
                )
                for copy in joined
            )
            match_index().add_all(replace(copy.entry, claim_id=known[copy.same]) for copy in joined)
            journal.record(
                AuditTag.REPORT_MATCHED,
                batch,
                {"links": [[copy.report.pk, known[copy.same]] for copy in joined]},
            )
        return [copy.report for copy in fresh if copy.same not in known]


def describe_archived(*, claims: Mapping[int, Description], actor: Actor) -> None:
    """:func:`describe_claim` for many, with one record each."""
    with change(actor) as journal:
        journal.nothing_changed()
        authorise(actor, MatchingPermission.CLAIM_DESCRIBE)
        keyed = set(Indicator.objects.filter(claim__in=claims).values_list("claim", flat=True))
        rows = []
        for claim in Claim.objects.filter(pk__in=claims).order_by("pk"):
            said = claims[claim.pk]
            if claim.pk in keyed:
                describe_claim(
                    claim=claim,
                    title=said.title,
                    title_en=said.title_en,
                    category=said.category,
                    topic=said.topic,
                    subject_agency=None,
                    actor=actor,
                )
                continue
            insist(title_refusal(said.title, said.title_en))
            insist(topic_refusal(said.category, said.topic))
            claim.title, claim.title_en = said.title, said.title_en
            claim.title_folded = folded(f"{said.title} {said.title_en}")
            claim.category, claim.topic = said.category.value, said.topic
            claim.subject_agency = None
            rows.append(claim)
        if not rows:
            return
        Claim.objects.bulk_update(
            rows,
            ["title", "title_en", "title_folded", "category", "topic", "subject_agency"],
            batch_size=100,
        )
        journal.record_all(
            AuditTag.CLAIM_DESCRIBED,
            [
                (
                    claim,
                    {
                        "title": claim.title,
                        "category": claim.category,
                        "topic": claim.topic,
                        "subject_agency": None,
                        "dropped_indicators": 0,
                    },
                )
                for claim in rows
            ],
        )
