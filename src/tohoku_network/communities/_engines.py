"""One seeded search for a partition of high modularity on a weighted network."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import graspologic_native
import networkx as nx
import numpy as np
import scipy.sparse as sp

__all__ = [
    "Search",
    "leiden",
    "louvain",
    "modularity",
    "networkx_louvain",
    "python_louvain",
    "repeated",
]

Search = Callable[[sp.csr_array, float, int], np.ndarray]
"""Ties, resolution and seed -> community of every node."""

_ITERATIONS = 3
"""Full Leiden cycles: each mends what the one before could not see."""

_WORTH_THREADS = 200_000
"""Entries of the matrix from which runs are searched side by side."""


def modularity(ties: sp.csr_array, labels: np.ndarray, resolution: float) -> float:
    """Newman's weighted modularity; 0 without ties."""
    strengths = np.asarray(ties.sum(axis=1)).ravel()
    total = float(strengths.sum())
    if total == 0:
        return 0.0
    pairs = ties.tocoo()
    inside = float(pairs.data[labels[pairs.row] == labels[pairs.col]].sum())
    of_community = np.bincount(labels, weights=strengths)
    return inside / total - resolution * float((of_community**2).sum()) / total**2


def leiden(ties: sp.csr_array, resolution: float, seed: int) -> np.ndarray:
    """Leiden (Traag, Waltman & van Eck 2019) by graspologic-native."""
    n = ties.shape[0]
    if ties.nnz == 0:
        return np.arange(n)  # the engine fails on such a network
    _, found = graspologic_native.leiden_csr(
        ties.indptr.astype(np.int64),
        ties.indices.astype(np.int32),
        ties.data.astype(np.float64),
        n,
        resolution=resolution,
        iterations=_ITERATIONS,
        seed=seed,
    )
    return np.fromiter((found[node] for node in range(n)), dtype=np.int64, count=n)


def repeated(
    search: Search, ties: sp.csr_array, resolution: float, seeds: list[int]
) -> list[np.ndarray]:
    """One search per seed, in the order of the seeds.

    Only Leiden on a large network is worth threads: its engine lets others run.
    """
    if search is not leiden or ties.nnz < _WORTH_THREADS:
        return [search(ties, resolution, seed) for seed in seeds]
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        return list(pool.map(lambda seed: search(ties, resolution, seed), seeds))


def louvain(resolution: float) -> tuple[Search, str]:
    """Louvain by python-louvain where it is installed, else by NetworkX; its name.

    python-louvain 0.16 moves nodes by one resolution and stops by its inverse, so
    that it is asked only at 1, where the two are the same.
    """
    try:
        named = f"python-louvain {version('python-louvain')}"
    except PackageNotFoundError:
        named = ""
    if named and resolution == 1:
        return python_louvain, named
    return networkx_louvain, f"networkx {version('networkx')}"


def python_louvain(ties: sp.csr_array, resolution: float, seed: int) -> np.ndarray:
    """Louvain (Blondel et al. 2008) by python-louvain, at resolution 1."""
    if ties.nnz == 0:
        return np.arange(ties.shape[0])
    engine: Any = importlib.import_module("community")
    found = engine.best_partition(
        _graph(ties), weight="weight", resolution=resolution, random_state=seed
    )
    return np.array([found[node] for node in range(ties.shape[0])], dtype=np.int64)


def networkx_louvain(ties: sp.csr_array, resolution: float, seed: int) -> np.ndarray:
    """Louvain (Blondel et al. 2008) by NetworkX."""
    labels = np.arange(ties.shape[0])
    if ties.nnz == 0:
        return labels
    found = nx.community.louvain_communities(
        _graph(ties), weight="weight", resolution=resolution, seed=seed, threshold=1e-9
    )
    for label, nodes in enumerate(found):
        labels[sorted(nodes)] = label
    return labels


def _graph(ties: sp.csr_array) -> nx.Graph[int]:
    """NetworkX graph of whole numbers, whose sets iterate alike in every process."""
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(ties.shape[0]))
    upper = sp.triu(ties, k=1).tocoo()
    graph.add_weighted_edges_from(
        zip(upper.row.tolist(), upper.col.tolist(), upper.data.tolist(), strict=True)
    )
    return graph
