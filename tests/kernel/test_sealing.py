from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangto.kernel.sealing import Digester, Sealer, UnreadableSeal


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_is_sealed_opens_again_and_can_not_be_read(text: str) -> None:
    sealer = Sealer(["key one"])
    token = sealer.seal(text)
    assert sealer.open(token) == text
    assert len(text) < 4 or text not in token


def test_an_old_key_still_opens_until_everything_is_resealed() -> None:
    old = Sealer(["old"]).seal("lan@thu.example")
    both = Sealer(["new", "old"])
    assert both.open(old) == "lan@thu.example"
    assert Sealer(["new"]).open(both.reseal(old)) == "lan@thu.example"
    with pytest.raises(UnreadableSeal):
        Sealer(["new"]).open(old)


def test_a_changed_token_does_not_open() -> None:
    token = Sealer(["key"]).seal("text")
    with pytest.raises(UnreadableSeal):
        Sealer(["key"]).open(token[:-4] + "AAAA")
    with pytest.raises(UnreadableSeal):
        Sealer(["key"]).open("không phải")


def test_digests_differ_by_key_and_purpose_and_are_found_after_rotation() -> None:
    before = Digester(["old"]).digest("receipt", "1234")
    after = Digester(["new", "old"])
    assert before in after.candidates("receipt", "1234")
    assert before not in after.candidates("address", "1234")
    assert after.digest("receipt", "1234") != before


@given(st.text(), st.integers(1, 20))
def test_numbers_have_their_digits(text: str, digits: int) -> None:
    number = Digester(["key"]).number("receipt", text, digits)
    assert len(number) == digits
    assert number.isdecimal()


@pytest.mark.parametrize("keys", [[], [""], ["a", ""]])
def test_an_empty_key_is_refused(keys: list[str]) -> None:
    with pytest.raises(ValueError, match="secret key"):
        Sealer(keys)
