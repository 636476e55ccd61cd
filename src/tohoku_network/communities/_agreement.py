"""How far do partitions agree, and what do many of them agree on?"""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from scipy.optimize import linear_sum_assignment

from tohoku_network.communities._engines import leiden, modularity, repeated
from tohoku_network.communities._folding import halves

__all__ = [
    "adjusted_rand",
    "consensus",
    "contingency",
    "entropies",
    "kept",
    "mean_agreement",
    "numbered",
]

_TOGETHER = 0.5
"""Share of runs that two organizations must be together in to count as a pair."""
_ROUNDS = 20


def numbered(labels: np.ndarray) -> np.ndarray:
    """Labels 0, 1, … from the largest community down, ties by the first member."""
    _, first, inverse, sizes = np.unique(
        labels, return_index=True, return_inverse=True, return_counts=True
    )
    place = np.empty(len(first), dtype=np.int64)
    place[np.lexsort((first, -sizes))] = np.arange(len(first))
    return place[inverse]


def contingency(a: np.ndarray, b: np.ndarray) -> sp.csr_array:
    """How many are in community i of one partition and j of the other."""
    _, a = np.unique(a, return_inverse=True)
    _, b = np.unique(b, return_inverse=True)
    return sp.csr_array(sp.coo_array((np.ones(len(a)), (a, b))))


def adjusted_rand(a: np.ndarray, b: np.ndarray) -> float:
    """Adjusted Rand index; 1 where chance alone already makes them equal."""
    n = len(a)
    if n == 0:
        return 1.0
    cells = contingency(a, b)
    together = _pairs(cells.data)
    in_a = _pairs(np.asarray(cells.sum(axis=1)).ravel())
    in_b = _pairs(np.asarray(cells.sum(axis=0)).ravel())
    possible = n * (n - 1) / 2
    expected = in_a * in_b / possible if possible else 0.0
    highest = (in_a + in_b) / 2
    return 1.0 if highest == expected else (together - expected) / (highest - expected)


def _pairs(counts: np.ndarray) -> float:
    return float((counts * (counts - 1)).sum() / 2)


def entropies(a: np.ndarray, b: np.ndarray) -> tuple[float, float, float]:
    """Entropy of each partition and of both together, in nats; 0 when empty."""
    cells = contingency(a, b) if len(a) else sp.csr_array((1, 1))
    sums = (cells.sum(axis=1), cells.sum(axis=0), cells.data)
    one, two, joint = (_entropy(np.asarray(s).ravel()) for s in sums)
    return one, two, joint


def _entropy(counts: np.ndarray) -> float:
    shares = counts[counts > 0] / max(counts.sum(), 1)
    return float(max(-(shares * np.log(shares)).sum(), 0.0))


def mean_agreement(partitions: np.ndarray) -> float:
    """Mean adjusted Rand index over all pairs of partitions (rows)."""
    different, counts = np.unique(
        np.array([numbered(row) for row in partitions]), axis=0, return_counts=True
    )
    total = float(_pairs(counts))  # equal ones agree with 1
    for i in range(len(different)):
        for j in range(i):
            agree = adjusted_rand(different[i], different[j])
            total += counts[i] * counts[j] * agree
    return total / _pairs(np.array([counts.sum()]))


def kept(reference: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Who is in the community of ``other`` that is matched with its own.

    Communities are matched one to one so that as many as possible stay.
    """
    if not len(reference):
        return np.zeros(0, dtype=bool)
    _, a = np.unique(reference, return_inverse=True)
    _, b = np.unique(other, return_inverse=True)
    cells = contingency(a, b).tocoo()
    of_a, of_b = np.bincount(a), np.bincount(b)
    match = np.full(len(of_a), -1)
    # Communities that are equal in both need no search.
    equal = (cells.data == of_a[cells.row]) & (cells.data == of_b[cells.col])
    match[cells.row[equal]] = cells.col[equal]
    rest_a = np.flatnonzero(match < 0)
    rest_b = np.setdiff1d(np.arange(len(of_b)), match)
    if len(rest_a) and len(rest_b):
        overlap = cells.tocsr()[rest_a][:, rest_b].toarray()
        one, two = linear_sum_assignment(overlap, maximize=True)
        match[rest_a[one]] = rest_b[two]
    return match[a] == b


def consensus(partitions: np.ndarray, seed: int) -> np.ndarray:
    """Partition that many partitions (rows) share (Lancichinetti & Fortunato 2012).

    Organizations are tied by the share of partitions that have them together, shares
    below one half are cut, and this network is partitioned as often again, until all
    partitions are equal.
    """
    rng = np.random.default_rng(seed)
    for _ in range(_ROUNDS):
        partitions = np.array([numbered(row) for row in partitions])
        if (partitions == partitions[0]).all():
            break
        vectors, of = np.unique(partitions, axis=1, return_inverse=True)
        of = of.ravel()
        counts = np.bincount(of)
        folded = halves(_together(vectors, counts), counts, of)
        seeds = rng.integers(0, 2**31 - 1, size=len(partitions)).tolist()
        found = [run[folded.whole] for run in repeated(leiden, folded.ties, 1.0, seeds)]
        # The best comes first: it is the answer should the rounds not settle.
        found.sort(key=lambda labels: -round(modularity(folded.ties, labels, 1.0), 12))
        partitions = np.array(found)[:, folded.first]
    return numbered(partitions[0])


def _together(vectors: np.ndarray, counts: np.ndarray) -> sp.csr_array:
    """Share of partitions that have two classes together, without the rare pairs."""
    runs, n = vectors.shape
    labels = vectors + np.cumsum([0, *(vectors.max(axis=1)[:-1] + 1)])[:, None]
    one_hot = sp.csr_array(
        (np.ones(runs * n), (np.tile(np.arange(n), runs), labels.ravel()))
    )
    pairs = sp.csr_array(one_hot @ one_hot.T / runs)
    pairs.sort_indices()
    row = np.repeat(np.arange(n), np.diff(pairs.indptr))
    often = (pairs.data >= _TOGETHER) & (row != pairs.indices)
    alone = (np.bincount(row[often], minlength=n) == 0) & (counts == 1)
    # Nobody is cut off: who is rarely with anybody keeps the strongest tie.
    strongest = _first_maximum(pairs, row) & alone[row]
    keep = often | strongest
    partner = pairs.indices[strongest]
    kept_pairs = sp.coo_array(
        (pairs.data[keep], (row[keep], pairs.indices[keep])), shape=(n, n)
    )
    back = sp.coo_array(
        (pairs.data[strongest], (partner, row[strongest])), shape=(n, n)
    )
    both = sp.csr_array(kept_pairs).maximum(sp.csr_array(back))
    return sp.csr_array(both + sp.eye_array(n))


def _first_maximum(pairs: sp.csr_array, row: np.ndarray) -> np.ndarray:
    """Entries that are the first largest one of their row, the diagonal aside."""
    value = np.where(row == pairs.indices, -1.0, pairs.data)
    order = np.lexsort((pairs.indices, -value, row))
    first = order[np.flatnonzero(np.diff(row[order], prepend=-1))]
    mask = np.zeros(len(value), dtype=bool)
    mask[first] = value[first] > 0
    return mask
