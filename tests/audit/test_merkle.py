"""The tree of RFC 9162 against a naive reading of its definition."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangto.audit.domain import merkle


def naive_head(entries: list[bytes]) -> bytes:
    """Section 2.1.1, word for word."""
    if not entries:
        return hashlib.sha256(b"").digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\x00" + entries[0]).digest()
    split = 1
    while split * 2 < len(entries):
        split *= 2
    left, right = naive_head(entries[:split]), naive_head(entries[split:])
    return hashlib.sha256(b"\x01" + left + right).digest()


def head_of(entries: list[bytes]) -> bytes:
    return merkle.root(merkle.leaf_hash(entry) for entry in entries)


#: The entries that Certificate Transparency implementations test with.
KNOWN = [
    b"",
    b"\x00",
    b"\x10",
    b"\x20\x21",
    b"\x30\x31",
    b"\x40\x41\x42\x43",
    b"\x50\x51\x52\x53\x54\x55\x56\x57",
    bytes(range(0x60, 0x70)),
]
KNOWN_HEADS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    4: "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    6: "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    7: "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


@pytest.mark.parametrize("size", sorted(KNOWN_HEADS))
def test_known_trees(size: int) -> None:
    assert head_of(KNOWN[:size]).hex() == KNOWN_HEADS[size]
    assert naive_head(KNOWN[:size]).hex() == KNOWN_HEADS[size]


@pytest.mark.parametrize("size", range(70))
def test_every_small_size_agrees_with_the_definition(size: int) -> None:
    entries = [index.to_bytes(2, "big") for index in range(size)]
    assert head_of(entries) == naive_head(entries)


@given(st.lists(st.binary(max_size=40), max_size=200))
def test_any_tree_agrees_with_the_definition(entries: list[bytes]) -> None:
    assert head_of(entries) == naive_head(entries)


@given(st.lists(st.binary(max_size=8), min_size=1, max_size=80), st.data())
def test_a_proof_holds_for_its_leaf_and_for_nothing_else(
    entries: list[bytes], data: st.DataObject
) -> None:
    leaves = [merkle.leaf_hash(entry) for entry in entries]
    index = data.draw(st.integers(0, len(leaves) - 1))
    head, size = naive_head(entries), len(leaves)
    proof = merkle.inclusion_proof(leaves, index)

    def proves(leaf: bytes = leaves[index], at: int = index, by: list[bytes] = proof) -> bool:
        return merkle.proves_inclusion(leaf, index=at, size=size, proof=by, head=head)

    assert proves()
    assert len(proof) <= (size - 1).bit_length()
    assert not proves(leaf=merkle.leaf_hash(b"something else entirely"))
    assert not proves(by=[*proof, bytes(32)])
    assert not proves(at=size)
    assert not proves(at=-1)
    if proof:
        assert not proves(by=proof[:-1])
        broken = data.draw(st.integers(0, len(proof) - 1))
        assert not proves(by=[*proof[:broken], bytes(32), *proof[broken + 1 :]])
    other = data.draw(st.integers(0, size - 1))
    assert proves(at=other) is (other == index) or leaves[other] == leaves[index]


def test_a_node_can_not_pass_for_a_leaf() -> None:
    left, right = merkle.leaf_hash(b"a"), merkle.leaf_hash(b"b")
    assert merkle.leaf_hash(left + right) != merkle.node_hash(left, right)


def test_no_proof_for_a_leaf_outside() -> None:
    with pytest.raises(IndexError):
        merkle.inclusion_proof([merkle.leaf_hash(b"a")], 1)
