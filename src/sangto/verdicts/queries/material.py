"""What the rules of sign-off are asked about, read from the rows."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Max
from django.utils import timezone

from sangto.cases.models import Case
from sangto.cases.queries import ready_for_verdict_refusal
from sangto.kernel.actor import Actor
from sangto.kernel.categories import Category, Rating, Step, step_refusal, topic_refusal
from sangto.kernel.errors import NotVisible, Refusal
from sangto.organisations.models import Agency, LegalGround
from sangto.organisations.queries import relatives
from sangto.verdicts.domain.content import (
    SourceContent,
    VerdictContent,
    content_digest,
    content_refusals,
    draft_refusals,
)
from sangto.verdicts.domain.personal import personal_refusal
from sangto.verdicts.domain.signoff import (
    Ground,
    Matter,
    Member,
    ground_needed_refusal,
    grounds_refusals,
    source_refusals,
    sources_refusals,
)
from sangto.verdicts.models import Source, Verdict, VerdictVersion
from sangto.verdicts.permissions import Permission, may


def today_of(now: datetime | None) -> date:
    """The day in the desk's time zone."""
    return timezone.localdate(now)


def subject_relatives(*agencies: Agency | None) -> frozenset[int]:
    """Everybody who would judge their own matter: each agency with its parents and subordinates."""
    found: set[int] = set()
    for agency in agencies:
        if agency is not None:
            found |= relatives(agency)
    return frozenset(found)


def matter_of(case: Case) -> Matter:
    """Raises ``ValueError`` for a case without a category: ask whether it is ready first."""
    claimed = case.claim.subject_agency
    named = case.subject_agency if case.subject_agency_id != case.claim.subject_agency_id else None
    return Matter(
        category=Category(case.category),
        owner_agency=case.owner_id,
        owner_kind=case.owner.kind,
        subject_relatives=subject_relatives(claimed, named),
    )


def readiness_refusal(case: Case) -> Refusal | None:
    """Whether a verdict may be written about this case at all: category, topic, confirmations."""
    refusal = ready_for_verdict_refusal(case)
    if refusal is not None:
        return refusal
    category = Category(case.category)
    return step_refusal(category, Step.PUBLICATION) or topic_refusal(category, case.topic)


def members_of(network_id: int) -> list[Member]:
    """Every agency that is or was a member: who left does not become an outside source."""
    return [
        Member(
            id=agency.pk,
            names=tuple(name for name in (agency.name, agency.name_en) if name),
            symbol=agency.symbol,
            domains=tuple(str(domain) for domain in agency.domains),
        )
        for agency in Agency.objects.filter(network_id=network_id).order_by("id")
    ]


def known_grounds(network_id: int) -> dict[str, Ground]:
    return {
        row.code: Ground(row.code, row.valid_from, row.valid_until)
        for row in LegalGround.objects.filter(network_id=network_id)
    }


def content_of(version: VerdictVersion) -> VerdictContent:
    """The stored content as values, with the sources' ids and the digests of their files."""
    return VerdictContent(
        rating=Rating(version.rating),
        title=version.title,
        title_en=version.title_en,
        summary=version.summary,
        summary_en=version.summary_en,
        explanation=version.explanation,
        explanation_en=version.explanation_en,
        what_to_do=tuple(version.what_to_do),
        what_to_do_en=tuple(version.what_to_do_en),
        missing=version.missing,
        missing_en=version.missing_en,
        factual_ground=version.factual_ground,
        factual_ground_en=version.factual_ground_en,
        valid_until=version.valid_until,
        change_note=version.change_note,
        change_note_en=version.change_note_en,
        sources=tuple(
            SourceContent(
                title=source.title,
                publisher=source.publisher,
                address=source.address,
                seen_on=source.seen_on,
                agency=source.agency_id,
                id=source.pk,
                evidence=source.file.sha256 if source.file is not None else "",
            )
            for source in Source.objects.filter(version=version).select_related("file")
        ),
        grounds=tuple(version.cited_grounds.order_by("id").values_list("ground__code", flat=True)),
    )


def digest_of(version: VerdictVersion) -> str:
    """What a signature covers; see :func:`content_digest`."""
    return content_digest(
        content_of(version),
        category=version.category,
        topic=version.topic,
        stays=version.personal_stays,
    )


def drafting_content_refusals(content: VerdictContent, *, case: Case, today: date) -> list[Refusal]:
    """What even an unfinished draft may not hold."""
    return [
        *draft_refusals(content, category=Category(case.category)),
        *(
            refusal
            for source in content.sources
            for refusal in source_refusals(source, today=today)
        ),
        *grounds_refusals(content.grounds, known=known_grounds(case.network_id), today=today),
    ]


def signing_refusals(version: VerdictVersion, *, today: date | None = None) -> list[Refusal]:
    """Everything that still stands between this version and its publication, for the page."""
    day = today or today_of(None)
    content = content_of(version)
    network = version.verdict.claim.network_id
    found = [
        *content_refusals(
            content, category=Category(version.category), number=version.number, today=day
        ),
        *sources_refusals(content.sources, members=members_of(network), today=day),
        *grounds_refusals(content.grounds, known=known_grounds(network), today=day),
    ]
    ground = ground_needed_refusal(content.grounds, content.factual_ground)
    personal = personal_refusal(content, stays=version.personal_stays)
    return [*found, *(one for one in (ground, personal) if one is not None)]


def contributors_of(version: VerdictVersion) -> tuple[frozenset[int], frozenset[int]]:
    """Users and agencies that worked on the content of this version."""
    rows = list(version.contributions.values_list("user_id", "agency_id"))
    users = {user for user, _ in rows}
    agencies = {agency for _, agency in rows}
    if version.drafted_by_id is not None:
        users.add(version.drafted_by_id)
    if version.drafted_agency_id is not None:
        agencies.add(version.drafted_agency_id)
    return frozenset(users), frozenset(agencies)


def next_number(verdict: Verdict) -> int:
    """One more than the highest; no version is ever deleted, so there are no gaps."""
    highest: int | None = verdict.versions.aggregate(highest=Max("number"))["highest"]
    return (highest or 0) + 1


def version_for(
    *, actor: Actor, reference: str, number: int, need: Permission = Permission.READ_UNPUBLISHED
) -> VerdictVersion:
    """A version at any stage, for those who work on it; raises ``NotVisible`` otherwise."""
    version = (
        VerdictVersion.objects.select_related(
            "verdict__case__claim__subject_agency",
            "verdict__case__subject_agency",
            "verdict__case__owner",
            "verdict__claim__subject_agency",
        )
        .filter(verdict__reference=reference, number=number)
        .first()
    )
    if version is None:
        raise NotVisible
    case = version.verdict.case
    allowed = may(
        actor,
        need,
        owner_agency=case.owner_id if case is not None else None,
        subject_relatives=subject_relatives(
            version.verdict.claim.subject_agency, case.subject_agency if case is not None else None
        ),
    )
    if not allowed:
        raise NotVisible
    return version


def versions_of_case(case: Case) -> list[VerdictVersion]:
    """All versions of the case's verdict, newest first."""
    return list(
        VerdictVersion.objects.filter(verdict__case=case)
        .select_related("verdict", "drafted_by", "drafted_agency", "approved_by", "approver_agency")
        .order_by("-number")
    )
