"""Where do the nodes of one connected part stand, so that distances tell paths?

Stress majorization (Gansner, Koren and North, 2004) from a start by classical scaling.
Dense, so for parts of up to some 1,500 nodes.
"""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from scipy.sparse import csgraph
from scipy.sparse.linalg import eigsh
from scipy.spatial.distance import cdist

__all__ = ["EDGE", "drawn_in", "spread_out"]

EDGE = 46.0
"""Length of a tie in pixels, before hubs push their ties longer."""
_SETTLED = 0.3
"""The layout is done when no node moves farther than this, in pixels."""


def spread_out(graph: sp.csr_array, seed: int) -> np.ndarray:
    """Places of a connected graph, by the lengths of its shortest paths."""
    degree = np.diff(graph.indptr)
    edges = graph.tocoo()
    # Ties between two hubs are long, so that the hubs' leaves find room around them.
    longer = np.sqrt(np.minimum(degree[edges.row], degree[edges.col]))
    crowd = np.sqrt(np.maximum(degree[edges.row], degree[edges.col]))
    lengths = EDGE * (0.55 + 0.22 * crowd + 0.30 * longer)
    weighted = sp.csr_array((lengths, (edges.row, edges.col)), shape=graph.shape)
    return drawn_in(csgraph.shortest_path(weighted, directed=False), seed)


def drawn_in(distance: np.ndarray, seed: int) -> np.ndarray:
    """Places whose distances follow the wanted ones, for a symmetric matrix of them.

    Rounded to a hundredth, so that the last bits, which depend on how many threads
    multiply a matrix, change nothing that comes after.
    """
    if len(distance) == 1:
        return np.zeros((1, 2))
    return np.round(_stress(distance, _start(distance, seed)), 2)


def _start(distance: np.ndarray, seed: int) -> np.ndarray:
    """Classical scaling of the distances: a start that is close and deterministic."""
    squared = distance**2
    centred = squared - squared.mean(axis=0) - squared.mean(axis=1)[:, None]
    centred = -(centred + squared.mean()) / 2
    if len(centred) < 50:
        values, vectors = np.linalg.eigh(centred)
        values, vectors = values[-2:], vectors[:, -2:]
    else:
        # Two vectors are enough, and a fixed start keeps the search deterministic.
        start = np.random.default_rng(seed).normal(size=len(centred))
        values, vectors = eigsh(centred, k=2, which="LA", v0=start)
    places = vectors * np.sqrt(np.maximum(values, 0.0))
    for axis in range(2):  # the sign of an eigenvector is arbitrary; fix it
        largest = np.argmax(np.abs(np.round(places[:, axis], 6)))
        if places[largest, axis] < 0:
            places[:, axis] *= -1
    spread = float(distance.max()) * 1e-3
    jitter = np.random.default_rng(seed).normal(scale=spread, size=places.shape)
    return places[:, ::-1] + jitter


def _stress(distance: np.ndarray, start: np.ndarray, steps: int = 150) -> np.ndarray:
    """Places whose distances follow the wanted ones.

    Each step solves the majorizing quadratic form exactly; pairs weigh 1/d².
    """
    n = len(distance)
    with np.errstate(divide="ignore"):
        weight = np.where(distance > 0, 1.0 / distance**2, 0.0)
    laplacian = np.diag(weight.sum(axis=1)) - weight
    inverse = np.linalg.inv(laplacian + 1.0 / n) - 1.0 / n
    pull = weight * distance
    places = start
    for _ in range(steps):
        force = cdist(places, places)
        np.maximum(force, 1e-4, out=force)
        np.divide(pull, force, out=force)
        np.fill_diagonal(force, 0.0)
        moved = inverse @ (force.sum(axis=1)[:, None] * places - force @ places)
        if np.abs(moved - places).max() < _SETTLED:
            return moved
        places = moved
    return places
