"""What do all pictures have in common: the sheet, its heading, its legend, its text?

Places on the sheet are reckoned in points, the unit of type, so that what fits is
known before anything is drawn, whatever the resolution.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.legend_handler import HandlerBase
from matplotlib.text import Text

from tohoku_network.figures._fonts import INK, families, shown, width
from tohoku_network.figures._labels import LEADING, wrap
from tohoku_network.figures._words import say
from tohoku_network.network import AffiliationNetwork
from tohoku_network.summary import acting
from tohoku_network.vocabulary import Language

__all__ = [
    "A3",
    "A4",
    "QUIET",
    "UPRIGHT",
    "bare",
    "facts",
    "heading",
    "legend",
    "message",
    "points",
    "remark",
    "sheet",
    "write",
]

A3, A4, UPRIGHT = (16.5, 11.7), (11.7, 8.3), (8.3, 11.7)
"""Sheets in inches: A3 and A4 lying on their long side, A4 standing."""

QUIET = "#52606d"
"""Colour of remarks: 4.5:1 on white and more."""

_TITLE, _FACTS = 15.0, 9.0
_EDGE, _HEAD, _FOOT = 26.0, 52.0, 36.0


def sheet(ax: Axes | None, size: tuple[float, float]) -> Axes:
    """The caller's axes, or new ones that fill a sheet but for heading and edge."""
    if ax is not None:
        if not isinstance(ax, Axes):
            msg = f"ax must be matplotlib Axes, not {type(ax).__name__}"
            raise TypeError(msg)
        return ax
    # Slow to import, and not needed by those who bring their own axes.
    import matplotlib.pyplot as plt

    figure = plt.figure(figsize=size, facecolor="white")
    wide, high = size[0] * 72, size[1] * 72
    box = (
        _EDGE / wide,
        _FOOT / high,
        1 - 2 * _EDGE / wide,
        1 - (_HEAD + _FOOT) / high,
    )
    return figure.add_axes(box)


def points(ax: Axes) -> tuple[float, float]:
    """Width and height of the axes in points."""
    scale = 72 / ax.get_figure(root=True).dpi  # type: ignore[union-attr]  # axes in use have a figure
    return max(ax.bbox.width * scale, 1.0), max(ax.bbox.height * scale, 1.0)


def bare(ax: Axes, *, frame: bool = False) -> tuple[float, float]:
    """Axes without ticks whose data units are points; their width and height."""
    wide, high = points(ax)
    ax.set_xlim(0, wide)
    ax.set_ylim(0, high)
    ax.set_xticks([])
    ax.set_yticks([])
    for spine in ax.spines.values():
        spine.set_visible(frame)
    ax.set_autoscale_on(False)
    return wide, high


def write(ax: Axes, x: float, y: float, text: str, **how: Any) -> Text:  # noqa: ANN401  (what matplotlib takes)
    """Text that is never read as mathematics; options are matplotlib's own."""
    how = {"parse_math": False, "va": "center", "color": INK, **how}
    return ax.text(x, y, text, **how)


def heading(ax: Axes, title: str, told: str = "") -> None:
    """Title, and below it what the picture shows of what; none for an empty title."""
    wide, _ = points(ax)
    size = min(_TITLE, max(9.0, wide / 26))
    below = _FACTS * (size / _TITLE) ** 0.5
    lines = wrap(shown(title), wide / size, lines=2) if title else ()
    above = 7.0
    if told:
        rows = wrap(told, wide / below, lines=3)
        ax.annotate(
            "\n".join(rows),
            (0, 1),
            xytext=(0, above),
            xycoords="axes fraction",
            textcoords="offset points",
            va="bottom",
            fontsize=below,
            color=QUIET,
            parse_math=False,
            linespacing=LEADING,
            annotation_clip=False,
        )
        above += len(rows) * below * LEADING + 4
    if title:
        ax.set_title(
            "\n".join(lines),
            loc="left",
            fontsize=size,
            pad=above,
            # The caller's axes made this text before our fonts were set.
            fontfamily=list(families()),
            fontweight="normal",
            usetex=False,
            parse_math=False,
            color=INK,
        )


def facts(net: AffiliationNetwork, language: Language, *more: str) -> str:
    """What a network holds and when it was in force, on one line, as on the map."""
    is_class = net.organizations["unnamed"].astype(bool)
    told = [
        say(
            "counts",
            language,
            members=f"{len(acting(net)):,}",
            groups=f"{len(net.groups):,}",
            rows=f"{len(net.memberships):,}",
        )
    ]
    if is_class.any():
        told.append(say("classes", language, n=f"{int(is_class.sum()):,}"))
    if net.period:
        told.append(say("period", language, date=net.period))
    return ("　" if language == "ja" else "  ·  ").join([*told, *filter(None, more)])


def legend(
    ax: Axes,
    handles: Sequence[Artist],
    *,
    pad: float = 0.0,
    drawn_by: HandlerBase | None = None,
) -> float:
    """Legend along the foot of the axes; the height that it takes, in points.

    A second one, ``pad`` points above the foot, leaves the first where it is. What a
    caller draws in a way of its own is ``drawn_by`` its handler.
    """
    if not handles:
        return 0.0
    wide, high = points(ax)
    size = float(np.interp(wide, [200.0, 450.0], [6.0, 8.0]))
    widths = [width(str(handle.get_label())) + 4.2 for handle in handles]
    columns = len(handles)
    while columns > 1 and _across(widths, columns) * size > wide - 8:
        columns -= 1
    rows = -(-len(handles) // columns)
    former = ax.get_legend() if pad else None
    drawn = ax.legend(
        handles=list(handles),
        loc="lower left",
        bbox_to_anchor=(0, pad / high),
        ncols=columns,
        fontsize=size,
        frameon=False,
        borderaxespad=0.0,
        borderpad=0.2,
        handlelength=2.0,
        handletextpad=0.6,
        columnspacing=1.4,
        labelspacing=0.55,
        labelcolor=INK,
        handler_map={type(one): drawn_by for one in handles} if drawn_by else None,
    )
    for text in drawn.get_texts():
        text.set_parse_math(False)
    if former is not None:
        ax.add_artist(former)
    return rows * size * 1.75 + 6.0


def _across(widths: Sequence[float], columns: int) -> float:
    """Width of a legend in ems; matplotlib fills its columns from top to bottom."""
    rows, longer = divmod(len(widths), columns)
    total, at = 0.0, 0
    for column in range(columns):
        count = rows + (column < longer)
        total += max(widths[at : at + count])
        at += count
    return total


def remark(ax: Axes, text: str, *, size: float = 8.0) -> None:
    """A remark below the axes."""
    wide, _ = points(ax)
    ax.annotate(
        "\n".join(wrap(text, wide / size, lines=3)),
        (0, 0),
        xytext=(0, -6),
        xycoords="axes fraction",
        textcoords="offset points",
        va="top",
        fontsize=size,
        color=QUIET,
        parse_math=False,
        linespacing=LEADING,
        annotation_clip=False,
    )


def message(ax: Axes, text: str) -> None:
    """A sentence in the middle of axes that have nothing else to show."""
    wide, high = bare(ax)
    how = {"ha": "center", "fontsize": 11, "color": QUIET, "gid": "empty"}
    write(ax, wide / 2, high / 2, text, **how)
