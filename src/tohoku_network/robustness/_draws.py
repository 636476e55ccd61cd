"""What could the lists have looked like: with rows lost, or with gaps filled?

Draws are sparse matrices of the members' side, all of the network's shape.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple, get_args

import numpy as np
import scipy.sparse as sp

from tohoku_network.robustness._pieces import without

__all__ = ["Draw", "Drop", "Gap", "checked", "correlation", "dropped", "filled"]

Drop = Literal["memberships", "members", "groups"]


class Draw(NamedTuple):
    """One matrix, and the rows and columns that have been taken away."""

    b: sp.csr_array
    rows: np.ndarray
    columns: np.ndarray


class Gap(NamedTuple):
    """Unnamed places of a group, and the rows that might sit on them."""

    column: int
    eligible: np.ndarray
    size: int


_NOBODY = np.zeros(0, dtype=np.int64)


def dropped(
    b: sp.csr_array, drop: Drop, share: float, draws: int, seed: int
) -> Iterator[Draw]:
    """Matrices without a share of the memberships, members or groups, at least one.

    Each share has a stream of its own, so that its draws do not depend on the others.
    """
    rng = np.random.default_rng([seed, round(share * 1_000_000)])
    entries = b.tocoo()
    belong = np.flatnonzero(np.diff(b.indptr))
    named = np.unique(b.indices)
    total = {"memberships": b.nnz, "members": len(belong), "groups": len(named)}[drop]
    count = min(total, max(1, round(share * total)))
    for _ in range(draws):
        gone = np.sort(rng.choice(total, size=count, replace=False))
        if drop == "members":
            yield Draw(without(b, belong[gone], []), belong[gone], _NOBODY)
        elif drop == "groups":
            yield Draw(without(b, [], named[gone]), _NOBODY, named[gone])
        else:
            kept = np.ones(total, dtype=bool)
            kept[gone] = False
            place = (entries.row[kept], entries.col[kept])
            left = sp.csr_array((entries.data[kept], place), shape=b.shape)
            left.sort_indices()
            yield Draw(left, _NOBODY, _NOBODY)


def filled(
    b: sp.csr_array, gaps: list[Gap], known: float, draws: int, seed: int
) -> Iterator[Draw]:
    """Matrices in which unnamed places are taken by eligible members at random."""
    rng = np.random.default_rng(seed)
    entries = b.tocoo()
    for _ in range(draws):
        rows, columns = [entries.row], [entries.col]
        for gap in gaps:
            places = int(rng.binomial(gap.size, known))
            places = min(places, len(gap.eligible))
            taken = rng.choice(gap.eligible, size=places, replace=False)
            rows.append(taken)
            columns.append(np.full(places, gap.column))
        place = (np.concatenate(rows), np.concatenate(columns))
        # Two classes of one group may take the same member.
        full = sp.csr_array((np.ones(len(place[0])), place), shape=b.shape)
        full.sum_duplicates()
        full.data = np.ones_like(full.data)
        full.sort_indices()
        yield Draw(full, _NOBODY, _NOBODY)


def correlation(first: np.ndarray, second: np.ndarray) -> float:
    """Spearman correlation of two rankings; 0 if one of them ranks nobody apart.

    Ranks are competition ranks, 0 for those who have none; only those ranked in both
    are compared. Missing if fewer than two are.
    """
    both = (first > 0) & (second > 0)
    if both.sum() < 2:
        return np.nan
    a, b = _middle(first[both]), _middle(second[both])
    a, b = a - a.mean(), b - b.mean()
    size = float(np.sqrt((a @ a) * (b @ b)))
    return float(a @ b) / size if size > 0 else 0.0


def _middle(ranks: np.ndarray) -> np.ndarray:
    """Competition ranks of a subset as ranks whose ties share their mean place."""
    _, of, counts = np.unique(ranks, return_inverse=True, return_counts=True)
    return (counts.cumsum() - (counts - 1) / 2)[of]


def checked(shares: Iterable[float], draws: int, top: int, drop: str) -> list[float]:
    """Shares to lose in their order; refuse what no draw could be made of."""
    asked = sorted({float(share) for share in shares})
    if not asked:
        msg = "shares names no share to lose"
        raise ValueError(msg)
    for share in asked:
        if not 0 < share < 1:
            msg = f"a share must be more than 0 and less than 1, not {share!r}"
            raise ValueError(msg)
    for name, value in (("draws", draws), ("top", top)):
        if value < 1:
            msg = f"{name} must be at least 1, not {value!r}"
            raise ValueError(msg)
    if drop not in get_args(Drop):
        msg = f"drop must be one of {', '.join(get_args(Drop))}, not {drop!r}"
        raise ValueError(msg)
    return asked
