"""The bulk path of a generated year: rows in batches, straight into the tables.

For samples, tests and measuring only. No service is called and no letter is sent; the constraints
of the tables hold, and one line in the record says that it happened. Rows of the inbox and the
index of messages are not made: ``sangto reindex`` makes them. 20,000 cases take about a minute.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import islice

from django.utils import timezone

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.cases.domain.states import CaseOutcome, CaseStatus, EntryKind, TransferKind, Visibility
from sangto.cases.models import Case, TimelineEntry, Transfer
from sangto.intake.domain.reports import Channel, Closing, OriginKind, ReportOutcome, ReportStatus
from sangto.intake.models import Report
from sangto.kernel.actor import Actor
from sangto.kernel.categories import Category, Rating, Topic
from sangto.kernel.errors import Refusal, Refused, gettext_noop
from sangto.kernel.text import folded
from sangto.matching.domain.kinds import LinkMethod, LinkState
from sangto.matching.models import Claim, ReportLink
from sangto.organisations.domain.kinds import AgencyKind
from sangto.organisations.models import Agency, Membership, Network, Territory, User, valid_on
from sangto.organisations.queries import calendar_for, lead_agency, today
from sangto.reporting.permissions import Permission, authorise
from sangto.reporting.services.sample_consultation import write_meetings, write_rounds
from sangto.reporting.services.sample_handling import write_handling
from sangto.sample.year import SampleReport, SampleYear, SampleYearCase
from sangto.verdicts.domain.version import DeliveryVia, VerdictOrigin, VersionStatus
from sangto.verdicts.models import Delivery, Verdict, VerdictVersion

BATCH = 1000
_NO_OWNERS = [AgencyKind.POLICE.value, AgencyKind.BODY.value, AgencyKind.COMMITTEE.value]
_TITLES: dict[Category, str] = {
    Category.FRAUD: "Tin báo trúng thưởng số {} đòi chuyển phí trước",
    Category.MALICIOUS_LINK: "Đường link số {} đòi mã OTP",
    Category.IMPERSONATION: "Trang số {} giả mạo cơ quan tỉnh Mẫu",
    Category.COMPROMISED_SITE: "Trang web mẫu số {} bị chèn nội dung lạ",
    Category.FACTUAL_CLAIM: "Tin số {} về việc cắt nước ở tỉnh Mẫu",
    Category.SERVICE_FEEDBACK: "Phản ánh số {} về thủ tục một cửa",
    Category.PRIVACY: "Vụ số {} về dữ liệu riêng tư",
    Category.CHILD_SAFETY: "Vụ số {} về an toàn trẻ em",
    Category.OUT_OF_SCOPE: "Vụ số {} ngoài phạm vi",
}
Progress = Callable[[int], object]


def write_sample_year(
    *,
    network: Network,
    cases: int,
    seed: int,
    actor: Actor,
    until: datetime | None = None,
    first: date | None = None,
    progress: Progress = lambda _done: None,
) -> int:
    """How many cases were written. The year ends now, or at ``until``.

    The network needs two people, since no verdict stands with less.
    """
    authorise(actor, Permission.YEAR_WRITE)
    until = until or timezone.now()
    writer = _Writer(network, seed, today(until))
    year = SampleYear(
        cases=cases,
        seed=seed,
        first=first or today(until) - timedelta(days=364),
        until=until,
        agencies=len(writer.agencies),
        places=len(writer.places),
        calendar=calendar_for(network),
    )
    done = 0
    planned = iter(year)
    with change(actor) as journal:
        while batch := list(islice(planned, BATCH)):
            writer.write(batch)
            done += len(batch)
            progress(done)
        write_meetings(network, writer.agencies[0], year, start=writer.start)
        journal.record(AuditTag.SAMPLE_YEAR_WRITTEN, network, {"cases": done, "seed": seed})
    return done


class _Writer:
    def __init__(self, network: Network, seed: int, day: date) -> None:
        lead = lead_agency(network)
        people = list(
            User.objects.filter(
                pk__in=Membership.objects.filter(agency__network=network).values("user")
            ).order_by("pk")[:2]
        )
        if lead is None or len(people) < 2:
            raise Refused(
                Refusal(
                    "reporting.sample_people",
                    gettext_noop("A generated year needs a lead agency and two accounts."),
                )
            )
        others = Agency.objects.filter(valid_on(day), network=network, is_lead=False)
        self.network = network
        self.agencies = [lead, *others.exclude(kind__in=_NO_OWNERS).order_by("pk")]
        self.places = list(
            Territory.objects.filter(network=network, valid_until__isnull=True)
            .order_by("pk")
            .values_list("pk", flat=True)
        )
        self.drafter, self.approver = people
        self.mark = f"{day:%y}-{seed}"
        self.start = Case.objects.count()
        self.reports = Report.objects.count()

    def write(self, batch: Sequence[SampleYearCase]) -> None:
        """Claims first, then their reports, and everything that hangs on the cases."""
        claims = Claim.objects.bulk_create([self._claim(one) for one in batch])
        told = [[self._report(one, report) for report in one.reports] for one in batch]
        Report.objects.bulk_create([row for rows in told for row in rows])
        ReportLink.objects.bulk_create(
            ReportLink(
                report=row,
                claim=claim,
                method=(LinkMethod.NEAR if place else LinkMethod.NEW).value,
                score=0.9 if place else 1.0,
                state=LinkState.AUTO.value,
                linked_at=row.received_at + timedelta(seconds=1),
            )
            for claim, rows in zip(claims, told, strict=True)
            for place, row in enumerate(rows)
        )
        made = [
            (one, self._case(one, claim, rows), rows)
            for one, claim, rows in zip(batch, claims, told, strict=True)
            if rows
        ]
        Case.objects.bulk_create([case for _one, case, _rows in made])
        self._verdicts(made)
        Transfer.objects.bulk_create(self._transfers(made))
        TimelineEntry.objects.bulk_create(
            TimelineEntry(
                case=case, kind=EntryKind.REOPENED.value, at=one.reopened_at, agency=case.owner
            )
            for one, case, _rows in made
            if one.reopened_at is not None
        )
        write_handling([(one, case) for one, case, _rows in made], self.drafter)
        write_rounds(
            [(one, case) for one, case, _rows in made],
            self.agencies,
            self.drafter,
            self.approver,
        )

    def _title(self, one: SampleYearCase) -> str:
        return _TITLES[one.category].format(self.start + one.number)

    def _sorted(self, one: SampleYearCase) -> bool:
        return one.closed_at is not None or one.number % 5 != 0

    def _claim(self, one: SampleYearCase) -> Claim:
        title = self._title(one) if self._sorted(one) else ""
        factual = one.category is Category.FACTUAL_CLAIM
        return Claim(
            reference=f"ND-{self.mark}-{self.start + one.number:06d}",
            network=self.network,
            title=title,
            title_folded=folded(title),
            category=one.category.value if title else "",
            topic=_topic(one) if factual and title else "",
            created_at=one.reports[0].received_at if one.reports else one.opened_at,
        )

    def _report(self, one: SampleYearCase, report: SampleReport) -> Report:
        self.reports += 1
        status, outcome, closing = _ending(one, report)
        gone = status is ReportStatus.CLOSED
        text = "" if gone else self._title(one)
        return Report(
            reference=f"PA-{self.mark}-{self.reports:07d}",
            receipt_digest=f"sample-{self.mark}-{self.reports}",
            network=self.network,
            channel=Channel(report.channel).value,
            origin=OriginKind.CITIZEN.value,
            language="vi",
            text=text,
            folded=folded(text),
            territory_id=self.places[report.place] if report.place >= 0 else None,
            consent_version="2026-1",
            status=status.value,
            outcome=outcome.value,
            explanation=closing.value if closing is not None else "",
            received_at=report.received_at,
            due_at=max(one.due_at, report.received_at + timedelta(days=7)),
            answered_at=report.answered_at,
            content_deleted_at=report.answered_at if gone else None,
        )

    def _case(self, one: SampleYearCase, claim: Claim, rows: list[Report]) -> Case:
        owner = self.agencies[one.owner]
        outcome = _outcome(one) if one.closed_at is not None else CaseOutcome.NONE
        status = CaseStatus.CLOSED
        if one.closed_at is None:
            status = CaseStatus.VERIFYING if claim.category else CaseStatus.TRIAGE
            if one.category is Category.OUT_OF_SCOPE:
                status, claim.category = CaseStatus.TRIAGE, ""
        public = outcome is CaseOutcome.VERDICT
        return Case(
            reference=f"VV-{self.mark}-{self.start + one.number:06d}",
            network=self.network,
            claim=claim,
            origin_report=rows[0],
            origin_kind=OriginKind.CITIZEN.value,
            category=claim.category,
            topic=claim.topic,
            owner=owner,
            owner_kind=owner.kind,
            status=status.value,
            outcome=outcome.value,
            visibility=(Visibility.PUBLIC if public else Visibility.DESK).value,
            opened_at=one.opened_at,
            due_at=one.due_at,
            confirmed_at=one.opened_at if one.category is Category.FACTUAL_CLAIM else None,
            closed_at=one.closed_at,
        )

    def _verdicts(self, made: Sequence[tuple[SampleYearCase, Case, list[Report]]]) -> None:
        signed = [(one, case, rows) for one, case, rows in made if one.published]
        verdicts = Verdict.objects.bulk_create(
            Verdict(
                reference=f"KL-{self.mark}-{self.start + one.number:06d}",
                claim=case.claim,
                case=case,
                origin=VerdictOrigin.OWN.value,
                created_at=one.opened_at,
            )
            for one, case, _rows in signed
        )
        versions = VerdictVersion.objects.bulk_create(
            version
            for (one, case, _rows), verdict in zip(signed, verdicts, strict=True)
            for version in self._versions(one, case, verdict)
        )
        by_verdict: dict[int, list[VerdictVersion]] = {}
        for version in versions:
            by_verdict.setdefault(version.verdict_id, []).append(version)
        Delivery.objects.bulk_create(
            (
                delivery
                for (one, _case, rows), verdict in zip(signed, verdicts, strict=True)
                for delivery in _deliveries(one, rows, by_verdict[verdict.pk])
            ),
            batch_size=BATCH * 5,
        )

    def _versions(
        self, one: SampleYearCase, case: Case, verdict: Verdict
    ) -> Iterator[VerdictVersion]:
        last = len(one.published)
        rating = one.rating or Rating.UNVERIFIED
        for number, at in enumerate(one.published, 1):
            yield VerdictVersion(
                verdict=verdict,
                number=number,
                status=(
                    VersionStatus.PUBLISHED if number == last else VersionStatus.SUPERSEDED
                ).value,
                category=one.category.value,
                topic=case.topic,
                rating=rating.value,
                title=self._title(one),
                title_folded=folded(self._title(one)),
                summary="Kết luận mẫu.",
                explanation="Giải thích mẫu.",
                missing="Chưa đủ nguồn." if rating is Rating.UNVERIFIED else "",
                valid_until=at.date() + timedelta(days=365),
                change_note="Bổ sung nguồn." if number > 1 else "",
                drafted_by=self.drafter,
                drafted_agency=case.owner,
                drafted_at=one.opened_at,
                approved_by=self.approver,
                approver_agency=self.agencies[0],
                published_at=at,
                superseded_at=None if number == last else one.published[number],
            )

    def _transfers(
        self, made: Sequence[tuple[SampleYearCase, Case, list[Report]]]
    ) -> Iterator[Transfer]:
        lead = self.agencies[0]
        for one, case, _rows in made:
            if one.passed_on_at is not None and case.owner_id != lead.pk:
                yield Transfer(
                    case=case,
                    from_agency=lead,
                    to_agency=case.owner,
                    kind=TransferKind.PASSED_ON.value,
                    reason="Thuộc lĩnh vực của đơn vị.",
                    at=one.passed_on_at,
                )


def _topic(one: SampleYearCase) -> str:
    topics = list(Topic)
    return topics[one.number % len(topics)].value


def _outcome(one: SampleYearCase) -> CaseOutcome:
    if one.category is Category.OUT_OF_SCOPE:
        return CaseOutcome.OUT_OF_SCOPE
    return CaseOutcome.VERDICT if one.rating is not None else CaseOutcome.ANSWERED


def _ending(
    one: SampleYearCase, report: SampleReport
) -> tuple[ReportStatus, ReportOutcome, Closing | None]:
    if report.withdrawn:
        return ReportStatus.CLOSED, ReportOutcome.WITHDRAWN, Closing.WITHDRAWN
    if report.answered_at is None:
        return ReportStatus.RECEIVED, ReportOutcome.NONE, None
    if one.category is Category.OUT_OF_SCOPE:
        return ReportStatus.CLOSED, ReportOutcome.OUT_OF_SCOPE, Closing.NOT_CHECKABLE
    if one.rating is not None:
        return ReportStatus.ANSWERED, ReportOutcome.VERDICT, None
    return ReportStatus.ANSWERED, ReportOutcome.ANSWERED, None


def _deliveries(
    one: SampleYearCase, rows: list[Report], versions: list[VerdictVersion]
) -> Iterator[Delivery]:
    """Whoever asked is told of the version of that day, and of each later one."""
    for report, row in zip(one.reports, rows, strict=True):
        if report.withdrawn or report.answered_at is None:
            continue
        for version in versions:
            at = version.published_at
            ended = version.superseded_at
            if at is None or (ended is not None and ended <= report.answered_at):
                continue
            told = max(report.answered_at, at)
            yield Delivery(version=version, report=row, via=DeliveryVia.RECEIPT.value, at=told)
            if report.by_mail:
                yield Delivery(version=version, report=row, via=DeliveryVia.EMAIL.value, at=told)
