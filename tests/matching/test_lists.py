from __future__ import annotations

import re

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


#: A syllable of Vietnamese without its marks: beginning, vowels, end; and what is never written.
_SYLLABLE = re.compile(
    "(?:ngh?|nh|ch|th|tr|ph|kh|gh|gi|qu|[bcdghklmnprstvx])?"
    "(?:[aeiouy]|ai|ao|au|ay|eo|eu|ia|ie|ieu|iu|oa|oai|oao|oay|oe|oeo|oi|oo|ua|uay|ue|ui|uo|uoi"
    "|uou|uu|uy|uya|uye|uyu|ye|yeu)(?:c|ch|m|n|ng|nh|p|t)?"
)
_NEVER = re.compile("k[^ehiy]|c[iey]|q(?!u)|n?gh[^ie]")


def is_syllable(word: str) -> bool:
    return bool(_SYLLABLE.fullmatch(word)) and not _NEVER.match(word)


@pytest.mark.parametrize("word", ["hong", "hem", "bit", "ac", "nghieng", "quy", "nguoi", "khong"])
def test_syllables_are_known(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["ko", "dc", "khog", "bjo", "tkhoan", "ctrinh", "wa"])
def test_abbreviations_are_no_syllables(word: str) -> None:
    assert not is_syllable(word)


def test_no_word_of_the_language_is_taken_for_an_abbreviation() -> None:
    assert [short for short in abbreviations() if is_syllable(short)] == []


def test_single_letters_are_no_units_titles_or_names() -> None:
    """m, g, h, l, t and d are units (mét, gam, giờ, lít, tấn, đồng), a, b, c, e and m address
    people (anh, bạn, chị, em, mình), p is phút and phường, and any of them is a name cut short.
    Of the rest, k as a thousand is read where it follows its figure."""
    assert {short for short in abbreviations() if len(short) == 1} == {"j", "k", "r", "z"}
    assert read_text("5 m, 3 h, 2 l, 4 g, 1 t, chị B, ông P, 500k").key == (
        "5 m 3 h 2 l 4 g 1 t chi b ong p 500k"
    )


@pytest.mark.parametrize(
    ("short", "meanings"),
    [
        ("nv", "nhân viên, nhiệm vụ"),
        ("mk", "mình, mật khẩu"),
        ("bn", "bạn, bao nhiêu, bệnh nhân"),
        ("kb", "kết bạn, không biết, kilobyte"),
        ("cmt", "chứng minh thư, comment"),
        ("thg", "tháng, thằng"),
        ("ad", "admin, áp dụng, quảng cáo (tiếng Anh)"),
        ("hs", "hồ sơ, học sinh"),
        ("bh", "bây giờ, bảo hiểm, bảo hành"),
        ("ph", "phải, phụ huynh"),
        ("tt", "thông tin, thanh toán, thủ tục, trung tâm"),
        ("ls", "luật sư, lịch sử, lãi suất"),
        ("ht", "hệ thống, hỗ trợ, hoàn thành"),
        ("vp", "vi phạm, văn phòng"),
        ("sao", "sao"),
    ],
)
def test_what_stands_for_several_things_is_left_as_it_is(short: str, meanings: str) -> None:
    assert short not in abbreviations(), meanings


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("hqua nt ko trl", "hôm qua nhắn tin không trả lời"),
        ("bjo ktra tkhoan", "bây giờ kiểm tra tài khoản"),
        ("qk vlong lhe cskh", "quý khách vui lòng liên hệ chăm sóc khách hàng"),
        ("cta dky dvc, ttoan bhxh", "chúng ta đăng ký dịch vụ công, thanh toán bảo hiểm xã hội"),
        ("đki bhyt r ib zl", "đăng ký bảo hiểm y tế rồi inbox Zalo"),
        ("ngta dag ckhoan xog", "người ta đang chuyển khoản xong"),
    ],
)
def test_short_and_full_spelling_have_one_key(short: str, full: str) -> None:
    assert read_text(short).keys == read_text(full).keys


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
