"""What is drawn, and where?

A scene is two frames that every picture shares: the nodes with place, shape, colour,
size and importance, and the ties. The layout is computed here, from sorted input and
a fixed seed, so that the same network always gives the same picture.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd
import scipy.sparse as sp
from scipy.sparse import csgraph
from scipy.sparse.linalg import eigsh
from scipy.spatial import cKDTree
from scipy.spatial.distance import cdist

from tohoku_network.network import AffiliationNetwork
from tohoku_network.vocabulary import GROUP_KINDS

__all__ = ["COLOURS", "SHAPES", "Scene", "build"]

SHAPES: Mapping[str, str] = MappingProxyType(
    {
        "industry": "square",
        "academia": "circle",
        "government": "triangle",
        "finance": "diamond",
        "labour": "triangle-down",
        "media": "hexagon",
        "civil": "pentagon",
        "support": "cross",
        "": "dot",
        "group": "group",
    }
)
"""Shape of each sector's members, of members without a sector, and of groups."""

# Okabe and Ito's palette without yellow; orange and sky blue are darkened until they
# keep 3:1 against white, and the lightness steps differ so that grey prints hold.
COLOURS: Mapping[str, str] = MappingProxyType(
    {
        "industry": "#0072b2",
        "academia": "#d55e00",
        "government": "#007a5a",
        "finance": "#b0578f",
        "labour": "#7a4a00",
        "media": "#3d3d8f",
        "civil": "#a3690a",
        "support": "#2f86b5",
        "": "#6b7280",
        "group": "#f1f3f5",
    }
)
"""Fill of each sector's members, of members without a sector, and of groups."""

_STRESS_LIMIT = 1500
"""Above this many nodes, groups are laid out first and members put between them."""
_EDGE = 46.0
"""Length of a tie in pixels, before hubs push their ties longer."""
_SETTLED = 0.3
"""The layout is done when no node moves farther than this, in pixels."""
_GAP = 7.0
"""Room kept free between two nodes, in pixels."""


@dataclass(frozen=True)
class Scene:
    """The two frames of a picture, and the network that it shows.

    Attributes
    ----------
    net
        The network.
    nodes
        One row per organization drawn, indexed by id: ``name``, ``name_en``,
        ``aliases``, ``side`` ("member", "group" or "both"), ``sector``, ``kind``,
        ``prefecture``, ``themes``, ``unnamed``, ``size_declared``, ``parent_id``,
        ``degree`` (groups of a member, members of a group), ``x``, ``y``, ``radius``
        (pixels, y downwards, centred on 0), ``shape``, ``colour``, ``importance``
        (0 = labelled first).
    ties
        One row per member and group: ``source``, ``target``, ``certainty``,
        ``rows`` (positions in ``net.memberships``).
    """

    net: AffiliationNetwork
    nodes: pd.DataFrame
    ties: pd.DataFrame


def build(
    net: AffiliationNetwork,
    *,
    unnamed: bool = True,
    positions: pd.DataFrame | None = None,
    seed: int = 0,
) -> Scene:
    """Scene of a network: organizations and groups, each once, with their ties.

    Parameters
    ----------
    net
        The network.
    unnamed
        Whether classes of unnamed members are drawn.
    positions
        Places to keep from an earlier scene: ``x`` and ``y`` by id. Organizations
        that are not in it are placed near their neighbours.
    seed
        Seed of the layout's start.

    Returns
    -------
    Scene
        The scene.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> scene = build(tn.load_tohoku())
    >>> scene.nodes.loc["tap", ["side", "shape"]].tolist()
    ['group', 'group']
    """
    ties = _ties(net, unnamed=unnamed)
    nodes = _nodes(net, ties, unnamed=unnamed)
    places = _layout(nodes, ties, positions=positions, seed=seed)
    nodes["x"], nodes["y"] = places[:, 0], places[:, 1]
    return Scene(net, nodes, ties)


def _ties(net: AffiliationNetwork, *, unnamed: bool) -> pd.DataFrame:
    rows = net.memberships
    rows = rows[rows["member_id"] != rows["group_id"]]
    if not unnamed:
        is_class = net.organizations["unnamed"].astype(bool)
        rows = rows[~rows["member_id"].map(is_class).astype(bool)]
    found: dict[tuple[str, str], list[int]] = {}
    for position, member, group in zip(
        rows.index, rows["member_id"], rows["group_id"], strict=True
    ):
        found.setdefault((member, group), []).append(int(position))
    # A tie that no row calls implied counts as stated: most tables do not say.
    implied = set(rows.index[rows["certainty"] == "implied"])
    pairs = sorted(found)
    return pd.DataFrame(
        {
            "source": [member for member, _ in pairs],
            "target": [group for _, group in pairs],
            "certainty": [
                "implied" if implied.issuperset(found[pair]) else "stated"
                for pair in pairs
            ],
            "rows": [tuple(found[pair]) for pair in pairs],
        }
    )


