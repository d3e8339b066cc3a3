"""A claim with a verdict is never the one that goes up in another."""

from __future__ import annotations

import pytest

from sangto.intake.models import Report
from sangto.kernel.actor import operator_actor, system_actor
from sangto.kernel.errors import NotVisible, Refused
from sangto.matching.domain.joins import Left
from sangto.queue.models import Task
from sangto.verdicts.queries import CheckOutcome, check_message, receipt_answer
from sangto.verdicts.services import (
    announce,
    answer_joined_report,
    hold_imported,
    join_claims,
    refuse_imported,
    split_reports,
    undo_join,
)
from tests.factories.cases import World, categorised, reported_claim
from tests.factories.matching import make_wording
from tests.factories.verdicts import approver, published_verdict

TEXT = (
    "Chúc mừng quý khách đã trúng thưởng một xe máy trị giá 46 triệu đồng. Vui lòng chuyển phí "
    "hồ sơ 1.200.000đ để nhận thưởng trong ngày hôm nay."
)


def test_the_answer_stays(world: World) -> None:
    version = published_verdict(world, case=categorised(world))
    claim, other = version.verdict.claim, reported_claim(world)
    make_wording(claim, TEXT)
    with pytest.raises(Refused) as caught:
        join_claims(claim=claim, into=other, actor=world.officer())
    assert caught.value.refusal.code == "verdict.claim_has_verdict"
    assert join_claims(claim=other, into=claim, actor=world.officer()).other == claim
    assert check_message(TEXT).outcome is CheckOutcome.ANSWER


def test_an_imported_verdict_counts_until_it_is_refused(world: World) -> None:
    claim, other = reported_claim(world), reported_claim(world)
    version = hold_imported(
        claim=claim,
        title="Tin giả về xe máy",
        summary="Không có giải thưởng",
        imported_from="Trung tâm khác",
        imported_address="https://khac.example/1",
        actor=operator_actor("import"),
    )
    with pytest.raises(Refused) as caught:
        join_claims(claim=claim, into=other, actor=world.officer())
    assert caught.value.refusal.code == "verdict.claim_has_verdict"
    refuse_imported(version=version, actor=approver(world))
    assert join_claims(claim=claim, into=other, actor=world.officer()).other == other


def test_who_may_not_join_learns_nothing(world: World) -> None:
    version = published_verdict(world, case=categorised(world))
    with pytest.raises(NotVisible):
        join_claims(
            claim=version.verdict.claim, into=reported_claim(world), actor=world.actor(world.health)
        )


def test_those_who_asked_about_the_joined_claim_read_the_answer(world: World) -> None:
    """And who got it is not taken back by undoing."""
    version = published_verdict(world, case=categorised(world))
    claim, other = version.verdict.claim, reported_claim(world, reports=2)
    first, second = other.report_links.order_by("pk")
    join = join_claims(claim=other, into=claim, actor=world.officer())
    task = Task.objects.get(key=f"verdict.announce:{version.pk}:join:{join.pk}")
    announce(task.payload["version"])()
    for link in (first, second):
        line = receipt_answer(link.report_id)
        assert line is not None
        assert line.reference == version.verdict.reference
    with pytest.raises(Refused) as caught:
        undo_join(join=join, actor=world.officer())
    assert caught.value.refusal.code == "cases.join_nothing_back"


def test_who_was_told_stays_when_a_join_is_undone(world: World) -> None:
    officer = world.officer()
    claim = reported_claim(world, reports=2)
    case, target = categorised(world, claim=claim), categorised(world)
    join = join_claims(claim=claim, into=target.claim, actor=officer)
    version = published_verdict(world, case=target)
    told = Report.objects.get(pk=join.items.filter(kind="report").latest("pk").item_id)
    answer_joined_report(report=told, actor=system_actor("test"))
    undone = undo_join(join=join, actor=officer)
    assert undone.stayed == {Left.ANSWERED: 1}
    assert told.pk not in undone.back
    assert receipt_answer(told.pk) is not None
    assert version.verdict.claim == target.claim
    case.refresh_from_db()
    assert case.status == "verifying"


def test_reports_split_off_to_an_answered_claim_are_told(world: World) -> None:
    version = published_verdict(world, case=categorised(world))
    claim = reported_claim(world, reports=2)
    join = split_reports(
        claim=claim,
        reports=[claim.report_links.latest("report_id").report_id],
        into=version.verdict.claim,
        actor=world.officer(),
    )
    assert Task.objects.filter(key__endswith=f":join:{join.pk}").exists()
