"""Suggestions to join and to split: how they come, what people answer, and what follows."""

from __future__ import annotations

from itertools import count

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from sangto.audit.tags import AuditTag
from sangto.cases.models import Case, Suggestion
from sangto.cases.queries import (
    open_suggestions,
    suggestion_count,
    suggestions_about,
)
from sangto.cases.services import (
    close_out_of_scope,
    dismiss_suggestion,
    merge,
    move_report_to,
    part_report,
    reopen_suggestion,
    split,
    suggest_task,
    undo,
)
from sangto.intake.domain.reports import Closing, OriginKind
from sangto.intake.models import Report
from sangto.jobs.runner import run_until_empty
from sangto.kernel.actor import Actor, Role, system_actor
from sangto.kernel.categories import Category, IndicatorKind
from sangto.kernel.errors import NotVisible, Refused
from sangto.matching.index import match_index
from sangto.matching.index.sources import entry_of_report
from sangto.matching.models import Claim
from sangto.matching.services import add_indicator, match_report
from sangto.queue.models import Task
from tests.cases.test_grouping import last_event, tags_after
from tests.cases.test_opening import refusal_code
from tests.factories.cases import World, categorised, make_claim, make_report, opened

PRIZE = (
    "Chúc mừng thuê bao của bạn trúng thưởng xe máy, chuyển phí hồ sơ cho nhân viên trao giải "
    "trước mười bảy giờ chiều nay để nhận thưởng tại siêu thị"
)
LOAN = (
    "Vay nhanh không cần thế chấp, lãi suất thấp, giải ngân trong ngày, chỉ cần căn cước và số "
    "điện thoại người thân, liên hệ ngay để được tư vấn miễn phí"
)
_NUMBER = count(1)


def told(claim: Claim, text: str, **fields: object) -> Report:
    """A report that stands with the claim, and in the index, like after its matching."""
    report = make_report(claim, text, **fields)  # type: ignore[arg-type] # fields of the row
    match_index().add(entry_of_report(report, claim.pk))
    return report


def pair(world: World, text: str = PRIZE) -> tuple[Claim, Claim]:
    """Two claims of the same text, which came at the same moment or were parted by mistake."""
    one, other = make_claim(world.network), make_claim(world.network)
    told(one, text)
    told(other, f"{text} nhé")
    return one, other


def look(*claims: Claim) -> None:
    for claim in claims:
        suggest_task(claim.pk)()


def only() -> Suggestion:
    return Suggestion.objects.get()


def shown(actor: Actor) -> list[tuple[int, int | None]]:
    return [(one.claim_id, one.other_id) for one in open_suggestions(actor)]


