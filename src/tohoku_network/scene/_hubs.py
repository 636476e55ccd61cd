"""Where do the nodes of a large connected part stand?

The groups are laid out first, as discs with room for their own members that overlap
as their memberships do. Every member then stands between its groups, nearest to the
small ones, and crowded regions are widened. Where there are more groups than members,
the two change places.
"""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from scipy.sparse import csgraph
from scipy.spatial.distance import cdist

from tohoku_network.scene import _room, _stress

__all__ = ["spread_out"]

_NEAREST = 10
"""Hubs that a hub is compared with, besides those that keep everything connected."""
_MOST_PIVOTS = 500
"""Hubs that are laid out against each other; the others are laid out against them."""
_MOST_MEETINGS = 20_000_000
"""Pairs of hubs counted over all leaves; the busiest leaves are passed over beyond."""


def spread_out(
    graph: sp.csr_array, radius: np.ndarray, is_group: np.ndarray, seed: int
) -> np.ndarray:
    """Places of a connected graph of groups and members, with room for every mark."""
    is_hub = is_group if 2 * is_group.sum() <= len(is_group) else ~is_group
    if not is_hub.any():
        is_hub = is_group
    hubs, leaves = np.flatnonzero(is_hub), np.flatnonzero(~is_hub)
    meets = sp.csr_array(graph[leaves][:, hubs])
    size = np.maximum(np.asarray(meets.sum(axis=0)).ravel(), 1)
    share = _shares(meets, size)
    area = _room.room(radius)
    own = share.T @ area[leaves] + area[hubs]
    lengths = _lengths(_together(meets, graph[hubs][:, hubs]), size, own)

    places = np.zeros((len(is_hub), 2))
    places[hubs] = _laid_out(lengths, own, seed)
    places[leaves] = share @ places[hubs]
    lost = leaves[np.diff(meets.indptr) == 0]  # tied to other leaves only
    places[lost] += places[hubs].mean(axis=0)
    places[leaves] = _room.opened(places[leaves], radius[leaves])
    places = np.round(_room.widened(places, area), 2)
    return _room.apart(places, radius, rounds=120)


def _shares(meets: sp.csr_array, size: np.ndarray) -> sp.csr_array:
    """How much each hub holds a leaf: the smaller the hub, the more; 1 in all."""
    pull = sp.csr_array(meets @ sp.diags_array(1.0 / size))
    total = np.asarray(pull.sum(axis=1)).ravel()
    return sp.csr_array(sp.diags_array(1.0 / np.where(total > 0, total, 1.0)) @ pull)


def _together(meets: sp.csr_array, between: sp.csr_array) -> sp.coo_array:
    """How many leaves each two hubs share, and whether they are tied themselves."""
    n_hubs = np.diff(meets.indptr).astype(np.int64)
    order = np.argsort(n_hubs, kind="stable")
    counted = np.sort(order[np.cumsum(n_hubs[order] ** 2) <= _MOST_MEETINGS])
    shared = sp.coo_array(meets[counted].T @ meets[counted] + between)
    distinct = shared.row != shared.col
    return sp.coo_array(
        (shared.data[distinct], (shared.row[distinct], shared.col[distinct])),
        shape=shared.shape,
    )


def _lengths(together: sp.coo_array, size: np.ndarray, own: np.ndarray) -> sp.csr_array:
    """Wanted distances of each hub to its nearest, and along a tree through all.

    Two discs with the area of their own members touch when little is shared, and lie
    one upon the other when everything is.
    """
    # SciPy's graph routines take 32-bit places only, and older ones do not convert.
    one, other = together.row.astype(np.int32), together.col.astype(np.int32)
    n = len(size)
    alike = np.minimum(together.data / np.sqrt(size[one] * size[other]), 1.0)
    disc = np.sqrt(own / np.pi)
    length = (disc[one] + disc[other]) * (1.15 - np.sqrt(alike))
    order = np.lexsort((other, -alike, one))
    one, other, length = one[order], other[order], length[order]
    rank = np.arange(len(one)) - np.searchsorted(one, one)
    near = rank < _NEAREST
    whole = sp.csr_array((length, (one, other)), shape=(n, n))
    tree = sp.coo_array(csgraph.minimum_spanning_tree(whole))
    kept = sp.csr_array((length[near], (one[near], other[near])), shape=(n, n))
    kept = kept.maximum(sp.csr_array(tree))
    return sp.csr_array(kept.maximum(kept.T))


def _laid_out(lengths: sp.csr_array, own: np.ndarray, seed: int) -> np.ndarray:
    """Places of the hubs: the largest by stress, the others by distances to them."""
    n = len(own)
    n_pivots = min(n, _MOST_PIVOTS, max(100, 2_000_000 // n))
    pivots = np.sort(np.argsort(-own, kind="stable")[:n_pivots])
    distance = csgraph.dijkstra(lengths, directed=False, indices=pivots)
    reached = np.isfinite(distance)
    distance[~reached] = 1.3 * distance[reached].max()
    among = distance[:, pivots]
    places = np.zeros((n, 2))
    places[pivots] = _stress.drawn_in((among + among.T) / 2, seed)
    others = np.setdiff1d(np.arange(n), pivots)
    if len(others):
        places[others] = _between(places[pivots], distance[:, others].T)
    return places


def _between(fixed: np.ndarray, distance: np.ndarray, steps: int = 10) -> np.ndarray:
    """Places by their wanted distances to fixed ones: stress, each place on its own."""
    distance = np.maximum(distance, 1e-3)
    weight = 1.0 / distance**2
    total = weight.sum(axis=1)[:, None]
    near = weight**2
    places = (near @ fixed) / near.sum(axis=1)[:, None]
    pulled = weight @ fixed
    for _ in range(steps):
        pull = cdist(places, fixed)
        np.maximum(pull, 1e-3, out=pull)
        np.divide(weight * distance, pull, out=pull)
        places = (pulled + pull.sum(axis=1)[:, None] * places - pull @ fixed) / total
    return np.round(places, 2)
