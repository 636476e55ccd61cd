"""How far is it from one to another, and whom do the shortest ways pass?

Sources are searched a block at a time, so that the work is done by matrix products;
members with the same groups are searched once, and the projection is not built.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from tohoku_network._incidence.matrix import (
    Product,
    blocks,
    components,
    excess,
    fold,
    gram_product,
)

__all__ = [
    "Reach",
    "betweenness",
    "distance_levels",
    "folded_betweenness",
    "hop_counts",
    "reach",
    "two_mode_betweenness",
    "two_mode_reach",
]

_BITS = 1024
"""Sources of one search by bits."""

_COLUMNS = 64
"""Sources of one search by path counts: a block stays in the processor's cache."""


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


class Reach(NamedTuple):
    """Whom each row reaches: how many others, and how far away they are in sum."""

    others: np.ndarray
    total: np.ndarray
    """Sum of the distances."""
    inverse: np.ndarray
    """Sum of the inverse distances."""


def reach(b: sp.csr_array) -> Reach:
    """Whom each row reaches on the plain projection."""
    counts, _ = hop_counts(b)
    steps = np.arange(1, len(counts))
    found = counts[1:]
    return Reach(found.sum(axis=0), steps @ found, (1.0 / steps) @ found)


def two_mode_reach(b: sp.csr_array) -> Reach:
    """Rows and columns that each row reaches in the two-mode graph."""
    rows, _ = hop_counts(b)
    _, columns = hop_counts(sp.csr_array(b.T))
    even, odd = 2 * np.arange(1, len(rows)), 1 + 2 * np.arange(len(columns))
    steps, found = np.concatenate([even, odd]), np.concatenate([rows[1:], columns])
    return Reach(found.sum(axis=0), steps @ found, (1.0 / steps) @ found)


def hop_counts(b: sp.csr_array) -> tuple[np.ndarray, np.ndarray]:
    """How many rows lie d = 0, 1, … steps from each row, and from each column.

    A step leads from a row through a column to another row. The first array counts,
    for d ≥ 1, the other rows at d steps of each row; the second the rows from which d
    whole steps and one half lead to each column. Arrays are steps × rows and
    steps × columns.
    """
    n, m = b.shape
    kept = fold(b)
    full = np.flatnonzero(np.diff(kept.b.indptr))
    named = np.flatnonzero(np.bincount(b.indices, minlength=m))
    inner = sp.csr_array(kept.b[full][:, named])
    turned = sp.csr_array(inner.T)
    place = np.full(len(kept.copies), -1)
    place[full] = np.arange(len(full))
    starts = place[kept.of]
    starts = starts[starts >= 0]
    rows: list[np.ndarray] = [np.zeros(len(full), dtype=np.int64)]
    columns: list[np.ndarray] = []
    for block in blocks(len(starts), _BITS):
        for step, (new, reached) in enumerate(
            _bit_levels(inner, turned, starts[block])
        ):
            if step == len(columns):
                columns.append(np.zeros(len(named), dtype=np.int64))
                rows.append(np.zeros(len(full), dtype=np.int64))
            columns[step] += reached
            rows[step + 1] += new
    if columns:
        # Rows of the same class start with their own bits set, yet are one step apart.
        rows[1] += kept.copies[full] - 1
    by_row = np.zeros((len(rows), len(kept.copies)), dtype=np.int64)
    by_row[:, full] = rows
    by_column = np.zeros((len(columns), m), dtype=np.int64)
    by_column[:, named] = np.reshape(columns, (len(columns), len(named)))
    return by_row[:, kept.of].reshape(len(rows), n), by_column


