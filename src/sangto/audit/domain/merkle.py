"""The Merkle tree of RFC 9162, section 2.1, over SHA-256. Indexes count from 0."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence


def leaf_hash(entry: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(leaves: Iterable[bytes]) -> bytes:
    """The tree's head over leaf hashes, read once from left to right (RFC 9162, 2.1.2).

    The memory that it takes grows with the depth of the tree only. The head of the empty tree
    is the hash of nothing.
    """
    stack: list[bytes] = []
    for count, leaf in enumerate(leaves, start=1):
        stack.append(leaf)
        merges = count
        while merges % 2 == 0:
            right = stack.pop()
            stack.append(node_hash(stack.pop(), right))
            merges //= 2
    if not stack:
        return hashlib.sha256(b"").digest()
    while len(stack) > 1:
        right = stack.pop()
        stack.append(node_hash(stack.pop(), right))
    return stack[0]


class Frontier:
    """A tree that grows: its head after each leaf, in memory that grows with its depth only."""

    def __init__(self) -> None:
        self._stack: list[bytes] = []
        self.size = 0

    def append(self, leaf: bytes) -> None:
        self._stack.append(leaf)
        self.size += 1
        merges = self.size
        while merges % 2 == 0:
            right = self._stack.pop()
            self._stack.append(node_hash(self._stack.pop(), right))
            merges //= 2

    def head(self) -> bytes:
        if not self._stack:
            return hashlib.sha256(b"").digest()
        result = self._stack[-1]
        for left in reversed(self._stack[:-1]):
            result = node_hash(left, result)
        return result


def inclusion_proofs(leaves: Sequence[bytes], indexes: Iterable[int]) -> dict[int, list[bytes]]:
    """The same as :func:`inclusion_proof` for many leaves of one tree, which is hashed once."""
    levels = [list(leaves)]
    while len(levels[-1]) > 1:
        level = levels[-1]
        paired = [
            node_hash(level[place], level[place + 1]) for place in range(0, len(level) - 1, 2)
        ]
        levels.append([*paired, level[-1]] if len(level) % 2 else paired)
    proofs: dict[int, list[bytes]] = {}
    for index in indexes:
        place, path = index, []
        for level in levels[:-1]:
            beside = place ^ 1
            if beside < len(level):
                path.append(level[beside])
            place //= 2
        proofs[index] = path
    return proofs


def _split(size: int) -> int:
    """The largest power of two below ``size``."""
    return 1 << ((size - 1).bit_length() - 1)


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The hashes that prove that leaf ``index`` is in the tree, lowest first (2.1.3.1)."""
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    if len(leaves) == 1:
        return []
    split = _split(len(leaves))
    if index < split:
        return [*inclusion_proof(leaves[:split], index), root(leaves[split:])]
    return [*inclusion_proof(leaves[split:], index - split), root(leaves[:split])]


def proves_inclusion(
    leaf: bytes, *, index: int, size: int, proof: Sequence[bytes], head: bytes
) -> bool:
    """Whether ``proof`` leads from the leaf hash at ``index`` to ``head`` (2.1.3.2)."""
    if not 0 <= index < size:
        return False
    node, last, result = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if node % 2 == 1 or node == last:
            result = node_hash(step, result)
            while node % 2 == 0 and node != 0:
                node, last = node // 2, last // 2
        else:
            result = node_hash(result, step)
        node, last = node // 2, last // 2
    return last == 0 and result == head
