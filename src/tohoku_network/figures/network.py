"""What does the whole network look like, and which blocs are in it?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.patheffects import withStroke

from tohoku_network.errors import GraphError
from tohoku_network.figures import _marks
from tohoku_network.figures._fonts import readable, style
from tohoku_network.figures._labels import LEADING, Wanted, place, wrap
from tohoku_network.figures._paper import (
    A3,
    bare,
    facts,
    heading,
    legend,
    message,
    points,
    sheet,
    write,
)
from tohoku_network.figures._words import check_language, say
from tohoku_network.scene import Scene
from tohoku_network.vocabulary import Language

__all__ = ["Frame", "Labels", "draw_network", "framed", "name_nodes", "radii", "ties"]

Labels = Literal["fit", "groups", "members", "none"] | Iterable[str]
"""Which names to write: all that fit, those of one side, none, or these ids."""

_MARGIN = 16.0
_SMALLEST = 2.2
_LEADERS = 8
_FEW, _WIDEST = 60, 2.2
"""Nodes up to which all names are wanted and the width is filled, and how far."""
_ALIGN = {1: "left", -1: "right", 0: "center"}
_GROUP_INK, _MEMBER_INK, _LEADER_INK = "#173d70", "#2b3644", "#17212e"


@dataclass(frozen=True)
class Frame:
    """Where a scene lies on the sheet: points per pixel, left and top edge.

    A scene of few may be drawn ``across`` times as wide as it is.
    """

    scale: float
    left: float
    top: float
    wide: float
    high: float
    foot: float
    across: float = 1.0

    def points(self, places: np.ndarray) -> np.ndarray:
        """Places of the scene in points from the lower left corner."""
        x = (places[:, 0] - self.left) * self.scale * self.across
        y = self.high - (places[:, 1] - self.top) * self.scale
        return np.column_stack([x, y])

    def scene(self, places: np.ndarray) -> np.ndarray:
        """Places on the sheet as places of the scene."""
        x = self.left + places[:, 0] / self.scale / self.across
        y = self.top + (self.high - places[:, 1]) / self.scale
        return np.column_stack([x, y])


def draw_network(
    scene: Scene,
    *,
    ax: Axes | None = None,
    language: Language = "ja",
    labels: Labels = "fit",
    title: str | None = None,
) -> Axes:
    """Organizations and groups with their memberships, as on the map.

    Sectors differ in shape and colour, groups are rounded boxes, classes of unnamed
    members hollow, implied memberships dashed. Names are written in order of
    importance where there is room, so none covers another: a larger sheet holds more
    of them. The axes' coordinates are those of the scene.

    Parameters
    ----------
    scene
        What to draw, from :func:`tohoku_network.scene.build`.
    ax
        Axes to draw in; None makes a sheet of A3. Give them their final size first.
    language
        Language of names, legend and title.
    labels
        ``"fit"`` for all names that find room, ``"groups"`` or ``"members"`` for
        those of one side, ``"none"``, or ids whose names must be written; these may
        stand farther off, with a line to their symbol.
    title
        Heading; None for a general one, an empty text for none.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn in; saving and showing are the caller's.

    Raises
    ------
    GraphError
        If ``labels`` names an id that is not in the scene.
    ValueError
        If an option is none of the accepted words.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> import tohoku_network as tn
    >>> net = tn.load_tohoku().filter(groups="tap")
    >>> ax = draw_network(tn.scene.build(net), language="en")
    >>> ax.get_title(loc="left")
    'Organizations and the groups they share'
    >>> plt.close(ax.figure)
    """
    check_language(language)
    names = readable(scene.net.display_names(language).reindex(scene.nodes.index))
    chosen = _chosen(scene, labels)
    with style():
        ax = sheet(ax, A3)
        heading(
            ax,
            say("network", language) if title is None else title,
            facts(scene.net, language),
        )
        if not len(scene.nodes):
            message(ax, say("empty", language))
            return ax
        bare(ax)
        certainties = sorted(set(scene.ties["certainty"]))
        told = bool(scene.net.memberships["certainty"].notna().any())
        foot = legend(
            ax,
            _marks.handles(scene.nodes, language, certainties=certainties, told=told),
        )
        is_small = len(scene.nodes) <= _FEW
        frame = framed(ax, scene, foot=foot, widest=_WIDEST if is_small else 1.0)
        ties(ax, scene)
        radius = radii(scene, frame)
        _marks.nodes(ax, scene.nodes, radius)
        must = is_small or not isinstance(labels, str)
        name_nodes(ax, scene, frame, names, chosen, language=language, must=must)
    return ax


def _chosen(scene: Scene, labels: Labels) -> list[str]:
    """Ids whose names are wanted, the most important first."""
    nodes = scene.nodes.sort_values("importance")
    if not isinstance(labels, str):
        asked = list(dict.fromkeys(labels))
        lost = [one for one in asked if one not in nodes.index]
        if lost:
            msg = f"labels: not in the scene: {', '.join(map(repr, lost[:5]))}"
            raise GraphError(msg)
        return asked
    if labels == "none":
        return []
    if labels == "fit":
        return list(dict.fromkeys([*_leading(scene), *nodes.index]))
    if labels == "groups":
        return nodes.index[nodes["side"] != "member"].tolist()
    if labels == "members":
        return nodes.index[nodes["side"] != "group"].tolist()
    msg = f"labels must be 'fit', 'groups', 'members', 'none' or ids, not {labels!r}"
    raise ValueError(msg)


def _leading(scene: Scene) -> list[str]:
    """The organizations that belong to most groups: a reader looks for them first."""
    nodes = scene.nodes[(scene.nodes["side"] != "group") & ~scene.nodes["unnamed"]]
    nodes = nodes[nodes["degree"] > 1]
    return nodes.nlargest(_LEADERS, "radius", keep="first").index.tolist()


def framed(ax: Axes, scene: Scene, *, foot: float = 0.0, widest: float = 1.0) -> Frame:
    """Fit the scene into the axes, above a foot that the legend takes.

    Where width is left over, the scene is drawn up to ``widest`` times as wide:
    distances say nothing, and names find room.
    """
    wide, high = points(ax)
    nodes = scene.nodes
    reach = nodes["radius"].to_numpy(float) * 1.5
    x, y = nodes["x"].to_numpy(float), nodes["y"].to_numpy(float)
    left, right = float((x - reach).min()), float((x + reach).max())
    top, bottom = float((y - reach).min()), float((y + reach).max())
    free = (max(wide - 2 * _MARGIN, 20.0), max(high - foot - 2 * _MARGIN, 20.0))
    scale = min(free[0] / (right - left), free[1] / (bottom - top), 1.6)
    across = float(np.clip(free[0] / (scale * (right - left)), 1.0, widest))
    x0 = (left + right) / 2 - wide / (scale * across) / 2
    y0 = (top + bottom) / 2 - (high - foot) / scale / 2
    ax.set_xlim(x0, x0 + wide / (scale * across))
    ax.set_ylim(y0 + high / scale, y0)  # the scene counts y downwards
    return Frame(scale, x0, y0, wide, high, foot, across)


def radii(scene: Scene, frame: Frame) -> np.ndarray:
    """Radius of each symbol in points."""
    radius: np.ndarray = scene.nodes["radius"].to_numpy(float) * frame.scale
    return np.maximum(radius, _SMALLEST)


def ties(ax: Axes, scene: Scene) -> None:
    """Draw the memberships: stated ones solid, implied ones dashed."""
    at = scene.nodes[["x", "y"]]
    for certainty, dash in _marks.DASHES.items():
        some = scene.ties[scene.ties["certainty"] == certainty]
        if len(some):
            ends = np.stack(
                [at.loc[some["source"]].to_numpy(), at.loc[some["target"]].to_numpy()],
                axis=1,
            )
            ax.add_collection(
                LineCollection(
                    list(ends),
                    colors=_marks.TIE,
                    alpha=0.5,
                    linewidths=0.6,
                    linestyles=[dash],
                    zorder=1,
                    gid=f"ties-{certainty}",
                ),
                autolim=False,
            )


def name_nodes(
    ax: Axes,
    scene: Scene,
    frame: Frame,
    names: dict[str, str],
    chosen: Iterable[str],
    *,
    language: Language,
    must: bool = False,
    blocked: np.ndarray | None = None,
) -> None:
    """Write the chosen names beside their symbols, none upon another."""
    nodes = scene.nodes
    at = frame.points(nodes[["x", "y"]].to_numpy(float))
    half = _marks.halves(nodes, radii(scene, frame))
    size = float(np.clip(np.sqrt(frame.wide * frame.high) / 125, 5.5, 8.0))
    leading = set(_leading(scene))
    row = {identifier: i for i, identifier in enumerate(nodes.index)}
    wanted = []
    for identifier in chosen:
        i = row[identifier]
        is_leader = identifier in leading
        own = size * (1.3 if is_leader else 1.0)
        widest = 11.0 if is_leader else 12.5
        lines = wrap(names[identifier], widest, lines=2 if language == "ja" else 3)
        wanted.append(
            Wanted(
                key=identifier,
                lines=lines,
                size=own,
                x=float(at[i, 0]),
                y=float(at[i, 1]),
                half=(float(half[i, 0]), float(half[i, 1])),
                must=must or is_leader,
            )
        )
    boxes = np.column_stack([at - half, at + half])
    if blocked is not None:
        boxes = np.vstack([boxes, blocked])
    first = at[[row[one] for one in scene.ties["source"]]]
    second = at[[row[one] for one in scene.ties["target"]]]
    lines_ = np.hstack([first, second]) if len(first) else np.empty((0, 4))
    placed = place(
        wanted,
        symbols=boxes,
        ties=lines_,
        room=np.array([2.0, frame.foot + 2, frame.wide - 2, frame.high - 1]),
    )
    for one in placed:
        if one.line is not None:
            ends = frame.scene(np.reshape(one.line, (2, 2)))
            ax.plot(
                *ends.T,
                color=_marks.OUTLINE,
                linewidth=0.8,
                zorder=3.5,
                gid=f"leader-{one.key}",
                path_effects=[withStroke(linewidth=2.0, foreground="white")],
            )
        is_group = nodes.loc[one.key, "side"] == "group"
        ink = _GROUP_INK if is_group else _MEMBER_INK
        x, y = frame.scene(np.array([[one.x, one.y]]))[0]
        write(
            ax,
            x,
            y,
            "\n".join(one.lines),
            ha="center",
            multialignment=_ALIGN[one.across],
            fontsize=one.size,
            linespacing=LEADING,
            color=_LEADER_INK if one.key in leading else ink,
            zorder=4,
            gid=f"name-{one.key}",
            path_effects=[withStroke(linewidth=2.2, foreground="white")],
        )
