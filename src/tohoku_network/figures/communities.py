"""Which blocs does a division of the network make, seen on the map?"""

from __future__ import annotations

from itertools import cycle, islice

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D
from scipy.sparse.csgraph import minimum_spanning_tree
from scipy.spatial.distance import cdist

from tohoku_network.errors import GraphError
from tohoku_network.figures import _marks
from tohoku_network.figures._fonts import readable, style
from tohoku_network.figures._labels import clip
from tohoku_network.figures._paper import (
    A3,
    bare,
    facts,
    heading,
    legend,
    message,
    sheet,
    write,
)
from tohoku_network.figures._words import check_language, say
from tohoku_network.figures.network import Frame, framed, name_nodes, radii, ties
from tohoku_network.scene import Scene
from tohoku_network.vocabulary import Language

__all__ = ["draw_communities"]

# Dark enough for a number and 3:1 against white; neighbours differ in lightness.
_COLOURS = (
    "#0072b2",
    "#d55e00",
    "#007a5a",
    "#b0578f",
    "#7a4a00",
    "#3d3d8f",
    "#2f86b5",
    "#a3690a",
)
_NONE = "#aab2bd"


def draw_communities(
    scene: Scene,
    labels: pd.Series,
    *,
    ax: Axes | None = None,
    language: Language = "ja",
    title: str | None = None,
) -> Axes:
    """Communities as numbered, tinted regions around their organizations.

    A region follows the shortest tree through its organizations and groups, so that
    its outline and number tell the community in a grey print too. A group is put
    where most of its labelled members are. Communities of a single organization are
    grey and have no number.

    Parameters
    ----------
    scene
        What to draw, from :func:`tohoku_network.scene.build`.
    labels
        Community by organization id, counted from 0, such as
        ``communities.detect(net).labels``; missing values are in none.
    ax
        Axes to draw in; None makes a sheet of A3.
    language
        Language of names, legend and title.
    title
        Heading; None for a general one, an empty text for none.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn in. Communities are shown counted from 1.

    Raises
    ------
    GraphError
        If no label belongs to an organization of the scene, though there are some.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> import tohoku_network as tn
    >>> net = tn.load_tohoku().filter(groups=["tap", "nanoterasu"])
    >>> ax = draw_communities(tn.scene.build(net), tn.communities.detect(net).labels)
    >>> ax.get_title(loc="left")
    'まとまり'
    >>> plt.close(ax.figure)
    """
    check_language(language)
    names = readable(scene.net.display_names(language).reindex(scene.nodes.index))
    of = _everyone(scene, labels)
    with style():
        ax = sheet(ax, A3)
        quality = labels.attrs.get("quality")
        told = f"Q = {quality:.2f}" if isinstance(quality, float) else ""
        heading(
            ax,
            say("communities", language) if title is None else title,
            facts(scene.net, language, told),
        )
        if not len(scene.nodes):
            message(ax, say("empty", language))
            return ax
        bare(ax)
        sizes = of.dropna().astype(int)[lambda one: one.index.isin(labels.index)]
        counts = sizes.value_counts()
        numbered = sorted(counts.index[counts > 1])
        colours = dict(
            zip(numbered, islice(cycle(_COLOURS), len(numbered)), strict=True)
        )
        entries = _entries(scene, sizes, colours, names, language)
        high = legend(ax, entries)
        shapes = _marks.handles(scene.nodes, language, coloured=False)
        foot = high + legend(ax, shapes, pad=high)
        frame = framed(ax, scene, foot=foot)
        tags = [_region(ax, scene, frame, of, one, colours[one]) for one in numbered]
        ties(ax, scene)
        inked = scene.nodes.assign(
            colour=[
                "#ffffff" if side == "group" else colours.get(label, _NONE)
                for side, label in zip(scene.nodes["side"], of, strict=True)
            ]
        )
        _marks.nodes(ax, inked, radii(scene, frame))
        blocked = np.array(tags) if tags else None
        order = scene.nodes.sort_values("importance").index
        is_shown = (scene.nodes["side"] != "group") & ~scene.nodes["unnamed"]
        leading = [one for one in order if is_shown[one]]
        name_nodes(ax, scene, frame, names, leading, language=language, blocked=blocked)
    return ax


