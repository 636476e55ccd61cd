"""Where does everybody stand?

Each connected part is laid out on its own; the parts are packed side by side. Places
kept from an earlier picture stay, and newcomers come beside their neighbours.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import scipy.sparse as sp
from scipy.sparse import csgraph

from tohoku_network.scene import _hubs, _room, _stress

__all__ = ["layout"]

_STRESS_LIMIT = 1500
"""Above this many nodes, groups are laid out first and members put between them."""


def layout(
    nodes: pd.DataFrame,
    ties: pd.DataFrame,
    *,
    positions: pd.DataFrame | None,
    seed: int,
) -> np.ndarray:
    """Places of all nodes: each component on its own, packed, none overlapping."""
    n = len(nodes)
    if n == 0:
        return np.zeros((0, 2))
    row = nodes.index.get_indexer(pd.Index(ties["source"]))
    column = nodes.index.get_indexer(pd.Index(ties["target"]))
    graph = sp.csr_array((np.ones(len(ties)), (row, column)), shape=(n, n))
    graph = sp.csr_array(graph + graph.T)
    if positions is not None:
        kept = positions.reindex(nodes.index)[["x", "y"]].to_numpy(float)
        return np.round(_beside_neighbours(graph, kept), 1)
    radius = nodes["radius"].to_numpy(float)
    is_group = (nodes["side"] != "member").to_numpy()
    _, component = csgraph.connected_components(graph, directed=False)
    together = np.argsort(component, kind="stable")
    parts = np.split(together, np.cumsum(np.bincount(component))[:-1])
    pieces: list[tuple[np.ndarray, np.ndarray]] = []
    for inside in sorted(parts, key=lambda part: -len(part)):
        places = _component(graph, inside, radius[inside], is_group[inside], seed)
        pieces.append((inside, _lying(places)))
    return np.round(_packed(pieces, radius, n), 1)


def _component(
    graph: sp.csr_array,
    inside: np.ndarray,
    radius: np.ndarray,
    is_group: np.ndarray,
    seed: int,
) -> np.ndarray:
    """Places of one connected component."""
    if len(inside) == 1:
        return np.zeros((1, 2))
    part = sp.csr_array(graph[inside][:, inside])
    if len(inside) > _STRESS_LIMIT:
        return _hubs.spread_out(part, radius, is_group, seed)
    return _room.apart(_stress.spread_out(part, seed), radius)


def _lying(places: np.ndarray) -> np.ndarray:
    """Turn a component so that its longest extent lies across the page."""
    centred = places - places.mean(axis=0)
    if len(places) < 3:
        return centred
    _, axes = np.linalg.eigh(centred.T @ centred)
    across = axes[:, 1] * (1.0 if axes[0, 1] >= 0 else -1.0)
    turn = np.array([[across[0], -across[1]], [across[1], across[0]]])
    turned: np.ndarray = centred @ turn
    return turned


def _packed(
    pieces: list[tuple[np.ndarray, np.ndarray]], radius: np.ndarray, n: int
) -> np.ndarray:
    """Largest component first; the others in columns to its right, by size."""
    result = np.zeros((n, 2))
    inside, places = pieces[0]
    result[inside] = places
    top = places[:, 1].min()
    height = max(places[:, 1].max() - top, 400.0)
    x, y = places[:, 0].max() + 60.0, top
    widest = 0.0
    for inside, places in pieces[1:]:
        border = float(radius[inside].max()) + 14.0
        low = places.min(axis=0) - border
        size = places.max(axis=0) + border - low
        if y > top and y + size[1] > top + height:
            x, y, widest = x + widest, top, 0.0
        result[inside] = places - low + [x, y]
        y += size[1]
        widest = max(widest, size[0])
    return result - (result.min(axis=0) + result.max(axis=0)) / 2


def _beside_neighbours(graph: sp.csr_array, kept: np.ndarray) -> np.ndarray:
    """Fill in missing places: at the middle of placed neighbours, a turn aside."""
    places = kept.copy()
    missing = np.isnan(places[:, 0])
    centre = places[~missing].mean(axis=0) if (~missing).any() else np.zeros(2)
    for _ in range(len(places)):
        known = (~missing).astype(float)
        count = graph @ known
        ready = missing & (count > 0)
        if not ready.any():
            break
        total = graph @ np.where(missing[:, None], 0.0, places)
        places[ready] = total[ready] / count[ready, None] + _room.aside(
            np.flatnonzero(ready), 0.6 * _stress.EDGE
        )
        missing = np.isnan(places[:, 0])
    places[missing] = centre + _room.aside(np.flatnonzero(missing), 6 * _stress.EDGE)
    return places
