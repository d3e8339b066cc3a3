"""The detector against items that another piece of code made up, and what it leaves alone."""

from __future__ import annotations

import re
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sangto.kernel.personal import MASK, PersonalKind, findings, masked
from tests.factories.personal import GENERATORS, surrounded

#: Of each kind that many are made; at most one in fifty may be missed.
ITEMS = 400
RECALL = 0.98


def seen(secret: str, shown: str) -> bool:
    """Also when only a part of it is left, such as the last four digits."""
    digits = re.sub(r"[^0-9]", "", secret)
    left = re.sub(r"[^0-9]", "", shown)
    parts = {digits[at : at + 4] for at in range(len(digits) - 3)} if len(digits) >= 6 else set()
    return secret in shown or any(part in left for part in parts)


@pytest.mark.parametrize("kind", GENERATORS)
def test_of_each_kind_nearly_all_are_found(kind: str) -> None:
    random = Random(f"personal {kind}")  # noqa: S311 - test data
    missed = []
    for _ in range(ITEMS):
        item = GENERATORS[kind](random)
        text = surrounded(random, item)
        if seen(item.secret, masked(text)):
            missed.append(text)
    assert len(missed) <= ITEMS * (1 - RECALL), missed[:10]


@pytest.mark.parametrize(
    "text",
    [
        "Gọi 113, 114, 115 hoặc 111 nếu có người gặp nguy hiểm.",
        "Tổng đài 1900 1234 và 18001091 trả lời mọi ngày.",
        "Kẻ gian đòi chuyển 12.500.000 đồng trước ngày 22/11/2026.",
        "Nghị định 13/2026/NĐ-CP ngày 2026-11-22, Điều 174 Bộ luật số 100/2015/QH13.",
        "Xem https://bao.example/tin-1234567890.html để biết thêm.",
        "Năm hai nghìn không trăm hai mươi có ba vụ, bốn người bị hại.",
        "Mã kết luận KL-26-K7Q4M3, lúc 21:30 ngày 17-11-2026.",
        "",
    ],
)
def test_what_points_at_nobody_stays(text: str) -> None:
    assert findings(text) == ()
    assert masked(text) == text


def test_one_number_has_one_key_however_it_is_written() -> None:
    keys = {
        findings(text)[0].key
        for text in ("0912345678", "0912 345 678", "+84 912.345.678", "(84) 912-345-678")
    }
    assert len(keys) == 1


def test_what_a_person_said_stays_does_and_nothing_else() -> None:
    text = "Gọi 0912 345 678 hoặc viết tới lan.mau@thu.example."
    phone, mail = findings(text)
    assert (phone.kind, mail.kind) == (PersonalKind.PHONE, PersonalKind.EMAIL)
    assert masked(text, stays={phone.key}) == f"Gọi 0912 345 678 hoặc viết tới {MASK}."


def test_a_marked_name_is_found_whatever_its_case_and_marks() -> None:
    text = "NGUYỄN VĂN MẪU và nguyen van mau, không phải Nguyễn Văn Mẫu Anh… hay Mẫu."
    assert masked(text, names=["Nguyễn Văn Mẫu"]).count(MASK) == 3
    assert masked("Lan đến", names=["  "]) == "Lan đến"


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_masking_settles_and_spans_hold(text: str) -> None:
    found = findings(text)
    assert all(text[one.start : one.end] == one.text for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert len(masked(text)) <= len(text) + len(MASK) * len(found)
