"""Recognising the provisions of a draft."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangto.consultation.domain.provisions import (
    ParsedText,
    as_blocks,
    as_text,
    citation,
    eid_of_citation,
    parse,
)
from sangto.consultation.domain.recognition import (
    Doubt,
    LineKind,
    Paragraph,
    paragraphs_of_markdown,
    paragraphs_of_text,
)
from sangto.documents.domain import official
from sangto.kernel.text import clean

REGULATION = """\
QUY CHẾ
Phối hợp thử nghiệm
Căn cứ Luật Tổ chức chính quyền địa phương;
Căn cứ Luật An ninh mạng;
Theo đề nghị của Giám đốc Sở;
Chương I
QUY ĐỊNH CHUNG
Mục 1. Những điều chung
Điều 1. Mục đích
1. Câu thứ nhất.
Đoạn tiếp của khoản 1.
2. Câu thứ hai, gồm:
a) Điểm a;
b) Điểm b;
c) Điểm c;
d) Điểm d;
đ) Điểm đ;
- Gạch đầu dòng của điểm đ;
e) Điểm e.
Chương II. Tổ chức thực hiện
Điều 2. Quyết định này có hiệu lực từ ngày ký.
Điều 3. Trách nhiệm
a) Điểm không có khoản.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Nơi nhận:
- Như Điều 3;
"""


def parsed(text: str) -> ParsedText:
    return parse(paragraphs_of_text(text))


def eids(text: str) -> list[str]:
    return [part.eid for part in parsed(text).parts]


def doubts(text: str) -> list[tuple[int, Doubt]]:
    return [(problem.line, problem.doubt) for problem in parsed(text).problems]


def test_a_regulation_with_every_level() -> None:
    found = parsed(REGULATION)
    parts = {part.eid: part for part in found.parts}
    assert list(parts) == [
        "opening",
        "legal_bases",
        "chp_I",
        "chp_I__sec_1",
        "art_1",
        "art_1__clause_1",
        "art_1__clause_2",
        *(f"art_1__clause_2__point_{letter}" for letter in "abcdđe"),
        "chp_II",
        "art_2",
        "art_3",
        "art_3__point_a",
        "signature",
    ]
    assert found.problems == ()
    assert parts["chp_I"].heading == "QUY ĐỊNH CHUNG"
    assert parts["art_1"].parent == "chp_I__sec_1"
    assert parts["art_1__clause_1"].text == "Câu thứ nhất.\nĐoạn tiếp của khoản 1."
    assert parts["art_1__clause_2__point_đ"].text.endswith("Gạch đầu dòng của điểm đ;")
    assert (parts["art_2"].heading, parts["art_2"].parent) == ("", "chp_II")
    assert parts["art_2"].text == "Quyết định này có hiệu lực từ ngày ký."
    assert parts["signature"].text.split("\n")[-1] == "- Như Điều 3;"
    assert parts["legal_bases"].text.count("\n") == 2


def test_what_is_written_out_is_read_the_same() -> None:
    found = parsed(REGULATION)
    again = parsed(as_text(found.parts))
    assert [part.content for part in again.parts] == [part.content for part in found.parts]


def test_nfd_and_nfc_give_the_same() -> None:
    assert eids(unicodedata.normalize("NFD", REGULATION)) == eids(REGULATION)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Điều 1. A\n1. x\n3. y", (3, Doubt.OUT_OF_SEQUENCE)),
        ("Điều 1. A\n1. x\n1. y", (3, Doubt.TWICE)),
        ("Điều 1. A\nĐiều 1. B", (2, Doubt.TWICE)),
        ("Điều 1. A\nĐiều 3. B", (2, Doubt.OUT_OF_SEQUENCE)),
        ("Điều 1. A\nĐiều 2 Phạm vi", (2, Doubt.ARTICLE_WITHOUT_DOT)),
        ("Điều 1. A\na) x\nb) y\nf) z", (4, Doubt.NOT_A_LETTER)),
        ("Điều 1. A\na) x\nđ) z", (3, Doubt.OUT_OF_SEQUENCE)),
        ("Điều 1. A\n1. x\n1.1. y", (3, Doubt.SUB_NUMBER)),
        ("Điều 1. A\nPhần thứ hai", (2, Doubt.UNKNOWN_LEVEL)),
        ("Chương IIII\nĐiều 1. A", None),
        ("Điều 1. A\nChương IIII", (2, Doubt.NOT_ROMAN)),
        ("Chương I\nTên\nMột câu lạc.\nĐiều 1. A", (3, Doubt.BELONGS_NOWHERE)),
        ("Chương I. Tên\n1. Khoản lạc\nĐiều 1. A", (2, Doubt.OUTSIDE_ARTICLE)),
        ("Một đoạn văn.", (0, Doubt.NO_ARTICLES)),
        ("", (0, Doubt.NO_ARTICLES)),
    ],
)
def test_what_a_person_should_look_at(text: str, expected: tuple[int, Doubt] | None) -> None:
    found = doubts(text)
    assert (expected in found) if expected else len(found) == 1


def test_numbers_that_stand_twice_have_ids_of_their_own() -> None:
    assert eids("Điều 1. A\n1. x\n1. y\nĐiều 1. B\n1. z") == [
        "art_1",
        "art_1__clause_1",
        "art_1__clause_1-2",
        "art_1-2",
        "art_1-2__clause_1",
    ]


def test_dates_and_amounts_are_no_clauses() -> None:
    assert eids("Điều 1. A\n1.000 đồng một lần\n2021. Trong năm này") == ["art_1"]


def test_a_plan_is_divided_by_roman_numerals() -> None:
    found = parsed("KẾ HOẠCH\nI. Mục đích\n1. Một\na) Điểm\nII. Thực hiện\nHai câu.")
    assert [part.eid for part in found.parts] == [
        "opening",
        "dvs_I",
        "dvs_I__clause_1",
        "dvs_I__clause_1__point_a",
        "dvs_II",
    ]
    assert [problem.doubt for problem in found.problems] == [Doubt.NO_ARTICLES]


def test_markdown_loses_its_marks_only() -> None:
    text = (
        "# Chương I\n\n## QUY ĐỊNH CHUNG\n\n### Điều 1. Mục đích\n\n1. Câu *đầu* bị\nngắt dòng.\n"
        "2. **Hai**:\n   - a) Điểm a;\n   - gạch đầu dòng\n\n---\n\n### **Điều 2. Phạm vi**\n"
    )
    found = parse(paragraphs_of_markdown(text))
    assert [part.eid for part in found.parts] == [
        "chp_I",
        "art_1",
        "art_1__clause_1",
        "art_1__clause_2",
        "art_1__clause_2__point_a",
        "art_2",
    ]
    assert found.parts[0].heading == "QUY ĐỊNH CHUNG"
    assert found.parts[2].text == "Câu *đầu* bị ngắt dòng."
    assert found.parts[4].text == "Điểm a;\n- gạch đầu dòng"


def test_what_somebody_said_by_hand_holds() -> None:
    paragraphs = [
        Paragraph("Điều 1. A"),
        Paragraph("Điều 2 Phạm vi", LineKind.ARTICLE, "2"),
        Paragraph("1. không phải khoản", LineKind.TEXT),
        Paragraph("f) là điểm e", LineKind.POINT, "e"),
    ]
    found = parse(paragraphs)
    assert [(part.eid, part.heading, part.text) for part in found.parts] == [
        ("art_1", "A", ""),
        ("art_2", "Phạm vi", "1. không phải khoản"),
        ("art_2__point_e", "", "f) là điểm e"),
    ]


@pytest.mark.parametrize(
    ("cited", "eid"),
    [
        ("Điều 7 khoản 4 điểm đ", "art_7__clause_4__point_đ"),
        ("Điều 9", "art_9"),
        ("Chương I Mục 2", "chp_I__sec_2"),
    ],
)
def test_citations(cited: str, eid: str) -> None:
    assert eid_of_citation(cited) == eid
    assert citation(eid) == cited


@pytest.mark.parametrize("text", ["form", "legal_bases", "Điều", "7 khoản", ""])
def test_what_is_no_citation(text: str) -> None:
    assert eid_of_citation(text) is None
    assert citation(text) == text


def test_the_body_of_an_official_document() -> None:
    blocks = as_blocks(parsed(REGULATION).parts)
    assert official.Chapter("Chương I", "QUY ĐỊNH CHUNG") in blocks
    assert official.Article("Điều 1.", "Mục đích") in blocks
    assert official.Clause("2.", "Câu thứ hai, gồm:") in blocks
    assert official.Point("đ)", "Điểm đ;") in blocks
    assert not any("CHỦ TỊCH" in str(block) for block in blocks)


_PIECES = st.sampled_from(
    [
        "Chương I", "Chương II. Tên", "Chương IV QUY ĐỊNH", "Mục 1", "Mục 2. Tên", "Điều 1. Tên",
        "Điều 1.", "Điều 2", "ĐIỀU 3: Câu.", "Điều 4a. Tên", "Điều 5 Tên", "1. Câu", "1.", "2. Câu",
        "12 . x", "1.1. con", "1.000 đồng", "a) x", "đ) y", "f)", "a1) z", "- gạch", "Căn cứ Luật",
        "Câu thường.", "Nơi nhận:", "TM. ỦY BAN", "CHỦ TỊCH", "Phụ lục I", "PHỤ LỤC", "I. Phần",
        "II. x", "Phần thứ nhất", "…", ". x", "\u200b", "Điều\u00a07. Tên",
    ]
)  # fmt: skip
_TEXTS = st.one_of(
    st.lists(_PIECES, max_size=14).map("\n".join),
    st.lists(st.one_of(_PIECES, st.text(max_size=12)), max_size=8).map("\n".join),
    st.text(max_size=60),
)


@given(_TEXTS)
def test_any_text_is_read_and_written_out_and_read_the_same(text: str) -> None:
    first = parsed(text)
    again = parsed(as_text(first.parts))
    assert [part.content for part in again.parts] == [part.content for part in first.parts]


@given(_TEXTS)
def test_nothing_of_any_text_is_lost(text: str) -> None:
    found = parsed(text)
    assert "".join("".join(line.text.split()) for line in found.lines) == "".join(
        clean(text).split()
    )
    owned = [line for part in found.parts for line in range(part.first_line, part.last_line + 1)]
    assert owned == [line.number for line in found.lines]
    for line in found.lines:
        part = next(p for p in found.parts if p.first_line <= line.number <= p.last_line)
        assert line.rest in f"{part.heading}\n{part.text}"
    assert len({part.eid for part in found.parts}) == len(found.parts)


@given(_TEXTS)
def test_markdown_and_words_by_hand_never_raise(text: str) -> None:
    paragraphs = paragraphs_of_markdown(text)
    parse(paragraphs)
    for kind in LineKind:
        parse([Paragraph(paragraph.text, kind, "7") for paragraph in paragraphs])


def test_three_hundred_pages_take_a_moment() -> None:
    article = "Điều {}. Tên điều\n" + "\n".join(
        f"{clause}. Nội dung của khoản này dài vừa phải, có đủ từ để giống một câu thật.\n"
        + "\n".join(f"{letter}) Nội dung của điểm;" for letter in "abcdđe")
        for clause in range(1, 6)
    )
    text = "\n".join(article.format(number) for number in range(1, 301))
    started = time.perf_counter()
    found = parsed(text)
    assert time.perf_counter() - started < 5
    assert (found.articles, found.problems) == (300, ())
