"""Each fault of a charter: its file, its line, and what to write instead."""

from __future__ import annotations

import pytest

from sangto.organisations.domain.charter import (
    CharterError,
    Problem,
    decode_charter,
    parse_charter,
)
from sangto.organisations.domain.yaml_tree import LARGEST_BYTES
from tests.organisations.charter_texts import SMALL, line_of, replaced


def problems_of(text: str) -> list[Problem]:
    with pytest.raises(CharterError) as caught:
        parse_charter(text, "mau.yaml")
    return caught.value.problems


def test_the_small_charter_is_correct() -> None:
    assert parse_charter(SMALL, "mau.yaml").network == "mau-nho"


# old part, new part, code, the part on whose line it is reported, and a part of "instead"
FAULTS: list[tuple[str, str, str, str, str]] = [
    ("digest: weekly", "digst: weekly", "charter.unknown_key", "digst", "“digest”"),
    ("digest: weekly", "zzz: 1", "charter.unknown_key", "zzz", "what can stand here is: channels"),
    ("kind: press", "kind: pres", "charter.not_in_list", "kind: pres\n", "“press”"),
    ("kind: police", "kind: army", "charter.not_in_list", "kind: army", "one of: office"),
    ("kind: police", "kind: lead", "charter.not_in_list", "kind: lead", "one of: association"),
    ("[phone, email]", "[phone, emial]", "charter.not_in_list", "emial", "“email”"),
    ("[meeting]", "[vote]", "charter.not_in_list", "vote", "meeting, written_opinion"),
    ("[year]", "[decade]", "charter.not_in_list", "decade", "half_year"),
    ("digest: weekly", "digest: no", "charter.not_in_list", "digest: no", "“none”"),
    ("{days: 2}", "{days: 2, mode: work}", "charter.not_in_list", "mode: work", "“working”"),
    ("    kind: press\n", "", "charter.missing", "- slug: bao-mau", "kind: department"),
    ("title: Quy chế mẫu nhỏ\n", "", "charter.missing", "network", "title: Quy chế"),
    ("network: mau-nho", "network: Mẫu Nhỏ", "charter.slug", "Mẫu Nhỏ", "“mau-nho”"),
    ("code: land", "code: Đất đai", "charter.code", "Đất đai,", "“dat_dai”"),
    ("domain: mau.example", "domain: https://mau.example/x", "charter.domain", "https:", "bare"),
    ("email: an@bao.example}", "email: an}", "charter.email", "email: an}", "e-mail address"),
    ("valid_from: 2026-01-01", "valid_from: 1/1/2026", "charter.day", "1/1/2026", "2026-01-31"),
    ("day: 2026-03-02", "day: 2026-02-30", "charter.day", "2026-02-30", "2026-01-31"),
    ("day: 2026-03-02", "day: 20260302", "charter.day", "20260302", "2026-01-31"),
    ("valid_from: 2026-01-01", "valid_from: 0001-01-01", "charter.day", "0001", "1945 to 2199"),
    ("{days: 2}", "{days: -1}", "charter.number", "days: -1", "0 to 3660"),
    ("{days: 2}", "{days: 9999}", "charter.number", "days: 9999", "0 to 3660"),
    ("{days: 2}", "{days: '2'}", "charter.type", "days: '2'", "without quotes, such as 5"),
    ("{days: 2}", "{days: true}", "charter.type", "days: true", "whole number"),
    ("{days: 2}", "2", "charter.type", "triage: 2", "key: value"),
    ("working: false", "working: no", "charter.type", "working: no", "true or false"),
    ("name: Công an", "name: 113", "charter.type", "name: 113", "quotes"),
    ("[phone, email]", "phone", "charter.type", "channels: phone", "[] for none"),
    ("name: Công an", "name: ''", "charter.empty_text", "name: ''", "Write the text"),
    ("name: Công an", f"name: {'a' * 201}", "charter.too_long", "aaaa", "Shorten"),
    ("slug: cong-an", "slug: so-hai", "charter.twice", "so-hai, name: Công", "on line 8"),
    ("code: xa-mot", "code: tinh", "charter.twice", "Xã Một", "on line 17"),
    ("binh@bao.example", "an@bao.example", "charter.twice", "Bình", "on line 14"),
    ("agency: so-hai}", "agency: so-ha}", "charter.unknown_reference", "so-ha}", "“so-hai”"),
    ("parent: tinh", "parent: huyen", "charter.unknown_reference", "huyen", "tinh, xa-mot"),
    ("territory: xa-mot", "territory: xa-hai", "charter.unknown_reference", "xa-hai", "xa-mot"),
    ("topic: health", "topic: helth", "charter.unknown_reference", "helth", "“health”"),
    ("name: Sở Một}", "name: Sở Một, successor: x}", "charter.unknown_reference", "Sở Một", "so"),
    ("name: Sở Một}", "name: Sở Một, parent: so-hia}", "charter.unknown_reference", "lead", "hai"),
    (
        "substitute_for: an@bao.example",
        "substitute_for: zz@bao.example",
        "charter.unknown_reference",
        "zz@",
        "an@bao.example",
    ),
    ("kind: department", "kind: department, parent: so-hai", "charter.circle", "so-hai", "none"),
    (
        "title_en: Small charter",
        "title_en: Small charter\nvalid_until: 2025-12-31",
        "charter.dates_reversed",
        "valid_until",
        "on or after 2026-01-01",
    ),
    (
        "kind: police",
        "kind: police, valid_until: 2025-05-05",
        "charter.dates_reversed",
        "cong-an",
        "on or after 2026-01-01",
    ),
    (
        "valid_from: 2020-01-01}",
        "valid_from: 2020-01-01, valid_until: 2019-01-01}",
        "charter.dates_reversed",
        "luat-1",
        "on or after 2020-01-01",
    ),
    (
        "  - {topic: health, agency: so-hai}",
        "  - {topic: health, agency: so-hai}\n  - {topic: health, agency: bao-mau}",
        "charter.two_competent",
        "health, agency: bao-mau",
        "on line 22",
    ),
    (
        "topic: health, agency: so-hai",
        "topic: health, agency: cong-an",
        "charter.factual_owner",
        "agency: cong-an",
        "another kind for the topic “health”",
    ),
    ("code: land", "code: fraud", "charter.taken_code", "code: fraud", "another code"),
    ("digest: weekly", "digest: weekly\ndigest: none", "charter.key_twice", "digest: n", "line 27"),
    ("digest: weekly", "digest: !!binary weekly", "charter.tag", "!!binary", "without a tag"),
    ("digest: weekly", "? [a]\n: 1", "charter.key", "? [a]", "plain word"),
    ("[phone, email]", "*names", "charter.alias", "*names", "Write the value out"),
    ("[phone, email]", "[" * 40 + "]" * 40, "charter.depth", "[[[", "levels"),
    ("  triage:", "\ttriage:", "charter.tab", "triage", "two spaces"),
    ("title: Quy chế", "title: Quy: chế", "charter.syntax", "Quy: chế", "quotes"),
    ("network: mau-nho", "network: 'mau-nho", "charter.unclosed", "network", "Close it"),
    ("title: Quy chế", "title: \x07Quy chế", "charter.character", "\x07", "Delete it"),
    ("digest: weekly", "---\ndigest: weekly", "charter.documents", "---", "one charter a file"),
]


