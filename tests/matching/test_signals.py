from __future__ import annotations

import pytest

from sangto.matching.domain.links import canonical_link
from sangto.matching.domain.signals import Protected, link_signals

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
        ("https://saomaibank.top", ["link.look_alike"]),
        ("https://saomaibаnk.example", ["link.punycode", "link.look_alike"]),
        ("https://dichvucong.gov.vn.xyz.top", ["link.brand_in_front", "link.name_behind"]),
        ("https://thue-mau.gov.vn.xyz.top/nop", ["link.name_behind"]),
        ("https://m.cho.example", []),
        ("https://vn.cho.example", []),
        ("https://toi.blog.cho.example", []),
        ("https://saomaibank.example.xac-thuc.top", ["link.brand_in_front"]),
        ("https://saomaibank-xacthuc.example", ["link.brand_inside"]),
        ("https://a@la.example:8443", ["link.account", "link.port"]),
        ("https://bit.ly/abc", ["link.shortened"]),
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
