"""Random matrices that keep the degrees of rows, of columns, or of both.

Each function yields as many matrices as asked for, from the generator it is handed:
the same generator state gives the same matrices.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import scipy.sparse as sp

from tohoku_network._nullmodels._bicm import Bicm

__all__ = [
    "bicm_draws",
    "chain_cycles",
    "curveball_draws",
    "fixed_column_draws",
    "fixed_row_draws",
    "kept_share",
]


def bicm_draws(
    model: Bicm, draws: int, rng: np.random.Generator
) -> Iterator[sp.csr_array]:
    """Matrices with independent cells of the model's probabilities."""
    rows = np.argsort(model.row_class, kind="stable")
    columns = np.argsort(model.column_class, kind="stable")
    n_r, n_c = model.row_counts, model.column_counts
    first_r, first_c = np.cumsum(n_r) - n_r, np.cumsum(n_c) - n_c
    at_r, at_c = np.nonzero(model.p > 0)
    p = np.minimum(model.p[at_r, at_c], 1.0)
    cells = n_r[at_r] * n_c[at_c]
    shape = (len(rows), len(columns))
    for _ in range(draws):
        block, place = _choose(rng.binomial(cells, p), cells, rng)
        width = n_c[at_c[block]]
        row = rows[first_r[at_r[block]] + place // width]
        column = columns[first_c[at_c[block]] + place % width]
        yield _matrix(row, column, shape)


def fixed_row_draws(
    b: sp.csr_array, draws: int, rng: np.random.Generator
) -> Iterator[sp.csr_array]:
    """Matrices in which every row keeps its degree and chooses columns at random."""
    n, m = b.shape
    degree = np.diff(b.indptr).astype(np.int64)
    for _ in range(draws):
        row, column = _choose(degree, np.full(n, m, dtype=np.int64), rng)
        yield _matrix(row, column, (n, m))


def fixed_column_draws(
    b: sp.csr_array, draws: int, rng: np.random.Generator
) -> Iterator[sp.csr_array]:
    """Matrices in which every column keeps its degree and chooses rows at random."""
    for turned in fixed_row_draws(sp.csr_array(b.T), draws, rng):
        yield sp.csr_array(turned.T)


def _choose(
    count: np.ndarray, size: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """From each range(size), a random subset of so many; as (which range, value).

    Values are drawn until enough distinct ones are there, which makes all subsets
    equally likely; of more than half a range, what is left out is drawn.
    """
    inverted = 2 * count > size
    missing = wanted = np.where(inverted, size - count, count)
    first = np.cumsum(size) - size
    keys = np.zeros(0, dtype=np.int64)
    while missing.any():
        block = np.repeat(np.arange(len(size)), missing)
        drawn = first[block] + rng.integers(0, size[block])
        keys = np.sort(np.concatenate([keys, drawn]))
        keys = keys[np.append(True, keys[1:] != keys[:-1])]
        found = np.bincount(_block_of(keys, first, size), minlength=len(size))
        missing = wanted - found
    block = _block_of(keys, first, size)
    left_out = inverted[block]
    whole = np.flatnonzero(inverted)
    everything = np.repeat(first[whole], size[whole]) + _counting(size[whole])
    kept = np.setdiff1d(everything, keys[left_out], assume_unique=True)
    keys = np.concatenate([keys[~left_out], kept])
    block = _block_of(keys, first, size)
    return block, keys - first[block]


def _block_of(keys: np.ndarray, first: np.ndarray, size: np.ndarray) -> np.ndarray:
    """Range in which each key lies; empty ranges hold none."""
    real = np.flatnonzero(size > 0)
    return real[np.searchsorted(first[real], keys, side="right") - 1]


def _counting(sizes: np.ndarray) -> np.ndarray:
    """0, 1, … within each of consecutive runs of the given sizes."""
    starts = np.cumsum(sizes) - sizes
    return np.arange(int(sizes.sum())) - np.repeat(starts, sizes)


def curveball_draws(
    b: sp.csr_array,
    draws: int,
    rng: np.random.Generator,
    *,
    cycles: int | None = None,
    possible: np.ndarray | None = None,
) -> Iterator[sp.csr_array]:
    """Matrices with exactly the degrees of ``b``, ``cycles`` cycles from one another.

    In a cycle all rows trade in random pairs, then all columns do (Strona et al.,
    2014, a whole side at once). The draws are one chain in which ``b`` stands at a
    random place: from there it runs backward, then forward, so that ``b`` and the
    draws are exchangeable however slowly it mixes (Besag and Clifford, 1989).
    Degrees are checked after every draw.
    """
    if cycles is None:
        cycles = chain_cycles(b)
    before = int(rng.integers(0, draws + 1))
    for number, backward in ((before, True), (draws - before, False)):
        yield from _chain(b, number, rng, cycles, possible, backward=backward)


def _chain(
    b: sp.csr_array,
    draws: int,
    rng: np.random.Generator,
    cycles: int,
    possible: np.ndarray | None,
    *,
    backward: bool,
) -> Iterator[sp.csr_array]:
    """One end of the chain; backward the columns trade before the rows."""
    n, m = b.shape
    coo = b.tocoo()
    row, column = coo.row.astype(np.int64), coo.col.astype(np.int64)
    of_rows = np.bincount(row, minlength=n)
    of_columns = np.bincount(column, minlength=m)
    turned = None if possible is None else np.ascontiguousarray(possible.T)
    for _ in range(draws):
        for step in range(2 * cycles):
            if (step % 2 == 0) != backward:
                row, column = _trades(row, column, (n, m), rng, possible)
            else:
                column, row = _trades(column, row, (m, n), rng, turned)
        drawn = _matrix(row, column, (n, m))
        if (
            drawn.nnz != b.nnz
            or not np.array_equal(np.diff(drawn.indptr), of_rows)
            or not np.array_equal(np.bincount(column, minlength=m), of_columns)
        ):
            msg = "a trade changed the degrees of the matrix"
            raise RuntimeError(msg)
        yield drawn


def _trades(
    row: np.ndarray,
    column: np.ndarray,
    shape: tuple[int, int],
    rng: np.random.Generator,
    possible: np.ndarray | None,
) -> tuple[np.ndarray, np.ndarray]:
    """Let the rows trade columns in random pairs; one that is left over waits.

    What both of a pair have stays; what only one has, and both could have, is
    shuffled between them, each getting back as many as it gave.
    """
    n, m = shape
    n_pairs = n // 2
    if not n_pairs or not len(row):
        return row, column
    order = rng.permutation(n)
    # Position p of the random order belongs to pair p // 2 as its side p % 2.
    place = np.empty(n, dtype=np.int64)
    place[order] = np.arange(n)
    at = place[row]
    # Sorting packed integers is several times faster than sorting by several keys.
    width = m.bit_length()
    low = (1 << width) - 1
    key = np.sort(((at >> 1) << (width + 1)) | (column << 1) | (at & 1))
    cell, side = key >> 1, key & 1
    pair, column = cell >> width, cell & low
    same = cell[1:] == cell[:-1]
    stays = pair >= n_pairs
    stays[1:] |= same
    stays[:-1] |= same
    if possible is not None:
        other = order[np.minimum(2 * pair + 1 - side, n - 1)]
        stays |= ~possible[other, column]
    goes = np.flatnonzero(~stays)
    moving = pair[goes]
    bits = min(40, 62 - n_pairs.bit_length() - width)
    tickets = (moving << bits) | rng.integers(0, 1 << bits, size=len(goes))
    # The order of the pairs is unchanged, so only columns move.
    column[goes] = np.sort((tickets << width) | column[goes]) & low
    firsts = np.bincount(moving[side[goes] == 0], minlength=n_pairs)
    sizes = np.bincount(moving, minlength=n_pairs)
    side[goes] = _counting(sizes) >= np.repeat(firsts, sizes)
    return order[2 * pair + side], column


def _matrix(
    row: np.ndarray, column: np.ndarray, shape: tuple[int, int]
) -> sp.csr_array:
    result = sp.csr_array((np.ones(len(row)), (row, column)), shape=shape)
    result.sort_indices()
    return result


def chain_cycles(b: sp.csr_array) -> int:
    """Cycles between two draws: more for larger matrices, never fewer than five.

    After them about a tenth of what chance would have moved has not moved yet; a
    hundredth is left after twice as many.
    """
    return max(5, math.ceil(math.log2(sum(b.shape) + 1) / 2))


def kept_share(first: sp.csr_array, second: sp.csr_array) -> float:
    """Share of the first matrix's memberships that the second one has too."""
    return float(first.multiply(second).sum()) / max(first.nnz, 1)
