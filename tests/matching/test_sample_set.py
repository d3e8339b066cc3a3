"""The thresholds hold on the sample: no false answer, most near-copies recognised.

The desk's answer to every sample report, with only the claims' wordings and indicators known.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

import pytest

from sangto.kernel.actor import system_actor
from sangto.matching.domain.kinds import Decision
from sangto.matching.index import match_index
from sangto.matching.models import Claim, IndexEntry, ReportLink
from sangto.matching.queries import Findings, find_claims
from sangto.matching.services import match_report
from sangto.organisations.models import Network
from sangto.sample.reading import SampleReport, sample_reports
from tests.factories.intake import make_report
from tests.factories.matching import load_sample_claims
from tests.factories.organisations import load_demo_network

NEAR = "near_duplicate"
MATCHER = system_actor("report.match")


@dataclass(frozen=True)
class Desk:
    network: Network
    key_of: dict[int, str]


@pytest.fixture
def desk(db: None) -> Desk:
    network = load_demo_network()
    claims = load_sample_claims(network)
    return Desk(network, {claim.pk: key for key, claim in claims.items()})


def outcome(desk: Desk, report: SampleReport, findings: Findings) -> str:
    if not findings.matches:
        return "unknown"
    first = findings.matches[0]
    right = desk.key_of[first.claim.pk] == report.claim
    return f"{first.decision}{'' if right else ' wrong'}"


def test_answers_and_suggestions_on_the_sample(desk: Desk) -> None:
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for report in sample_reports():
        findings = find_claims(report.text, link=report.link)
        table[report.kind][outcome(desk, report, findings)] += 1

    near = table.pop(NEAR)
    assert not [kind for kind, counts in table.items() if counts["answer wrong"]], table
    assert near["answer wrong"] == 0
    assert near["suggest wrong"] <= 0.02 * near.total()
    assert near["answer"] >= 0.5 * near.total(), near
    assert near["answer"] + near["suggest"] >= 0.8 * near.total(), near
    others: Counter[str] = sum(table.values(), Counter())
    assert others["suggest wrong"] <= 0.05 * others.total(), table


def test_groups_of_the_sample_are_pure(desk: Desk) -> None:
    """Reports alone, before anybody wrote a wording: what joins belongs together, and the desk
    gets fewer claims than reports. Repeats of what no claim answers are grouped, too."""
    match_index().forget(IndexEntry.objects.all())
    Claim.objects.all().delete()
    assert not IndexEntry.objects.exists()
    kept: dict[int, SampleReport] = {}
    for sample in sample_reports()[::2]:
        report = make_report(desk.network, text=sample.text, link=sample.link)
        kept[report.pk] = sample
        match_report(report=report, actor=MATCHER)

    groups: dict[int, list[SampleReport]] = defaultdict(list)
    for report_id, claim in ReportLink.objects.values_list("report", "claim"):
        groups[claim].append(kept[report_id])
    mixed = [
        [(one.key, one.claim, one.kind) for one in group]
        for group in groups.values()
        if len({(one.claim, one.kind) for one in group}) > 1
    ]
    assert mixed == []
    assert len(groups) < 0.95 * len(kept)


#: Written by hand: like a sample claim, and not the same thing.
HARD = [
    "Công an tỉnh Mẫu thông báo: người dân tra cứu vi phạm giao thông trên cổng dịch vụ công, "
    "không nộp phạt qua đường link trong tin nhắn.",
    "Xe của anh bị camera ghi nhận vượt đèn đỏ, mời anh đến trụ sở đội cảnh sát giao thông mang "
    "theo giấy tờ để giải quyết theo giấy mời số 15.",
    "Bưu Cục Nhanh: đơn hàng của bạn đã giao thành công lúc 10h15. Cảm ơn bạn đã dùng dịch vụ.",
    "Điện lực Mẫu thông báo lịch cắt điện ngày 12 để bảo dưỡng đường dây, mong khách hàng thông "
    "cảm.",
    "Ngân hàng Sao Mai: tài khoản của quý khách vừa nhận 2.000.000đ từ Nguyễn Văn A, nội dung tiền "
    "nhà tháng 5.",
    "Trường thông báo học sinh nghỉ học thứ Sáu để giáo viên tập huấn, thứ Bảy học bù bình thường.",
    "Tuyển 2 nhân viên bán hàng tại cửa hàng, lương 6 triệu, phỏng vấn trực tiếp, không thu phí.",
    "Đập Suối Trong vẫn an toàn, mực nước thấp hơn ngưỡng tràn 4 mét, tin vỡ đập là không đúng.",
    "Không có chuyện cầu Song Xanh sắp sập, sở xây dựng vừa kiểm định xong hôm qua.",
    "Uống nước lá đu đủ có tốt không, tôi thấy nhiều người trồng quanh nhà lấy quả ăn.",
    "Từ ngày 5 cấm xe tải qua đường Núi Vôi để sửa cầu, xe máy và ô tô con đi bình thường.",
    "Xăng hôm nay giảm 500 đồng mỗi lít, giá mới áp dụng từ 15h chiều.",
    "Ngành thuế nhắc người nộp thuế quyết toán trước ngày 31, hồ sơ nộp trực tuyến trên cổng thuế.",
    "Chị ơi em giao hàng, chị ra cổng lấy giúp em nhé, tiền ship em thu 20k.",
    "Thẻ bảo hiểm y tế giấy vẫn dùng được, không phải đổi, người dân không chuyển tiền cho ai.",
    "BuuCucNhanh: your parcel was delivered today at 10:15. Thank you for using our service.",
    "The police never send payment links by text message; look up offences on the official portal.",
    "The dam is safe, nobody has to leave, the rumour about a crack is not true.",
]


@pytest.mark.parametrize("text", HARD, ids=range(len(HARD)))
def test_hard_negatives_are_never_answered(desk: Desk, text: str) -> None:
    assert not [match for match in find_claims(text).matches if match.decision is Decision.ANSWER]
