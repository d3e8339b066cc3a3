"""What people of the sample sent, each report once, however often the demo is made."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sangto.cases.services import move_report_to
from sangto.intake.domain.consent import CONSENT_VERSION
from sangto.intake.domain.reports import Channel, OriginKind
from sangto.intake.domain.submission import Submission
from sangto.intake.models import Report
from sangto.intake.queries import report_by_key
from sangto.intake.services import submit_report
from sangto.kernel.actor import Actor, public_actor, system_actor
from sangto.matching.models import Claim, ReportLink
from sangto.matching.services import match_report
from sangto.organisations.models import Network
from sangto.sample.reading import (
    SampleClaim,
    SampleReport,
    sample_claims,
    sample_desk,
    sample_reports,
)

#: What no verdict answers came in during these last days, so that the inbox is that of a week.
WORKING_WEEK_DAYS = 8.0
#: Older senders got their mail long ago, and their addresses are gone.
WITH_CONTACT_DAYS = 1.0
#: Retellings that the officers have put to their claim by hand; younger ones wait in the inbox.
MOVED_AFTER_DAYS = 3.0


def _recent(report: SampleReport) -> SampleReport:
    if report.kind == "near_duplicate":
        return report
    return replace(report, days_ago=report.days_ago * WORKING_WEEK_DAYS / 200)


class SampleReports:
    """Remembers what it has sent, so that later steps find it without asking the database."""

    def __init__(self, *, now: datetime) -> None:
        self._now = now
        self._kept: dict[str, Report] = {}
        self.all = tuple(_recent(report) for report in sample_reports())

    def send(self, sample: SampleReport) -> None:
        report = self.submitted(sample)
        if not ReportLink.objects.filter(report=report).exists():
            match_report(report=report, actor=system_actor("demo"))

    def move_to_its_claim(self, sample: SampleReport, *, network: Network, actor: Actor) -> None:
        """What an officer sees and matching does not: the same claim in other words."""
        if sample.claim is None or sample.days_ago < MOVED_AFTER_DAYS:
            return
        link = ReportLink.objects.select_related("claim", "report").get(
            report=self.submitted(sample)
        )
        meant = next(claim for claim in sample_claims() if claim.key == sample.claim)
        if link.claim.title == meant.title:
            return
        target = Claim.objects.filter(network=network, title=meant.title).first()
        if target is not None:
            move_report_to(report=link.report, claim=target, actor=actor)

    def origin_of(self, sample: SampleClaim) -> SampleReport:
        """The oldest Vietnamese report of the claim; no case stands without a report."""
        for report in self.all:
            if report.claim == sample.key and report.language == "vi":
                return report
        raise LookupError(f"no sample report starts the claim {sample.key}")

    def by_key(self, key: str) -> SampleReport:
        return next(report for report in self.all if report.key == key)

    def claim_of(self, sample: SampleReport) -> Claim:
        report = self.submitted(sample)
        return ReportLink.objects.select_related("claim").get(report=report).claim

    def at(self, sample: SampleReport, hours: float) -> datetime:
        """So long after the report came in, but not in the future."""
        return min(self._now, self._now - timedelta(days=sample.days_ago) + timedelta(hours=hours))

    def submitted(self, sample: SampleReport) -> Report:
        known = self._kept.get(sample.key)
        if known is None:
            known = self._kept[sample.key] = self._sent(sample)
        return known

    def _sent(self, sample: SampleReport) -> Report:
        """As it is there already, also from a sample that was worded differently."""
        key = f"sample-{sample.key}-of-the-demo"
        return report_by_key(key) or self._submit(sample, key)

    def _submit(self, sample: SampleReport, key: str) -> Report:
        return submit_report(
            submission=Submission(
                text=sample.text,
                link=sample.link,
                reason=sample.reason,
                territory=sample.territory,
                language=sample.language,
                email=sample.contact if sample.days_ago < WITH_CONTACT_DAYS else None,
                consent_version=CONSENT_VERSION,
                share_consent=sample.share_consent,
                money_lost=sample_desk().money_lost.get(sample.key),
            ),
            channel=Channel.WEB,
            origin=OriginKind.CITIZEN,
            idempotency_key=key,
            actor=public_actor(),
            received_at=self._now - timedelta(days=sample.days_ago),
        ).report
