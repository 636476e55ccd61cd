"""Which pairs share no group, and how near are they to meeting?"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from tohoku_network import _incidence
from tohoku_network.errors import GraphError
from tohoku_network.gaps import _scores
from tohoku_network.gaps._lists import Kin
from tohoku_network.network import AffiliationNetwork

__all__ = ["Pairs", "pairs_between", "within"]

_PAIRS = 50_000_000
"""The most pairs that are compared at once; a few arrays of them are held."""


class Pairs(NamedTuple):
    """Numbers of all pairs of A and B, as arrays A × B."""

    a: np.ndarray
    b: np.ndarray
    unmet: np.ndarray
    met: int
    related: int
    new_pairs: np.ndarray
    triads: np.ndarray
    density: np.ndarray
    path3: np.ndarray
    score: np.ndarray
    """Members × groups: path3 of every possible membership."""
    density_of: np.ndarray

    def best(self, keys: list[np.ndarray], top: int) -> list[tuple[int, int]]:
        """Places of the first unmet pairs; numbers equal but for rounding tie."""
        at_a, at_b = np.nonzero(self.unmet)
        values = [np.round(key[at_a, at_b], 9) for key in keys]
        order = np.lexsort((at_b, at_a, *(-value for value in reversed(values))))
        chosen = order[: max(top, 0)]
        return list(zip(at_a[chosen].tolist(), at_b[chosen].tolist(), strict=True))


def pairs_between(
    net: AffiliationNetwork,
    matrix: sp.csr_array,
    members: list[str],
    a: np.ndarray,
    b: np.ndarray,
) -> Pairs:
    """Numbers of all pairs of the rows of A and B, and which of them are unmet."""
    if len(a) * len(b) > _PAIRS:
        msg = (
            f"{len(a):,} × {len(b):,} pairs are more than {_PAIRS:,}; filter the "
            "network first"
        )
        raise GraphError(msg)
    tied = _incidence.adjacency(matrix)
    # Dense products in single precision: exact for counts, and faster than sparse ones
    # where many meet. Rows of A come in blocks, so that little is held at once.
    to_b = tied[:, b].astype(np.float32).toarray()
    adjacent = to_b[a] > 0
    triads = np.zeros((len(a), len(b)), dtype=np.int64)
    for block in _incidence.blocks(len(a), 1024):
        near = tied[a[block]].astype(np.float32).toarray()
        triads[block] = np.rint(near @ to_b)
    same = a[:, None] == b[None, :]
    far = (~adjacent & (triads == 0) & ~same).astype(np.float32)
    met = adjacent | _related(net, members, a, b)
    kept, counted, apart = ~met & ~same, adjacent, ~same
    if len(a) == len(b) and np.array_equal(a, b):
        kept, counted, apart = (np.triu(one, 1) for one in (kept, counted, apart))
    reach = far + far @ to_b[b]
    for block in _incidence.blocks(len(a), 1024):
        near = tied[a[block]][:, a].astype(np.float32).toarray()
        reach[block] += near @ far
    scores = {"path3": _scores.path3(matrix), "density": _scores.density(matrix)}
    best = {
        name: np.maximum(
            _best_join(score[a], matrix, b), _best_join(score[b], matrix, a).T
        )
        for name, score in scores.items()
    }
    return Pairs(
        a,
        b,
        kept,
        int(counted.sum()),
        int(apart.sum()) - int(kept.sum()) - int(counted.sum()),
        np.rint(reach).astype(np.int64),
        triads,
        best["density"],
        best["path3"],
        scores["path3"],
        scores["density"],
    )


def within(
    matrix: sp.csr_array, a: np.ndarray, b: np.ndarray, steps: int
) -> np.ndarray:
    """Pairs whose shortest path has at most so many steps."""
    reached = np.zeros((len(a), matrix.shape[0]), dtype=np.float32)
    reached[np.arange(len(a)), a] = 1.0
    turned = sp.csr_array(matrix.T)
    for _ in range(min(steps, matrix.shape[0])):
        further = ((reached @ matrix > 0).astype(np.float32) @ turned > 0) | (
            reached > 0
        )
        if np.array_equal(further, reached > 0):
            break
        reached = further.astype(np.float32)
    return np.asarray(reached[:, b] > 0)


def _related(
    net: AffiliationNetwork, members: list[str], a: np.ndarray, b: np.ndarray
) -> np.ndarray:
    """Pairs that know each other without a shared group: member of, or part of."""
    result = np.zeros((len(a), len(b)), dtype=bool)
    place_a = {members[row]: at for at, row in enumerate(a)}
    place_b = {members[row]: at for at, row in enumerate(b)}
    table = net.memberships
    pairs = set(zip(table["member_id"], table["group_id"], strict=True))
    kin = Kin(net)
    active = set(table["member_id"])
    for one in members:
        relatives = kin.of(one)
        pairs.update((one, other) for other in relatives if other != one)
        if one not in active and relatives & active:
            # Its sub-bodies sit for it; alone it would seem to know nobody.
            result[[place_a[one]] if one in place_a else [], :] = True
            result[:, [place_b[one]] if one in place_b else []] = True
    for one, other in pairs:
        for first, second in ((one, other), (other, one)):
            if first in place_a and second in place_b:
                result[place_a[first], place_b[second]] = True
    return result


def _best_join(
    score: np.ndarray, matrix: sp.csr_array, others: np.ndarray
) -> np.ndarray:
    """For each row and other: the best score among the groups of the other."""
    result = np.zeros((len(score), len(others)))
    for at, other in enumerate(others):
        groups = matrix.indices[matrix.indptr[other] : matrix.indptr[other + 1]]
        if len(groups):
            result[:, at] = score[:, groups].max(axis=1)
    return result