class TestJoining:
    def test_a_pair_is_suggested_once_whoever_is_looked_at(self, world: World) -> None:
        one, other = pair(world)
        look(other, one, other)
        row = only()
        assert (row.claim, row.other, row.state) == (one, other, "open")
        assert row.network == world.network
        assert row.score > 0.9
        assert row.why[0].startswith("match.")
        assert PRIZE[:20] not in str((row.why, row.groups))
        officer = world.officer()
        assert suggestion_count(officer) == 1
        for claim in (one, other):
            (found,) = suggestions_about(claim, officer)
            assert {found.stays.claim, found.goes and found.goes.claim} == {one, other}

    def test_the_queue_makes_it_when_a_report_comes(self, world: World) -> None:
        one = make_claim(world.network)
        told(one, PRIZE)
        report = make_report(make_claim(world.network), PRIZE.replace("Chúc mừng thuê", "Thuê"))
        claim = report.claim_link.claim
        report.claim_link.delete()
        add_to = match_report(report=report, actor=system_actor("test"))
        assert add_to is not None
        assert add_to.claim == one
        told(claim, f"{PRIZE} ạ")
        assert Task.objects.get(kind="claim.suggest").payload == {"claim": one.pk}
        assert run_until_empty(kinds=["claim.suggest"]) == 1
        assert (only().claim, only().other) == (one, claim)

    def test_one_task_however_many_reports_wait_for_it(self, world: World) -> None:
        for _ in range(3):
            report = make_report(make_claim(world.network), PRIZE)
            report.claim_link.delete()
            match_report(report=report, actor=system_actor("test"))
        assert Task.objects.filter(kind="claim.suggest").count() == 1

    def test_an_archive_asks_for_nothing(self, world: World) -> None:
        report = make_report(make_claim(world.network), PRIZE, OriginKind.ARCHIVE)
        report.claim_link.delete()
        match_report(report=report, actor=system_actor("test"))
        assert not Task.objects.filter(kind="claim.suggest").exists()

    def test_the_same_indicator_is_a_reason(self, world: World) -> None:
        officer = world.officer()
        cases = [categorised(world, actor=officer) for _ in range(2)]
        for case in cases:
            add_indicator(
                claim=case.claim,
                kind=IndicatorKind.DOMAIN,
                value="qua-tang-lon.example",
                actor=officer,
            )
        run_until_empty(kinds=["claim.suggest"])
        assert only().why == ["match.domain"]

    def test_the_opposite_and_other_networks_are_none(self, world: World) -> None:
        one, other = make_claim(world.network), make_claim(world.network)
        told(one, "Tài khoản của bạn bị khóa, bấm vào đây để xác thực lại trong hôm nay")
        told(other, "Tài khoản của bạn không bị khóa, bấm vào đây để xác thực lại trong hôm nay")
        look(one, other)
        assert not Suggestion.objects.exists()

    def test_what_can_not_be_joined_is_not_suggested(self, world: World) -> None:
        one, other = pair(world)
        categorised(world, Category.FRAUD, claim=one)
        categorised(world, Category.SERVICE_FEEDBACK, claim=other)
        look(one, other)
        assert not Suggestion.objects.exists()

    def test_it_goes_when_its_reason_goes(self, world: World) -> None:
        one, other = pair(world)
        told(other, LOAN)
        look(one)
        officer = world.officer()
        report = Report.objects.get(text=f"{PRIZE} nhé")
        part_report(report=report, actor=officer)
        look(one, other)
        assert (one.pk, other.pk) not in shown(officer)
        assert not Suggestion.objects.filter(claim=one, other=other).exists()

    def test_it_stays_while_a_search_that_is_full_does_not_find_it(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        one, other = pair(world)
        look(one)
        monkeypatch.setattr("sangto.matching.queries.near._searched", lambda _claim: {})
        look(one, other)
        assert only().state == "open"

    @pytest.mark.parametrize("number", [1, 3])
    def test_the_work_for_one_claim_is_bounded(
        self, world: World, number: int, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        one, _other = pair(world)
        for _ in range(12 * number):
            told(make_claim(world.network), f"{PRIZE} số {next(_NUMBER)}")
        with django_assert_max_num_queries(110):
            look(one)


class TestAnswers:
    def test_a_no_is_recorded_and_holds(self, world: World) -> None:
        one, other = pair(world)
        look(one)
        officer = world.officer()
        before = last_event()
        row = dismiss_suggestion(suggestion=only(), actor=officer)
        assert tags_after(before) == [AuditTag.SUGGESTION_DISMISSED]
        assert (row.state, row.decided_by_id) == ("dismissed", officer.user_id)
        told(one, f"{PRIZE} ơi")
        look(one, other)
        assert only().state == "dismissed"
        assert shown(officer) == []
        again = refusal_code(dismiss_suggestion, suggestion=row, actor=officer)
        assert again == "suggestion.decided"

    def test_the_no_is_taken_back(self, world: World) -> None:
        one, _other = pair(world)
        look(one)
        officer = world.officer()
        dismiss_suggestion(suggestion=only(), actor=officer)
        before = last_event()
        row = reopen_suggestion(suggestion=only(), actor=officer)
        assert tags_after(before) == [AuditTag.SUGGESTION_REOPENED]
        assert (row.state, row.decided_at, row.decided_by_id) == ("open", None, None)
        with pytest.raises(Refused):
            reopen_suggestion(suggestion=row, actor=officer)

    def test_a_no_counts_for_what_went_up_in_one_of_them(self, world: World) -> None:
        one, other = pair(world)
        look(one)
        officer = world.officer()
        dismiss_suggestion(suggestion=only(), actor=officer)
        third = make_claim(world.network)
        told(third, LOAN)
        merge(claim=other, into=third, actor=officer)
        look(one, third)
        assert shown(officer) == []

    @pytest.mark.parametrize("role", [Role.FOCAL_OFFICER, Role.APPROVER, Role.AUDITOR])
    def test_only_who_joins_may_answer(self, world: World, role: Role) -> None:
        one, _other = pair(world)
        look(one)
        actor = world.actor(world.lead, role)
        assert (shown(actor), suggestion_count(actor)) == ([], 0)
        with pytest.raises(NotVisible):
            dismiss_suggestion(suggestion=only(), actor=actor)
        with pytest.raises(NotVisible):
            dismiss_suggestion(suggestion=only(), actor=world.actor(world.trade))

    def test_nothing_about_ones_own_agency(self, world: World) -> None:
        one, other = pair(world)
        look(one)
        for claim in (one, other):
            Claim.objects.filter(pk=claim.pk).update(subject_agency=world.lead)
        officer = world.officer()
        assert shown(officer) == []
        Claim.objects.update(subject_agency=None)
        case = opened(world, claim=other)
        Case.objects.filter(pk=case.pk).update(owner=world.trade, subject_agency=world.lead)
        assert shown(officer) == []
        with pytest.raises(NotVisible):
            dismiss_suggestion(suggestion=only(), actor=officer)

    def test_what_nobody_works_on_any_more_is_not_shown(self, world: World) -> None:
        one, other = pair(world)
        look(one)
        officer = world.officer()
        for claim in (one, other):
            assert shown(officer) == [(one.pk, other.pk)]
            close_out_of_scope(
                case=opened(world, claim=claim), explanation=Closing.ADVERTISING, actor=officer
            )
        assert shown(officer) == []


class TestFollowing:
    def test_joining_does_it_and_undoing_opens_it_again(self, world: World) -> None:
        one, other = pair(world)
        look(one)
        officer = world.officer()
        join = merge(claim=other, into=one, actor=officer)
        row = only()
        assert (row.state, row.join, row.decided_by_id) == ("done", join, officer.user_id)
        run_until_empty(kinds=["claim.suggest"])
        assert shown(officer) == []
        undo(join=join, actor=officer)
        row = only()
        assert (row.state, row.join, row.decided_by_id) == ("open", None, None)
        run_until_empty(kinds=["claim.suggest"])
        assert shown(officer) == [(one.pk, other.pk)]

    def test_a_pair_with_a_third_waits_unseen(self, world: World) -> None:
        one, other = pair(world)
        look(one)
        third = make_claim(world.network)
        told(third, LOAN)
        officer = world.officer()
        join = merge(claim=one, into=third, actor=officer)
        assert shown(officer) == []
        run_until_empty(kinds=["claim.suggest"])
        assert shown(officer) == [(other.pk, third.pk)]
        undo(join=join, actor=officer)
        run_until_empty(kinds=["claim.suggest"])
        assert shown(officer) == [(one.pk, other.pk)]

    def test_a_split_is_a_no_until_it_is_undone(self, world: World) -> None:
        one, there = make_claim(world.network), make_claim(world.network)
        told(one, PRIZE)
        report = told(one, f"{PRIZE} nhé")
        told(there, LOAN)
        officer = world.officer()
        join = split(claim=one, reports=[report.pk], into=there, actor=officer)
        look(one, there)
        assert shown(officer) == []
        undo(join=join, actor=officer)
        told(there, f"{PRIZE} ạ")
        look(one, there)
        assert shown(officer) == [(one.pk, there.pk)]

    def test_an_open_pair_goes_when_its_reports_are_put_apart(self, world: World) -> None:
        one, other = pair(world)
        look(one)
        officer = world.officer()
        moved = told(one, f"{PRIZE} ơi")
        move_report_to(report=moved, claim=other, actor=officer)
        run_until_empty(kinds=["claim.suggest"])
        assert not Suggestion.objects.filter(kind="merge").exists()

    def test_a_report_that_came_back_says_nothing(self, world: World) -> None:
        one, other = pair(world)
        officer = world.officer()
        moved = told(one, f"{PRIZE} ơi")
        move_report_to(report=moved, claim=other, actor=officer)
        move_report_to(report=moved, claim=one, actor=officer)
        look(one)
        assert shown(officer) == [(one.pk, other.pk)]


def test_the_database_keeps_a_pair_once_and_in_order(world: World) -> None:
    one, other = make_claim(world.network), make_claim(world.network)
    fields = {"kind": "merge", "network": world.network}
    Suggestion.objects.create(claim=one, other=other, **fields)
    for claim, second in ((one, other), (other, one)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Suggestion.objects.create(claim=claim, other=second, **fields)
    for wrong in ({"state": "done"}, {"state": "open", "kind": "split"}, {"state": "dismissed"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Suggestion.objects.filter(claim=one).update(**wrong)
