"""SCOPE.md 2. No field, index or search for who wrote or shared something.

Guards: ``intake.domain.stripping``, ``matching.domain.claims.read_indicator``, the constraint of
``Indicator``, ``intake.services.forget_addresses``; the schema as a whole is held by
``tests/architecture/test_scope_of_the_schema.py``.
"""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from sangto.cases.domain.states import CaseOutcome
from sangto.cases.services import close_case
from sangto.kernel.categories import Category, IndicatorKind
from sangto.kernel.errors import Refusal
from sangto.matching.domain.claims import Key, read_indicator
from sangto.matching.models import Indicator
from tests.architecture.test_scope_of_the_schema import FORBIDDEN, our_fields
from tests.factories.cases import World, categorised, make_claim, reported_claim
from tests.factories.intake import submit

WEB = {IndicatorKind.DOMAIN, IndicatorKind.LINK}
#: The sentence of SCOPE.md, written again.
KEPT = {
    Category.FRAUD: WEB | {IndicatorKind.PHONE, IndicatorKind.ACCOUNT, IndicatorKind.WALLET},
    Category.MALICIOUS_LINK: WEB,
    Category.IMPERSONATION: WEB,
    Category.COMPROMISED_SITE: WEB,
}
VALUES = {
    IndicatorKind.DOMAIN: "nop-phat.example",
    IndicatorKind.LINK: "https://nop-phat.example/a",
    IndicatorKind.PHONE: "0912345021",
    IndicatorKind.ACCOUNT: "0000111122223333",
    IndicatorKind.WALLET: "0912345021",
}


def test_no_field_knows_one() -> None:
    assert [name for name in our_fields() if FORBIDDEN.search(name[1])] == []


def test_handles_and_profiles_never_come_in(world: World) -> None:
    report = submit(
        text="Bài của @ai.do_123 tại https://www.facebook.com/ai.do.nao và tin này là giả",
        link="https://www.tiktok.com/@ai.do.nao",
        reason="@ai.do_123 nói vậy",
    ).report
    for text in (report.text, report.link, report.reason, report.folded):
        assert "ai.do" not in text
        assert "ai do" not in text


@pytest.mark.parametrize("category", Category)
@pytest.mark.parametrize("kind", IndicatorKind)
def test_what_may_be_kept_as_an_indicator(
    world: World, category: Category, kind: IndicatorKind
) -> None:
    allowed = kind in KEPT.get(category, set())
    assert isinstance(read_indicator(category.value, kind, VALUES[kind], ()), Key) == allowed
    topic = "health" if category is Category.FACTUAL_CLAIM else ""
    claim = make_claim(world.network, category=category.value, topic=topic)
    try:
        with transaction.atomic():
            Indicator.objects.create(
                claim=claim, category=category.value, kind=kind.value, value="x"
            )
    except IntegrityError:
        assert not allowed
    else:
        assert allowed


@pytest.mark.parametrize(
    "address",
    ["https://www.facebook.com/ai.do.nao", "https://x.com/ai_do/status/1", "https://t.me/ai_do"],
)
def test_never_the_address_of_an_account_or_a_post(address: str) -> None:
    refusal = read_indicator("fraud", IndicatorKind.LINK, address, ())
    assert isinstance(refusal, Refusal)
    assert refusal.code == "indicator.post_address"


def test_addresses_of_posts_are_forgotten_when_the_case_closes(world: World) -> None:
    claim = reported_claim(world, text="Xem https://www.facebook.com/ai.do/posts/1234567890 nhé")
    officer = world.officer()
    case = categorised(world, Category.PRIVACY, claim=claim, actor=officer)
    close_case(case=case, outcome=CaseOutcome.ANSWERED, actor=officer)
    report = claim.report_links.get().report
    assert "1234567890" not in report.text
    assert "ai.do" not in report.text
