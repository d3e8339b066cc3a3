from __future__ import annotations

import pytest

from sangto.matching.domain.links import canonical_link
from sangto.matching.domain.signals import Protected, imitated, is_official, link_signals

PROTECTED = (
    Protected("dichvucong.gov.vn", "Cổng dịch vụ công"),
    Protected("saomaibank.example", "Ngân hàng Sao Mai"),
    Protected("congan.tinhmau.example", "Công an tỉnh Mẫu"),
)
REAL = """
google.com vnexpress.net tuoitre.vn thanhnien.vn chinhphu.vn mps.gov.vn moh.gov.vn vtv.vn
vietnamnet.vn shopee.vn tiki.vn zalo.me vietcombank.com.vn bidv.com.vn techcombank.com
wikipedia.org github.com python.org bbc.com dantri.com.vn nhandan.vn laodong.vn evn.com.vn
"""


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("http://10.1.2.3/x", ["link.ip"]),
        ("https://saomaibannk.example", ["link.look_alike"]),
        ("https://saomalbank.example/otp", ["link.look_alike"]),
        ("https://saomaibank.top", ["link.other_ending"]),
        ("https://saomaibаnk.example", ["link.punycode", "link.look_alike"]),
        ("https://dichvucong.gov.vn.xyz.top", ["link.brand_in_front", "link.name_behind"]),
        ("https://thue-mau.gov.vn.xyz.top/nop", ["link.name_behind"]),
        ("https://m.cho.example", []),
        ("https://vn.cho.example", []),
        ("https://toi.blog.cho.example", []),
        ("https://saomaibank.example.xac-thuc.top", ["link.brand_in_front"]),
        ("https://saomaibank-xacthuc.example", ["link.brand_inside"]),
        ("https://a@la.example:8443", ["link.account", "link.port"]),
        ("https://saomaibank.example@la.example", ["link.account"]),
        ("https://bit.ly/abc", ["link.shortened"]),
        ("http://[2001:db8::1]/x", ["link.ip"]),
        ("http://0x7f.0.0.1/x", ["link.ip"]),
        ("http://10.1.2.3:8080", ["link.ip", "link.port"]),
        ("https://dichvucong.com", ["link.other_ending"]),
        ("https://dichvucong.com.vn", ["link.other_ending"]),
        ("https://saomaibank-example.top", ["link.brand_in_front"]),
        ("https://xn--saomaibnk-6yh.top", ["link.punycode", "link.look_alike"]),
        ("https://dichvucong-gov.vn", ["link.brand_in_front", "link.name_behind"]),
        ("https://thue-mau-gov-vn.top", ["link.name_behind"]),
        ("https://thuemaugovvn.top", ["link.name_behind"]),
        ("https://a.b.c.cho.example", []),
        ("https://a.b.c.d.cho.example", ["link.many_parts"]),
        (f"https://{'cho-' * 13}mau.example", ["link.long_name"]),
        (f"https://{'cho-' * 12}mau.example", []),
        ("https://dichvucong.tinhmau.gov.vn", []),
        ("https://dichvucongs.tinhmau.edu.vn", []),
        ("https://saomaibank.example/login", []),
        ("https://otp.saomaibank.example", []),
        ("https://bao-mau.example", []),
        ("https://cho.example", []),
    ],
)
def test_what_an_address_gives_away(written: str, codes: list[str]) -> None:
    link = canonical_link(written)

    assert link is not None
    assert [signal.code for signal in link_signals(link, PROTECTED)] == codes


def test_the_registered_name_is_said() -> None:
    link = canonical_link("https://thue-mau.gov.vn.xyz.top/nop")

    assert link is not None
    assert [signal.params for signal in link_signals(link, PROTECTED)] == [{"domain": "xyz.top"}]


@pytest.mark.parametrize("real", REAL.split())
def test_no_alarm_on_real_domains(real: str) -> None:
    link = canonical_link(real)

    assert link is not None
    assert link_signals(link, PROTECTED) == []


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        (
            "https://saomaibank.top",
            "saomaibank.top is spelled like saomaibank.example (Ngân hàng Sao Mai), but its ending "
            "is another one, so it is another site.",
        ),
        (
            "https://a.b.c.d.cho.example",
            "As many as 4 parts stand in front of the name that counts: cho.example.",
        ),
        (
            f"https://{'cho-' * 12}cho.ngô.example",
            "The name is so long (70 characters) that its end is easily overlooked: ngô.example.",
        ),
    ],
)
def test_the_sentence_is_for_a_citizen(written: str, sentence: str) -> None:
    link = canonical_link(written)

    assert link is not None
    assert link_signals(link, PROTECTED)[-1] == sentence


@pytest.mark.parametrize(
    ("written", "domain"),
    [
        ("congan.tinhmau.example.dichvucong.top", "congan.tinhmau.example"),
        ("saomaibannk.top", "saomaibank.example"),
        ("saomaibank.example", None),
        ("10.1.2.3", None),
        ("cho.example", None),
    ],
)
def test_who_is_imitated(written: str, domain: str | None) -> None:
    link = canonical_link(written)

    assert link is not None
    one = imitated(link, PROTECTED)
    assert (one.domain if one else None) == domain


def test_the_most_exact_official_domain_is_named() -> None:
    known = (Protected("tinhmau.example", "Tỉnh Mẫu"), *PROTECTED)
    link = canonical_link("tracuu.congan.tinhmau.example")

    assert link is not None
    assert is_official(link, known) == Protected("congan.tinhmau.example", "Công an tỉnh Mẫu")
    assert is_official(link, PROTECTED[:2]) is None
