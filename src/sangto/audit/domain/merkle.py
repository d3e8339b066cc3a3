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
