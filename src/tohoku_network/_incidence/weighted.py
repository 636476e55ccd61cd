"""Shortest ways where strong ties are short.

A tie of weight w is 1/w long. Lengths that differ by rounding alone are the same
length, so that two equally short ways are both counted. Members with the same groups
are searched once.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import scipy.sparse as sp

from tohoku_network._incidence.matrix import Weight, blocks, fold, projection
from tohoku_network._incidence.paths import Reach

__all__ = ["lengths", "weighted_betweenness", "weighted_reach"]

_TOLERANCE = 1e-9


def lengths(b: sp.csr_array, weight: Weight) -> sp.csr_array:
    """Length of every tie of the weighted projection."""
    tied = projection(b, weight)
    tied.data = 1.0 / tied.data
    return tied


def weighted_reach(b: sp.csr_array, weight: Weight) -> Reach:
    """Whom each row reaches, and how far away they are."""
    tied = lengths(b, weight)
    of, first, _ = _classes(b)
    inverse, total = np.zeros(len(first)), np.zeros(len(first))
    reached = np.zeros(len(first), dtype=np.int64)
    for block, distance in _distances(tied, first):
        distance[np.arange(len(block)), first[block]] = np.inf
        inverse[block] = (1.0 / distance).sum(axis=1)
        found = np.isfinite(distance)
        total[block] = np.where(found, distance, 0.0).sum(axis=1)
        reached[block] = found.sum(axis=1)
    return Reach(reached[of], total[of], inverse[of])


def weighted_betweenness(b: sp.csr_array, weight: Weight) -> np.ndarray:
    """Share of shortest ways through each row, summed over ordered pairs."""
    tied = lengths(b, weight)
    _, first, copies = _classes(b)
    direct = _direct(tied)
    total = np.zeros(b.shape[0])
    for block, distances in _distances(direct.tocsr(), first):
        for i, distance in zip(block, distances, strict=True):
            # A row never lies between another of its class and anyone else.
            total += copies[i] * _dependency(direct, int(first[i]), distance)
    return total


def _classes(b: sp.csr_array) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Class of each row, the first row of each class, and the classes' sizes."""
    kept = fold(b)
    _, first = np.unique(kept.of, return_index=True)
    return kept.of, first, kept.copies


def _distances(
    tied: sp.csr_array, sources: np.ndarray
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Positions of a block of sources, with their distances to all."""
    for block in blocks(len(sources)):
        # The matrix is symmetric; telling SciPy so would make it search twice.
        yield block, sp.csgraph.dijkstra(tied, directed=True, indices=sources[block])


def _direct(tied: sp.csr_array) -> sp.coo_array:
    """Ties that are no longer than any way around them; no other is ever used."""
    kept = np.zeros(tied.nnz, dtype=bool)
    for block, distances in _distances(tied, np.arange(tied.shape[0])):
        for source, distance in zip(block, distances, strict=True):
            inside = slice(tied.indptr[source], tied.indptr[source + 1])
            nearest = distance[tied.indices[inside]]
            kept[inside] = tied.data[inside] <= nearest * (1 + _TOLERANCE)
    pairs = tied.tocoo()
    entries = (pairs.row[kept], pairs.col[kept])
    return sp.coo_array((pairs.data[kept], entries), shape=tied.shape)


def _dependency(tied: sp.coo_array, source: int, distance: np.ndarray) -> np.ndarray:
    """Dependency of one source on each row, along the ties that are on its ways."""
    distance = np.where(np.isfinite(distance), distance, -1.0)
    near, far = distance[tied.row], distance[tied.col]
    on = (near >= 0) & (near < far) & (near + tied.data - far <= _TOLERANCE * far)
    entries = (tied.row[on], tied.col[on])
    forth = sp.csr_array((np.ones(len(entries[0])), entries), shape=tied.shape)
    start = np.zeros(len(distance))
    start[source] = 1.0
    paths = _summed(sp.csr_array(forth.T), start)
    inverse = np.divide(1.0, paths, out=np.zeros_like(paths), where=paths > 0)
    # With h = (1 + dependency)/paths, Brandes' recursion reads h = 1/paths + forth·h.
    found = paths * (forth @ _summed(forth, inverse))
    found[source] = 0.0
    return found


def _summed(matrix: sp.csr_array, start: np.ndarray) -> np.ndarray:
    """Sum of all powers of a nilpotent matrix, times a vector."""
    total, term = start.copy(), start
    while True:
        term = matrix @ term
        if not term.any():
            return total
        total += term
