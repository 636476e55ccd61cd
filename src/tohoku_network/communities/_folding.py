"""Who cannot be told apart? Organizations with the same groups, folded into classes.

Organizations of one class have the same tie to everybody else and are tied to each
other. Whenever that inner tie w exceeds γ k²/2m (k their strength, 2m all strengths),
moving one of two separated class mates to the other raises modularity, so that every
best partition keeps the class together. Such a class is searched as two half nodes,
which keep all strengths and inner weights exact without self-ties.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from tohoku_network._incidence import Weight

__all__ = ["Folded", "fold", "halves"]


class Folded(NamedTuple):
    """A weighted network of nodes, each standing for a class of organizations."""

    ties: sp.csr_array
    """Symmetric weights between nodes, zero diagonal."""
    first: np.ndarray
    """Node of each organization; a class of several is its node and the next one."""
    whole: np.ndarray
    """Node that speaks for each node: itself, or the first of two halves."""


def fold(
    b: sp.csr_array,
    weight: Weight | None,
    resolution: float,
    check: Callable[[sp.csr_array], None],
) -> Folded:
    """Projection onto the rows of ``b``, with equal rows folded where that is exact.

    ``check`` is shown the rows that are left before ties between them are built.
    """
    of = _equal_rows(b)
    check(_one_each(b, of))
    unit, counts = _class_ties(b, of, weight)
    inner = unit.diagonal()
    strengths = unit @ counts - inner
    total = float(strengths @ counts)
    exact = inner * total > resolution * strengths**2 * (1 + 1e-9)
    # Classes of one have nothing to fold; the others must be exact or are opened.
    apart = (counts > 1) & ~exact
    if apart.any():
        of = _opened(of, apart)
        check(_one_each(b, of))
        unit, counts = _class_ties(b, of, weight)
    return halves(unit, counts, of)


def halves(unit: sp.csr_array, counts: np.ndarray, of: np.ndarray) -> Folded:
    """Ties between classes, given one tie between and within each of them.

    ``unit`` has the weight of a single tie, its diagonal that of a tie within a
    class; ``counts`` the organizations of each class, ``of`` each one's class.
    """
    n_nodes = np.where(counts > 1, 2, 1)
    start = np.concatenate([[0], np.cumsum(n_nodes)[:-1]]).astype(np.int64)
    node_class = np.repeat(np.arange(len(counts)), n_nodes)
    share = (counts / n_nodes)[node_class]
    spread = sp.csr_array(
        (share, (np.arange(len(node_class)), node_class)),
        shape=(len(node_class), len(counts)),
    )
    pairs = sp.csr_array(spread @ unit @ spread.T).tocoo()
    other = node_class[pairs.row] != node_class[pairs.col]
    pairs = sp.coo_array(
        (pairs.data[other], (pairs.row[other], pairs.col[other])), shape=pairs.shape
    )
    twofold = np.flatnonzero(n_nodes == 2)
    inside = (counts * (counts - 1) / 2 * unit.diagonal())[twofold]
    left = start[twofold]
    within = sp.coo_array(
        (
            np.concatenate([inside, inside]),
            (np.concatenate([left, left + 1]), np.concatenate([left + 1, left])),
        ),
        shape=pairs.shape,
    )
    ties = sp.csr_array(pairs + within)
    ties.eliminate_zeros()
    ties.sort_indices()
    return Folded(ties, start[of], start[node_class])


def _equal_rows(b: sp.csr_array) -> np.ndarray:
    """Class of each row, numbered as first met; rows without an entry stay alone."""
    seen: dict[bytes, int] = {}
    of = np.empty(b.shape[0], dtype=np.int64)
    for row in range(b.shape[0]):
        columns = b.indices[b.indptr[row] : b.indptr[row + 1]]
        key = columns.tobytes() if len(columns) else b"alone %d" % row
        of[row] = seen.setdefault(key, len(seen))
    return of


def _opened(of: np.ndarray, apart: np.ndarray) -> np.ndarray:
    """Classes with those marked given back, each row a class of its own."""
    keys = np.where(apart[of], len(apart) + np.arange(len(of)), of)
    _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    place = np.empty(len(first), dtype=np.int64)
    place[np.argsort(first)] = np.arange(len(first))
    return place[inverse]


def _one_each(b: sp.csr_array, of: np.ndarray) -> sp.csr_array:
    """One row of each class."""
    _, first = np.unique(of, return_index=True)
    return sp.csr_array(b[first])


def _class_ties(
    b: sp.csr_array, of: np.ndarray, weight: Weight | None
) -> tuple[sp.csr_array, np.ndarray]:
    """One tie between and within classes, and the number of rows in each."""
    counts = np.bincount(of)
    groups = _one_each(b, of)
    if weight == "newman":
        sizes = np.asarray(b.sum(axis=0)).ravel()
        share = np.divide(1.0, sizes - 1, out=np.zeros(len(sizes)), where=sizes > 1)
        return sp.csr_array(groups @ sp.diags_array(share) @ groups.T), counts
    unit = sp.csr_array(groups @ groups.T)
    if weight == "shared":
        return unit, counts
    pairs = unit.tocoo()
    degrees = np.asarray(groups.sum(axis=1)).ravel()
    one, two = degrees[pairs.row], degrees[pairs.col]
    if weight == "jaccard":
        pairs.data = pairs.data / (one + two - pairs.data)
    elif weight == "cosine":
        pairs.data = pairs.data / np.sqrt(one * two)
    else:
        pairs.data = np.ones_like(pairs.data)
    return sp.csr_array(pairs), counts
