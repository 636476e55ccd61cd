"""How many pairs stay connected when one more node has gone?

One depth-first pass over the two-mode graph (Hopcroft and Tarjan, 1973) answers this
for every node at once. Nodes with the same neighbours are one class with copies: as
long as a copy stays, nothing falls apart.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from tohoku_network import _incidence

__all__ = ["Classes", "classes", "connected_pairs", "member_pieces", "without"]


class Classes(NamedTuple):
    """Two-mode graph of classes: members first, then groups."""

    near: list[list[int]]
    """Neighbouring classes."""
    n_members: int
    """Number of classes of members."""
    rows: list[np.ndarray]
    """Rows, or columns, of each class."""


def classes(b: sp.csr_array) -> Classes:
    """Fold both sides; members without a group are left out, and groups too."""
    kept = _incidence.fold(b)
    also = _incidence.fold(sp.csr_array(kept.b.T))
    small = sp.csr_array(also.b.T)
    rows, columns = _of_classes(kept.of), _of_classes(also.of)
    held = np.flatnonzero(np.diff(small.indptr))
    named = np.flatnonzero(np.diff(also.b.indptr))
    small = sp.csr_array(small[held][:, named])
    turned = sp.csr_array(small.T)
    n = len(held)
    near = [(part + n).tolist() for part in np.split(small.indices, small.indptr[1:-1])]
    near += [part.tolist() for part in np.split(turned.indices, turned.indptr[1:-1])]
    if not small.nnz:
        near = []
    return Classes(
        near, n, [rows[row] for row in held] + [columns[column] for column in named]
    )


def _of_classes(of: np.ndarray) -> list[np.ndarray]:
    order = np.argsort(of, kind="stable")
    return np.split(order, np.bincount(of).cumsum()[:-1]) if len(of) else []


def connected_pairs(
    graph: Classes, copies: list[int], *, candidates: str
) -> tuple[int, list[int]]:
    """Ordered connected pairs of members: now, and with a copy of each class gone.

    ``copies`` tells how many of each class are there. Only classes of the side of the
    candidates are told; the others, and classes that have gone, keep the number now.
    """
    near, n, total = graph.near, graph.n_members, len(graph.near)
    seen, low, parent, root = [-1] * total, [0] * total, [-1] * total, [0] * total
    # Members and groups in the subtree of each node.
    members = [copies[node] if node < n else 0 for node in range(total)]
    groups = [0 if node < n else copies[node] for node in range(total)]
    # Members, groups and pairs of the pieces that hang on each node alone.
    hung = [(0, 0, 0)] * total
    clock = now = 0
    for start in range(total):
        if seen[start] >= 0 or not copies[start]:
            continue
        seen[start] = low[start] = clock
        clock += 1
        root[start] = start
        path = [(start, iter(near[start]))]
        while path:
            node, others = path[-1]
            for other in others:
                if not copies[other]:
                    continue
                if seen[other] < 0:
                    seen[other] = low[other] = clock
                    clock += 1
                    parent[other], root[other] = node, start
                    path.append((other, iter(near[other])))
                    break
                if other != parent[node] and seen[other] < low[node]:
                    low[node] = seen[other]
            else:
                path.pop()
                above = parent[node]
                if above < 0:
                    continue
                low[above] = min(low[above], low[node])
                if low[node] >= seen[above]:
                    of = hung[above]
                    size, held = members[node], groups[node]
                    pairs = of[2] + _pairs(size, held)
                    hung[above] = (of[0] + size, of[1] + held, pairs)
                members[above] += members[node]
                groups[above] += groups[node]
        now += _pairs(members[start], groups[start])
    after = [now] * total
    for node in range(n) if candidates == "members" else range(n, total):
        if not copies[node]:
            continue
        whole, held = members[root[node]], groups[root[node]]
        one = (1, 0) if node < n else (0, 1)
        away = hung[node] if copies[node] == 1 else (0, 0, 0)
        rest = _pairs(whole - one[0] - away[0], held - one[1] - away[1])
        after[node] += away[2] + rest - _pairs(whole, held)
    return now, after


def _pairs(members: int, groups: int) -> int:
    """Ordered pairs within a piece; members that share no group are no piece."""
    return members * (members - 1) if groups else 0


def member_pieces(b: sp.csr_array) -> list[np.ndarray]:
    """Rows of each connected piece, isolates too, largest first."""
    pieces = [rows for rows, _ in _incidence.components(b)]
    alone = np.flatnonzero(np.diff(b.indptr) == 0)
    return pieces + [np.array([row]) for row in alone]


def without(
    b: sp.csr_array, rows: np.ndarray | list[int], columns: np.ndarray | list[int]
) -> sp.csr_array:
    """Matrix of the same shape with some rows and columns emptied."""
    keep_rows, keep_columns = np.ones(b.shape[0]), np.ones(b.shape[1])
    keep_rows[rows] = 0.0
    keep_columns[columns] = 0.0
    entries = b.tocoo()
    kept = (keep_rows[entries.row] * keep_columns[entries.col]) > 0
    result = sp.csr_array(
        (entries.data[kept], (entries.row[kept], entries.col[kept])), shape=b.shape
    )
    result.sort_indices()
    return result