@pytest.mark.parametrize(
    ("old", "new", "code", "on", "instead"), FAULTS, ids=[f"{f[2]}-{f[1][:24]!r}" for f in FAULTS]
)
def test_a_fault_names_its_line_and_a_way_out(
    old: str, new: str, code: str, on: str, instead: str
) -> None:
    text = replaced(old, new)
    found = [problem for problem in problems_of(text) if problem.code == code]
    assert found, [str(problem) for problem in problems_of(text)]
    assert found[0].file == "mau.yaml"
    assert found[0].line == line_of(text, on)
    assert instead in found[0].instead
    assert "%(" not in found[0].what + found[0].instead


def test_one_fault_is_said_once() -> None:
    assert len(problems_of(replaced("digest: weekly", "digst: weekly"))) == 1
    assert len(problems_of(replaced("kind: press", "kind: pres"))) == 1
    assert len(problems_of(replaced("topic: health", "topic: helth"))) == 1


def test_all_faults_come_at_once_in_the_order_of_lines() -> None:
    text = (
        SMALL.replace("title_en:", "titel_en:")
        .replace("kind: press", "kind: pres")
        .replace("{days: 2}", "{days: -2}")
        .replace("topic: land, agency: so-hai", "topic: land, agency: so-hia")
        .replace("day: 2026-03-02", "day: 2026-03-32")
    )
    problems = problems_of(text)
    assert [(problem.line, problem.code) for problem in problems] == [
        (1, "charter.missing"),
        (3, "charter.unknown_key"),
        (line_of(text, "kind: pres\n"), "charter.not_in_list"),
        (line_of(text, "so-hia"), "charter.unknown_reference"),
        (line_of(text, "days: -2"), "charter.number"),
        (line_of(text, "2026-03-32"), "charter.day"),
    ]


