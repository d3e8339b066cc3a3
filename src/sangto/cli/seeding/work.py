"""A desk in the middle of its work: published verdicts, open cases, reports of every kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext as _

from sangto.cases.domain.states import CaseStatus
from sangto.cases.models import Case
from sangto.cases.services import (
    add_note,
    close_out_of_scope,
    confirm_category,
    open_case,
    part_report,
    route,
    set_category,
)
from sangto.cli.seeding.abuse import abuse_steps
from sangto.cli.seeding.appeals import APPEALS_OFFICER, appeal_steps
from sangto.cli.seeding.case_work import (
    answer_whole_checklist,
    looked_through,
    seed_case_work,
)
from sangto.cli.seeding.digests import digest_steps
from sangto.cli.seeding.drafts import draft_steps
from sangto.cli.seeding.handling import handling_steps
from sangto.cli.seeding.meetings import meeting_steps
from sangto.cli.seeding.papers import paper_steps
from sangto.cli.seeding.periodic import report_steps
from sangto.cli.seeding.reports import SampleReports
from sangto.cli.seeding.rounds import round_steps
from sangto.cli.seeding.sharing import sharing_steps
from sangto.handling.services import answer_feedback
from sangto.intake.domain.reports import Closing
from sangto.intake.models import Report
from sangto.jobs.runner import run_until_empty
from sangto.kernel.actor import Actor, system_actor
from sangto.kernel.categories import RULES, Category
from sangto.matching.models import Claim, ReportLink
from sangto.matching.services import add_indicator, add_wording
from sangto.organisations.models import Agency, Network
from sangto.organisations.queries import actor_for, agency_by_slug, current_network, relatives
from sangto.sample.reading import (
    SampleClaim,
    SampleFeedback,
    SampleReport,
    SampleWork,
    sample_claims,
    sample_desk,
)
from sangto.verdicts.domain.content import SourceContent, VerdictContent
from sangto.verdicts.domain.version import VersionStatus
from sangto.verdicts.models import VerdictVersion
from sangto.verdicts.services import approve_and_publish, draft_verdict, submit_draft

Step = Callable[[], object]

DESK_OFFICER = "truc@khcn.tinhmau.example"
APPROVER = "duyet@khcn.tinhmau.example"
SECOND_AGENCY = "bien-tap@baomau.example"
HEALTH_OFFICER = "dau-moi@yte.tinhmau.example"
HEALTH_APPROVER = "duyet@yte.tinhmau.example"
#: Who writes and signs where the claim is about the lead agency itself (SCOPE.md 5).
NEUTRAL_OFFICER = "dau-moi@hoinhabao.tinhmau.example"
NEUTRAL_APPROVER = "duyet@hoinhabao.tinhmau.example"
COMMITTEE = "thu-ky@ubnd.tinhmau.example"


class Seeding:
    """Knows who does what; :meth:`parts` gives the steps in order.

    Without ``with_background`` the queue is left to the worker that is about to start.
    """

    def __init__(self, *, with_background: bool = True) -> None:
        self._with_background = with_background
        self.now = timezone.now()
        network = current_network()
        if network is None:
            raise LookupError("the sample network is not loaded")
        self.network: Network = network
        self._reports = SampleReports(now=self.now)
        self.officer = self._actor(DESK_OFFICER)
        self.approver = self._actor(APPROVER)
        self.second = self._actor(SECOND_AGENCY)
        self.health = self._actor(HEALTH_OFFICER)
        self.neutral = self._actor(NEUTRAL_OFFICER), self._actor(NEUTRAL_APPROVER)

    def parts(self) -> Iterator[tuple[str, Sequence[Step]]]:
        claims, reports = sample_claims(), self._reports.all
        published = [claim for claim in claims if claim.rating is not None]
        yield _("Published verdicts"), [partial(self._claim, claim) for claim in published]
        yield _("Reports"), [partial(self._reports.send, report) for report in reports]
        yield _("Retellings"), [partial(self._put_together, report) for report in reports]
        yield _("Work on the desk"), list(self._desk_work())
        yield _("Documents"), list(paper_steps(self.network, self.officer, self.approver))
        yield _("Opinion rounds"), list(round_steps(self.network, self.officer, self.health))
        yield _("Measures"), list(self._handling())
        yield _("Meetings"), list(meeting_steps(self.network, self.officer))
        yield _("Drafts"), list(draft_steps(self.network, self.officer, self.neutral[1]))
        yield _("Appeals"), list(appeal_steps(self.network, self._actor(APPEALS_OFFICER)))
        shared = sharing_steps(self.network, self.officer, self.second)
        yield _("Verdicts of other desks"), list(shared)
        told = abuse_steps(self.network, self.officer, self.approver)
        yield _("Reports to providers"), list(told)
        if self._with_background:
            yield _("Background work"), [self._background]
        yield _("Digests"), list(digest_steps(self.approver, self.now))
        yield _("Periodic reports"), list(self._periodic())

    def _handling(self) -> Iterator[Step]:
        committee = self._actor(COMMITTEE)
        return handling_steps(self.network, self.officer, self.health, self.second, committee)

    def _periodic(self) -> Iterator[Step]:
        pairs = {
            "so-y-te": (self.health, self._actor(HEALTH_APPROVER)),
            "hoi-nha-bao": self.neutral,
        }
        return report_steps(self.network, self.officer, system_actor("demo"), pairs, self.now)

    def _actor(self, email: str) -> Actor:
        return actor_for(get_user_model().objects.get(email=email))

    def _agency(self, slug: str | None) -> Agency | None:
        return agency_by_slug(self.network, slug) if slug else None

    def _background(self) -> None:
        """Whatever is due. Mail to the sample's invented addresses is dropped, not printed."""
        configured, settings.SANGTO_MAIL = settings.SANGTO_MAIL, "off"
        try:
            run_until_empty()
        finally:
            settings.SANGTO_MAIL = configured

    def _put_together(self, sample: SampleReport) -> None:
        self._reports.move_to_its_claim(sample, network=self.network, actor=self.officer)

    def _claim(self, sample: SampleClaim) -> None:
        """From the first report to the published verdict, each step only if it is missing."""
        origin = self._reports.origin_of(sample)
        self._reports.send(origin)
        claim = self._own_claim(self._reports.submitted(origin))
        opened_at = self.now - timedelta(days=max(origin.days_ago - 0.1, 0))
        published_at = self.now - timedelta(days=sample.published_days_ago, hours=2)
        case = self._case(claim, opened_at)
        if case.status == CaseStatus.TRIAGE:
            case = self._categorised(case, sample, opened_at)
        self._described(claim, sample, opened_at)
        self._signed(case, sample, max(published_at, opened_at + timedelta(hours=2)))

    def _own_claim(self, report: Report) -> Claim:
        """The report's claim; its own one where matching put it to a claim that has a case."""
        link = ReportLink.objects.select_related("claim").get(report=report)
        case = Case.objects.filter(claim=link.claim).first()
        if case is None or case.origin_report_id == report.pk:
            return link.claim
        return part_report(report=report, actor=self.officer).claim

    def _case(self, claim: Claim, at: datetime) -> Case:
        found = Case.objects.filter(claim=claim).first()
        return found or open_case(claim=claim, actor=self.officer, now=at)

    def _categorised(
        self, case: Case, sample: SampleClaim, at: datetime, *, confirmed: bool = True
    ) -> Case:
        case = set_category(
            case=case,
            category=sample.category,
            topic=sample.topic,
            subject_agency=self._agency(sample.subject_agency),
            title=sample.title,
            title_en=sample.title_en,
            checks=RULES[sample.category].checks,
            actor=self.officer,
            now=min(self.now, at + timedelta(minutes=20)),
        )
        if confirmed and sample.category is Category.FACTUAL_CLAIM:
            case = confirm_category(
                case=case,
                checks=RULES[sample.category].checks,
                actor=self.second,
                now=min(self.now, at + timedelta(minutes=50)),
            )
        return case

    def _described(self, claim: Claim, sample: SampleClaim, at: datetime) -> None:
        claim.refresh_from_db()
        for wording in sample.wordings:
            add_wording(
                claim=claim, language=wording.language, text=wording.text, actor=self.officer
            )
        for kind, value in sample.indicators:
            add_indicator(claim=claim, kind=kind, value=value, actor=self.officer, now=at)

    def _signed(self, case: Case, sample: SampleClaim, at: datetime) -> None:
        officer, approver = self._signers(sample)
        version = VerdictVersion.objects.filter(verdict__case=case).order_by("number").first()
        if version is None:
            case = Case.objects.get(pk=case.pk)
            version = draft_verdict(
                case=case,
                content=self._content(sample, at),
                actor=officer,
                now=at - timedelta(minutes=90),
            )
        if version.status == VersionStatus.DRAFT:
            answer_whole_checklist(case, actor=officer, at=at - timedelta(minutes=70))
            version = looked_through(version, officer, at - timedelta(minutes=65))
            version = submit_draft(version=version, actor=officer, now=at - timedelta(minutes=60))
        if version.status == VersionStatus.SUBMITTED:
            approve_and_publish(version=version, actor=approver, now=at)

    def _signers(self, sample: SampleClaim) -> tuple[Actor, Actor]:
        subject = self._agency(sample.subject_agency)
        if subject is not None and self.officer.agency_id in relatives(subject):
            return self.neutral
        return self.officer, self.approver

    def _content(self, sample: SampleClaim, at: datetime) -> VerdictContent:
        if sample.rating is None:
            raise ValueError(f"{sample.key} has no verdict")
        latest = timezone.localdate(at - timedelta(hours=3))
        return VerdictContent(
            rating=sample.rating,
            title=sample.title,
            title_en=sample.title_en,
            summary=sample.summary,
            summary_en=sample.summary_en,
            explanation=sample.explanation,
            explanation_en=sample.explanation_en,
            what_to_do=sample.what_to_do,
            what_to_do_en=sample.what_to_do_en,
            missing=sample.missing,
            missing_en=sample.missing_en,
            valid_until=timezone.localdate(self.now) + timedelta(days=sample.valid_days or 180),
            sources=tuple(
                SourceContent(
                    title=source.title,
                    publisher=source.publisher,
                    address=source.address,
                    seen_on=min(
                        timezone.localdate(self.now - timedelta(days=source.seen_days_ago)), latest
                    ),
                    agency=agency.pk if (agency := self._agency(source.agency)) else None,
                )
                for source in sample.sources
            ),
            grounds=sample.grounds,
        )

    def _desk_work(self) -> Iterator[Step]:
        desk = sample_desk()
        opinions = [report for report in self._reports.all if report.kind == "protected"]
        for report in opinions[: desk.close_as_opinion]:
            yield partial(self._close_opinion, report)
        for feedback in desk.feedback:
            yield partial(self._route_feedback, feedback)
        for work in desk.in_work:
            yield partial(self._work_on, work)

    def _close_opinion(self, sample: SampleReport) -> None:
        case = self._case(self._reports.claim_of(sample), self._reports.at(sample, 3))
        if case.status == CaseStatus.TRIAGE:
            close_out_of_scope(
                case=case,
                explanation=Closing.PROTECTED_EXPRESSION,
                actor=self.officer,
                now=self._reports.at(sample, 4),
            )

    def _route_feedback(self, feedback: SampleFeedback) -> None:
        sample = self._reports.by_key(feedback.report)
        case = self._case(self._reports.claim_of(sample), self._reports.at(sample, 3))
        if case.status == CaseStatus.TRIAGE:
            case = set_category(
                case=case,
                category=Category.SERVICE_FEEDBACK,
                topic=feedback.topic,
                subject_agency=None,
                title=feedback.title,
                title_en=feedback.title_en,
                checks=RULES[Category.SERVICE_FEEDBACK].checks,
                actor=self.officer,
                now=self._reports.at(sample, 4),
            )
            if case.owner_id == self.officer.agency_id:
                case = route(case=case, actor=self.officer, now=self._reports.at(sample, 5))
        if feedback.answer and case.status == CaseStatus.VERIFYING:
            answer_feedback(
                case=case, text=feedback.answer, actor=self.health, now=self._reports.at(sample, 30)
            )

    def _work_on(self, work: SampleWork) -> None:
        sample = self._reports.by_key(work.report)
        claim = self._reports.claim_of(sample)
        case = self._case(claim, self._reports.at(sample, 1))
        if work.claim is None or case.status != CaseStatus.TRIAGE:
            return
        confirmed = work.state != "waiting_for_second"
        case = self._categorised(case, work.claim, self._reports.at(sample, 1), confirmed=confirmed)
        self._described(claim, work.claim, self._reports.at(sample, 2))
        case.refresh_from_db()
        add_note(case=case, text=work.note, actor=self.officer, now=self._reports.at(sample, 2))
        seed_case_work(case, work.work, actor=self.officer, at=self._reports.at(sample, 2))
        if work.state == "submitted":
            case.refresh_from_db()
            answer_whole_checklist(case, actor=self.officer, at=self._reports.at(sample, 2))
            version = draft_verdict(
                case=case,
                content=self._content(work.claim, self._reports.at(sample, 2)),
                actor=self.officer,
                now=self._reports.at(sample, 2),
            )
            version = looked_through(version, self.officer, self._reports.at(sample, 2))
            submit_draft(version=version, actor=self.officer, now=self._reports.at(sample, 2))
