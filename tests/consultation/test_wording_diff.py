"""Differences by words, and anchors that follow a provision to its new number."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from sangto.consultation.domain.provisions import parse
from sangto.consultation.domain.recognition import paragraphs_of_text
from sangto.consultation.domain.wording_diff import (
    Change,
    Matching,
    Piece,
    difference,
    match_versions,
)


def test_words_are_compared_whole() -> None:
    assert difference("Ghi đầy đủ năm ban hành", "Ghi đủ năm ban hành và tên") == (
        Piece(Change.SAME, "Ghi "),
        Piece(Change.REMOVED, "đầy "),
        Piece(Change.SAME, "đủ năm ban hành"),
        Piece(Change.ADDED, " và tên"),
    )


def test_changes_with_only_a_space_between_them_are_one() -> None:
    assert difference("bỏ nội dung này", "bỏ điểm khác này") == (
        Piece(Change.SAME, "bỏ "),
        Piece(Change.REMOVED, "nội dung"),
        Piece(Change.ADDED, "điểm khác"),
        Piece(Change.SAME, " này"),
    )


@given(
    st.lists(st.sampled_from(["một ", "hai", ". ", "ba\n", "đủ,", " "]), max_size=30),
    st.lists(st.sampled_from(["một ", "hai", ". ", "ba\n", "đủ,", " "]), max_size=30),
)
def test_the_pieces_make_up_both_wordings(before: list[str], after: list[str]) -> None:
    old, new = "".join(before), "".join(after)
    pieces = difference(old, new)
    assert "".join(piece.text for piece in pieces if piece.change is not Change.ADDED) == old
    assert "".join(piece.text for piece in pieces if piece.change is not Change.REMOVED) == new
    assert all(piece.text for piece in pieces)


def test_long_texts_take_bounded_time() -> None:
    before = " ".join(f"từ{number % 97} của câu." for number in range(20_000))
    after = " ".join(f"chữ{number % 89} của câu;" for number in range(20_000))
    started = time.perf_counter()
    pieces = difference(before, after)
    assert time.perf_counter() - started < 10
    assert "".join(piece.text for piece in pieces if piece.change is not Change.ADDED) == before


def matched(before: str, after: str) -> Matching:
    return match_versions(
        parse(paragraphs_of_text(before)).parts, parse(paragraphs_of_text(after)).parts
    )


def test_a_clause_put_before_others_renumbers_them() -> None:
    found = matched(
        "Điều 1. Trách nhiệm\n1. Cơ quan chủ trì tổng hợp báo cáo.\n"
        "2. Cơ quan góp ý trả lời đúng hạn.",
        "Điều 1. Trách nhiệm\n1. Khoản hoàn toàn mới.\n"
        "2. Cơ quan chủ trì tổng hợp báo cáo.\n3. Cơ quan góp ý trả lời bằng văn bản đúng hạn.",
    )
    assert found.renumbered == (
        ("art_1__clause_1", "art_1__clause_2"),
        ("art_1__clause_2", "art_1__clause_3"),
    )
    assert found.changed == (("art_1__clause_2", "art_1__clause_3"),)
    assert found.added == ("art_1__clause_1",)
    assert found.removed == ()


def test_a_provision_written_anew_stays_at_its_number() -> None:
    found = matched("Điều 1. A\n1. Cũ.", "Điều 1. A\n1. Hoàn toàn khác.")
    assert found.same["art_1__clause_1"] == "art_1__clause_1"


def test_what_goes_away_is_told() -> None:
    found = matched("Điều 1. A\n1. x y z\n2. u v w", "Điều 1. A\n1. u v w")
    assert found.removed == ("art_1__clause_1",)
    assert found.renumbered == (("art_1__clause_2", "art_1__clause_1"),)


@given(
    st.lists(st.sampled_from(["Điều 1. A", "1. x y", "2. x y", "a) z", "Chương I"]), max_size=8),
    st.lists(st.sampled_from(["Điều 1. A", "1. x y", "2. u v", "a) z", "Điều 2. A"]), max_size=8),
)
def test_each_provision_is_matched_at_most_once(before: list[str], after: list[str]) -> None:
    found = matched("\n".join(before), "\n".join(after))
    assert len(set(found.same.values())) == len(found.same)
    assert set(found.same) | set(found.added) == {
        part.eid for part in parse(paragraphs_of_text("\n".join(after))).parts
    }
