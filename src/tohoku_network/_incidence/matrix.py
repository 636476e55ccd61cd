"""Which members are tied, how strongly, and who is interchangeable?

Projections, and what can be had without building them: with k members a group makes
k(k - 1)/2 ties, but a product with the projection is a product with B and its
transpose, less what they count twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

import numpy as np
import scipy.sparse as sp

__all__ = [
    "Folded",
    "Product",
    "Weight",
    "adjacency",
    "blocks",
    "components",
    "coreness",
    "degrees",
    "excess",
    "fold",
    "gram_product",
    "possible_ties",
    "projection",
    "shared_counts",
    "tie_product",
]

Weight = Literal["newman", "shared", "jaccard", "cosine"]
"""How strongly two members are tied by the groups they share."""

Product = Callable[[np.ndarray], np.ndarray]
"""A symmetric matrix, as what it does to a vector."""

_BLOCK = 256
"""Rows handled at once: enough for matrix products to pay, small in memory."""


def possible_ties(b: sp.csr_array) -> tuple[int, int]:
    """Upper bound of the number of tied pairs, and the column of the largest group."""
    sizes = np.asarray(b.sum(axis=0), dtype=np.int64).ravel()
    if not len(sizes):
        return 0, -1
    bound = int((sizes * (sizes - 1) // 2).sum())
    n = b.shape[0]
    return min(bound, n * (n - 1) // 2), int(sizes.argmax())


def shared_counts(b: sp.csr_array) -> sp.csr_array:
    """Number of groups that each pair of members shares; zero diagonal."""
    return _without_diagonal(b @ b.T)


def adjacency(b: sp.csr_array) -> sp.csr_array:
    """Plain 0/1 projection: 1 for members that share at least one group."""
    tied = shared_counts(b)
    tied.data = np.ones_like(tied.data)
    return tied


def projection(b: sp.csr_array, weight: Weight) -> sp.csr_array:
    """Weighted projection onto the rows; zero diagonal, sorted indices."""
    if weight == "newman":
        return _without_diagonal(b @ sp.diags_array(_newman_share(b)) @ b.T)
    shared = shared_counts(b)
    if weight == "shared":
        return shared
    degrees = np.diff(b.indptr)
    pairs = shared.tocoo()
    first, second = degrees[pairs.row], degrees[pairs.col]
    if weight == "jaccard":
        pairs.data = pairs.data / (first + second - pairs.data)
    else:
        pairs.data = pairs.data / np.sqrt(first * second)
    return _canonical(pairs)


def _newman_share(b: sp.csr_array) -> np.ndarray:
    """What each group of k members gives to each of its ties: 1/(k - 1)."""
    sizes = _sizes(b)
    return np.divide(1.0, sizes - 1, out=np.zeros(len(sizes)), where=sizes > 1)


def _sizes(b: sp.csr_array) -> np.ndarray:
    return np.bincount(b.indices, minlength=b.shape[1])


def _without_diagonal(matrix: sp.sparray) -> sp.csr_array:
    pairs = matrix.tocoo()
    off = pairs.row != pairs.col
    return _canonical(
        sp.coo_array(
            (pairs.data[off].astype(float), (pairs.row[off], pairs.col[off])),
            shape=pairs.shape,
        )
    )


def _canonical(matrix: sp.sparray) -> sp.csr_array:
    result = sp.csr_array(matrix)
    result.sort_indices()
    return result


def blocks(n: int, size: int = _BLOCK) -> Iterator[np.ndarray]:
    """Cut 0..n-1 into consecutive blocks."""
    for start in range(0, n, size):
        yield np.arange(start, min(n, start + size))


class Folded(NamedTuple):
    """Rows with the same groups as one class, and what is needed to unfold them."""

    b: sp.csr_array
    """One row per class, in order of first appearance."""
    of: np.ndarray
    """Class of each original row."""
    copies: np.ndarray
    """Number of original rows in each class."""


def fold(b: sp.csr_array) -> Folded:
    """Put rows with identical groups into one class; they are interchangeable."""
    number: dict[bytes, int] = {}
    first: list[int] = []
    of = np.empty(b.shape[0], dtype=np.int64)
    cuts = b.indptr.tolist()
    for row in range(b.shape[0]):
        groups = b.indices[cuts[row] : cuts[row + 1]].tobytes()
        found = number.setdefault(groups, len(first))
        if found == len(first):
            first.append(row)
        of[row] = found
    copies = np.bincount(of, minlength=len(first))
    return Folded(sp.csr_array(b[np.array(first, dtype=np.int64)]), of, copies)


def components(b: sp.csr_array) -> list[tuple[np.ndarray, np.ndarray]]:
    """Rows and columns of each connected piece that has both, largest first."""
    n = b.shape[0]
    if not b.nnz:
        return []
    two_mode = sp.block_array([[None, b], [b.T, None]], format="csr")
    count, piece = sp.csgraph.connected_components(two_mode, directed=False)
    pieces = []
    for labels in (piece[:n], piece[n:]):
        order = np.argsort(labels, kind="stable")
        ends = np.bincount(labels, minlength=count).cumsum()
        pieces.append(np.split(order, ends[:-1]))
    both = [(rows, cols) for rows, cols in zip(*pieces, strict=True) if len(rows)]
    both = [(rows, cols) for rows, cols in both if len(cols)]
    return sorted(both, key=lambda found: (-len(found[0]), int(found[0][0])))


def excess(b: sp.csr_array) -> sp.csr_array:
    """Shared groups beyond the first, for pairs of rows that share several.

    With D the diagonal of B·Bᵀ, the plain projection is B·Bᵀ - D - excess; it has far
    fewer entries than the projection, and none for rows with a single group.
    """
    several = np.flatnonzero(np.diff(b.indptr) > 1)
    part = sp.csr_array(b[several], dtype=float)
    turned = sp.csr_array(part.T)
    rows, columns, counts = [], [], []
    for block in blocks(len(several), 1024):
        shared = (part[block] @ turned).tocoo()
        row = block[shared.row]
        kept = (shared.data > 1.5) & (row != shared.col)
        rows.append(several[row[kept]])
        columns.append(several[shared.col[kept]])
        counts.append(shared.data[kept] - 1.0)
    if not rows:
        return sp.csr_array((b.shape[0], b.shape[0]))
    entries = (np.concatenate(rows), np.concatenate(columns))
    shape = (b.shape[0], b.shape[0])
    return _canonical(sp.coo_array((np.concatenate(counts), entries), shape=shape))


def tie_product(b: sp.csr_array, weight: Weight | None) -> Product:
    """Multiply a vector by the plain (None) or weighted projection, unbuilt if it can.

    Jaccard weights alone are no product of B with itself and are built.
    """
    if weight == "jaccard":
        tied = projection(b, weight)
        return lambda x: tied @ x
    # A group of one ties nobody; without it, zero strength is zero without rounding.
    sizes = _sizes(b)
    inner = sp.csr_array(b[:, np.flatnonzero(sizes > 1)], dtype=float)
    turned = sp.csr_array(inner.T)
    scale = np.ones(b.shape[0])
    share = np.ones(inner.shape[1])
    if weight == "newman":
        share = _newman_share(inner)
    elif weight == "cosine":
        scale = 1.0 / np.sqrt(np.maximum(np.diff(b.indptr), 1))
    diagonal = scale * scale * (inner @ share)
    twice = excess(inner) if weight is None else None

    def product(x: np.ndarray) -> np.ndarray:
        found = scale * (inner @ (share * (turned @ (scale * x)))) - diagonal * x
        return found if twice is None else found - twice @ x

    return product


def gram_product(b: sp.csr_array) -> Product:
    """Multiply a vector by B·Bᵀ, diagonal included."""
    turned = sp.csr_array(b.T)
    return lambda x: b @ (turned @ x)


def degrees(b: sp.csr_array) -> np.ndarray:
    """Number of distinct others that each row shares a column with."""
    kept = fold(b)
    turned = sp.csr_array(kept.b.T)
    total = np.zeros(len(kept.copies), dtype=np.int64)
    for block in blocks(len(total)):
        met = kept.b[block] @ turned
        met.data = np.ones_like(met.data)
        total[block] = np.rint(met @ kept.copies.astype(float))
    belongs = np.diff(kept.b.indptr) > 0
    return (total - belongs)[kept.of]


def coreness(b: sp.csr_array) -> np.ndarray:
    """Core number of each row in the plain projection, peeled off the incidences."""
    kept = fold(b)
    turned = sp.csr_array(kept.b.T)
    left = np.zeros(len(kept.copies))
    left[kept.of] = degrees(b)
    core = np.zeros(len(left), dtype=np.int64)
    alive = np.diff(kept.b.indptr) > 0
    level = 0.0
    while alive.any():
        level = max(level, left[alive].min())
        gone = np.flatnonzero(alive & (left <= level))
        core[gone], alive[gone] = int(level), False
        for block in blocks(len(gone)):
            # Each class is opened once in all; its neighbours lose all its copies.
            near = kept.b[gone[block]] @ turned
            lost = np.repeat(kept.copies[gone[block]], np.diff(near.indptr))
            left -= np.bincount(near.indices, weights=lost, minlength=len(left))
    return core[kept.of]