def _nodes(
    net: AffiliationNetwork, ties: pd.DataFrame, *, unnamed: bool
) -> pd.DataFrame:
    table = net.organizations.sort_index()
    if not unnamed:
        table = table[~table["unnamed"].astype(bool)]
    groups = set(net.groups.index)
    belongs = set(ties["source"])
    text = ["name_en", "aliases", "sector", "kind", "prefecture", "themes", "parent_id"]
    nodes = table[["name", *text, "unnamed", "size_declared"]].copy()
    nodes[text] = nodes[text].fillna("")
    nodes["side"] = [
        ("both" if identifier in belongs and _is_body(kind) else "group")
        if identifier in groups
        else "member"
        for identifier, kind in nodes["kind"].items()
    ]
    as_group = ties["target"].value_counts()
    as_member = ties["source"].value_counts()
    is_group = nodes["side"].isin(["group", "both"]).to_numpy()
    members = as_group.reindex(nodes.index, fill_value=0).to_numpy()
    memberships = as_member.reindex(nodes.index, fill_value=0).to_numpy()
    nodes["degree"] = np.where(is_group, members, memberships)
    reach = members + memberships
    nodes["radius"] = np.round(np.minimum(4.0 + 1.7 * np.sqrt(reach), 20.0), 1)
    drawn_as = nodes["sector"].where(nodes["side"] != "group", "group")
    nodes["shape"] = [SHAPES.get(code, SHAPES[""]) for code in drawn_as]
    nodes["colour"] = [COLOURS.get(code, COLOURS[""]) for code in drawn_as]
    # Groups before members, well-connected first, classes last, then by id.
    order = np.lexsort(
        (np.arange(len(nodes)), -reach, ~is_group, nodes["unnamed"].to_numpy(bool))
    )
    nodes["importance"] = np.argsort(order)
    return nodes


def _is_body(kind: str) -> bool:
    """Whether a group of this kind is also a body that acts, such as a federation."""
    return kind not in GROUP_KINDS


# --- layout ---------------------------------------------------------------------------


def _layout(
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
    radius = nodes["radius"].to_numpy(float)
    if positions is not None:
        kept = positions.reindex(nodes.index)[["x", "y"]].to_numpy(float)
        return np.round(_beside_neighbours(graph, kept), 1)
    _, component = csgraph.connected_components(graph, directed=False)
    sizes = np.bincount(component)
    pieces: list[tuple[np.ndarray, np.ndarray]] = []
    for label in sorted(range(len(sizes)), key=lambda c: (-sizes[c], c)):
        inside = np.flatnonzero(component == label)
        places = _component(graph[inside][:, inside], seed)
        places = _apart(places, radius[inside])
        pieces.append((inside, _lying(places)))
    return np.round(_packed(pieces, radius, n), 1)


def _component(graph: sp.csr_array, seed: int) -> np.ndarray:
    """Places of one connected component, by stress majorization of path lengths."""
    n = graph.shape[0]
    if n == 1:
        return np.zeros((1, 2))
    degree = np.asarray((graph > 0).sum(axis=1)).ravel()
    edges = graph.tocoo()
    # Ties between two hubs are long, so that the hubs' leaves find room around them.
    longer = np.sqrt(np.minimum(degree[edges.row], degree[edges.col]))
    crowd = np.sqrt(np.maximum(degree[edges.row], degree[edges.col]))
    lengths = _EDGE * (0.55 + 0.22 * crowd + 0.30 * longer)
    weighted = sp.csr_array((lengths, (edges.row, edges.col)), shape=graph.shape)
    if n <= _STRESS_LIMIT:
        distance = csgraph.shortest_path(weighted, directed=False)
        return _stress(distance, _pivot_start(distance, seed))
    pivots = np.argsort(-degree, kind="stable")[: _STRESS_LIMIT // 3]
    between = csgraph.dijkstra(weighted, directed=False, indices=pivots)
    core = _stress(between[:, pivots], _pivot_start(between[:, pivots], seed))
    kept = np.full((n, 2), np.nan)
    kept[pivots] = core
    return _beside_neighbours(graph, kept)


def _pivot_start(distance: np.ndarray, seed: int) -> np.ndarray:
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
    """Places whose distances follow the wanted ones (Gansner, Koren and North, 2004).

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


def _apart(places: np.ndarray, radius: np.ndarray, rounds: int = 300) -> np.ndarray:
    """Push overlapping nodes apart, a little at a time, until none touch."""
    places = places.copy()
    reach = 2 * radius.max() + _GAP if len(radius) else 0.0
    for _ in range(rounds):
        near = cKDTree(places).query_pairs(reach, output_type="ndarray")
        if not len(near):
            break
        first, second = near[:, 0], near[:, 1]
        step = places[second] - places[first]
        gap = np.hypot(step[:, 0], step[:, 1])
        lacking = radius[first] + radius[second] + _GAP - gap
        close = lacking > 0.01
        if not close.any():
            break
        first, second, lacking = first[close], second[close], lacking[close]
        step, gap = step[close], gap[close]
        # Two nodes on one spot part along an angle that depends on their order only.
        same = gap < 1e-6
        angle = 2.399963 * (first + second)
        step[same] = np.column_stack([np.cos(angle), np.sin(angle)])[same]
        gap[same] = 1.0
        push = step / gap[:, None] * (lacking / 2)[:, None]
        np.subtract.at(places, first, push)
        np.add.at(places, second, push)
    return places


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
        places[ready] = total[ready] / count[ready, None] + _aside(
            np.flatnonzero(ready), 0.6 * _EDGE
        )
        missing = np.isnan(places[:, 0])
    places[missing] = centre + _aside(np.flatnonzero(missing), 6 * _EDGE)
    return places


def _aside(number: np.ndarray, length: float) -> np.ndarray:
    angle = 2.399963 * number  # the golden angle spreads any run of numbers evenly
    return length * np.column_stack([np.cos(angle), np.sin(angle)])
