"""Decisions about comments, worked into the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangto.consultation.domain.adopting import Adopted, Edit, adopt
from sangto.consultation.domain.comments import TextChange
from sangto.consultation.domain.provisions import as_text, parse
from sangto.consultation.domain.recognition import paragraphs_of_text
from sangto.kernel.errors import Refused

TEXT = """\
Căn cứ Luật mẫu;
Chương I. Quy định chung
Điều 1. Mục đích
1. Câu một.
2. Câu hai:
a) Điểm a;
b) Điểm b;
c) Điểm c.
Điều 2. Phạm vi
TM. ỦY BAN NHÂN DÂN
"""
B = "art_1__clause_2__point_b"


def adopted(*edits: Edit) -> Adopted:
    return adopt(parse(paragraphs_of_text(TEXT)).parts, edits)


def text_of(found: Adopted) -> str:
    return as_text(found.parts)


def test_a_point_taken_away_counts_the_next_ones_anew() -> None:
    found = adopted(Edit(B, TextChange.DELETE))
    assert "b) Điểm c." in text_of(found)
    assert "Điểm b" not in text_of(found)
    assert found.origin[B] == "art_1__clause_2__point_c"


def test_a_point_put_in_between() -> None:
    found = adopted(Edit(B, TextChange.INSERT_AFTER, "c) Điểm mới;"))
    assert text_of(found).count("c) Điểm mới;\nd) Điểm c.") == 1
    assert "art_1__clause_2__point_c" not in found.origin
    assert found.origin["art_1__clause_2__point_d"] == "art_1__clause_2__point_c"


def test_an_article_put_in_between_moves_all_behind_it() -> None:
    found = adopted(
        Edit("art_1", TextChange.INSERT_AFTER, "Giải thích từ ngữ\n1. Từ một.\n2. Hai.")
    )
    assert [part.eid for part in found.parts if part.kind == "article"] == [
        "art_1",
        "art_2",
        "art_3",
    ]
    assert found.origin["art_3"] == "art_2"
    assert "Điều 2. Giải thích từ ngữ\n1. Từ một." in text_of(found)


def test_a_wording_replaces_its_provision_and_keeps_what_is_below() -> None:
    found = adopted(Edit("art_1__clause_2", TextChange.REPLACE, "2. Câu hai mới:"))
    assert "2. Câu hai mới:\na) Điểm a;" in text_of(found)


def test_a_wording_with_points_of_its_own_replaces_them_all() -> None:
    found = adopted(Edit("art_1__clause_2", TextChange.REPLACE, "Gồm:\na) Chỉ một điểm."))
    assert "2. Gồm:\na) Chỉ một điểm.\nĐiều 2." in text_of(found)
    assert found.origin["art_1__clause_2"] == "art_1__clause_2"
    assert "art_1__clause_2__point_a" not in found.origin


def test_what_no_number_can_say_is_said_by_hand() -> None:
    found = adopted(
        Edit("art_1__clause_1", TextChange.REPLACE, "Câu một.\nĐiều 9. Không phải điều")
    )
    part = next(part for part in found.parts if part.eid == "art_1__clause_1")
    assert part.text == "Câu một.\nĐiều 9. Không phải điều"


@pytest.mark.parametrize(
    "edits",
    [
        (Edit(B, TextChange.REPLACE, "x y"), Edit(B, TextChange.REPLACE, "z u")),
        (Edit(B, TextChange.REPLACE, "x y"), Edit(B, TextChange.DELETE)),
        (Edit(B, TextChange.REPLACE, "x y"), Edit("art_1__clause_2", TextChange.DELETE)),
        (
            Edit(B, TextChange.REPLACE, "x y"),
            Edit("art_1__clause_2", TextChange.REPLACE, "Gồm:\na) một."),
        ),
        (Edit(B, TextChange.DELETE), Edit(B, TextChange.INSERT_AFTER, "x y")),
    ],
)
def test_two_decisions_against_each_other(edits: tuple[Edit, ...]) -> None:
    with pytest.raises(Refused) as caught:
        adopted(*edits)
    assert caught.value.refusal.code == "draft.two_wordings"


def test_the_same_decision_twice_is_one() -> None:
    edit = Edit(B, TextChange.INSERT_AFTER, "Điểm mới;")
    assert text_of(adopted(edit, edit)).count("Điểm mới") == 1


_EIDS = st.sampled_from([part.eid for part in parse(paragraphs_of_text(TEXT)).parts])
_WORDINGS = st.sampled_from(
    ["Một câu.", "a) x;", "1. Câu", "Điều 3. Tên\n1. Khoản", "Hai\ndòng", "Chương V", "I. x"]
)


@given(st.lists(st.builds(Edit, _EIDS, st.sampled_from(list(TextChange)), _WORDINGS), max_size=4))
def test_what_was_not_touched_stays_as_it_was(edits: list[Edit]) -> None:
    before = {part.eid: part for part in parse(paragraphs_of_text(TEXT)).parts}
    touched = {edit.eid for edit in edits}
    try:
        found = adopted(*edits)
    except Refused:
        return
    after = {part.eid: part for part in found.parts}
    for eid, former in found.origin.items():
        if former not in touched and not any(former.startswith(f"{one}__") for one in touched):
            assert after[eid].text == before[former].text
            assert after[eid].heading == before[former].heading
    assert parse(found.paragraphs).parts == found.parts
