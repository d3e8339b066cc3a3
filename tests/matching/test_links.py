from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sangto.matching.domain.links import (
    LINK_LENGTH,
    MOST_LINKS,
    canonical_host,
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
        ("https://www2.nop-phat.example:00443", "nop-phat.example"),
        ("https://mobile.nop-phat.example/x", "nop-phat.example/x"),
        ("HTTPS:\\\\nop-phat.example\\x", "nop-phat.example/x"),
        ("http:////nop-phat.example/x", "nop-phat.example/x"),
        ("hxxps[:]//nop-phat(dot)example/x", "nop-phat.example/x"),
        ("nop-phat．example/x", "nop-phat.example/x"),
        ("ｎｏｐ-phat.example", "nop-phat.example"),
        ("http://nop%2Dphat.example/x", "nop-phat.example/x"),
        ("nop-phat.example/x(.)y", "nop-phat.example/x(.)y"),
        ("nop-phat.example/a%2fb", "nop-phat.example/a/b"),
        ("nop-phat.example/x;jsessionid=7F?a=1&amp;b=2&PHPSESSID=3", "nop-phat.example/x?a=1&b=2"),
        ("https://bit.ly/AbC?x=1&utm_source=2", "bit.ly/AbC?x=1"),
        ("https://m.com.vn/x", "m.com.vn/x"),
        ("https://m.blogspot.com/x", "m.blogspot.com/x"),
        ("http://3232235786/login", "192.168.1.10/login"),
        ("http://0xC0.0250.1.10/login", "192.168.1.10/login"),
        ("http://0x7f.1", "127.0.0.1"),
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
        "nop-phat.example:99999",
        "http://256.256.256.256.256",
        "http://4294967296",
        "http://[fe80::1%25eth0]/",
        "3232235786",
        "nop%2Fphat.example@",
    ],
)
def test_what_is_no_link_gives_none(written: str) -> None:
    assert canonical_link(written) is None


def test_a_very_long_address_is_cut_to_its_host() -> None:
    link = canonical_link("https://dai.example/" + "a" * 10_000)

    assert link is not None
    assert link.address == "dai.example"


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fnop-phat.example%2Fx&h=AT0", "/x"),
        ("https://www.google.com/url?sa=t&q=http://nop-phat.example/y", "/y"),
        ("eu1.safelinks.protection.outlook.com/?url=https%3A%2F%2Fnop-phat.example&data=5", ""),
        (
            "google.com/url?q=https%3A%2F%2Flm.facebook.com/l.php%3Fu=https://nop-phat.example/z",
            "/z",
        ),
    ],
)
def test_a_page_that_only_leads_on_gives_where_it_leads(written: str, canonical: str) -> None:
    link = canonical_link(written)

    assert link is not None
    assert (link.address, link.domain) == (f"nop-phat.example{canonical}", "nop-phat.example")


@pytest.mark.parametrize(
    "written",
    [
        "google.com/url?q=nop-phat.example",
        "google.com/url?q=https://",
        "google.com/search?q=https://nop-phat.example",
        "nop-phat.example/url?q=https://a.example",
        "google.com/url?q=" + "https://google.com/url?q=" * 20 + "https://nop-phat.example",
    ],
)
def test_what_leads_nowhere_or_without_end_stays(written: str) -> None:
    link = canonical_link(written)

    assert link is not None
    assert link.host == written.partition("/")[0]


@given(
    st.lists(
        st.sampled_from(
            [
                *["http://", "google.com/url?q=", "l.facebook.com/l.php?u=", "a.example", "/", "?"],
                *[
                    "&amp;",
                    "amp;",
                    "&",
                    "=",
                    "%2525",
                    "%",
                    "[.]",
                    "(dot)",
                    "%2E%2E",
                    "\\",
                    ";",
                    "@",
                ],
                *["jsessionid=", ":080", "www.", "m.", "0x7f.1", "[::1]", "é", "．", "+", "#", "u"],
            ]
        ),
        max_size=14,
    ).map("".join)
)
@settings(max_examples=100)
def test_canonical_form_is_stable_on_hostile_links(text: str) -> None:
    for link in [canonical_link(text), *(placed.link for placed in find_links(text))]:
        if link is not None:
            assert link.address.isascii()
            again = canonical_link(link.address)
            assert again is not None
            assert (again.address, again.host) == (link.address, link.host)


@given(
    st.sampled_from(["www", "m", "mobile", "wap", "www3"]), st.sampled_from(["a.vn", "b.com.vn"])
)
def test_the_site_for_telephones_is_the_same_site(name: str, host: str) -> None:
    assert canonical_host(f"{name}.{host}") == host


@pytest.mark.parametrize(
    "piece",
    [
        *[".", "a.", "a[.]", "a(dot)", "http://", "http://a.vn/%", "a.vn/)", "a.vn/((((", "www."],
        *["https://google.com/url?q=", "a.vn ", "1.1.1.1:1 ", "[", "a-", "http://a{.}", "。"],
    ],
)
def test_a_long_text_of_one_piece_is_read_to_its_end(piece: str) -> None:
    """Twenty thousand characters; a pattern that tried all ways to read them would not return."""
    text = (piece * 20_000)[:20_000]
    assert len(find_links(text)) <= MOST_LINKS


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
        (
            "xem https://a.example/x_(y) và (https://b.example/z)",
            ["a.example/x_(y)", "b.example/z"],
        ),
        (
            "vào a[.]example hoặc b(dot)example; c．example！",
            ["a.example", "b.example", "c.example"],
        ),
        ("hxxp[:]//a[.]example/x。", ["a.example/x"]),
        ("http://3232235786/login", ["192.168.1.10/login"]),
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