def test_the_sentence_of_a_problem() -> None:
    [problem] = problems_of(replaced("kind: press", "kind: pres"))
    assert str(problem) == (
        "mau.yaml:12: “members, entry 3, kind” is “pres”, which is not in the list. Did you mean "
        "“press”? The list is: office, department, police, body, association, press, portal, "
        "locality."
    )


@pytest.mark.parametrize("text", ["", "\n\n", "# only a remark\n"])
def test_an_empty_file(text: str) -> None:
    [problem] = problems_of(text)
    assert (problem.line, problem.code) == (1, "charter.empty")


@pytest.mark.parametrize("text", ["[1, 2]", "just a sentence", "5", "null"])
def test_a_file_that_is_no_mapping(text: str) -> None:
    [problem] = problems_of(text)
    assert (problem.line, problem.code) == (1, "charter.type")
    assert "key: value" in problem.instead


def test_lines_count_the_same_with_windows_line_ends_and_a_byte_order_mark() -> None:
    text = "\ufeff" + replaced("kind: press", "kind: pres").replace("\n", "\r\n")
    assert [problem.line for problem in problems_of(text)] == [12]


def test_bytes_that_are_not_utf8_name_the_line() -> None:
    data = SMALL.encode() + "note: Sở".encode("windows-1258", "replace") + b"\xff\n"
    with pytest.raises(CharterError) as caught:
        decode_charter(data, "cu.yaml")
    [problem] = caught.value.problems
    assert (problem.file, problem.line) == ("cu.yaml", SMALL.count("\n") + 1)
    assert problem.code == "charter.not_utf8"
    assert "UTF-8" in problem.instead


def test_utf8_with_a_byte_order_mark_is_read() -> None:
    assert decode_charter(b"\xef\xbb\xbf" + SMALL.encode(), "mau.yaml") == SMALL


def test_a_huge_file_is_not_read() -> None:
    huge = "a" * (LARGEST_BYTES + 1)
    with pytest.raises(CharterError, match="larger than 512 kilobytes"):
        decode_charter(huge.encode(), "to.yaml")
    assert [problem.code for problem in problems_of(huge)] == ["charter.too_large"]


def test_a_few_lines_that_would_grow_to_gigabytes_are_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    [problem] = problems_of("\n".join(lines))
    assert (problem.line, problem.code) == (2, "charter.alias")


def test_a_charter_may_not_run_code(capsys: pytest.CaptureFixture[str]) -> None:
    text = replaced("digest: weekly", "digest: !!python/object/apply:print [gotcha]")
    assert "charter.tag" in {problem.code for problem in problems_of(text)}
    assert capsys.readouterr().out == ""


def test_competences_that_follow_each_other_are_no_conflict() -> None:
    text = replaced(
        "  - {topic: health, agency: so-hai}",
        "  - {topic: health, agency: so-hai, valid_until: 2026-06-30}\n"
        "  - {topic: health, agency: bao-mau, valid_from: 2026-07-01}",
    )
    assert len(parse_charter(text, "mau.yaml").competences) == 3


def test_the_committee_is_the_parent_where_the_file_leaves_it_open() -> None:
    spec = parse_charter(SMALL, "mau.yaml")
    assert {agency.slug: agency.parent for agency in spec.agencies} == {
        "uy-ban": None,
        "so-mot": "uy-ban",
        "so-hai": "uy-ban",
        "cong-an": None,
        "bao-mau": None,
    }
    free = replaced("kind: department", "kind: department, parent: null")
    assert parse_charter(free, "mau.yaml").members[0].parent is None


def test_names_are_kept_composed_and_in_one_line() -> None:
    text = replaced("name: Công an", 'name: "Co\\u0302ng\\n  an\\u200b"')
    assert parse_charter(text, "mau.yaml").members[1].name == "Công an"
