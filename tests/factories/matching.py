"""Claims with wordings, indicators and index entries; rows only, without an audit record."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from typing import Any

from sangto.intake.models import Report
from sangto.kernel.categories import Category, IndicatorKind
from sangto.kernel.errors import Refusal
from sangto.kernel.references import new_reference
from sangto.kernel.text import folded
from sangto.matching.domain.claims import read_indicator
from sangto.matching.domain.kinds import LinkMethod, LinkState
from sangto.matching.index import match_index
from sangto.matching.index.sources import entry_of_report, entry_of_wording
from sangto.matching.models import Claim, ClaimWording, Indicator, ReportLink
from sangto.organisations.models import Network
from sangto.sample.reading import sample_claims

_NUMBER = count(1)


def _five(size: int) -> bytes:
    """Five base-32 digits of a running number, where a service takes random ones."""
    number = next(_NUMBER)
    return bytes((number >> 5 * place) % 32 for place in range(size))


SCAM = (
    "Ngân hàng Sao Mai: tài khoản của bạn bị khóa do đăng nhập lạ. Vui lòng xác thực trong 24 giờ "
    "tại https://saomai-xacthuc.example để tránh mất tiền."
)
RUMOUR = (
    "Từ ngày 5 tháng sau cấm xe máy qua đường Hồ Sen để thi công cống thoát nước, ai vi phạm bị "
    "phạt 2 triệu đồng, bà con chia sẻ cho nhau biết"
)


def make_claim(
    network: Network,
    *,
    category: Category | str = Category.FRAUD,
    wordings: Iterable[str] = (),
    indicators: Iterable[tuple[IndicatorKind, str]] = (),
    **fields: Any,
) -> Claim:
    category = Category(category) if category else ""
    title = fields.pop("title", "")
    topic = "procedure" if category is Category.FACTUAL_CLAIM else ""
    claim = Claim.objects.create(
        reference=new_reference("ND", 26, _five),
        network=network,
        category=category,
        title=title,
        title_folded=folded(f"{title} {fields.get('title_en', '')}"),
        **{"topic": topic, **fields},
    )
    for text in wordings:
        make_wording(claim, text)
    for kind, value in indicators:
        make_indicator(claim, kind, value)
    return claim


def make_wording(claim: Claim, text: str, language: str = "vi") -> ClaimWording:
    wording = ClaimWording.objects.create(
        claim=claim, language=language, text=text, folded=folded(text)
    )
    match_index().add(entry_of_wording(wording))
    return wording


def make_indicator(claim: Claim, kind: IndicatorKind, value: str, **fields: Any) -> Indicator:
    key = read_indicator(claim.category, kind, value, ())
    assert not isinstance(key, Refusal), key
    return Indicator.objects.create(
        claim=claim, category=claim.category, kind=key.kind.value, value=key.value, **fields
    )


def link_report(report: Report, claim: Claim, *, indexed: bool = True, **fields: Any) -> ReportLink:
    """The report repeats the claim, and is in the index like after its matching."""
    values = {
        "method": LinkMethod.NEAR.value,
        "score": 0.9,
        "state": LinkState.AUTO.value,
        **fields,
    }
    link = ReportLink.objects.create(report=report, claim=claim, **values)
    if indexed:
        match_index().add(entry_of_report(report, claim.pk))
    return link


def load_sample_claims(network: Network) -> dict[str, Claim]:
    """The sample's claims with wordings and indicators, by their key."""
    loaded: dict[str, Claim] = {}
    for sample in sample_claims():
        loaded[sample.key] = claim = make_claim(
            network,
            category=sample.category,
            title=sample.title,
            title_en=sample.title_en,
            topic=sample.topic,
            indicators=sample.indicators,
        )
        for wording in sample.wordings:
            make_wording(claim, wording.text, wording.language)
    return loaded
