from __future__ import annotations

import pytest

from sangto.kernel.text import folded
from sangto.matching.domain.lists import abbreviations, host_use, is_tracking
from sangto.matching.domain.reading import read_text


def test_abbreviations_are_folded_and_stop_after_one_step() -> None:
    short = abbreviations()

    for word, words in short.items():
        assert folded(word) == word
        assert " " not in word
        assert folded(" ".join(words)) == " ".join(words)
        assert not set(words) & short.keys()


def test_teencode_reads_like_the_full_words() -> None:
    short = read_text("mn ơi, stk này ko dc ck, nt cho nh đi")
    full = read_text(
        "mọi người ơi, số tài khoản này không được chuyển khoản, nhắn tin cho ngân hàng đi"
    )

    assert short.keys == full.keys
    first, second = short.words[0], short.words[1]
    assert (first.key, second.key) == ("moi", "nguoi")
    assert (first.start, first.end) == (second.start, second.end) == (0, 2)


@pytest.mark.parametrize(
    ("host", "use"),
    [
        ("m.facebook.com", "post"),
        ("bit.ly", "short"),
        ("lua.blogspot.com", "shared"),
        ("tinhmau.gov.vn", ""),
        ("gov.vn", "shared"),
        ("xfacebook.com", ""),
        ("nop-phat.example", ""),
    ],
)
def test_whose_a_host_is(host: str, use: str) -> None:
    assert host_use(host) == use


def test_tracking_parameters() -> None:
    assert is_tracking("utm_Campaign")
    assert is_tracking("FBCLID")
    assert not is_tracking("id")
