from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangto.matching.domain.links import (
    LINK_LENGTH,
    canonical_link,
    find_links,
    is_post_place,
    registrable_domain,
)


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("https://Nop-Phat.example/", "nop-phat.example"),
        ("http://www.nop-phat.example:80/a/./b/../c/", "nop-phat.example/a/c"),
        ("hxxps://m.nop-phat[.]example/x#top", "nop-phat.example/x"),
        ("nop-phat.example./?utm_source=zalo&fbclid=1", "nop-phat.example"),
        ("nop-phat.example?b=2&a=1&zarsrc=30", "nop-phat.example?a=1&b=2"),
        ("nop-phat.example/%7Ea/%E1%BA%A1", "nop-phat.example/~a/%E1%BA%A1"),
        ("nop-phat.example/ạ", "nop-phat.example/%E1%BA%A1"),
        ("https://ngân-hàng.example/x", "xn--ngn-hng-dwao.example/x"),
        ("https://user:pw@nop-phat.example:8443/x", "nop-phat.example:8443/x"),
        ("http://192.168.1.10/login", "192.168.1.10/login"),
        ("http://[2001:DB8::1]:8080/x", "[2001:db8::1]:8080/x"),
    ],
)
def test_one_form_for_all_ways_to_write_a_link(written: str, canonical: str) -> None:
    link = canonical_link(written)

    assert link is not None
    assert link.address == canonical


@pytest.mark.parametrize(
    "written",
    [
        "",
        " ",
        "not a link",
        "http://",
        "http://..",
        "a b.example",
        "-a-.example",
        "x" * 300 + ".vn",
    ],
)
def test_what_is_no_link_gives_none(written: str) -> None:
    assert canonical_link(written) is None


def test_a_very_long_address_is_cut_to_its_host() -> None:
    link = canonical_link("https://dai.example/" + "a" * 10_000)

    assert link is not None
    assert link.address == "dai.example"


@given(st.text(max_size=200))
def test_canonical_form_never_raises_and_is_stable(text: str) -> None:
    link = canonical_link(text)
    if link is not None:
        assert len(link.address) <= LINK_LENGTH
        assert link.address.isascii()
        again = canonical_link(link.address)
        assert again is not None
        assert again.address == link.address


_HOSTS = st.sampled_from(["nop-phat.example", "WWW.Ngân-Hàng.vn", "m.a.com.vn", "1.2.3.4"])
_TAILS = st.text(alphabet="ab/.%2Fé?=&#+;~ 7e_utm", max_size=40)


@given(_HOSTS, _TAILS)
def test_canonical_form_is_stable_on_real_looking_links(host: str, tail: str) -> None:
    link = canonical_link(f"https://{host}/{tail}")

    assert link is not None
    again = canonical_link(link.address)
    assert again is not None
    assert again.address == link.address


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("a.b.example", "b.example"),
        ("dichvucong.gov.vn.xyz.top", "xyz.top"),
        ("a.b.com.vn", "b.com.vn"),
        ("congan.tinhmau.gov.vn", "tinhmau.gov.vn"),
        ("localhost", "localhost"),
    ],
)
def test_registrable_domain_without_the_network(host: str, domain: str) -> None:
    assert registrable_domain(host) == domain


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("Vào nop-phat.example/tra-cuu, nộp ngay.", ["nop-phat.example/tra-cuu"]),
        ("(https://a.example/x)", ["a.example/x"]),
        ("tại:https://a.example", ["a.example"]),
        ("Chiều nay.Vui lòng gọi lại", []),
        ("phạt 4.000.000đ trong 24h, tệp don.doc", []),
        ("gửi ban@saomai.example nhé", []),
        ("vào 10.0.0.5:8080/dang-nhap nhé", ["10.0.0.5:8080/dang-nhap"]),
        ("phiên bản 10.0.0.5 mới", []),
    ],
)
def test_links_in_a_text(text: str, addresses: list[str]) -> None:
    assert [placed.link.address for placed in find_links(text)] == addresses


def test_places_of_links_are_their_words() -> None:
    text = "Vào nop-phat.example/x, rồi https://b.example!"
    assert [text[placed.start : placed.end] for placed in find_links(text)] == [
        "nop-phat.example/x",
        "https://b.example",
    ]


@pytest.mark.parametrize(
    "host", ["facebook.com/a/posts/1", "m.facebook.com/x", "t.me/nhom", "zalo.me/09"]
)
def test_places_of_people_are_known(host: str) -> None:
    link = canonical_link(host)
    assert link is not None
    assert is_post_place(link)
