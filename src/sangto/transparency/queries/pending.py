"""What earlier rooms decided and the register does not have yet, oldest first of each kind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat

from sangto.appeals.domain.appeals import AppealState
from sangto.appeals.models import Appeal
from sangto.appeals.queries import public_reasons
from sangto.cases.models import Case
from sangto.handling.domain.abuse import AbuseState
from sangto.handling.domain.measures import MeasureState
from sangto.handling.models import AbuseReport, Measure
from sangto.kernel.categories import Category
from sangto.kernel.personal import masked
from sangto.organisations.models import Agency
from sangto.transparency.domain.entries import (
    PUBLIC_CATEGORIES,
    Draft,
    EntryKind,
    Handling,
    Source,
)
from sangto.transparency.models import RegisterEntry
from sangto.verdicts.domain.version import RemovalCause, VerdictOrigin, VersionStatus
from sangto.verdicts.models import Redaction, VerdictVersion
from sangto.verdicts.queries.personal import public_text

VERSION, REDACTION, MEASURE, ABUSE, APPEAL = (
    "version",
    "redaction",
    "measure",
    "abuse_report",
    "appeal",
)
_SHOWN = sorted(category.value for category in PUBLIC_CATEGORIES)
#: For these reasons nothing of the text may stay where it was entered.
_ERASED_FOR = frozenset({RemovalCause.PERSONAL_DATA, RemovalCause.COURT})


def pending(limit: int) -> Iterator[Draft]:
    """At most ``limit`` of each kind, in an order in which what is superseded comes first."""
    for found in (_versions, _measures, _abuse_reports, _appeals, _redactions, _withdrawals):
        yield from found(limit)


def _not_entered(rows: QuerySet[Any], source: str, event: str) -> QuerySet[Any]:
    entered = RegisterEntry.objects.filter(source=source, source_id=OuterRef("pk"), event=event)
    return rows.filter(~Exists(entered))


def _common(
    case: Case | None, agency: Agency | None, category: str, topic: str = ""
) -> dict[str, Any]:
    return {
        "category": Category(category),
        "topic": topic,
        "agency_id": agency.pk if agency is not None else None,
        "agency_name": agency.name if agency is not None else "",
        "agency_code": agency.slug if agency is not None else "",
        "territory_id": case.origin_report.territory_id if case is not None else None,
    }


def _own_versions() -> QuerySet[VerdictVersion]:
    return VerdictVersion.objects.filter(
        verdict__origin=VerdictOrigin.OWN.value,
        published_at__isnull=False,
        category__in=_SHOWN,
        verdict__claim__category__in=["", *_SHOWN],
    ).select_related(
        "verdict__case__origin_report", "approver_agency", "withdrawn_agency", "verdict__claim"
    )


def texts_of_version(version: VerdictVersion) -> dict[str, str]:
    """What the register repeats of a version: its title, facts and grounds, masked."""
    cited = [row.ground for row in version.cited_grounds.select_related("ground")]
    texts = {
        "title": public_text(version, version.title),
        "title_en": public_text(version, version.title_en),
        "facts": public_text(version, version.summary),
        "facts_en": public_text(version, version.summary_en),
        "ground": "; ".join(
            [*(row.citation for row in cited), public_text(version, version.factual_ground)]
        ).strip("; "),
        "ground_en": "; ".join(
            [*(row.citation_en for row in cited), public_text(version, version.factual_ground_en)]
        ).strip("; "),
    }
    if version.number > 1:
        texts["change"] = public_text(version, version.change_note)
        texts["change_en"] = public_text(version, version.change_note_en)
    return texts


def version_source(version: int) -> Source:
    return Source(VERSION, version, "published")


def _versions(limit: int) -> Iterator[Draft]:
    rows = _not_entered(_own_versions(), VERSION, "published")
    for version in rows.order_by("published_at", "pk")[:limit]:
        before = (
            _own_versions()
            .filter(verdict=version.verdict_id, number__lt=version.number)
            .order_by("-number")
            .values_list("pk", flat=True)
            .first()
            if version.number > 1
            else None
        )
        yield Draft(
            source=version_source(version.pk),
            kind=EntryKind.VERDICT if version.number == 1 else EntryKind.VERSION,
            about=version.verdict.reference,
            version=version.number,
            outcome=version.rating,
            decided_at=version.published_at or version.drafted_at,
            texts=texts_of_version(version),
            after=version_source(before) if before is not None else None,
            **_common(
                version.verdict.case, version.approver_agency, version.category, version.topic
            ),
        )


def _withdrawals(limit: int) -> Iterator[Draft]:
    """One a verdict: with its last version all others were taken back too."""
    rows = _not_entered(
        _own_versions().filter(
            ~Exists(
                VerdictVersion.objects.filter(
                    verdict=OuterRef("verdict"),
                    number__gt=OuterRef("number"),
                    withdrawn_at=OuterRef("withdrawn_at"),
                )
            ),
            status=VersionStatus.WITHDRAWN.value,
        ),
        VERSION,
        "withdrawn",
    )
    for version in rows.order_by("withdrawn_at", "pk")[:limit]:
        yield Draft(
            source=Source(VERSION, version.pk, "withdrawn"),
            kind=EntryKind.REMOVAL,
            about=version.verdict.reference,
            version=version.number,
            outcome="withdrawn",
            cause=version.withdrawal_cause,
            handling=Handling.WITHDRAWN,
            decided_at=version.withdrawn_at or version.drafted_at,
            texts={"judgement": masked(version.withdrawal_reason, names=version.hidden_passages)},
            after=version_source(version.pk),
            empties=_sources_of(VerdictVersion.objects.filter(verdict=version.verdict_id))
            if RemovalCause(version.withdrawal_cause) in _ERASED_FOR
            else (),
            **_common(
                version.verdict.case, version.withdrawn_agency, version.category, version.topic
            ),
        )


def _redactions(limit: int) -> Iterator[Draft]:
    rows = _not_entered(
        Redaction.objects.filter(version__in=_own_versions()).select_related(
            "agency", "version__verdict__case__origin_report"
        ),
        REDACTION,
        "masked",
    )
    for row in rows.order_by("at", "pk")[:limit]:
        version = row.version
        yield Draft(
            source=Source(REDACTION, row.pk, "masked"),
            kind=EntryKind.REMOVAL,
            about=version.verdict.reference,
            version=version.number,
            outcome="masked",
            cause=row.cause,
            handling=Handling.MASKED,
            decided_at=row.at,
            texts={
                **texts_of_version(version),
                "judgement": masked(row.reason, names=version.hidden_passages),
            },
            after=version_source(version.pk)
            if version.status == VersionStatus.PUBLISHED.value
            else None,
            empties=tuple(
                source
                for source in _sources_of(VerdictVersion.objects.filter(pk=version.pk))
                if source != Source(REDACTION, row.pk, "masked")
            ),
            **_common(version.verdict.case, row.agency, version.category, version.topic),
        )


def _sources_of(versions: QuerySet[VerdictVersion]) -> tuple[Source, ...]:
    """All entries that repeat a text of these versions."""
    keys = list(versions.order_by("pk").values_list("pk", flat=True))
    masked_before = Redaction.objects.filter(version__in=keys).order_by("pk")
    return (
        *(version_source(key) for key in keys),
        *(Source(REDACTION, key, "masked") for key in masked_before.values_list("pk", flat=True)),
    )


def _measures(limit: int) -> Iterator[Draft]:
    """As it was decided, and how it ended; a corrected result is an entry of its own."""
    rows = Measure.objects.filter(category__in=_SHOWN).select_related(
        "owner", "ground", "case__origin_report"
    )
    for row in _not_entered(rows, MEASURE, "decided").order_by("pk")[:limit]:
        yield _measure(row, "decided", "", row.created_at, None)
    cancelled = rows.filter(state=MeasureState.CANCELLED.value)
    for row in _not_entered(cancelled, MEASURE, "cancelled").order_by("pk")[:limit]:
        yield _measure(row, "cancelled", "overturned", row.cancelled_at, row.pk)
    entered = RegisterEntry.objects.filter(
        source=MEASURE,
        source_id=OuterRef("pk"),
        event=Concat(Value("result-"), Cast(OuterRef("results"), CharField())),
    )
    finished = rows.filter(~Exists(entered), done_at__isnull=False)
    for row in finished.order_by("pk")[:limit]:
        yield _measure(row, f"result-{row.results}", row.outcome, row.done_at, row.pk)
    overturned = rows.filter(state=MeasureState.OVERTURNED.value)
    for row in _not_entered(overturned, MEASURE, "overturned").order_by("pk")[:limit]:
        yield _measure(row, "overturned", "overturned", row.overturned_at, row.pk)


def _measure(
    row: Measure, event: str, outcome: str, at: datetime | None, after: int | None
) -> Draft:
    citation = row.ground.citation if row.ground is not None else masked(row.ground_text)
    english = row.ground.citation_en if row.ground is not None else ""
    return Draft(
        source=Source(MEASURE, row.pk, event),
        kind=EntryKind.MEASURE,
        about=row.reference,
        outcome=outcome,
        decided_at=at or row.created_at,
        texts={"facts": row.kind, "ground": citation, "ground_en": english},
        after=Source(MEASURE, after, "decided") if after is not None else None,
        **_common(row.case, row.owner, row.category, row.case.topic),
    )


_ABUSE_EVENTS = [state.value for state in AbuseState if state is not AbuseState.DRAFT]


def _abuse_reports(limit: int) -> Iterator[Draft]:
    """From its approval on, and each state that it reached since."""
    entered = RegisterEntry.objects.filter(
        source=ABUSE, source_id=OuterRef("pk"), event=OuterRef("state")
    )
    rows = (
        AbuseReport.objects.filter(~Exists(entered), category__in=_SHOWN, state__in=_ABUSE_EVENTS)
        .select_related("agency", "case__origin_report")
        .order_by("pk")[:limit]
    )
    for row in rows:
        before = (
            RegisterEntry.objects.filter(source=ABUSE, source_id=row.pk)
            .order_by("-number")
            .values_list("event", flat=True)
            .first()
        )
        moments = [row.settled_at, row.acknowledged_at, row.sent_at, row.approved_at]
        yield Draft(
            source=Source(ABUSE, row.pk, row.state),
            kind=EntryKind.ABUSE_REPORT,
            about=row.reference,
            outcome=row.state,
            decided_at=next((at for at in moments if at is not None), row.drafted_at),
            texts={
                "ground": row.ground,
                "facts": f"{row.target_kind}, {row.provider_kind}, {row.format}",
                "domain": row.domain if row.target_kind != "account" else "",
            },
            after=Source(ABUSE, row.pk, before) if before else None,
            **_common(row.case, row.agency, row.category),
        )


def _appeals(limit: int) -> Iterator[Draft]:
    """That one came, and how it ended; never what was written in it."""
    rows = Appeal.objects.filter(case__category__in=_SHOWN).select_related(
        "officer_agency", "case__origin_report", "version__verdict", "measure", "case__owner"
    )
    for row in _not_entered(rows, APPEAL, "received").order_by("pk")[:limit]:
        yield _appeal(row, "received", "", row.received_at, None)
    for state in (AppealState.DECIDED, AppealState.WITHDRAWN):
        ended = rows.filter(state=state.value)
        for row in _not_entered(ended, APPEAL, state.value).order_by("ended_at", "pk")[:limit]:
            outcome = row.outcome or "taken_back"
            after = Source(APPEAL, row.pk, "received")
            yield _appeal(row, state.value, outcome, row.ended_at, after)


def _appeal(
    row: Appeal, event: str, outcome: str, at: datetime | None, after: Source | None
) -> Draft:
    about = row.version.verdict.reference if row.version is not None else ""
    if row.measure is not None:
        about = row.measure.reference
    return Draft(
        source=Source(APPEAL, row.pk, event),
        kind=EntryKind.APPEAL,
        about=row.reference,
        outcome=outcome,
        decided_at=at or row.received_at,
        texts={"facts": about, "judgement": public_reasons(row)},
        after=after,
        **_common(row.case, row.officer_agency, row.case.category, row.case.topic),
    )
