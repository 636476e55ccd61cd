"""Which vector does a non-negative matrix leave in its direction?

Two deterministic iterations that either reach their tolerance or say how far they
came: a Lanczos search for the leading eigenvector, and a contraction's fixed point.
"""

from __future__ import annotations

import numpy as np
import scipy.linalg

from tohoku_network._incidence.matrix import Product
from tohoku_network.errors import ConvergenceError

__all__ = ["fixed_point", "leading_vector"]

_KRYLOV = 40
"""Products between two restarts."""

_TOLERANCE = 1e-12


def leading_vector(
    product: Product, n: int, *, measure: str, max_iterations: int
) -> np.ndarray:
    """Eigenvector of the largest eigenvalue, non-negative, of Euclidean norm 1.

    For a symmetric non-negative matrix of a connected network. Lanczos from the
    constant vector with full reorthogonalization; a Krylov space ignores shifts, so
    that bipartite networks do not oscillate.
    """
    vector = np.full(n, 1 / np.sqrt(n))
    done = 0
    while True:
        vector, used = _lanczos(product, vector, min(_KRYLOV, max_iterations - done))
        done += used
        image = product(vector)
        value = float(vector @ image)
        residual = float(np.linalg.norm(image - value * vector)) / max(value, 1e-300)
        if residual <= _TOLERANCE:
            return np.abs(vector)
        if done >= max_iterations:
            raise _unsettled(measure, done, residual)


def _lanczos(product: Product, start: np.ndarray, size: int) -> tuple[np.ndarray, int]:
    """Best vector of a Krylov space of at most ``size`` products, and their number."""
    basis = [start / np.linalg.norm(start)]
    diagonal: list[float] = []
    beside: list[float] = []
    while True:
        image = product(basis[-1])
        diagonal.append(float(image @ basis[-1]))
        length = float(np.linalg.norm(image))
        known = np.array(basis)
        for _ in range(2):  # once leaves rounding behind, twice is enough
            image = image - known.T @ (known @ image)
        left = float(np.linalg.norm(image))
        exhausted = left <= 1e-14 * length or len(basis) == len(start)
        if exhausted or len(basis) >= size:
            break
        beside.append(left)
        basis.append(image / left)
    _, weights = scipy.linalg.eigh_tridiagonal(diagonal, beside)
    vector = known.T @ weights[:, -1]
    return vector / np.linalg.norm(vector), len(basis)


def fixed_point(
    step: Product,
    start: np.ndarray,
    *,
    contraction: float,
    measure: str,
    max_iterations: int,
) -> np.ndarray:
    """Vector that ``step`` leaves unchanged, to a summed error of 1e-12.

    ``contraction`` bounds by how much a step shrinks the distance to it; from the
    last move it bounds the distance that is left.
    """
    vector, residual = start, 0.0
    for _ in range(max_iterations):
        moved = step(vector)
        residual = float(np.abs(moved - vector).sum())
        residual *= contraction / (1 - contraction)
        vector = moved
        if residual <= _TOLERANCE * max(float(np.abs(vector).sum()), 1.0):
            return vector
    raise _unsettled(measure, max_iterations, residual)


def _unsettled(measure: str, iterations: int, residual: float) -> ConvergenceError:
    remedy = f"more than {_TOLERANCE:.0e} is left, so raise max_iterations"
    return ConvergenceError(measure, iterations, residual, remedy)
