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

_BLOCK = 1024
"""Brokers, or ends, handled at once."""

_LISTED = 500_000
"""The most open pairs of a block that are listed one by one."""

_DENSE = 12_000
"""The most rows of a square matrix that is held dense."""

_EXACT = 2**24
"""Whole numbers below this are exact in single precision."""


class Around(NamedTuple):
    """A block of brokers with what is around each; one column a broker."""

    rows: np.ndarray
    """Rows of the matrix that are described."""
    of: np.ndarray
    """For each row its column in ``near`` and ``partners``."""
    near: np.ndarray
    """Rows × columns: 1 where tied."""
    partners: np.ndarray
    """Rows × columns: around the broker, how many share no group with that row."""
    listed: np.ndarray | None
    """Open pairs as column, one end, other end; None when there are too many."""
    ties: _Ties

    def open_by(self, codes: np.ndarray, n_codes: int) -> np.ndarray:
        """Ends of open pairs by category: a pair within one counts there twice."""
        has = np.flatnonzero(codes >= 0)
        place = (np.ones(len(has)), (codes[has], has))
        member = sp.csr_array(place, shape=(n_codes, len(codes)))
        return (member @ self.partners).T[self.of]

    def open_within(self, codes: np.ndarray, n_codes: int) -> np.ndarray:
        """Open pairs with both ends in the same category, per category."""
        width = self.near.shape[1]
        if self.listed is not None:
            column, a, b = self.listed
            of_a = codes[a]
            alike = (of_a == codes[b]) & (of_a >= 0)
            place = column[alike] * n_codes + of_a[alike]
            count = np.bincount(place, minlength=width * n_codes)
            return count.reshape(width, n_codes)[self.of].astype(float)
        found = np.zeros((width, n_codes))
        for code in range(n_codes):
            rows = np.flatnonzero(codes == code)
            if len(rows) > 1:
                near = self.near[rows]
                size = near.sum(axis=0, dtype=float)
                tied = self.ties.within(near, rows)
                found[:, code] = size * (size - 1) / 2 - tied
        return found[self.of]


class _Ties(NamedTuple):
    """The plain projection, unbuilt."""

    b: sp.csr_array
    single: sp.csr_array
    """The same in single precision, exact for counts of members."""
    own: np.ndarray
    several: np.ndarray
    """Place of each row among the rows of ``twice``; -1 for rows that are not."""
    twice: np.ndarray | sp.csr_array

    def within(self, near: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """Tied pairs among the marked rows, column by column."""
        inside = self.single[rows].T @ near
        ends = np.einsum("ij,ij->j", inside, inside, dtype=float)
        ends -= inside.sum(axis=0, dtype=float)
        twice, places = self._twice(near, rows)
        ends -= np.einsum("ij,ij->j", twice, near[places], dtype=float)
        return ends / 2

    def partners(self, near: np.ndarray) -> np.ndarray:
        """Marked rows tied to each marked row, column by column."""
        count = self.b @ (self.b.T @ near)
        count -= self.own[:, None]
        twice, places = self._twice(near, np.arange(len(self.own)))
        count[places] -= twice
        return count * near

    def _twice(
        self, near: np.ndarray, rows: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """What B·Bᵀ counts twice for each of the rows where it does."""
        places = np.flatnonzero(self.several[rows] >= 0)
        at = self.several[rows[places]]
        if isinstance(self.twice, np.ndarray):
            whole = len(at) == len(self.twice)
            part = self.twice if whole else self.twice[np.ix_(at, at)]
            return part @ near[places], places
        return self.twice[at][:, at] @ near[places], places


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
    everybody = np.arange(b.shape[0])
    for block in _incidence.blocks(len(lead), _BLOCK):
        mine = order[np.isin(kept.of[order], block)]
        turned = sp.csr_array(b[lead[block]].T)
        near = tied_to(b, turned, everybody, lead[block])
        marked = near.astype(np.float32)
        size = marked.sum(axis=0, dtype=float)
        partners = np.where(near, size - 1 - ties.partners(marked), 0.0)
        few = partners.sum() / 2 <= _LISTED
        listed = _listed(b, near) if few else None
        of = kept.of[mine] - block[0]
        yield Around(who[mine], of, marked, partners, listed, ties)


def _listed(b: sp.csr_array, near: np.ndarray) -> np.ndarray:
    """Every open pair around each column."""
    found = [np.zeros((3, 0), dtype=np.int64)]
    for column, marks in enumerate(near.T):
        around = np.flatnonzero(marks)
        part = b[around]
        one, other = np.nonzero(np.triu((part @ part.T).toarray() == 0, 1))
        found.append(np.array([np.full(len(one), column), around[one], around[other]]))
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
    single = sp.csr_array(b, dtype=np.float32)
    return _Ties(sp.csr_array(b, dtype=float), single, own, place, held)


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
