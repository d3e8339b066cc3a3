"""Reports that say something else than their claim are suggested to be split off."""

from __future__ import annotations

from sangto.cases.domain.suggesting import new_groups
from sangto.cases.models import Suggestion
from sangto.cases.queries import dismissed_suggestions
from sangto.cases.services import (
    dismiss_suggestion,
    merge,
    move_report_to,
    part_report,
    reopen_suggestion,
    split,
    undo,
)
from sangto.intake.models import Report
from sangto.jobs.runner import run_until_empty
from sangto.matching.models import Claim
from tests.cases.test_opening import refusal_code
from tests.cases.test_suggesting import LOAN, PRIZE, look, only, shown, told
from tests.factories.cases import World, make_claim

HOTEL = (
    "Khách sạn Biển Xanh giảm nửa giá phòng dịp lễ, đặt cọc trước một đêm qua chuyển khoản, hết "
    "hạn ưu đãi tối nay, mời quý khách giữ chỗ sớm"
)


def mixed(world: World) -> tuple[Claim, list[int]]:
    claim = make_claim(world.network)
    for word in ("nhé", "ạ", "ơi"):
        told(claim, f"{PRIZE} {word}")
    return claim, [told(claim, f"{LOAN} {word}").pk for word in ("nhé", "ạ")]


def test_reports_that_say_something_else(world: World) -> None:
    claim, odd = mixed(world)
    look(claim, claim)
    row = only()
    assert (row.kind, row.claim, row.other, row.groups) == ("split", claim, None, [odd])
    third = told(claim, f"{LOAN} chị").pk
    look(claim)
    assert only().groups == [[*odd, third]]


def test_done_by_a_split_and_open_again_after_its_undoing(world: World) -> None:
    claim, odd = mixed(world)
    look(claim)
    officer = world.officer()
    join = split(claim=claim, reports=odd, actor=officer)
    assert (only().state, only().join) == ("done", join)
    run_until_empty(kinds=["claim.suggest"])
    assert shown(officer) == []
    undo(join=join, actor=officer)
    assert (only().state, only().groups) == ("open", [odd])
    run_until_empty(kinds=["claim.suggest"])
    assert shown(officer) == [(claim.pk, None)]


def test_a_no_holds_for_the_group_and_not_for_another(world: World) -> None:
    claim, odd = mixed(world)
    look(claim)
    officer = world.officer()
    row = dismiss_suggestion(suggestion=only(), actor=officer)
    told(claim, f"{LOAN} chị")
    look(claim)
    assert only().state == "dismissed"
    other = [told(claim, f"{HOTEL} {word}").pk for word in ("nhé", "ạ")]
    look(claim)
    newer = Suggestion.objects.get(state="open")
    assert newer.groups == [other]
    refused = refusal_code(reopen_suggestion, suggestion=row, actor=officer)
    assert refused == "suggestion.overtaken"
    dismiss_suggestion(suggestion=newer, actor=officer)
    assert [one.groups for one in dismissed_suggestions(officer)] == [[other], [odd]]


def test_what_a_person_joined_is_not_suggested_to_be_split(world: World) -> None:
    one, other = make_claim(world.network), make_claim(world.network)
    for word in ("nhé", "ạ", "ơi"):
        told(one, f"{PRIZE} {word}")
        told(other, f"{LOAN} {word}")
    officer = world.officer()
    merge(claim=other, into=one, actor=officer)
    look(one)
    assert not Suggestion.objects.exists()


def test_nor_what_a_person_put_there(world: World) -> None:
    claim, odd = mixed(world)
    there = make_claim(world.network)
    told(there, LOAN)
    put = Report.objects.get(claim_link__claim=there)
    move_report_to(report=put, claim=claim, actor=world.officer())
    look(claim)
    assert odd
    assert not Suggestion.objects.filter(kind="split").exists()


def test_it_goes_with_its_reports(world: World) -> None:
    claim, odd = mixed(world)
    look(claim)
    part_report(report=Report.objects.get(pk=odd[0]), actor=world.officer())
    look(claim)
    assert not Suggestion.objects.filter(kind="split").exists()


def test_what_was_called_right_asks_no_second_time() -> None:
    assert new_groups([(1, 2), (4, 3)], {2}) == [(3, 4)]
    assert new_groups([(1, 2)], ()) == [(1, 2)]
