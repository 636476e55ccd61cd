"""With what probability is a member in a group, if only the degrees are known?

The bipartite configuration model. Rows of one degree are interchangeable in it, so
probabilities are solved and kept for classes of equal degree, never for single cells.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import scipy.linalg
import scipy.sparse as sp
from scipy.special import expit

from tohoku_network.errors import ConvergenceError, GraphError

__all__ = ["Bicm", "bicm", "checked_mask", "kept_by_chance"]

_ITERATIONS = 200
_CELLS = 500_000_000
"""The largest mask of possible cells that is held in memory, a byte each."""


class Bicm(NamedTuple):
    """Cell probabilities of the bipartite configuration model, by degree class.

    The probability of cell (i, j) is ``p[row_class[i], column_class[j]]``. ``free``
    marks the class pairs whose cells are not settled by the degrees alone.
    """

    p: np.ndarray
    row_class: np.ndarray
    column_class: np.ndarray
    free: np.ndarray
    iterations: int
    residual: float

    @property
    def row_counts(self) -> np.ndarray:
        """Number of rows in each class."""
        return np.bincount(self.row_class, minlength=self.p.shape[0])

    @property
    def column_counts(self) -> np.ndarray:
        """Number of columns in each class."""
        return np.bincount(self.column_class, minlength=self.p.shape[1])


def bicm(b: sp.csr_array, possible: np.ndarray | None = None) -> Bicm:
    """Maximum-entropy cell probabilities whose expected degrees are the observed.

    ``p = x y / (1 + x y)`` on the possible cells and 0 elsewhere (Saracco et al.,
    2015). Cells that every matrix with these degrees has in common are found exactly
    and settled to 0 or 1 first; the rest has a finite solution, found by Newton's
    method on the classes.
    """
    row_class, column_class = _classes(b, possible)
    n_r, n_c = np.bincount(row_class), np.bincount(column_class)
    cells = np.outer(n_r, n_c).astype(float)
    shape = cells.shape
    coo = b.tocoo()
    flat = row_class[coo.row] * shape[1] + column_class[coo.col]
    filled = np.bincount(flat, minlength=cells.size).reshape(shape)
    allowed = np.ones(shape, dtype=bool)
    if possible is not None:
        first_r = np.unique(row_class, return_index=True)[1]
        first_c = np.unique(column_class, return_index=True)[1]
        allowed = possible[np.ix_(first_r, first_c)]
    free = _free(filled, cells, allowed)
    p = np.where(free, 0.0, filled / np.maximum(cells, 1))
    target = np.where(free, filled, 0)
    solved, iterations, residual = _newton(
        n_r.astype(float),
        n_c.astype(float),
        target.sum(axis=1) / n_r,
        target.sum(axis=0) / n_c,
        free,
    )
    return Bicm(p + solved, row_class, column_class, free, iterations, residual)


def _classes(
    b: sp.csr_array, possible: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray]:
    """Class of every row and column: equal degree, and equal possible cells."""
    found = []
    for axis in (1, 0):
        degree = np.asarray(b.sum(axis=axis), dtype=np.int64).ravel()
        if possible is not None and len(degree):
            mask = possible if axis == 1 else possible.T
            packed = np.packbits(mask, axis=1)
            kinds = np.unique(packed, axis=0, return_inverse=True)[1].ravel()
            degree = degree * (int(kinds.max()) + 1) + kinds
        found.append(np.unique(degree, return_inverse=True)[1].ravel())
    return found[0], found[1]


def _free(filled: np.ndarray, cells: np.ndarray, allowed: np.ndarray) -> np.ndarray:
    """Class pairs whose cells differ between matrices with the same degrees.

    A cell can change exactly if it lies on a closed walk that alternately fills and
    empties cells: row → column where a cell can be filled, column → row where one
    can be emptied. So both its ends lie in one strongly connected component.
    """
    n_r = len(cells)
    if not cells.size:
        return np.zeros(cells.shape, dtype=bool)
    fill, empty = allowed & (filled < cells), filled > 0
    steps = sp.block_array(
        [[None, sp.csr_array(fill)], [sp.csr_array(empty.T), None]], format="csr"
    )
    component = sp.csgraph.connected_components(
        steps.astype(np.int8), connection="strong"
    )[1]
    return (component[:n_r, None] == component[None, n_r:]) & allowed & (cells > 0)


def _newton(
    n_r: np.ndarray,
    n_c: np.ndarray,
    d_r: np.ndarray,
    d_c: np.ndarray,
    free: np.ndarray,
) -> tuple[np.ndarray, int, float]:
    """Probabilities on the free class pairs; damped Newton on the log-likelihood."""
    if not free.any():
        return np.zeros(free.shape), 0, 0.0
    if len(n_c) > len(n_r):
        turned, iterations, residual = _newton(n_c, n_r, d_c, d_r, free.T)
        return turned.T, iterations, residual
    total = float(n_r @ d_r)
    a = np.log(np.maximum(d_r, 1e-12)) - np.log(total) / 2
    c = np.log(np.maximum(d_c, 1e-12)) - np.log(total) / 2
    weights = np.where(free, np.outer(n_r, n_c), 0.0)
    scale = max(1.0, float(d_r.max()), float(d_c.max()))

    def state(
        a: np.ndarray, c: np.ndarray
    ) -> tuple[float, np.ndarray, np.ndarray, np.ndarray, float]:
        logits = a[:, None] + c[None, :]
        p = np.where(free, expit(logits), 0.0)
        height = float((n_r * d_r) @ a + (n_c * d_c) @ c)
        height -= float((weights * np.logaddexp(0.0, logits)).sum())
        off_r, off_c = d_r - p @ n_c, d_c - n_r @ p
        worst = max(float(np.abs(off_r).max()), float(np.abs(off_c).max()))
        return height, p, n_r * off_r, n_c * off_c, worst

    height, p, up_r, up_c, worst = state(a, c)
    for iteration in range(1, _ITERATIONS + 1):
        if worst <= 1e-12 * scale:
            return p, iteration - 1, worst
        step_a, step_c = _newton_step(weights * p * (1 - p), up_r, up_c)
        gain = float(up_r @ step_a + up_c @ step_c)
        size = min(1.0, 8.0 / max(float(np.abs(step_a).max()), 1e-300))
        while size > 1e-9:
            found = state(a + size * step_a, c + size * step_c)
            if found[0] >= height + 1e-4 * size * gain or found[4] < worst / 2:
                break
            size /= 2
        else:
            # Rounding leaves nothing to gain; good enough or reported below.
            break
        a, c = a + size * step_a, c + size * step_c
        height, p, up_r, up_c, worst = found
    if worst <= 1e-9 * scale:
        return p, iteration, worst
    measure, remedy = "BiCM", "use model='fdsm', which needs no solution"
    raise ConvergenceError(measure, iteration, worst, remedy)


def _newton_step(
    curvature: np.ndarray, up_r: np.ndarray, up_c: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Solve the Newton system by eliminating the rows, whose block is diagonal."""
    d_r = np.maximum(curvature.sum(axis=1), 1e-300)
    d_c = np.maximum(curvature.sum(axis=0), 1e-300)
    scaled = curvature / d_r[:, None]
    schur = -(curvature.T @ scaled)
    # Adding a constant to all rows and taking it from all columns changes nothing:
    # a touch of diagonal picks one of the equal solutions.
    schur[np.diag_indices(len(d_c))] += d_c * (1 + 1e-11)
    root = np.sqrt(d_c)
    schur /= np.outer(root, root)
    wanted = (up_c - scaled.T @ up_r) / root
    try:
        found = scipy.linalg.cho_solve(scipy.linalg.cho_factor(schur), wanted)
    except np.linalg.LinAlgError:
        found = scipy.linalg.lstsq(schur, wanted, cond=1e-14)[0]
    step_c = found / root
    return (up_r - curvature @ step_c) / d_r, step_c


def kept_by_chance(model: Bicm) -> float:
    """Share of its memberships that a matrix has in common with an unrelated one.

    By the probabilities of the model, as those of fixed degrees have no formula. It
    is 1 only where the degrees leave a single matrix.
    """
    cells = np.outer(model.row_counts, model.column_counts)
    filled = float((cells * model.p).sum())
    return float((cells * model.p**2).sum()) / filled if filled else 1.0


def checked_mask(b: sp.csr_array, mask: np.ndarray | sp.sparray) -> np.ndarray:
    """Dense mask of the possible cells, refused when it cannot fit ``b``."""
    if mask.shape != b.shape:
        msg = f"the mask must have the shape {b.shape}, not {mask.shape}"
        raise ValueError(msg)
    if b.shape[0] * b.shape[1] > _CELLS:
        msg = (
            f"a mask of {b.shape[0]:,} × {b.shape[1]:,} cells is larger than "
            f"{_CELLS:,}; filter the network first"
        )
        raise GraphError(msg)
    dense = np.asarray(mask if isinstance(mask, np.ndarray) else mask.toarray())
    return np.ascontiguousarray(dense.astype(bool))
