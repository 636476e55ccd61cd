"""What follows from the members × groups matrix alone?

The numerical room under the network: everything here takes the sparse 0/1 incidence
matrix B (members in rows) and knows nothing of names. Shortest paths are searched
for a block of sources at a time, so that the work is done by matrix products.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import numpy as np
import scipy.sparse as sp

__all__ = [
    "Weight",
    "adjacency",
    "betweenness",
    "blocks",
    "distance_levels",
    "possible_ties",
    "projection",
    "shared_counts",
]

Weight = Literal["newman", "shared", "jaccard", "cosine"]
"""How strongly two members are tied by the groups they share."""

_BLOCK = 256
"""Sources searched at once: enough for matrix products to pay, small in memory."""

Levels = list[np.ndarray]


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
        sizes = np.asarray(b.sum(axis=0)).ravel()
        share = np.divide(1.0, sizes - 1, out=np.zeros(len(sizes)), where=sizes > 1)
        return _without_diagonal(b @ sp.diags_array(share) @ b.T)
    shared = shared_counts(b)
    if weight == "shared":
        return shared
    degrees = np.asarray(b.sum(axis=1)).ravel()
    pairs = shared.tocoo()
    first, second = degrees[pairs.row], degrees[pairs.col]
    if weight == "jaccard":
        pairs.data = pairs.data / (first + second - pairs.data)
    else:
        pairs.data = pairs.data / np.sqrt(first * second)
    return _canonical(pairs)


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


def distance_levels(b: sp.csr_array, sources: np.ndarray) -> Iterator[np.ndarray]:
    """Members first met at distance 1, 2, … of each source, as n × sources masks.

    Searched on the two-mode matrix: each group is opened once a source, so a large
    group costs its members and never its pairs.
    """
    frontier = np.zeros((b.shape[0], len(sources)), dtype=np.float32)
    frontier[sources, np.arange(len(sources))] = 1
    met = frontier > 0
    opened = np.zeros((b.shape[1], len(sources)), dtype=bool)
    forth, back = b.astype(np.float32), sp.csr_array(b.T, dtype=np.float32)
    while True:
        reached = (back @ frontier > 0) & ~opened
        opened |= reached
        new = (forth @ reached.astype(np.float32) > 0) & ~met
        if not new.any():
            return
        met |= new
        yield new
        frontier = new.astype(np.float32)


def betweenness(
    tied: sp.csr_array,
    sources: np.ndarray | None = None,
    targets: np.ndarray | None = None,
) -> np.ndarray:
    """Share of shortest paths through each node, summed over ordered pairs.

    Brandes' accumulation (2001) for a block of sources at a time. Pairs run from
    each source to each target; ends are not counted as between.
    """
    n = tied.shape[0]
    starts = np.arange(n) if sources is None else sources
    wanted = np.ones((n, 1)) if targets is None else np.zeros((n, 1))
    if targets is not None:
        wanted[targets] = 1.0
    total = np.zeros(n)
    for block in blocks(len(starts)):
        total += _dependencies(tied, starts[block], wanted)
    return total


def _dependencies(
    tied: sp.csr_array, sources: np.ndarray, wanted: np.ndarray
) -> np.ndarray:
    """Sum over the block's sources of the dependency of each source on each node."""
    columns = np.arange(len(sources))
    paths = np.zeros((tied.shape[0], len(sources)))
    paths[sources, columns] = 1.0
    frontier = paths
    levels = [paths > 0]
    met = levels[0].copy()
    while True:
        arriving = tied @ frontier
        new = (arriving > 0) & ~met
        if not new.any():
            break
        met |= new
        frontier = np.where(new, arriving, 0.0)
        paths = paths + frontier
        levels.append(new)
    dependency = np.zeros_like(paths)
    inverse = np.divide(1.0, paths, out=np.zeros_like(paths), where=paths > 0)
    for depth in range(len(levels) - 1, 0, -1):
        sent = np.where(levels[depth], (wanted + dependency) * inverse, 0.0)
        dependency += np.where(levels[depth - 1], (tied @ sent) * paths, 0.0)
    dependency[sources, columns] = 0.0
    return dependency.sum(axis=1)
