"""Whom does one organization meet, and where?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from tohoku_network import scene as scenes
from tohoku_network.errors import GraphError
from tohoku_network.figures import _marks
from tohoku_network.figures._fonts import readable, shown, style, width
from tohoku_network.figures._labels import LEADING, clip, wrap
from tohoku_network.figures._paper import (
    A3,
    QUIET,
    bare,
    heading,
    legend,
    remark,
    sheet,
    write,
)
from tohoku_network.figures._words import check_language, say
from tohoku_network.network import AffiliationNetwork
from tohoku_network.scene import Scene
from tohoku_network.vocabulary import KINDS, PREFECTURES, SECTORS, Language, label

__all__ = ["draw_ego"]

_FONT = 8.0
_ROW, _WIDEST_ROW = 11.5, 24.0


@dataclass(frozen=True)
class _Column:
    """One column of names: ids from top to bottom, and how many found no room."""

    ids: list[str]
    left_out: int
    heading: str


def draw_ego(
    net_or_scene: AffiliationNetwork | Scene,
    organization: str,
    *,
    ax: Axes | None = None,
    language: Language = "ja",
    title: str | None = None,
) -> Axes:
    """One organization, the groups it is in (and its members), and whom it meets.

    Three columns: the organization; its groups, and its members if it has any; and
    the organizations met there, by sector. Behind a name in the last column stands
    how many of the middle column it is tied to. Names are on lines of their own, so
    none covers another; when a column is full, the most connected are kept and the
    number of the others is written below.

    Parameters
    ----------
    net_or_scene
        The network, or a scene of it.
    organization
        Id of the organization or group; names are found by ``net.find``.
    ax
        Axes to draw in; None makes a sheet of A3.
    language
        Language of names, legend and title.
    title
        Heading; None for one with the organization's name, an empty text for none.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn in.

    Raises
    ------
    GraphError
        If there is no such organization.
    TypeError
        If the first argument is neither a network nor a scene.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> import tohoku_network as tn
    >>> ax = draw_ego(tn.load_tohoku(), "tohoku-univ", language="en")
    >>> ax.get_title(loc="left")
    'Connections of Tohoku University'
    >>> plt.close(ax.figure)
    """
    check_language(language)
    scene = _scene(net_or_scene)
    nodes = scene.nodes
    if organization not in nodes.index:
        msg = f"no organization has the id {organization!r}; look it up with net.find"
        raise GraphError(msg)
    near, far, shared, ties = _around(scene, organization)
    drawn = pd.Index([organization, *near, *far])
    names = readable(scene.net.display_names(language).reindex(drawn))
    with style():
        ax = sheet(ax, A3)
        general = say("ego", language, name=names[organization])
        told = _told(nodes.loc[[organization]].iloc[0], scene.net.period, language)
        heading(ax, general if title is None else title, told)
        wide, high = bare(ax)
        around = nodes.loc[drawn]
        certainties = sorted(set(ties["certainty"]))
        is_told = bool(scene.net.memberships["certainty"].notna().any())
        signs = _marks.handles(around, language, certainties=certainties, told=is_told)
        foot = legend(ax, signs)
        top = high - 2.2 * _FONT
        rows = max(int((top - foot - 14) / _ROW), 1)
        columns = _columns(nodes, organization, near, far, shared, rows, language)
        at = _places(columns, organization, wide, foot, top)
        _symbols(ax, nodes, at, organization)
        ends = _names(ax, columns, names, shared, at, wide, organization)
        some = ties[ties["source"].isin(at) & ties["target"].isin(at)]
        _lines(ax, some, at, ends, organization)
        _headings(ax, columns, at, language, top, foot)
        if columns[1].ids:
            remark(ax, say("ego_note", language))
    return ax


def _scene(net_or_scene: AffiliationNetwork | Scene) -> Scene:
    if isinstance(net_or_scene, Scene):
        return net_or_scene
    if isinstance(net_or_scene, AffiliationNetwork):
        # Only the columns of the scene are needed here, so the layout costs nothing.
        nowhere = pd.DataFrame(
            {"x": 0.0, "y": 0.0}, index=net_or_scene.organizations.index
        )
        return scenes.build(net_or_scene, positions=nowhere)
    msg = (
        "draw_ego takes an AffiliationNetwork or a Scene, not "
        f"{type(net_or_scene).__name__}"
    )
    raise TypeError(msg)


def _told(node: pd.Series, period: str | None, language: Language) -> str:
    """Sector, kind, prefecture and period of the organization, on one line."""
    parts = [
        label(node["sector"], SECTORS, language),
        label(node["kind"], KINDS, language),
        label(node["prefecture"], PREFECTURES, language),
        say("period", language, date=period) if period else "",
    ]
    return "　".join(map(shown, filter(None, parts)))


def _around(
    scene: Scene, organization: str
) -> tuple[list[str], list[str], dict[str, int], pd.DataFrame]:
    """Those one and two memberships away, the latter with the number shared."""
    ties = scene.ties
    touching = ties[(ties["source"] == organization) | (ties["target"] == organization)]
    near = sorted({*touching["source"], *touching["target"]} - {organization})
    inner = {organization, *near}
    # Others in its groups, and other groups of its members; no step further.
    groups = touching.loc[touching["source"] == organization, "target"]
    members = touching.loc[touching["target"] == organization, "source"]
    from_near = ties["source"].isin(members) & ~ties["target"].isin(inner)
    to_near = ties["target"].isin(groups) & ~ties["source"].isin(inner)
    second = pd.concat(
        [ties.loc[from_near, "target"], ties.loc[to_near, "source"]]
    ).value_counts()
    kept = ties.loc[touching.index.union(ties.index[from_near | to_near])]
    return near, sorted(second.index), {k: int(v) for k, v in second.items()}, kept


def _columns(
    nodes: pd.DataFrame,
    organization: str,
    near: list[str],
    far: list[str],
    shared: dict[str, int],
    rows: int,
    language: Language,
) -> tuple[_Column, _Column]:
    """Both columns, each in its order and cut to the rows that there are."""
    order = {code: i for i, code in enumerate(SECTORS)}
    importance = dict(zip(nodes.index, nodes["importance"], strict=True))
    side = dict(zip(nodes.index, nodes["side"], strict=True))
    sector = dict(zip(nodes.index, nodes["sector"], strict=True))

    def rank(one: str) -> tuple[bool, int, int]:
        is_group = side[one] == "group"
        return (is_group, order.get(sector[one], len(order)), importance[one])

    kept_near = sorted(sorted(near, key=importance.__getitem__)[:rows], key=rank)
    kept_far = sorted(far, key=lambda one: (-shared[one], importance[one]))[:rows]
    kept_far = sorted(kept_far, key=lambda one: (*rank(one)[:2], -shared[one], one))
    return (
        _Column(
            kept_near,
            len(near) - len(kept_near),
            _kind_of(side, organization, near, language, "near"),
        ),
        _Column(
            kept_far,
            len(far) - len(kept_far),
            _kind_of(side, organization, far, language, "far"),
        ),
    )


def _kind_of(
    side: dict[str, str], organization: str, ids: list[str], language: Language, at: str
) -> str:
    """What a column holds, in words."""
    if side[organization] == "member":
        return say("ego_groups" if at == "near" else "ego_others", language)
    if side[organization] == "group":
        key = "ego_members" if at == "near" else "ego_sisters"
        return say(key if ids else "ego_members", language)
    return say("ego_ring" if at == "near" else "ego_both", language)


def _places(
    columns: tuple[_Column, _Column],
    organization: str,
    wide: float,
    foot: float,
    top: float,
) -> dict[str, tuple[float, float]]:
    """Place of every symbol in points."""
    low = foot + 14
    at = {organization: (max(0.085 * wide, 14.0), (low + top) / 2)}
    for column, x in zip(columns, (0.25 * wide, 0.66 * wide), strict=True):
        n = len(column.ids)
        step = min((top - low) / max(n, 1), _WIDEST_ROW)
        first = (low + top) / 2 + step * (n - 1) / 2
        for i, one in enumerate(column.ids):
            at[one] = (x, first - i * step)
    return at


def _lines(
    ax: Axes,
    ties: pd.DataFrame,
    at: dict[str, tuple[float, float]],
    ends: dict[str, float],
    organization: str,
) -> None:
    """Draw the memberships, around the names of the middle column and not over them."""
    edge = max(ends.values(), default=0.0)
    outer_ties = ties[
        (ties["source"] != organization) & (ties["target"] != organization)
    ]
    fanned = {*outer_ties["source"], *outer_ties["target"]}
    leads = [
        [(x, at[one][1]), (edge, at[one][1])]
        for one, x in ends.items()
        if one in fanned
    ]
    if leads:
        ax.add_collection(
            LineCollection(
                leads,
                colors=_marks.TIE,
                alpha=0.55,
                linewidths=0.7,
                zorder=1,
                gid="leads",
            ),
            autolim=False,
        )
    for certainty, dash in _marks.DASHES.items():
        paths = []
        some = ties[ties["certainty"] == certainty]
        for source, target in zip(some["source"], some["target"], strict=True):
            middle, outer = (source, target) if source in ends else (target, source)
            if organization in (middle, outer):
                paths.append([at[source], at[target]])
            else:
                paths.append([(edge, at[middle][1]), at[outer]])
        if paths:
            ax.add_collection(
                LineCollection(
                    paths,
                    colors=_marks.TIE,
                    alpha=0.55,
                    linewidths=0.7,
                    linestyles=[dash],
                    zorder=1,
                    gid=f"ties-{certainty}",
                ),
                autolim=False,
            )


def _symbols(
    ax: Axes,
    nodes: pd.DataFrame,
    at: dict[str, tuple[float, float]],
    organization: str,
) -> None:
    ids = list(at)
    places = np.array([at[one] for one in ids])
    radius = np.array([10.0 if one == organization else 3.6 for one in ids])
    _marks.nodes(ax, nodes.loc[ids], radius, places=places)


def _names(
    ax: Axes,
    columns: tuple[_Column, _Column],
    names: dict[str, str],
    shared: dict[str, int],
    at: dict[str, tuple[float, float]],
    wide: float,
    organization: str,
) -> dict[str, float]:
    """Write the names; where each of the middle column ends."""
    ends: dict[str, float] = {}
    x, y = at[organization]
    size = min(_FONT * 1.5, wide / 40)
    lines = wrap(names[organization], max(2 * (x - 2) / size, 5.0), lines=4)
    half = max(map(width, lines)) * size / 2
    write(
        ax,
        max(x, half + 2),
        y - 18,
        "\n".join(lines),
        ha="center",
        va="top",
        fontsize=size,
        linespacing=LEADING,
        gid=f"name-{organization}",
        zorder=4,
    )
    for column, room in zip(columns, (0.31 * wide, 0.32 * wide), strict=True):
        for one in column.ids:
            count = f" ({shared[one]})" if shared.get(one, 0) > 1 else ""
            fitting = (room - 10) / _FONT - width(count)
            text = clip(names[one], fitting) + count
            if column is columns[0]:
                ends[one] = at[one][0] + 11 + width(text) * _FONT
            write(
                ax,
                at[one][0] + 8,
                at[one][1],
                text,
                ha="left",
                fontsize=_FONT,
                gid=f"name-{one}",
                zorder=4,
            )
    return ends


def _headings(
    ax: Axes,
    columns: tuple[_Column, _Column],
    at: dict[str, tuple[float, float]],
    language: Language,
    top: float,
    foot: float,
) -> None:
    for column in columns:
        if not column.ids:
            continue
        x = at[column.ids[0]][0]
        total = len(column.ids) + column.left_out
        write(
            ax,
            x - 5,
            min(at[column.ids[0]][1] + 16, top + 1.4 * _FONT),
            f"{column.heading}  {total}",
            ha="left",
            fontsize=_FONT * 1.15,
            color=QUIET,
            gid="heading",
        )
        if column.left_out:
            write(
                ax,
                x + 8,
                foot + 6,
                say("more", language, n=column.left_out),
                ha="left",
                fontsize=_FONT,
                color=QUIET,
                gid="more",
            )
