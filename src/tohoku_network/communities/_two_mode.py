"""One seeded search for a partition of high two-mode modularity (Barber 2007).

Members know only groups and groups only members, so the best label of every member
follows at once from the labels of the groups, and the other way round (Barber's
BRIM). Modules are then joined pairwise while that pays (the second stage of LPAwb+,
Beckett 2016), modules that hang together by nothing are parted, which always pays,
and the steps repeat from several random starts.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

__all__ = ["modularity", "search"]

_GAIN = 1e-12
"""Smaller differences of modularity are rounding."""


class _Side(NamedTuple):
    """The memberships as seen from one side: whose, with whom, and how many each."""

    own: np.ndarray
    other: np.ndarray
    degrees: np.ndarray
    other_degrees: np.ndarray

    def turned(self) -> _Side:
        return _Side(self.other, self.own, self.other_degrees, self.degrees)


def modularity(
    b: sp.csr_array, rows: np.ndarray, columns: np.ndarray, resolution: float
) -> float:
    """Barber's modularity of labelled rows and columns; 0 without memberships."""
    return _value(_side(b), rows, columns, resolution)


def search(
    b: sp.csr_array, resolution: float, seed: int, starts: int
) -> tuple[np.ndarray, np.ndarray]:
    """Best labels of rows and columns out of several random starts."""
    rng = np.random.default_rng(seed)
    n, m = b.shape
    best = np.arange(n), n + np.arange(m)
    if b.nnz == 0:
        return best
    side = _side(b)
    highest = -np.inf
    most = min(n, m)
    for start in range(starts):
        # Every column alone climbs high on its own, but always by similar paths:
        # every other start throws the columns together, into another number of lots.
        if start % 2:
            lots = rng.integers((most + 1) // 2, most + 1)
            columns = rng.integers(0, lots, size=m)
        else:
            columns = rng.permutation(m)
        rows, columns, value = _climb(side, columns, resolution)
        if value > highest + _GAIN:
            best, highest = (rows, columns), value
    return best


def _side(b: sp.csr_array) -> _Side:
    rows = np.repeat(np.arange(b.shape[0]), np.diff(b.indptr))
    columns = b.indices.astype(np.int64)
    return _Side(
        rows,
        columns,
        np.bincount(rows, minlength=b.shape[0]),
        np.bincount(columns, minlength=b.shape[1]),
    )


def _value(
    side: _Side, rows: np.ndarray, columns: np.ndarray, resolution: float
) -> float:
    total = len(side.own)
    if total == 0:
        return 0.0
    inside = int((rows[side.own] == columns[side.other]).sum())
    n = int(max(rows.max(), columns.max())) + 1
    of_rows = np.bincount(rows, weights=side.degrees, minlength=n)
    of_columns = np.bincount(columns, weights=side.other_degrees, minlength=n)
    return inside / total - resolution * float(of_rows @ of_columns) / total**2


def _climb(
    side: _Side, columns: np.ndarray, resolution: float
) -> tuple[np.ndarray, np.ndarray, float]:
    """Alternate and join until neither raises modularity."""
    rows, columns, value = _alternate(side, columns, resolution)
    while True:
        joined = _joined(side, rows, columns, resolution)
        if joined is None:
            return rows, columns, value
        found = _alternate(side, joined, resolution)
        if found[2] <= value + _GAIN:
            return rows, columns, value
        rows, columns, value = found


def _alternate(
    side: _Side, columns: np.ndarray, resolution: float
) -> tuple[np.ndarray, np.ndarray, float]:
    """Best rows for the columns, best columns for the rows, until nothing is won."""
    value, rows, turned = -np.inf, columns[:0], side.turned()
    while True:
        new_rows = _best_labels(side, columns, resolution)
        new_columns = _best_labels(turned, new_rows, resolution)
        _, joint = np.unique(
            np.concatenate([new_rows, new_columns]), return_inverse=True
        )
        new_rows, new_columns = joint[: len(new_rows)], joint[len(new_rows) :]
        reached = _value(side, new_rows, new_columns, resolution)
        if reached <= value + _GAIN:
            break
        rows, columns, value = new_rows, new_columns, reached
    rows, columns = _connected(side, rows, columns)
    return rows, columns, _value(side, rows, columns, resolution)


def _connected(
    side: _Side, rows: np.ndarray, columns: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Modules cut into their connected pieces, numbered 0, 1, …."""
    n, m = len(rows), len(columns)
    inside = rows[side.own] == columns[side.other]
    one, two = side.own[inside], n + side.other[inside]
    graph = sp.coo_array((np.ones(len(one)), (one, two)), shape=(n + m, n + m))
    _, piece = sp.csgraph.connected_components(graph, directed=False)
    return piece[:n].astype(np.int64), piece[n:].astype(np.int64)


def _best_labels(side: _Side, labels: np.ndarray, resolution: float) -> np.ndarray:
    """Label that adds most for each of one side, given the other side's; ties: least.

    Who would lose everywhere starts a module of its own.
    """
    n, n_labels = len(side.degrees), int(labels.max()) + 1
    keys, met = np.unique(side.own * n_labels + labels[side.other], return_counts=True)
    own, label = keys // n_labels, keys % n_labels
    weight = np.bincount(labels, weights=side.other_degrees, minlength=n_labels)
    expected = side.degrees[own] * weight[label] / len(side.own)
    score = met - resolution * expected
    first = np.flatnonzero(np.diff(own, prepend=-1))
    top = np.full(n, -np.inf)
    top[own[first]] = np.maximum.reduceat(score, first)
    winners = np.flatnonzero((score >= top[own] - 1e-9) & (top[own] >= -1e-9))
    best = n_labels + np.arange(n)
    # Written backwards, the first (least) of several equal labels stays.
    best[own[winners[::-1]]] = label[winners[::-1]]
    return best


def _joined(
    side: _Side, rows: np.ndarray, columns: np.ndarray, resolution: float
) -> np.ndarray | None:
    """Columns' labels after joining the pairs of modules that gain most, or None."""
    n = int(max(rows.max(), columns.max())) + 1
    total = len(side.own)
    one, two = rows[side.own], columns[side.other]
    apart = one != two
    lower, upper = np.minimum(one, two)[apart], np.maximum(one, two)[apart]
    keys, between = np.unique(lower * n + upper, return_counts=True)
    lower, upper = keys // n, keys % n
    of_rows = np.bincount(rows, weights=side.degrees, minlength=n)
    of_columns = np.bincount(columns, weights=side.other_degrees, minlength=n)
    expected = of_rows[lower] * of_columns[upper] + of_rows[upper] * of_columns[lower]
    gain = between / total - resolution * expected / total**2
    into, free = np.arange(n), np.ones(n, dtype=bool)
    for place in np.argsort(-gain.round(12), kind="stable"):
        if gain[place] <= _GAIN:
            break
        if free[lower[place]] and free[upper[place]]:
            into[upper[place]] = lower[place]
            free[[lower[place], upper[place]]] = False
    return None if free.all() else into[columns]
