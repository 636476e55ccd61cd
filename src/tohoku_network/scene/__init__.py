"""What is drawn, and where?

A scene is two frames that every picture shares: the nodes with place, shape, colour,
size and importance, and the ties. The layout is computed here, from sorted input and
a fixed seed, so that the same network always gives the same picture.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from tohoku_network._shown import shown
from tohoku_network.network import AffiliationNetwork
from tohoku_network.scene import _drawn, _layout
from tohoku_network.scene._drawn import COLOURS, SHAPES

__all__ = ["COLOURS", "SHAPES", "Scene", "build"]


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

    def __repr__(self) -> str:
        return f"<Scene: {len(self.nodes):,} nodes, {len(self.ties):,} ties>"

    def _repr_html_(self) -> str:
        """Notebook view: the first rows of both frames."""
        return shown(
            repr(self),
            ("機関・会議体等 / nodes", self.nodes),
            ("所属 / ties", self.ties),
        )


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

    Notes
    -----
    Parts of up to 1,500 nodes are laid out by stress majorization
    (Gansner, Koren and North, 2004). In a larger part the groups are laid out by how
    many members they share, members stand between their groups, and crowded places
    are widened until the marks have room (Gastner, Seguy and More, 2018).

    Examples
    --------
    >>> import tohoku_network as tn
    >>> scene = build(tn.load_tohoku())
    >>> scene.nodes.loc["tap", ["side", "shape"]].tolist()
    ['group', 'group']
    """
    ties = _drawn.ties(net, unnamed=unnamed)
    nodes = _drawn.nodes(net, ties, unnamed=unnamed)
    places = _layout.layout(nodes, ties, positions=positions, seed=seed)
    nodes["x"], nodes["y"] = places[:, 0], places[:, 1]
    return Scene(net, nodes, ties)
