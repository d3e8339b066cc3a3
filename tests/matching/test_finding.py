from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from sangto.kernel.categories import RULES, Category, IndicatorKind
from sangto.kernel.text import clean, folded
from sangto.matching.domain.kinds import FRAUD_FAMILY, Decision, LinkMethod
from sangto.matching.queries import Findings, find_claims, search_claims
from sangto.organisations.models import Network
from tests.factories.intake import make_report
from tests.factories.matching import (
    RUMOUR,
    SCAM,
    link_report,
    make_claim,
    make_indicator,
    make_wording,
)

FILLER = "Chuyện trong xóm hôm nay có nhiều điều để kể cho mọi người nghe lúc rảnh. "


def codes(findings: Findings) -> list[str]:
    return [reason.code for reason in findings.matches[0].why]


def test_the_same_text_answers(network: Network) -> None:
    claim = make_claim(network, wordings=[SCAM])

    (match,) = find_claims(SCAM).matches

    assert (match.claim, match.score, match.method) == (claim, 1.0, LinkMethod.EXACT)
    assert match.decision is Decision.ANSWER
    assert match.unchanged
    assert match.wording == SCAM
    assert codes(find_claims(SCAM)) == ["match.same"]


def test_a_changed_link_is_the_same_scam_with_a_new_link(network: Network) -> None:
    make_claim(network, wordings=[SCAM])

    findings = find_claims(SCAM.replace("saomai-xacthuc", "sm-baomat"))

    assert findings.matches[0].decision is Decision.ANSWER
    assert not findings.matches[0].unchanged
    assert codes(findings) == ["match.words", "changed.new_link"]
    assert "sm-baomat.example is new" in findings.matches[0].why[1]


def test_shared_passages_are_marked_on_either_side(network: Network) -> None:
    make_claim(network, wordings=[SCAM])
    asked = "Em hỏi chút: TÀI KHOẢN của bạn bị khoá do đăng nhập lạ, vui lòng xác thực trong 24 giờ"

    match = find_claims(asked).matches[0]

    ours = [clean(asked)[start:end] for start, end in match.spans]
    theirs = [match.wording[start:end] for start, end in match.wording_spans]
    assert ours == [asked[asked.index("TÀI") :]]
    assert [folded(text) for text in ours] == [folded(text) for text in theirs]


def test_a_short_piece_of_a_long_text_and_a_short_text_in_a_long_one(network: Network) -> None:
    claim = make_claim(network, wordings=[FILLER * 12 + RUMOUR + FILLER * 12], category="fraud")
    other = make_claim(network, wordings=[SCAM])

    assert find_claims(RUMOUR).matches[0].claim == claim
    long = " ".join(f"{FILLER} câu thứ {number} kể tiếp." for number in range(150))
    inside = find_claims(f"{long} {SCAM} {long}"[:19_000])
    assert other in [match.claim for match in inside.matches]


def test_a_known_link_answers_by_itself(network: Network) -> None:
    claim = make_claim(
        network, indicators=[(IndicatorKind.LINK, "https://nop.example/phat?utm_source=x")]
    )

    match = find_claims("http://www.nop.example/phat/").matches[0]

    assert (match.claim, match.method, match.decision) == (claim, LinkMethod.LINK, Decision.ANSWER)
    assert match.wording == ""


@pytest.mark.parametrize("category", sorted(FRAUD_FAMILY))
def test_domains_lead_to_claims_of_the_fraud_family(network: Network, category: Category) -> None:
    """A broken-in site's too; elsewhere no domain can be kept (SCOPE.md 2)."""
    assert {
        one for one in Category if IndicatorKind.DOMAIN in RULES[one].indicators
    } == FRAUD_FAMILY
    claim = make_claim(
        network, category=category, indicators=[(IndicatorKind.DOMAIN, "nop-phat.example")]
    )

    assert [one.claim for one in find_claims("xem https://tra.nop-phat.example/a").matches] == [
        claim
    ]


