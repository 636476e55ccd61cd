"""Which members do groups have in common?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from tohoku_network.errors import GraphError
from tohoku_network.figures._fonts import readable, style, width
from tohoku_network.figures._labels import LEADING, wrap
from tohoku_network.figures._paper import (
    A4,
    bare,
    facts,
    heading,
    message,
    remark,
    sheet,
    write,
)
from tohoku_network.figures._words import check_language, say
from tohoku_network.network import AffiliationNetwork
from tohoku_network.vocabulary import Language

__all__ = ["draw_overlaps"]

_BAR, _DOT, _OFF = "#0072b2", "#17212e", "#d3d9e0"
_GROUPS, _MOST = 6, 12
_TEXT = 8.5
_STEP = 26.0
_AWAY = 14.0


def draw_overlaps(
    net: AffiliationNetwork,
    *,
    groups: Iterable[str] | None = None,
    ax: Axes | None = None,
    language: Language = "ja",
    title: str | None = None,
) -> Axes:
    """Sizes of all intersections of some groups (an UpSet plot).

    Each column is a combination of groups, marked by joined dots; its bar counts the
    named organizations that are in every group of the combination and in no other
    group of the picture, so every organization is counted once. Bars on the left
    count the members of each group.

    Parameters
    ----------
    net
        The network.
    groups
        Ids of two to twelve groups; None takes the six with the most named members.
    ax
        Axes to draw in; None makes a sheet of A4.
    language
        Language of names and remarks.
    title
        Heading; None for a general one, an empty text for none.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn in; combinations by size, then by number of groups.

    Raises
    ------
    GraphError
        If an id is no group, or there are more than twelve.

    References
    ----------
    Lex, A. et al. (2014). UpSet: visualization of intersecting sets. IEEE Trans. Vis.
    Comput. Graph. 20, 1983–1992.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> import tohoku_network as tn
    >>> ax = draw_overlaps(tn.load_tohoku(), groups=["tap", "nanoterasu"])
    >>> [text.get_text() for text in ax.texts if text.get_gid() == "count"]
    ['6', '4', '4']
    >>> plt.close(ax.figure)
    """
    check_language(language)
    chosen = _chosen(net, groups)
    matrix, _, group_ids = net.biadjacency()
    columns = [group_ids.index(one) for one in chosen]
    inside = matrix[:, columns].toarray() > 0
    sizes = inside.sum(axis=0)
    # Largest group on top, as its bar is the longest.
    order = sorted(range(len(chosen)), key=lambda i: (-sizes[i], chosen[i]))
    chosen = [chosen[i] for i in order]
    inside, sizes = inside[:, order], sizes[order]
    combinations = Counter(map(tuple, inside[inside.any(axis=1)].tolist()))
    ranked = sorted(
        combinations.items(),
        key=lambda one: (-one[1], sum(one[0]), [not b for b in one[0]]),
    )
    names = readable(net.display_names(language).reindex(chosen))
    with style():
        ax = sheet(ax, A4)
        heading(
            ax,
            say("overlaps", language) if title is None else title,
            facts(net, language),
        )
        if not ranked:
            message(ax, say("empty", language))
            return ax
        left_out = _draw(ax, ranked, [names[one] for one in chosen], sizes)
        note = say("overlap_note", language)
        if left_out:
            note += "　" + say(
                "overlap_more", language, n=len(left_out), members=sum(left_out)
            )
        remark(ax, note)
    return ax


def _chosen(net: AffiliationNetwork, groups: Iterable[str] | None) -> list[str]:
    table = net.groups
    if groups is None:
        some = table[table["n_members"] > 0].sort_index()
        some = some.sort_values("n_members", ascending=False, kind="stable")
        return some.index[:_GROUPS].tolist()
    asked = list(dict.fromkeys([groups] if isinstance(groups, str) else groups))
    lost = [one for one in asked if one not in table.index]
    if lost:
        msg = f"groups: no group has the id {', '.join(map(repr, lost[:5]))}"
        raise GraphError(msg)
    if len(asked) > _MOST:
        msg = f"groups: {len(asked)} are too many to compare; choose up to {_MOST}"
        raise GraphError(msg)
    return asked


def _draw(
    ax: Axes,
    ranked: list[tuple[tuple[bool, ...], int]],
    names: list[str],
    sizes: np.ndarray,
) -> list[int]:
    """Draw bars and dots; sizes of the combinations that found no room."""
    wide, high = bare(ax)
    n = len(names)
    step = min(_STEP, high * 0.5 / n)
    size = min(_TEXT, step * 0.42)
    lines = [wrap(name, min(0.30 * wide / size, 20.0), lines=2) for name in names]
    label_width = max(width(line) for one in lines for line in one) * size + 10
    bar_width = 0.16 * wide
    left = bar_width + 16 + label_width + 12
    fits = max(int((wide - left) / _STEP), 1)
    shown, hidden = ranked[:fits], [count for _, count in ranked[fits:]]
    column = min((wide - left) / len(shown), 1.6 * _STEP)
    base = n * step + 10
    room = min(high - base - 18, 300.0)
    most = shown[0][1]
    y = [(n - i - 0.5) * step for i in range(n)]
    for i, one in enumerate(lines):
        if i % 2 == 0:
            right = left + len(shown) * column - column / 2
            ax.add_patch(
                Rectangle(
                    (bar_width + 16, y[i] - step / 2),
                    right - bar_width - 16,
                    step,
                    facecolor="#f3f5f7",
                    edgecolor="none",
                    zorder=0,
                )
            )
        write(
            ax,
            left - _AWAY,
            y[i],
            "\n".join(one),
            ha="right",
            multialignment="right",
            fontsize=size,
            linespacing=LEADING,
            gid="row",
        )
        length = bar_width * 0.8 * sizes[i] / max(sizes.max(), 1)
        _bar(ax, bar_width + 10 - length, y[i] - step * 0.3, length, step * 0.6, "size")
        write(
            ax,
            bar_width + 10 - length - 4,
            y[i],
            str(int(sizes[i])),
            ha="right",
            fontsize=size,
            gid="size",
        )
    for j, (members, count) in enumerate(shown):
        x = left + j * column
        _bar(ax, x - _STEP * 0.31, base, _STEP * 0.62, room * count / most, "bar")
        write(
            ax,
            x,
            base + room * count / most + 3,
            str(count),
            ha="center",
            va="bottom",
            fontsize=_TEXT,
            gid="count",
        )
        rows = [i for i, member in enumerate(members) if member]
        ax.plot(
            [x, x], [y[rows[0]], y[rows[-1]]], color=_DOT, linewidth=1.8, gid="join"
        )
        ax.scatter(
            [x] * n,
            y,
            s=(step * 0.42) ** 2,
            c=[_DOT if member else _OFF for member in members],
            edgecolors="none",
            zorder=3,
            gid="dots",
        )
    return hidden


def _bar(ax: Axes, x: float, y: float, wide: float, high: float, gid: str) -> None:
    ax.add_patch(
        Rectangle((x, y), wide, high, facecolor=_BAR, edgecolor="none", gid=gid)
    )
