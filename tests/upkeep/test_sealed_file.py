"""A stream under a passphrase: nothing of it can be changed, exchanged, dropped or cut off."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangto.upkeep import sealed_file
from sangto.upkeep.sealed_file import SealedReader, SealedWriter, UnreadableError

PASSPHRASE = "mười hai ký tự trở lên"


@pytest.fixture(autouse=True)
def _cheap_and_small(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cost of a guess and the size of a piece are data of the file, not what is tested."""
    monkeypatch.setattr(sealed_file, "_COST", {"n": 2, "r": 1, "p": 1})
    monkeypatch.setattr(sealed_file, "PIECE", 10)


def sealed(content: bytes) -> bytes:
    target = io.BytesIO()
    writer = SealedWriter(target, PASSPHRASE)
    for start in range(0, len(content), 7):
        writer.write(content[start : start + 7])
    writer.finish()
    return target.getvalue()


def opened(data: bytes, passphrase: str = PASSPHRASE) -> bytes:
    reader = SealedReader(io.BytesIO(data), passphrase)
    found = b""
    while piece := reader.read(4):
        found += piece
    return found


@pytest.mark.parametrize("size", [0, 1, 9, 10, 11, 20, 21, 95])
def test_it_comes_back_whole(size: int) -> None:
    content = bytes(range(size))
    data = sealed(content)
    assert opened(data) == content
    assert size < 9 or content not in data


def test_another_passphrase_opens_nothing() -> None:
    with pytest.raises(UnreadableError):
        opened(sealed(b"content"), "another one")


@given(st.data())
def test_whatever_is_changed_is_found(data: st.DataObject) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealed_file, "_COST", {"n": 2, "r": 1, "p": 1})
        patch.setattr(sealed_file, "PIECE", 10)
        whole = sealed(b"every row, every file and the keys of a desk")
        place = data.draw(st.integers(0, len(whole) - 1))
        kind = data.draw(st.sampled_from(["flip", "cut", "drop", "add", "twice"]))
        changed = {
            "flip": whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :],
            "cut": whole[:place],
            "drop": whole[:place] + whole[place + 1 :],
            "add": whole + b"x",
            "twice": whole[:-26] + whole[-52:-26] + whole[-26:],
        }[kind]
        with pytest.raises(UnreadableError):
            opened(changed)


def test_a_header_that_asks_for_all_memory_is_refused() -> None:
    data = sealed(b"x").replace(b'"n": 2', b'"n": 9999999999')
    with pytest.raises(UnreadableError):
        opened(data)