def test_a_domain_does_not_lead_from_its_neighbours(network: Network) -> None:
    make_claim(network, indicators=[(IndicatorKind.DOMAIN, "a.nop-phat.example")])

    assert find_claims("https://b.nop-phat.example").matches == ()
    assert find_claims("https://xnop-phat.example").matches == ()


def test_a_number_needs_two_people_and_ends_after_90_days(network: Network) -> None:
    claim = make_claim(network)
    indicator = make_indicator(claim, IndicatorKind.ACCOUNT, "0000111122223333")
    asked = "chuyển vào stk 0000 1111 2222 3333 nhé"
    link_report(make_report(network), claim)
    assert find_claims(asked).matches == ()

    link_report(make_report(network, origin="machine"), claim)
    assert find_claims(asked).matches == ()

    link_report(make_report(network), claim)
    match = find_claims(asked).matches[0]
    assert (match.claim, match.method) == (claim, LinkMethod.ACCOUNT)
    assert find_claims("stk 0000 1111 2222 333").matches == ()

    later = timezone.now() + timedelta(days=91)
    assert find_claims(asked, now=later).matches == ()
    indicator.added_at = later
    indicator.save()
    assert find_claims(asked, now=later).matches


def test_the_text_of_a_report_is_never_shown(network: Network) -> None:
    claim = make_claim(network)
    report = make_report(network, text=SCAM)
    link_report(report, claim, method=LinkMethod.NEW.value, score=1.0)

    match = find_claims(SCAM).matches[0]

    assert match.claim == claim
    assert (match.wording, match.wording_spans) == ("", ())
    assert match.spans


def test_a_loosely_linked_report_only_suggests(network: Network) -> None:
    link_report(make_report(network, text=SCAM), make_claim(network), score=0.6)

    assert find_claims(SCAM).matches[0].decision is Decision.SUGGEST


def test_a_general_question_about_another_link_is_another_question(network: Network) -> None:
    question = "Trang này có phải lừa đảo không mọi người ơi "
    report = make_report(network, text=question + "https://xau.example")
    link_report(report, make_claim(network), method=LinkMethod.NEW.value, score=1.0)

    for asked, link in ((question + "https://tot.example", ""), (question, "https://tot.example")):
        for match in find_claims(asked, link=link).matches:
            assert match.decision is Decision.SUGGEST
            assert not match.joins


def test_an_official_link_may_be_the_genuine_message(network: Network) -> None:
    make_claim(network, wordings=[SCAM])

    findings = find_claims(SCAM.replace("saomai-xacthuc.example", "saomaibank.example/xac-thuc"))

    assert findings.matches[0].decision is Decision.SUGGEST
    assert "doubt.official_link" in codes(findings)


def test_two_equal_claims_are_a_question(network: Network) -> None:
    make_claim(network, wordings=[SCAM])
    make_claim(network, wordings=[SCAM])

    findings = find_claims(SCAM)

    assert [match.decision for match in findings.matches] == [Decision.SUGGEST] * 2
    assert "doubt.ambiguous" in codes(findings)


def test_the_words_decide_between_claims_with_the_same_link(network: Network) -> None:
    link = [(IndicatorKind.DOMAIN, "saomai-xacthuc.example")]
    right = make_claim(network, wordings=[SCAM], indicators=link)
    make_claim(network, wordings=[RUMOUR], indicators=link)

    findings = find_claims(SCAM.replace("24 giờ", "48 giờ"))

    assert findings.matches[0].claim == right
    assert findings.matches[0].decision is Decision.ANSWER


def test_indicators_of_the_asked_text_are_named_and_explained(network: Network) -> None:
    findings = find_claims("Vào http://saomaibannk.example/otp, gọi 0912 345 021")

    link, phone = findings.indicators
    assert (link.kind, link.value) == ("link", "saomaibannk.example/otp")
    assert [signal.code for signal in link.signals] == ["link.look_alike"]
    assert (phone.kind, phone.value, phone.shown) == ("phone", "+84912345021", "0912 345 021")
    assert link.to_json()["signals"] == [str(link.signals[0])]


