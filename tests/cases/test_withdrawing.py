from __future__ import annotations

from collections.abc import Callable

import pytest

from sangto.audit.tags import AuditTag
from sangto.cases.domain.inbox import InboxStatus, Part
from sangto.cases.domain.states import CaseOutcome, CaseStatus
from sangto.cases.models import Case, InboxEntry
from sangto.cases.services import add_note, close_withdrawn, open_case, refresh_entries
from sangto.intake.domain.reports import ReportOutcome
from sangto.intake.models import Report
from sangto.kernel.actor import Role
from sangto.kernel.errors import NotVisible
from sangto.matching.models import ReportLink
from tests.cases.test_opening import refusal_code, tags
from tests.factories.cases import (
    World,
    categorised,
    make_report,
    opened,
    reported_claim,
)


def take_back(*reports: Report) -> None:
    """What a withdrawal leaves; rows only."""
    for report in reports:
        Report.objects.filter(pk=report.pk).update(
            status="closed",
            outcome=ReportOutcome.WITHDRAWN.value,
            explanation="withdrawn",
            answered_at=report.received_at,
            content_deleted_at=report.received_at,
            text="",
            folded="",
            link="",
            reason="",
        )


def all_of(case: Case) -> list[Report]:
    return list(Report.objects.filter(claim_link__claim=case.claim))


@pytest.mark.parametrize("start", [opened, categorised])
def test_it_ends_once_everybody_took_it_back(world: World, start: Callable[..., Case]) -> None:
    case = start(world, claim=reported_claim(world, reports=2))
    actor = world.officer()
    add_note(case=case, text="Đã gọi cho người gửi", actor=actor)
    one, other = all_of(case)
    take_back(one)
    assert refusal_code(close_withdrawn, case=case, actor=actor) == "cases.not_withdrawn"
    take_back(other)
    close_withdrawn(case=case, actor=actor)
    case.refresh_from_db()
    assert (case.status, case.outcome) == (CaseStatus.CLOSED, CaseOutcome.WITHDRAWN)
    assert tags(case)[-1] == AuditTag.CASE_CLOSED
    case.claim.refresh_from_db()
    assert (case.claim.title, case.claim.category) == ("", "")
    assert not case.timeline.exclude(text="").exists()
    refresh_entries(claims=[case.claim_id])
    assert InboxEntry.objects.get(claim=case.claim).part == Part.CLOSED


def test_without_reports_nothing_was_withdrawn(world: World) -> None:
    case = opened(world)
    ReportLink.objects.filter(claim=case.claim).delete()
    assert refusal_code(close_withdrawn, case=case, actor=world.officer()) == "cases.not_withdrawn"


@pytest.mark.parametrize("role", [Role.APPROVER, Role.EDITOR, Role.AUDITOR])
def test_other_roles_do_not_end_it(world: World, role: Role) -> None:
    case = opened(world)
    take_back(*all_of(case))
    with pytest.raises(NotVisible):
        close_withdrawn(case=case, actor=world.actor(world.lead, role))


def test_who_asks_later_brings_it_back(world: World) -> None:
    case = opened(world)
    take_back(*all_of(case))
    close_withdrawn(case=case, actor=world.officer())
    later = make_report(case.claim)
    refresh_entries(claims=[case.claim_id])
    row = InboxEntry.objects.get(claim=case.claim)
    assert (row.part, row.status) == (Part.TRIAGE, InboxStatus.NEW)
    again = open_case(claim=case.claim, actor=world.officer())
    assert (again.status, again.outcome, again.origin_report) == (
        CaseStatus.TRIAGE,
        CaseOutcome.NONE,
        later,
    )
