"""Since when, and until when, does who belong to what?"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Polygon, Rectangle

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
from tohoku_network.figures._words import check_language, say
from tohoku_network.network import AffiliationNetwork
from tohoku_network.tables import OPEN_END, parse_date
from tohoku_network.vocabulary import ROLES, Language, label

__all__ = ["draw_timeline"]

_BAR, _PALE, _EDGE = "#0072b2", "#ffffff", "#17212e"
_TEXT, _ROW, _AXIS = 8.0, 12.5, 18.0
_A4_ROWS = 34
_SHORT = 32.0  # days up to which a membership is a mark and not a bar


@dataclass(frozen=True)
class _Bar:
    """One period: first and last day as fractions of a year, None where not told."""

    start: float | None
    end: float | None
    is_open: bool
    count: int


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
    event. Memberships without any date are not drawn and are counted below.

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
        _by_group(dated, clean)
        if about is None
        else _by_membership(dated, clean, about, language)
    )
    with style():
        ax = sheet(ax, A4 if len(lines) <= _A4_ROWS else A3)
        general = (
            say("timeline", language)
            if about is None
            else say("timeline_of", language, name=clean[about])
        )
        told = say("period", language, date=net.period) if net.period else ""
        heading(ax, general if title is None else title, told)
        undated = len(rows) - len(dated)
        notes = [say("undated", language, n=undated)] if undated else []
        if lines:
            left_out = _draw(ax, lines, language)
            if left_out:
                notes.append(say("left_out", language, n=left_out))
        else:
            message(ax, say("empty", language))
        if notes:
            remark(ax, "　".join(notes))
    return ax


# --- rows -----------------------------------------------------------------------------


def _bar(start: object, end: object, count: int = 1) -> _Bar:
    known_start = isinstance(start, str)
    known_end = isinstance(end, str) and end != OPEN_END
    return _Bar(
        _year(parse_date(str(start)).first) if known_start else None,
        _year(parse_date(str(end)).last, after=True) if known_end else None,
        end == OPEN_END,
        count,
    )


def _year(day: str, *, after: bool = False) -> float:
    """A day as a year with its fraction; ``after`` counts the whole day in."""
    date = datetime.date.fromisoformat(day)
    first = datetime.date(date.year, 1, 1)
    days = 365 + calendar.isleap(date.year)
    return date.year + ((date - first).days + after) / days


def _by_group(
    dated: pd.DataFrame, names: dict[str, str]
) -> list[tuple[str, list[_Bar]]]:
    """A row per group, with one bar for each of its periods."""
    keys = ["group_id", "valid_from", "valid_to"]
    counted = dated.groupby(keys, dropna=False)["member_id"].nunique().reset_index()
    found: dict[str, list[_Bar]] = {}
    for group, start, end, count in counted.itertuples(index=False, name=None):
        found.setdefault(group, []).append(_bar(start, end, int(count)))
    order = sorted(found, key=lambda one: (*_first(found[one]), one))
    return [(names[one], found[one]) for one in order]


def _by_membership(
    dated: pd.DataFrame, names: dict[str, str], about: str, language: Language
) -> list[tuple[str, list[_Bar]]]:
    """A row per membership of one organization: the other side, and the role."""
    found: dict[tuple[str, str], list[_Bar]] = {}
    for member, group, role, start, end in dated[
        ["member_id", "group_id", "role", "valid_from", "valid_to"]
    ].itertuples(index=False, name=None):
        other = group if member == about else member
        key = (other, role if isinstance(role, str) else "")
        bar = _bar(start, end)
        if bar not in found.setdefault(key, []):
            found[key].append(bar)
    order = sorted(found, key=lambda one: (*_first(found[one]), one))
    result = []
    for other, role in order:
        text = label(role, ROLES, language)
        bracket = f"（{text}）" if language == "ja" else f" ({text})"
        result.append((names[other] + (bracket if text else ""), found[other, role]))
    return result


def _first(bars: list[_Bar]) -> tuple[float, float]:
    """Earliest known day of a row; rows without a known start by their end."""
    starts = [b.start if b.start is not None else b.end for b in bars]
    ends = [np.inf if b.end is None else b.end for b in bars]
    return min(np.inf if day is None else day for day in starts), min(ends)


# --- drawing --------------------------------------------------------------------------


def _draw(ax: Axes, lines: list[tuple[str, list[_Bar]]], language: Language) -> int:
    """Draw the rows that fit; the number of the others."""
    wide, high = bare(ax)
    bars = [bar for _, row in lines for bar in row]
    foot = legend(ax, _handles(bars, language)) + 4
    room = max(int((high - foot - 2 * _AXIS) / _ROW), 1)
    # When not all rows fit, the latest are the ones that a meeting asks about.
    shown = lines[-room:] if len(lines) > room else lines
    bars = [bar for _, row in shown for bar in row]
    legend(ax, _handles(bars, language))
    longest = max(width(name) for name, _ in shown) * _TEXT
    left = min(longest + 12, 0.36 * wide)
    first, last = _range(bars)
    top = high - _AXIS
    bottom = top - len(shown) * _ROW
    right = wide - 8

    def x_of(year: float) -> float:
        return left + (year - first) / (last - first) * (right - left)

    _years(ax, (first, last), (left, right), (bottom, top), x_of)
    for i, (name, row) in enumerate(shown):
        y = top - (i + 0.5) * _ROW
        write(
            ax,
            left - 6,
            y,
            clip(name, (left - 8) / _TEXT),
            ha="right",
            fontsize=_TEXT,
            gid="row",
        )
        for bar in row:
            _draw_bar(ax, bar, y, x_of, (left, right), language)
    return len(lines) - len(shown)


def _range(bars: list[_Bar]) -> tuple[float, float]:
    """Years to show: all known days, and room for what runs over the edge."""
    known = [d for b in bars for d in (b.start, b.end) if d is not None]
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
    bar: _Bar,
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
        _box(ax, left, end, y, half, hatch=True, gid="unknown-start")
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
    if bar.start is None:
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


def _handles(bars: list[_Bar], language: Language) -> list[Patch | Line2D]:
    """Legend of the kinds of bars that occur."""
    found: list[Patch | Line2D] = []
    both = [b for b in bars if b.start is not None and b.end is not None]
    short = [b for b in both if (b.end - b.start) * 365 <= _SHORT]  # type: ignore[operator]
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
