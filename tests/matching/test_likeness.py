"""How often look-alikes are found among invented attacks, how often real sites are called one, and
what a look-up costs."""

from __future__ import annotations

from itertools import islice, product
from pathlib import Path
from unittest.mock import Mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sangto.matching.domain import likeness
from sangto.matching.domain.likeness import ProtectedIndex, Way
from sangto.matching.domain.links import canonical_link
from sangto.matching.domain.lures import places
from sangto.matching.domain.signals import (
    Protected,
    imitated,
    is_official,
    link_signals,
    shown_host,
)

DOMAINS = Path(__file__).parents[1] / "data" / "domains"
#: A short address gives no look-alike away.
HARMLESS = {"link.shortened"}


def lines(name: str) -> list[str]:
    text = (DOMAINS / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and line[0] != "#"]


def pairs(name: str) -> list[tuple[str, str]]:
    return [(first, rest) for first, _, rest in (line.partition(" ") for line in lines(name))]


PROTECTED = tuple(Protected(domain, owner) for domain, owner in pairs("protected.txt"))


def signs(host: str) -> list[str]:
    link = canonical_link(host)
    assert link is not None, host
    return [str(one) for one in link_signals(link, PROTECTED) if one.code not in HARMLESS]


def copied(host: str) -> str | None:
    link = canonical_link(host)
    assert link is not None, host
    one = imitated(link, PROTECTED)
    return one.domain if one is not None else None


def test_the_lists_are_what_they_say() -> None:
    known, attacks = lines("known.txt"), pairs("lookalikes.txt")
    links = [link for link in map(canonical_link, known) if link is not None]

    assert len(known) >= 500
    assert len(links) == len({link.host for link in links}) == len(known)
    assert [link.host for link in links if is_official(link, PROTECTED)] == []
    assert len({host for host, _ in attacks}) == len(attacks) >= 150
    assert {host.rsplit(".", 1)[1] for host, _ in attacks} <= {"example", "top", "xyz", "info"}
    assert {domain for _, domain in attacks} <= {one.domain for one in PROTECTED}


def test_well_known_sites_are_hardly_ever_called_a_look_alike() -> None:
    known = lines("known.txt")
    alarms = {host: found for host in known if (found := signs(host))}

    assert len(alarms) <= 0.005 * len(known), alarms


def test_look_alikes_are_found_with_the_domain_they_imitate() -> None:
    attacks = pairs("lookalikes.txt")
    missed = {host: (domain, copied(host)) for host, domain in attacks if copied(host) != domain}

    assert len(missed) <= 0.05 * len(attacks), missed


def test_protected_sites_are_never_called_a_look_alike() -> None:
    assert {one.domain: signs(f"dang-nhap.{one.domain}") for one in PROTECTED} == {
        one.domain: [] for one in PROTECTED
    }


@pytest.mark.parametrize(
    ("host", "way"),
    [
        ("vietcombank.com.vn.top", Way.WHOLE),
        ("www.dichvucong-gov.vn", Way.WHOLE),
        ("vietcombannk.top", Way.SPELLING),
        ("vietcombank.top", Way.ENDING),
        ("dichvucong.vn", Way.ENDING),
        ("vietcombank.vn", None),
        ("hotrovietcombank.vn", Way.INSIDE),
        ("vietcombankphim.vn", None),
        ("vietcombankphim.top", Way.INSIDE),
        ("vietcombank-phim.vn", Way.INSIDE),
        ("vpbnk.top", Way.SPELLING),
        ("vpbnk.vn", None),
        ("vdbank.top", None),
        ("bidv.top", None),
        ("bidv-vn.top", Way.INSIDE),
        ("momo-vn.top", Way.WHOLE),
        ("bidvonline.top", Way.INSIDE),
        ("bidvphim.top", None),
        ("acbvn.top", None),
        ("acbhotro.top", Way.INSIDE),
        ("acb.phim.top", None),
        ("acb.hotro.top", Way.INSIDE),
        ("danang.top", None),
        ("baodanang.top", None),
        ("danang-online.top", None),
        ("congandanang.top", Way.INSIDE),
        ("danang.congan.top", Way.INSIDE),
        ("vietcombannk.gov.vn", None),
        ("vietcombannk.edu.vn", None),
    ],
)
def test_ways_to_resemble(host: str, way: Way | None) -> None:
    link = canonical_link(host)
    assert link is not None
    one = ProtectedIndex(tuple(one for one in PROTECTED if one.name != "seabank")).likeness(link)

    assert (one.way if one else None) == way


LONG_NAMES = sorted({one.name for one in PROTECTED if len(one.name) >= 8} - places())
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


