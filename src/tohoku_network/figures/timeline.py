"""Since when, and until when, does who belong to what?"""

from __future__ import annotations

import datetime
from collections.abc import Callable

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Polygon, Rectangle

from tohoku_network import _dated
from tohoku_network.errors import GraphError
from tohoku_network.figures._fonts import readable, style, width
from tohoku_network.figures._labels import clip
from tohoku_network.figures._paper import (
    A3,
    A4,
    QUIET,
    bare,
    heading,
    legend,
    message,
    remark,
    sheet,
    write,
)
from tohoku_network.figures._periods import (
    Bar,
    by_group,
    by_membership,
    lanes,
    year_of,
)
from tohoku_network.figures._words import check_language, say
from tohoku_network.network import AffiliationNetwork
from tohoku_network.vocabulary import Language

__all__ = ["draw_timeline", "height"]

_BAR, _PALE, _EDGE = "#0072b2", "#ffffff", "#17212e"
_TEXT, _ROW, _AXIS = 8.0, 12.5, 18.0
_A4_ROWS = 34
_COUNT = 42.0  # points that the number of organizations takes beside a bar
_SHORT = 32.0  # days up to which a membership is a mark and not a bar


def draw_timeline(
    net: AffiliationNetwork,
    *,
    about: str | None = None,
    ax: Axes | None = None,
    language: Language = "ja",
    title: str | None = None,
) -> Axes:
    """Memberships over time: what is known of their start and end.

    A bar runs from the first possible to the last possible day of a membership. An
    arrow says that it still goes on; hatching runs to the edge where the start, or
    the end, is not told; a diamond is a membership of a month or less, such as an
    event. Periods that overlap stand below each other. The years reach the latest date
    of the tables. Memberships without any date are not drawn and are counted below.

    Parameters
    ----------
    net
        The network.
    about
        Id of an organization or group: a row for each of its memberships. None: a
        row for each group, memberships of the same period drawn once with the number
        of organizations.
    ax
        Axes to draw in; None makes a sheet of A3.
    language
        Language of names and remarks.
    title
        Heading; None for a general one, an empty text for none.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn in, with years along x.

    Raises
    ------
    GraphError
        If there is no organization with the id ``about``.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> import tohoku_network as tn
    >>> ax = draw_timeline(tn.load_tohoku(), about="tap", language="en")
    >>> ax.get_title(loc="left")[:3]
    'TAP'
    >>> plt.close(ax.figure)
    """
    check_language(language)
    rows, lines, clean = _lines(net, about, language)
    latest = _dated.latest(net)
    until = year_of(latest.last, after=True) if latest is not None else None
    with style():
        ax = sheet(ax, _size(_rows(lines)))
        general = (
            say("timeline", language)
            if about is None
            else say("timeline_of", language, name=clean[about])
        )
        told = say("period", language, date=net.period) if net.period else ""
        heading(ax, general if title is None else title, told)
        undated = int((rows["valid_from"].isna() & rows["valid_to"].isna()).sum())
        notes = [say("undated", language, n=undated)] if undated else []
        if lines:
            left_out = _draw(ax, lines, until, language)
            if left_out:
                notes.append(say("left_out", language, n=left_out))
        else:
            message(ax, say("empty", language))
        if notes:
            remark(ax, "　".join(notes))
    return ax


# --- drawing --------------------------------------------------------------------------


def height(net: AffiliationNetwork, *, about: str | None = None) -> float:
    """Inches of a sheet as high as the rows of the timeline need, A4 at most.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> net = tn.load_tohoku()
    >>> height(net, about="tap") < height(net) < 12
    True
    """
    return min(_needed(_rows(_lines(net, about, "ja")[1])), A4[1])


def _size(rows: int) -> tuple[float, float]:
    """A strip for few rows, A4 for more, A3 for many."""
    return A3 if rows > _A4_ROWS else (A4[0], min(_needed(rows), A4[1]))


def _needed(rows: int) -> float:
    return max((rows * _ROW + 190) / 72, 3.4)


def _rows(lines: list[tuple[str, list[Bar]]]) -> int:
    """Lines that all periods take on a sheet of A4."""
    space = _room(lines, A4[0] * 72)
    return sum(len(lanes(row, space)) for _, row in lines)


