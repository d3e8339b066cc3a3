"""Reports put elsewhere and claims joined: a case keeps what it started from (SCOPE.md 1)."""

from __future__ import annotations

from typing import Any

import pytest

from sangto.audit.models import AuditEvent
from sangto.audit.tags import AuditTag
from sangto.cases.domain.opening import OWN_CATEGORIES
from sangto.cases.models import Case
from sangto.cases.services import (
    close_out_of_scope,
    merge,
    move_report_to,
    open_case,
    open_own_case,
    part_report,
)
from sangto.intake.domain.reports import Closing, OriginKind
from sangto.intake.models import Report
from sangto.kernel.actor import Role
from sangto.kernel.categories import Category
from sangto.kernel.errors import NotVisible
from sangto.matching.models import Claim, ReportLink
from tests.cases.test_opening import refusal_code
from tests.factories.cases import (
    World,
    archived,
    categorised,
    hour,
    make_claim,
    make_report,
    opened,
    published,
    reported_claim,
)

POST = "https://www.facebook.com/hoang.van.mau/posts/1234567890"


def origins_stand() -> bool:
    return all(
        ReportLink.objects.get(report=case.origin_report_id).claim_id == case.claim_id
        for case in Case.objects.all()
    )


def tags_after(last: int) -> list[str]:
    return list(AuditEvent.objects.filter(pk__gt=last).order_by("pk").values_list("tag", flat=True))


def last_event() -> int:
    return AuditEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def taken_away(how: str, report: Report, elsewhere: Claim, **arguments: Any) -> None:
    if how == "moved":
        move_report_to(report=report, claim=elsewhere, **arguments)
    else:
        part_report(report=report, **arguments)


@pytest.mark.parametrize("how", ["moved", "parted"])
def test_the_case_goes_on_from_another_report_of_the_same_origin(world: World, how: str) -> None:
    claim = reported_claim(world)
    make_report(claim, origin=OriginKind.MACHINE, received_at=hour(1))
    heir = make_report(claim, received_at=hour(3))
    make_report(claim, received_at=hour(4))
    first = make_report(claim, received_at=hour(2))
    case = opened(world, claim=claim)
    assert case.origin_report == first
    before = last_event()
    taken_away(how, first, reported_claim(world), actor=world.officer())
    case.refresh_from_db()
    assert (case.origin_report, case.origin_kind) == (heir, "citizen")
    assert origins_stand()
    moved = (
        [AuditTag.REPORT_MOVED]
        if how == "moved"
        else [
            AuditTag.CLAIM_OPENED,
            AuditTag.REPORT_LINK_REJECTED,
        ]
    )
    assert tags_after(before) == [*moved, AuditTag.CASE_ORIGIN_CHANGED]


@pytest.mark.parametrize("how", ["moved", "parted"])
@pytest.mark.parametrize("other", [None, OriginKind.MACHINE, OriginKind.ARCHIVE])
def test_without_such_a_report_it_stays(world: World, how: str, other: OriginKind | None) -> None:
    claim = reported_claim(world)
    if other is not None or how == "parted":
        make_report(claim, origin=other or OriginKind.MACHINE)
    case = opened(world, claim=claim)
    before = last_event()
    code = refusal_code(
        taken_away,
        how=how,
        report=case.origin_report,
        elsewhere=reported_claim(world),
        actor=world.officer(),
    )
    assert code == "cases.origin_report"
    case.refresh_from_db()
    assert origins_stand()
    assert tags_after(before) == []


@pytest.mark.parametrize("same_agency", [True, False])
def test_an_agencys_own_case_stays_its_own(world: World, same_agency: bool) -> None:
    claim = make_claim(world.network)
    first = make_report(claim, origin=OriginKind.MEMBER_AGENCY, agency=world.health)
    sender = world.health if same_agency else world.trade
    heir = make_report(claim, origin=OriginKind.MEMBER_AGENCY, agency=sender)
    actor = world.actor(world.health)
    case = open_own_case(claim=claim, category=sorted(OWN_CATEGORIES)[0], actor=actor)
    call: dict[str, Any] = {"report": first, "claim": reported_claim(world)}
    call["actor"] = world.officer()
    if same_agency:
        move_report_to(**call)
        case.refresh_from_db()
        assert case.origin_report == heir
    else:
        assert refusal_code(move_report_to, **call) == "cases.origin_report"
    assert origins_stand()