def _bit_levels(
    b: sp.csr_array, turned: sp.csr_array, sources: np.ndarray
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Sources that newly meet each row, and newly open each column, step by step."""
    bit = np.arange(len(sources))
    words = -(-len(sources) // 64)
    frontier = np.zeros((b.shape[0], words), dtype=np.uint64)
    one = np.left_shift(np.uint64(1), (bit % 64).astype(np.uint64))
    np.bitwise_or.at(frontier, (sources, bit // 64), one)
    met = frontier.copy()
    opened = np.zeros((b.shape[1], words), dtype=np.uint64)
    while frontier.any():
        reached = np.bitwise_or.reduceat(frontier[turned.indices], turned.indptr[:-1])
        reached &= ~opened
        opened |= reached
        frontier = np.bitwise_or.reduceat(reached[b.indices], b.indptr[:-1]) & ~met
        met |= frontier
        yield _ones(frontier), _ones(reached)


def _ones(bits: np.ndarray) -> np.ndarray:
    return np.bitwise_count(bits).sum(axis=1, dtype=np.int64)


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
    search = _Search([lambda x: tied @ x], [np.ones((n, 1))], [_ends(n, targets)], None)
    return _dependency(search, 0, _ends(n, sources))[0]


def folded_betweenness(
    b: sp.csr_array,
    sources: np.ndarray | None = None,
    targets: np.ndarray | None = None,
) -> np.ndarray:
    """Betweenness on the plain projection of ``b``, which is not built.

    Equals ``betweenness(adjacency(b), sources, targets)``. Rows with the same groups
    are one class with copies, and the projection is B·Bᵀ less what it counts twice.
    """
    n = b.shape[0]
    given, wanted = _ends(n, sources), _ends(n, targets)
    total = np.zeros(n)
    for rows, columns in components(b):
        if len(columns) == 1:
            continue
        kept = fold(sp.csr_array(b[rows][:, columns], dtype=float))
        search = _Search(
            [gram_product(kept.b)],
            [kept.copies[:, None].astype(float)],
            [_per_class(kept.of, wanted[rows])],
            excess(kept.b),
        )
        per_class = _per_class(kept.of, given[rows])
        total[rows] = _dependency(search, 0, per_class)[0][kept.of]
    return total


def two_mode_betweenness(b: sp.csr_array) -> tuple[np.ndarray, np.ndarray]:
    """Betweenness of rows and of columns in the two-mode graph, over ordered pairs."""
    n, m = b.shape
    of_rows, of_columns = np.zeros(n), np.zeros(m)
    for rows, columns in components(b):
        kept = fold(sp.csr_array(b[rows][:, columns], dtype=float))
        also = fold(sp.csr_array(kept.b.T))
        found = _two_sided(sp.csr_array(also.b.T), also.b, kept.copies, also.copies)
        of_rows[rows] = found[0][kept.of]
        of_columns[columns] = found[1][also.of]
    return of_rows, of_columns


def _two_sided(
    b: sp.csr_array, turned: sp.csr_array, of_rows: np.ndarray, of_columns: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Two-mode betweenness of a copy of each row and column, with copies of both."""
    copies = [side[:, None].astype(float) for side in (of_rows, of_columns)]
    search = _Search([lambda x: turned @ x, lambda x: b @ x], copies, copies, None)
    through_rows, through_columns = _dependency(search, 0, copies[0])
    more_rows, more_columns = _dependency(search, 1, copies[1])
    # Two copies of a class meet through each of their neighbours alike.
    in_rows = of_rows * (of_rows - 1) / (b @ of_columns)
    in_columns = of_columns * (of_columns - 1) / (turned @ of_rows)
    return (
        through_rows + more_rows + b @ in_columns,
        through_columns + more_columns + turned @ in_rows,
    )


class _Search(NamedTuple):
    """What a search steps over: one side, or two that take turns."""

    send: list[Product]
    """Per side, what its nodes send to the next side."""
    copies: list[np.ndarray]
    """Per side, number of copies of each node, as a column."""
    wanted: list[np.ndarray]
    """Per side, number of copies that are targets, as a column."""
    twice: sp.csr_array | None
    """What ``send`` counts too often; only for one side."""


def _ends(n: int, chosen: np.ndarray | None) -> np.ndarray:
    ends = np.ones((n, 1)) if chosen is None else np.zeros((n, 1))
    if chosen is not None:
        ends[chosen] = 1.0
    return ends


def _per_class(of: np.ndarray, counts: np.ndarray) -> np.ndarray:
    return np.bincount(of, weights=counts[:, 0])[:, None]


def _dependency(search: _Search, side: int, given: np.ndarray) -> list[np.ndarray]:
    """Dependency on one copy of each node, of all pairs from ``given`` to targets."""
    total = [np.zeros(len(copies)) for copies in search.copies]
    starts = np.flatnonzero(given)
    for block in blocks(len(starts), _COLUMNS):
        sources = starts[block]
        for sum_, found in zip(total, _block(search, side, sources), strict=True):
            sum_ += found @ given[sources, 0]
    return total


def _block(search: _Search, side: int, sources: np.ndarray) -> list[np.ndarray]:
    """Dependency of each source (a single copy, in a column) on a copy of each node."""
    turns = len(search.send)
    shapes = [(len(copies), len(sources)) for copies in search.copies]
    paths = [np.zeros(shape) for shape in shapes]
    paths[side][sources, np.arange(len(sources))] = 1.0
    unmet = [found == 0 for found in paths]
    levels = [~unmet[side]]
    frontier = paths[side].copy()
    at = side
    while True:
        # Whether a node is met shows before the subtraction, free of rounding.
        arriving = search.send[at](frontier)
        at = (at + 1) % turns
        new = arriving > 0
        new &= unmet[at]
        if not new.any():
            break
        _keep(arriving, search.twice, frontier, new)
        unmet[at] ^= new
        levels.append(new)
        paths[at] += arriving
        frontier = arriving
        frontier *= search.copies[at]
    dependency = [np.zeros(shape) for shape in shapes]
    for depth in range(len(levels) - 1, 1, -1):
        at, before = (side + depth) % turns, (side + depth - 1) % turns
        sent = search.copies[at] * dependency[at]
        sent += search.wanted[at]
        sent *= levels[depth]
        np.divide(sent, paths[at], out=sent, where=levels[depth])
        back = search.send[at](sent)
        _keep(back, search.twice, sent, levels[depth - 1])
        back *= paths[before]
        dependency[before] += back
    return dependency


def _keep(
    found: np.ndarray, twice: sp.csr_array | None, sent: np.ndarray, mask: np.ndarray
) -> None:
    """Leave what arrives where the mask is set, less what was counted twice."""
    if twice is not None and twice.nnz:
        entries = np.diff(twice.indptr)
        into, out = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(sent.any(axis=1))
        if entries[into].sum() <= entries[out].sum():
            found[into] -= twice[into] @ sent
        else:
            found -= twice[out].T @ sent[out]
    found *= mask
