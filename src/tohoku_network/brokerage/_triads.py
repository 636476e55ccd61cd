"""Which pairs around an organization share no group, and who else joins them?

Counted from the incidence matrix B: with D the diagonal of B·Bᵀ and E the groups
shared beyond the first, the plain projection is B·Bᵀ - D - E, so that triangles come
from counts per group and from E, which is small. Only members of two groups or more
can stand between others. Members with the same groups stand between the same pairs.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from tohoku_network import _incidence

__all__ = ["Around", "brokers", "exclusive_pairs", "neighbourhoods", "tied_to"]

_BLOCK = 512
"""Brokers, or ends, handled at once."""

_LISTED = 500_000
"""The most open pairs of a block that are listed one by one."""

_DENSE = 12_000
"""The most rows of a square matrix that is held dense."""

_EXACT = 2**24
"""Whole numbers below this are exact in single precision."""


class Around(NamedTuple):
    """A block of brokers with what is around each."""

    rows: np.ndarray
    """Rows of the matrix that are described."""
    of: np.ndarray
    """For each row its line in ``near`` and ``partners``."""
    near: np.ndarray
    """Lines × rows: 1 where tied."""
    partners: np.ndarray
    """Lines × rows: around the broker, how many share no group with that row."""
    listed: np.ndarray | None
    """Open pairs as line, one end, other end; None when there are too many."""
    ties: _Ties

    def open_by(self, codes: np.ndarray, n_codes: int) -> np.ndarray:
        """Ends of open pairs by category: a pair within one counts there twice."""
        member = np.zeros((len(codes), n_codes))
        has = codes >= 0
        member[np.flatnonzero(has), codes[has]] = 1.0
        return (self.partners @ member)[self.of]

    def open_within(self, codes: np.ndarray, n_codes: int) -> np.ndarray:
        """Open pairs with both ends in the same category, per category."""
        if self.listed is not None:
            line, a, b = self.listed
            of_a = codes[a]
            alike = (of_a == codes[b]) & (of_a >= 0)
            place = line[alike] * n_codes + of_a[alike]
            count = np.bincount(place, minlength=len(self.near) * n_codes)
            return count.reshape(len(self.near), n_codes)[self.of].astype(float)
        found = np.zeros((len(self.near), n_codes))
        order = np.argsort(codes, kind="stable")
        cuts = np.searchsorted(codes[order], np.arange(n_codes + 1))
        for code in range(n_codes):
            columns = np.sort(order[cuts[code] : cuts[code + 1]])
            if len(columns) < 2:
                continue
            near = self.near[:, columns]
            size = near.sum(axis=1, dtype=float)
            found[:, code] = size * (size - 1) / 2 - self.ties.within(near, columns)
        return found[self.of]


class _Ties(NamedTuple):
    """The plain projection, unbuilt."""

    b: sp.csr_array
    own: np.ndarray
    several: np.ndarray
    """Place of each row among the rows of ``twice``; -1 for rows that are not."""
    twice: np.ndarray | sp.csr_array

    def within(self, near: np.ndarray, columns: np.ndarray) -> np.ndarray:
        """Tied pairs among the marked columns, line by line."""
        inside = _product(near, self.b[columns])
        twice, places = self._twice(near, columns)
        ends = np.einsum("ij,ij->i", inside, inside) - near @ self.own[columns]
        if len(places):
            marked = near[:, places]
            ends -= np.einsum("ij,ij->i", twice, marked, dtype=float)
        return ends / 2

    def partners(self, near: np.ndarray) -> np.ndarray:
        """Marked rows tied to each marked row, line by line."""
        columns = np.arange(len(self.own))
        count = _product(_product(near, self.b), sp.csr_array(self.b.T))
        count -= self.own
        twice, places = self._twice(near, columns)
        count[:, places] -= twice
        return count * near

    def _twice(
        self, near: np.ndarray, columns: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """What B·Bᵀ counts twice for each of the columns where it does."""
        places = np.flatnonzero(self.several[columns] >= 0)
        at = self.several[columns[places]]
        marked = near[:, places]
        if isinstance(self.twice, np.ndarray):
            whole = len(at) == len(self.twice)
            part = self.twice if whole else self.twice[np.ix_(at, at)]
            return marked @ part, places
        return _product(marked, self.twice[at][:, at]), places


def brokers(b: sp.csr_array) -> np.ndarray:
    """Rows in two or more groups with somebody else in each."""
    shared = np.bincount(b.indices, minlength=b.shape[1]) > 1
    return np.flatnonzero(b @ shared.astype(float) > 1.5)


def tied_to(
    b: sp.csr_array, turned: sp.csr_array, rows: np.ndarray, others: np.ndarray
) -> np.ndarray:
    """Mask rows × others: whether they share a group; nobody with itself.

    ``turned`` is the transpose of the others' part of ``b``.
    """
    met = (b[rows] @ turned).toarray() > 0
    return met & (rows[:, None] != others[None, :])


def neighbourhoods(b: sp.csr_array) -> Iterator[Around]:
    """Brokers a block at a time, with their ties and the open pairs among these."""
    who = brokers(b)
    if not len(who):
        return
    ties = _unbuilt(b)
    kept = _incidence.fold(sp.csr_array(b[who]))
    order = np.argsort(kept.of, kind="stable")
    lead = who[np.unique(kept.of, return_index=True)[1]]
    everybody, turned = np.arange(b.shape[0]), sp.csr_array(b.T)
    for block in _incidence.blocks(len(lead), _BLOCK):
        mine = order[np.isin(kept.of[order], block)]
        near = tied_to(b, turned, lead[block], everybody)
        marked = near.astype(np.float32)
        size = marked.sum(axis=1, dtype=float)[:, None]
        partners = np.where(near, size - 1 - ties.partners(marked), 0.0)
        few = partners.sum() / 2 <= _LISTED
        listed = _listed(b, near) if few else None
        of = kept.of[mine] - block[0]
        yield Around(who[mine], of, marked, partners, listed, ties)


def _listed(b: sp.csr_array, near: np.ndarray) -> np.ndarray:
    """Every open pair around each line."""
    found = [np.zeros((3, 0), dtype=np.int64)]
    for line, marks in enumerate(near):
        around = np.flatnonzero(marks)
        part = b[around]
        one, other = np.nonzero(np.triu((part @ part.T).toarray() == 0, 1))
        found.append(np.array([np.full(len(one), line), around[one], around[other]]))
    return np.concatenate(found, axis=1)


def _unbuilt(b: sp.csr_array) -> _Ties:
    own = np.diff(b.indptr)
    several = np.flatnonzero(own > 1)
    place = np.full(len(own), -1)
    place[several] = np.arange(len(several))
    twice = sp.csr_array(_incidence.excess(b)[several][:, several])
    held: np.ndarray | sp.csr_array = twice
    if len(several) <= _DENSE:
        most = twice.sum(axis=0).max(initial=0.0)
        held = twice.toarray().astype(np.float32 if most < _EXACT else float)
    return _Ties(sp.csr_array(b, dtype=float), own.astype(float), place, held)


def _product(left: np.ndarray, right: sp.csr_array) -> np.ndarray:
    return np.asarray((right.T @ left.T).T)


def exclusive_pairs(b: sp.csr_array, codes: np.ndarray) -> np.ndarray:
    """Open pairs of different categories that a row alone joins.

    Rows with a negative code are no ends, and may join others.
    """
    total = np.zeros(b.shape[0])
    who = brokers(b)
    if not len(who):
        return total
    own = sp.csr_array((np.ones(len(codes)), (np.arange(len(codes)), codes + 1)))
    kept = _incidence.fold(_canonical(sp.hstack([own, b], format="csr")))
    first = np.unique(kept.of, return_index=True)[1]
    ends = np.flatnonzero((codes[first] >= 0) & (np.diff(b.indptr)[first] > 0))
    first, copies = first[ends], kept.copies[ends].astype(np.float32)
    means = _incidence.fold(sp.csr_array(b[who]))
    lead = who[np.unique(means.of, return_index=True)[1]]
    turned = sp.csr_array(b[lead].T)
    # A class of brokers stands for its copies; ends of a copy's own class are tied.
    joined = ((b[first] @ turned).toarray() > 0).astype(np.float32)
    weighted = joined * means.copies.astype(np.float32)
    back = sp.csr_array(b[first].T)
    alone = np.zeros(len(lead))
    for block in _incidence.blocks(len(first), _BLOCK):
        open_ = (b[first[block]] @ back).toarray() == 0
        open_ &= codes[first[block]][:, None] != codes[first][None, :]
        open_ &= weighted[block] @ joined.T == 1
        reached = (open_ * copies) @ joined
        reached *= copies[block][:, None]
        alone += np.einsum("ij,ij->j", reached, joined[block], dtype=float)
    total[who] = alone[means.of] / 2
    return total


def _canonical(matrix: sp.csr_array) -> sp.csr_array:
    result = sp.csr_array(matrix)
    result.sort_indices()
    return result