def _lines(
    net: AffiliationNetwork, about: str | None, language: Language
) -> tuple[pd.DataFrame, list[tuple[str, list[Bar]]], dict[str, str]]:
    """Memberships asked about, the periods of each row, and names that can be read."""
    rows = net.memberships
    names = net.display_names(language)
    if about is not None:
        if about not in names.index:
            msg = f"no organization has the id {about!r}; look it up with net.find"
            raise GraphError(msg)
        rows = rows[(rows["member_id"] == about) | (rows["group_id"] == about)]
    dated = rows[rows["valid_from"].notna() | rows["valid_to"].notna()]
    used = set(dated["member_id"]) | set(dated["group_id"]) | ({about} - {None})
    clean = readable(names[names.index.isin(list(used))])
    lines = (
        by_group(dated, clean)
        if about is None
        else by_membership(dated, clean, about, language)
    )
    return rows, lines, clean


def _room(lines: list[tuple[str, list[Bar]]], wide: float) -> float:
    """Years that the number beside a bar takes, names taking a third of the width."""
    first, last = _range([bar for _, row in lines for bar in row], None)
    return _COUNT * (last - first) / (0.64 * wide)


def _draw(
    ax: Axes,
    lines: list[tuple[str, list[Bar]]],
    until: float | None,
    language: Language,
) -> int:
    """Draw the rows that fit; the number of the others."""
    wide, high = bare(ax)
    bars = [bar for _, row in lines for bar in row]
    foot = legend(ax, _handles(bars, language)) + 4
    most = max(int((high - foot - 2 * _AXIS) / _ROW), 1)
    space = _room(lines, wide)
    parted = [(name, lanes(row, space)) for name, row in lines]
    # When not all rows fit, the latest are the ones that a meeting asks about.
    shown: list[tuple[str, list[list[Bar]]]] = []
    for name, row in reversed(parted):
        if shown and sum(len(told) for _, told in shown) + len(row) > most:
            break
        shown.insert(0, (name, row[:most]))
    bars = [bar for _, row in shown for lane in row for bar in lane]
    legend(ax, _handles(bars, language))
    longest = max(width(name) for name, _ in shown) * _TEXT
    left = min(longest + 12, 0.36 * wide)
    first, last = _range(bars, until)
    top = high - _AXIS
    bottom = top - sum(len(row) for _, row in shown) * _ROW
    right = wide - 8

    def x_of(year: float) -> float:
        return left + (year - first) / (last - first) * (right - left)

    _years(ax, (first, last), (left, right), (bottom, top), x_of)
    line = top
    parts = any(len(row) > 1 for _, row in shown)
    for name, row in shown:
        y = line - 0.5 * _ROW
        if parts:
            ax.plot([0, right], [line, line], color="#eef1f4", linewidth=0.6, zorder=0)
        write(
            ax,
            left - 6,
            y,
            clip(name, (left - 8) / _TEXT),
            ha="right",
            fontsize=_TEXT,
            gid="row",
        )
        for lane in row:
            for bar in lane:
                _draw_bar(ax, bar, line - 0.5 * _ROW, x_of, (left, right), language)
            line -= _ROW
    return len(lines) - len(shown)


def _range(bars: list[Bar], until: float | None) -> tuple[float, float]:
    """Years to show: all known days to the latest, and room for what goes on."""
    known = [d for b in bars for d in (b.start, b.end, until) if d is not None]
    # Someone may know only that a membership still goes on.
    known = known or [float(datetime.datetime.now(datetime.UTC).year)]
    first, last = float(np.floor(min(known))), float(np.ceil(max(known)))
    last = max(last, first + 1.0)
    early = any(b.start is None for b in bars)
    late = any(b.end is None for b in bars)
    pad = max(0.06 * (last - first), 0.5)
    return first - (pad if early else 0.0), last + (pad if late else 0.0) + 0.02


def _years(
    ax: Axes,
    span: tuple[float, float],
    edges: tuple[float, float],
    rows: tuple[float, float],
    x_of: Callable[[float], float],
) -> None:
    (first, last), (left, right), (bottom, top) = span, edges, rows
    years = range(int(np.ceil(first)), int(np.floor(last)) + 1)
    room = (right - left) / max(len(years), 1)
    every = next((n for n in (1, 2, 5, 10, 20, 50, 100) if room * n > 34), 500)
    for year in years:
        if year % every:
            continue
        x = x_of(year)
        ax.plot([x, x], [bottom, top], color="#dde2e8", linewidth=0.6, zorder=0)
        write(
            ax,
            x,
            top + 3,
            str(year),
            ha="left" if x < left + 8 else "center",
            va="bottom",
            fontsize=_TEXT,
            color=QUIET,
            gid="year",
        )


