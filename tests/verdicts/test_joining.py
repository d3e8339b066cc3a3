"""A claim with a verdict is never the one that goes up in another."""

from __future__ import annotations

import pytest

from sangto.kernel.actor import operator_actor
from sangto.kernel.errors import NotVisible, Refused
from sangto.verdicts.queries import CheckOutcome, check_message
from sangto.verdicts.services import hold_imported, join_claims, refuse_imported
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
    assert join_claims(claim=other, into=claim, actor=world.officer()) == claim
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
    assert join_claims(claim=claim, into=other, actor=world.officer()) == other


def test_who_may_not_join_learns_nothing(world: World) -> None:
    version = published_verdict(world, case=categorised(world))
    with pytest.raises(NotVisible):
        join_claims(
            claim=version.verdict.claim, into=reported_claim(world), actor=world.actor(world.health)
        )