def _everyone(scene: Scene, labels: pd.Series) -> pd.Series:
    """Community of every node drawn: its own, or that of most of its members."""
    ids = scene.nodes.index
    if len(labels) and not labels.index.isin(ids).any():
        msg = "labels: none of their ids is in the scene"
        raise GraphError(msg)
    of = labels.reindex(ids).astype("float64")
    known = scene.ties.assign(label=of.reindex(scene.ties["source"]).to_numpy())
    known = known.dropna(subset="label")
    votes = known.groupby(["target", "label"]).size().reset_index(name="n")
    votes = votes.sort_values(["target", "n", "label"], ascending=[True, False, True])
    most = votes.drop_duplicates("target").set_index("target")["label"]
    return of.fillna(most.reindex(ids)).rename("community")


def _entries(
    scene: Scene,
    of: pd.Series,
    colours: dict[int, str],
    names: dict[str, str],
    language: Language,
) -> list[Line2D]:
    """Legend: number, colour, first organization and size of each community."""
    rank = scene.nodes["radius"].where(scene.nodes["side"] != "group", -1.0)
    found = []
    for one, colour in colours.items():
        inside = of.index[of == one]
        first = (
            rank.reindex(inside).sort_values(ascending=False, kind="stable").index[0]
        )
        text = say(
            "community_entry",
            language,
            n=one + 1,
            name=clip(names[first], 14.0),
            rest=len(inside) - 1,
        )
        found.append(Line2D([], [], color=colour, linewidth=6, alpha=0.55, label=text))
    lone = int((of.value_counts() == 1).sum())
    if lone:
        text = say("small_communities", language, n=lone)
        found.append(Line2D([], [], color=_NONE, linewidth=6, label=text))
    return found


def _region(
    ax: Axes, scene: Scene, frame: Frame, of: pd.Series, one: int, colour: str
) -> tuple[float, float, float, float]:
    """Draw one region with its number; the number's box in points."""
    inside = (of == one).to_numpy()
    nodes = scene.nodes[inside]
    places = nodes[["x", "y"]].to_numpy(float)
    distance = cdist(places, places) + 1e-6
    tree = minimum_spanning_tree(distance).tocoo()
    # A far-off organization is an island of the region, not the end of a long arm.
    near = tree.data <= max(3.0 * float(np.median(tree.data)), 90.0)
    lines = np.stack([places[tree.row[near]], places[tree.col[near]]], axis=1)
    dots = np.stack([places, places + 0.01], axis=1)
    both = np.concatenate([lines, dots])
    thick = 26.0 * frame.scale
    for wide, ink, order in ((thick + 2.4, colour, 0.4), (thick, _tint(colour), 0.5)):
        ax.add_collection(
            LineCollection(
                list(both),
                colors=ink,
                linewidths=wide,
                capstyle="round",
                zorder=order,
                gid=f"region-{one + 1}",
            ),
            autolim=False,
        )
    size = float(np.clip(np.sqrt(frame.wide * frame.high) / 62, 9.0, 15.0))
    middle = np.median(places, axis=0)
    first = places[np.argmin(((places - middle) ** 2).sum(axis=1))]
    at = frame.points(first[None, :])[0] + [0.0, size]
    text = str(one + 1)
    x, y = frame.scene(at[None, :])[0]
    write(
        ax,
        x,
        y,
        text,
        ha="center",
        fontsize=size,
        color="white",
        zorder=5,
        gid=f"number-{text}",
        bbox={
            "boxstyle": "round,pad=0.25,rounding_size=0.6",
            "facecolor": _shade(colour),
            "edgecolor": "white",
        },
    )
    half = size * (0.45 + 0.3 * len(text))
    return (at[0] - half, at[1] - half, at[0] + half, at[1] + half)


def _tint(colour: str) -> str:
    return _mixed(colour, 255, 0.80)


def _shade(colour: str) -> str:
    return _mixed(colour, 0, 0.25)


def _mixed(colour: str, other: int, share: float) -> str:
    parts = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(p + (other - p) * share):02x}" for p in parts)