def _draw_bar(
    ax: Axes,
    bar: Bar,
    y: float,
    x_of: Callable[[float], float],
    edges: tuple[float, float],
    language: Language,
) -> None:
    left, right = edges
    half = 0.29 * _ROW
    start = x_of(bar.start) if bar.start is not None else left
    end = x_of(bar.end) if bar.end is not None else right
    if bar.start is not None and bar.end is not None:
        if (bar.end - bar.start) * 365 <= _SHORT:
            ax.plot(
                [(start + end) / 2],
                [y],
                marker="D",
                markersize=5.0,
                color=_BAR,
                markeredgecolor=_EDGE,
                markeredgewidth=0.6,
                linestyle="none",
                zorder=3,
                gid="short",
            )
            _count(ax, (start + end) / 2 + 6, y, bar.count, language)
            return
        _box(ax, start, end, y, half, hatch=False, gid="bar")
    elif bar.start is None:
        tip = 7.0 if bar.is_open else 0.0
        _box(ax, left, end - tip, y, half, hatch=True, gid="unknown-start")
        if bar.is_open:
            corners = [(end - tip, y - half - 2), (end, y), (end - tip, y + half + 2)]
            ax.add_patch(Polygon(corners, facecolor=_BAR, edgecolor=_EDGE, gid="tip"))
    elif bar.is_open:
        tip = min(7.0, (end - start) / 2)
        corners = [
            (start, y - half),
            (end - tip, y - half),
            (end - tip, y - half - 2),
            (end, y),
            (end - tip, y + half + 2),
            (end - tip, y + half),
            (start, y + half),
        ]
        arrow = Polygon(corners, facecolor=_BAR, edgecolor=_EDGE, linewidth=0.6)
        arrow.set_gid("open")
        ax.add_patch(arrow)
    else:
        _box(ax, start, end, y, half, hatch=True, gid="unknown-end")
        ax.plot([start, start], [y - half, y + half], color=_EDGE, linewidth=2.2)
    if bar.start is None and bar.end is not None:
        ax.plot([end, end], [y - half, y + half], color=_EDGE, linewidth=2.2)
    _count(ax, (start if bar.end is None else end) + 4, y, bar.count, language)


def _box(
    ax: Axes, start: float, end: float, y: float, half: float, *, hatch: bool, gid: str
) -> None:
    ax.add_patch(
        Rectangle(
            (start, y - half),
            max(end - start, 1.5),
            2 * half,
            facecolor=_PALE if hatch else _BAR,
            edgecolor=_BAR if hatch else _EDGE,
            hatch="/////" if hatch else "",
            linewidth=0.6,
            zorder=2,
            gid=gid,
        )
    )


def _count(ax: Axes, x: float, y: float, count: int, language: Language) -> None:
    """Number of organizations behind a bar, if it is more than one."""
    if count > 1:
        text = say("organizations", language, n=count)
        write(
            ax,
            x,
            y,
            text,
            fontsize=_TEXT * 0.85,
            zorder=4,
            gid="count",
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6, "alpha": 0.85},
        )


def _handles(bars: list[Bar], language: Language) -> list[Patch | Line2D]:
    """Legend of the kinds of bars that occur."""
    found: list[Patch | Line2D] = []
    both = [b for b in bars if b.start is not None and b.end is not None]
    short = [b for b in both if (b.end - b.start) * 365 <= _SHORT]  # type: ignore[operator]  # both ends are told here
    if len(short) < len(both):
        found.append(
            Patch(facecolor=_BAR, edgecolor=_EDGE, label=say("known_period", language))
        )
    if any(b.is_open for b in bars):
        found.append(
            Line2D(
                [],
                [],
                color=_BAR,
                linewidth=5,
                marker=">",
                markersize=9,
                label=say("open_end", language),
            )
        )
    starts = any(b.start is None for b in bars)
    ends = any(b.end is None and not b.is_open for b in bars)
    parts = [say("unknown_start", language)] * starts
    parts += [say("unknown_end", language)] * ends
    if parts:
        text = ("・" if language == "ja" else " / ").join(parts)
        found.append(Patch(facecolor=_PALE, edgecolor=_BAR, hatch="/////", label=text))
    if short:
        found.append(
            Line2D(
                [],
                [],
                linestyle="none",
                marker="D",
                color=_BAR,
                markeredgecolor=_EDGE,
                label=say("one_day", language),
            )
        )
    return found