BAD = [
    "",
    " ",
    "\x00\x01",
    "\ud800 lẻ loi",
    "\u202egnol\u202c",
    "một",
    "🙂" * 5_000,
    "https://a.example",
    "https://a.example/" * 10_000,
    " ".join(f"https://a{number}.example/x" for number in range(10_000)),
    "a" * 1_000_000,
    "từ " * 350_000,
    "lạ lạ " * 100_000,
    "a.a." * 50_000,
    "1.1." * 50_000,
    "0 " * 100_000,
    "stk " * 50_000,
    "(" * 100_000,
    "so tai  " * 50_000,
    "-." * 100_000,
    "@" * 100_000,
    "%" * 100_000 + "_",
    '"; DROP TABLE matching_claim; -- " OR "a" NEAR(b)',
    "<script>alert(1)</script>",
    "TWFuIGlzIGRpc3Rpbmd1aXNoZWQ" * 4_000,
    "на́йти счет " * 2_000,
    "ti\u200bền t\u200dhưởng",
    "a\u0301\u0323" * 50_000,
]


@pytest.mark.parametrize("text", BAD, ids=range(len(BAD)))
def test_bad_input_gives_a_sane_answer(network: Network, text: str) -> None:
    make_claim(network, wordings=[SCAM, RUMOUR])

    findings = find_claims(text)

    assert not [match for match in findings.matches if match.decision is Decision.ANSWER]
    assert len(findings.reading.words) <= 5_000
    assert len(findings.indicators) <= 80


_PIECES = st.lists(
    st.one_of(
        st.sampled_from([*SCAM.split(), *RUMOUR.split(), "ko", "stk 123456789", "a.example/x"]),
        st.text(max_size=12),
    ),
    max_size=60,
)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60
)
@given(pieces=_PIECES)
def test_look_up_never_raises_and_marks_real_places(network: Network, pieces: list[str]) -> None:
    if not search_claims("mẫu").exists():
        make_claim(network, wordings=[SCAM, RUMOUR], title="Mẫu")
    text = " ".join(pieces)

    cleaned = clean(text)
    for match in find_claims(text).matches:
        assert 0 < match.score <= 1
        for spans, within in ((match.spans, cleaned), (match.wording_spans, match.wording)):
            for start, end in spans:
                assert 0 <= start < end <= len(within)
                assert within[start:end].strip()
            for one, other in itertools.pairwise(spans):
                assert one[1] <= other[0]


def test_the_number_of_queries_does_not_grow(
    network: Network, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for rows in (2, 3):
        for _ in range(rows):
            claim = make_claim(
                network,
                wordings=[SCAM],
                indicators=[(IndicatorKind.DOMAIN, "saomai-xacthuc.example")],
            )
            link_report(make_report(network, text=SCAM), claim)
        # What the index reads by number goes to the driver itself, which Django does not count.
        with django_assert_num_queries(12):
            assert find_claims(SCAM).matches


def test_search_looks_at_titles_only(network: Network) -> None:
    planted = "Nguyễn Văn Planted"
    claim = make_claim(network, title="Tin nhắn khóa tài khoản", wordings=[f"{planted} {SCAM}"])
    report = make_report(network, text=f"{planted} gửi", reason=planted)
    link_report(report, claim, explanation={})

    assert list(search_claims("KHOA TAI khoan")) == [claim]
    assert list(search_claims("khoán tài")) == [claim]
    assert list(search_claims(claim.reference)) == [claim]
    assert not search_claims(planted).exists()
    assert not search_claims("Planted").exists()
    for nothing in ("", "%", "_", "\x00", "🙂"):
        assert not search_claims(nothing).exists()


def test_added_wordings_are_found_and_removed_ones_are_not(network: Network) -> None:
    claim = make_claim(network)
    assert not find_claims(SCAM).matches

    wording = make_wording(claim, SCAM)
    assert find_claims(SCAM).matches[0].claim == claim

    wording.delete()
    assert not find_claims(SCAM).matches