@st.composite
def misspelled(draw: st.DrawFn) -> str:
    """A long protected name with one letter more, less or other, or two neighbours swapped."""
    name = draw(st.sampled_from(LONG_NAMES))
    at = draw(st.integers(0, len(name) - 2))
    letter = draw(st.sampled_from(LETTERS))
    before, here, after = name[:at], name[at], name[at + 1 :]
    return draw(
        st.sampled_from(
            (
                before + letter + here + after,
                before + letter + after,
                before + after,
                before + after[0] + here + after[1:],
            )
        )
    )


@settings(max_examples=100)
@given(misspelled(), st.sampled_from(("", "dangnhap.", "a.b.")), st.sampled_from(("top", "com.vn")))
def test_one_edit_of_a_long_name_is_found(name: str, front: str, ending: str) -> None:
    link = canonical_link(f"{front}{name}.{ending}")
    assert link is not None

    is_itself = name in LONG_NAMES
    assert (imitated(link, PROTECTED) is not None) or is_itself, link.host


@settings(max_examples=60)
@given(
    st.sampled_from(PROTECTED),
    st.lists(st.text("abcxyz0189-", min_size=1, max_size=12), min_size=1, max_size=3),
)
def test_a_whole_protected_name_in_front_is_found(one: Protected, own: list[str]) -> None:
    host = ".".join([one.domain, *(f"q{label}q" for label in own), "top"])
    link = canonical_link(host)

    assert link is not None
    found = imitated(link, PROTECTED)
    assert found is not None
    assert len(found.domain) >= len(one.domain)


@settings(max_examples=100)
@given(st.permutations(PROTECTED[:8]), st.sampled_from(pairs("lookalikes.txt")))
def test_the_order_of_the_list_does_not_matter(
    known: list[Protected], attack: tuple[str, str]
) -> None:
    link = canonical_link(attack[0])

    assert link is not None
    assert link_signals(link, known) == link_signals(link, sorted(known, key=lambda x: x.domain))


HOST_LIKE = st.text("abimnorvw01і-.@:/[]xệ\u0301", max_size=260)
PUNY = st.lists(st.text("abcdeinoxz09-", max_size=20), max_size=6).map(
    lambda parts: ".".join(f"xn--{part}" for part in parts) + ".top"
)


@settings(max_examples=100)
@given(st.one_of(st.text(max_size=300), HOST_LIKE, PUNY))
def test_no_text_makes_it_raise(text: str) -> None:
    link = canonical_link(text)
    if link is not None:
        found = link_signals(link, PROTECTED)
        assert all(str(signal) and signal.code.startswith("link.") for signal in found)
        assert is_official(link, PROTECTED) is None or found == []
        assert (imitated(link, PROTECTED) is None) or found
    assert isinstance(shown_host(text), str)


@settings(max_examples=100)
@given(
    st.lists(st.builds(Protected, st.one_of(st.text(max_size=40), HOST_LIKE), st.text(max_size=5))),
    st.sampled_from(["saomai.top", "xn--p1ai.example", "a.b.c.d.e.f"]),
)
def test_no_protected_domain_makes_it_raise(known: list[Protected], host: str) -> None:
    link = canonical_link(host)

    assert link is not None
    assert len(link_signals(link, known)) <= 5


SYLLABLES = ("an", "binh", "cuong", "dai", "giang", "khanh", "lam", "minh", "nam", "phu", "son")
NAMES = islice(product(SYLLABLES, ("tan", *SYLLABLES[1:]), SYLLABLES, ("", "xa")), 2000)
MANY = tuple(Protected(f"{''.join(parts)}.gov.vn", "Xã") for parts in NAMES)


@pytest.mark.parametrize(
    "host",
    [
        ".".join(["binhlamsonnam" * 4 + "lamminhnam"] * 4)[:249] + ".top",
        ".".join(["anbinhcuongg", "dai-giang-khanhh", "lamminhmam"] * 6) + ".top",
        ".".join(["a"] * 124) + ".top",
        "-".join(["an"] * 20) + "." + "-".join(["son"] * 15) + ".top",
    ],
)
def test_few_protected_domains_are_compared_whatever_the_host(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = ProtectedIndex(MANY)
    link = canonical_link(host)
    typos = Mock(wraps=likeness._is_typo)
    insides = Mock(wraps=likeness._stands_out)
    monkeypatch.setattr(likeness, "_is_typo", typos)
    monkeypatch.setattr(likeness, "_stands_out", insides)
    assert link is not None
    index.likeness(link)

    assert len(set(MANY)) == 2000
    assert typos.call_count + insides.call_count <= len(host)


def test_the_index_of_the_last_list_is_kept() -> None:
    first = likeness.indexed(PROTECTED)

    assert likeness.indexed(PROTECTED) is first
    assert likeness.indexed(list(PROTECTED)) is first
    assert likeness.indexed(PROTECTED[1:]).known == PROTECTED[1:]
