from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangto.kernel.categories import Category
from sangto.matching.domain.comparison import SHORTEST_BLOCK, compare
from sangto.matching.domain.decision import Judgement, judge
from sangto.matching.domain.doubts import figures
from sangto.matching.domain.kinds import Decision
from sangto.matching.domain.reading import read_text
from tests.factories.matching import RUMOUR, SCAM


def judged(asked: str, known: str, category: str = Category.FRAUD) -> Judgement:
    reading, words = read_text(asked), read_text(known).words
    return judge(reading, words, compare(reading.keys, [word.key for word in words]), category)


def doubts(judgement: Judgement) -> list[str]:
    return [reason.code for reason in judgement.doubts]


@pytest.mark.parametrize(
    "asked",
    [
        SCAM,
        SCAM.lower(),
        "Ngan hang Sao Mai: tai khoan cua ban bi khoa do dang nhap la. Vui long xac thuc trong 24 "
        "gio tai https://saomai-bao-mat.example de tranh mat tien",
        "nh Sao Mai: tk của bạn bị khóa do đăng nhập lạ. vui lòng xác thực trong 24 giờ tại "
        "saomai-xt.example để tránh mất tiền!!!",
        f"Mọi người ơi em mới nhận tin này: {SCAM} Có phải lừa đảo không ạ",
        "tài khoản của bạn bị khóa do đăng nhập lạ. Vui lòng xác thực trong 24 giờ",
    ],
)
def test_near_copies_of_a_scam_are_answered(asked: str) -> None:
    assert judged(asked, SCAM).decision is Decision.ANSWER


@pytest.mark.parametrize(
    ("asked", "known", "category", "doubt"),
    [
        (SCAM.replace("bị khóa", "không bị khóa"), SCAM, "fraud", "doubt.negation"),
        ("Không " + SCAM, SCAM, "fraud", "doubt.negation"),
        (f"Cảnh báo lừa đảo, tin giả: {SCAM}", SCAM, "fraud", "doubt.warning"),
        (RUMOUR.replace("2 triệu", "200 nghìn"), RUMOUR, "factual_claim", "doubt.figures"),
        (RUMOUR.replace("ngày 5", "ngày 15"), RUMOUR, "factual_claim", "doubt.figures"),
        (RUMOUR.replace("Hồ Sen", "Núi Vôi"), RUMOUR, "factual_claim", "doubt.words"),
        (RUMOUR.replace("cấm", "không cấm"), RUMOUR, "factual_claim", "doubt.negation"),
        (RUMOUR.replace("2 triệu", "200 nghìn"), RUMOUR, "", "doubt.figures"),
    ],
)
def test_what_may_change_the_meaning_asks_a_person(
    asked: str, known: str, category: str, doubt: str
) -> None:
    judgement = judged(asked, known, category)

    assert judgement.decision is Decision.SUGGEST
    assert doubt in doubts(judgement)
    assert not judgement.joins


def test_another_amount_in_a_scam_is_the_same_scam() -> None:
    assert judged(SCAM.replace("24", "48"), SCAM).decision is Decision.ANSWER


def test_the_same_amount_written_otherwise_is_no_doubt() -> None:
    asked = RUMOUR.replace("2 triệu đồng", "2tr đồng")

    assert judged(asked, RUMOUR, "factual_claim").decision is Decision.ANSWER


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "khóa",
        "tài khoản",
        "bị khóa do đăng nhập",
        "🙂🙂🙂",
        "Hôm nay trời đẹp quá mọi người ơi",
    ],
)
def test_too_little_is_never_answered(asked: str) -> None:
    assert judged(asked, SCAM).decision is not Decision.ANSWER


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("2 trieu", {"2000000"}),
        ("2tr", {"2000000"}),
        ("2 000 000d", {"2000000"}),
        ("500k", {"500000"}),
        ("500 nghin", {"500000"}),
        ("ngay 5 thang 11", {"5", "11"}),
        ("khong co so", set()),
        ("7 45 trieu", {"7", "45000000"}),
    ],
)
def test_figures_by_their_value(words: str, found: set[str]) -> None:
    assert figures(words.split()) == found


_WORDS = st.lists(st.sampled_from(["a", "b", "c", "d", "e", "khong", "5", "trieu"]), max_size=40)


@given(_WORDS, _WORDS)
def test_shared_passages_are_shared(asked: list[str], known: list[str]) -> None:
    comparison = compare(asked, known)

    for start, other, length in comparison.blocks:
        assert length >= SHORTEST_BLOCK
        assert asked[start : start + length] == known[other : other + length]
    assert 0 <= comparison.similarity <= 1
    assert 0 <= comparison.asked_share <= 1
    assert 0 <= comparison.known_share <= 1
    assert comparison.shared_words == sum(length for _, _, length in comparison.blocks)


@given(_WORDS)
def test_a_text_is_all_of_itself(words: list[str]) -> None:
    comparison = compare(words, words)

    assert comparison.similarity == (1.0 if words else 0.0)
    assert comparison.changes == ()


@given(st.text(max_size=300))
def test_words_stand_in_the_cleaned_text(text: str) -> None:
    reading = read_text(text)

    last = 0
    for word in reading.words:
        assert last <= word.start < word.end <= len(reading.cleaned)
        assert word.key
        last = word.start
    assert read_text(reading.cleaned).keys == reading.keys