def test_the_record_of_an_archive_keeps_its_report(world: World) -> None:
    case = archived(world)
    call = {"report": case.origin_report, "claim": reported_claim(world)}
    assert refusal_code(move_report_to, **call, actor=world.officer()) == "cases.origin_report"


def test_other_reports_leave_freely(world: World) -> None:
    claim = reported_claim(world)
    case = opened(world, claim=claim)
    other = make_report(claim)
    before = last_event()
    link = move_report_to(report=other, claim=reported_claim(world), actor=world.officer())
    assert link.claim_id != claim.pk
    assert tags_after(before) == [AuditTag.REPORT_MOVED]
    case.refresh_from_db()
    assert origins_stand()


def test_addresses_are_forgotten_where_the_case_is_closed(world: World) -> None:
    case = published(world)
    report = make_report(make_claim(world.network), text=f"Xem {POST} này")
    move_report_to(report=report, claim=case.claim, actor=world.officer())
    late = make_claim(world.network)
    joined = make_report(late, text=f"Xem {POST} nhé")
    merge(claim=late, into=case.claim, actor=world.officer())
    for one in (report, joined):
        one.refresh_from_db()
        assert "1234567890" not in one.text


def test_nothing_comes_where_everything_was_deleted(world: World) -> None:
    case = categorised(world)
    close_out_of_scope(case=case, explanation=Closing.PROTECTED_EXPRESSION, actor=world.officer())
    report = make_report(make_claim(world.network))
    actor = world.officer()
    code = refusal_code(move_report_to, report=report, claim=case.claim, actor=actor)
    assert code == "cases.claim_out_of_scope"
    code = refusal_code(merge, claim=report.claim_link.claim, into=case.claim, actor=actor)
    assert code == "cases.claim_out_of_scope"


class TestWho:
    def test_the_subject_takes_no_report_out_of_its_own_matter(self, world: World) -> None:
        claim = reported_claim(world, reports=2)
        categorised(world, Category.IMPERSONATION, claim=claim, subject_agency=world.lead)
        report = claim.report_links.latest("pk").report
        elsewhere = reported_claim(world)
        for how in ("moved", "parted"):
            with pytest.raises(NotVisible):
                taken_away(how, report, elsewhere, actor=world.officer())
        with pytest.raises(NotVisible):
            merge(claim=elsewhere, into=claim, actor=world.officer())

    @pytest.mark.parametrize("role", [Role.FOCAL_OFFICER, Role.AUDITOR, Role.ADMINISTRATOR])
    def test_only_who_triages(self, world: World, role: Role) -> None:
        claim = reported_claim(world, reports=2)
        report = claim.report_links.latest("pk").report
        elsewhere = reported_claim(world)
        for actor in (world.actor(world.lead, role), world.actor(world.health)):
            for how in ("moved", "parted"):
                with pytest.raises(NotVisible):
                    taken_away(how, report, elsewhere, actor=actor)
            with pytest.raises(NotVisible):
                merge(claim=claim, into=elsewhere, actor=actor)

    def test_a_report_without_a_claim_is_not_there(self, world: World) -> None:
        report = make_report(make_claim(world.network))
        ReportLink.objects.filter(report=report).delete()
        with pytest.raises(NotVisible):
            part_report(report=report, actor=world.officer())


class TestJoining:
    def test_a_claim_with_a_case_is_the_one_that_stays(self, world: World) -> None:
        case = opened(world)
        other = reported_claim(world, reports=2)
        call = {"claim": case.claim, "into": other, "actor": world.officer()}
        assert refusal_code(merge, **call) == "cases.claim_has_case"
        assert merge(claim=other, into=case.claim, actor=world.officer()).other == case.claim
        assert case.claim.report_links.count() == 3
        assert origins_stand()

    def test_a_joined_claim_opens_no_case_and_takes_no_report(self, world: World) -> None:
        claim, into = reported_claim(world), reported_claim(world)
        stale = Claim.objects.get(pk=claim.pk)
        merge(claim=claim, into=into, actor=world.officer())
        assert refusal_code(open_case, claim=stale, actor=world.officer()) == "cases.claim_merged"
        report = make_report(make_claim(world.network))
        call = {"report": report, "claim": stale, "actor": world.officer()}
        assert refusal_code(move_report_to, **call) == "claim.not_open"
