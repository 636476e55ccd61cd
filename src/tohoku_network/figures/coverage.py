"""Which sector is missing in which group?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.legend import Legend
from matplotlib.legend_handler import HandlerPatch
from matplotlib.patches import Patch, Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Transform

from tohoku_network.errors import GraphError
from tohoku_network.figures._fonts import readable, style, width
from tohoku_network.figures._labels import clip, shorten
from tohoku_network.figures._paper import (
    A3,
    UPRIGHT,
    bare,
    heading,
    legend,
    message,
    remark,
    sheet,
    write,
)
from tohoku_network.figures._words import check_language, say
from tohoku_network.vocabulary import (
    COVERAGE,
    KINDS,
    PREFECTURES,
    SECTORS,
    Language,
    label,
)

__all__ = ["column_label", "draw_coverage"]

# Fill, hatch, sign and its colour: told apart without any colour.
_STATES: Mapping[str, tuple[str, str, str, str]] = {
    "present": ("#0072b2", "", "●", "#ffffff"),
    "unnamed": ("#ffffff", "/////", "", "#0072b2"),
    "absent": ("#ffffff", "", "×", "#b34700"),
    "unknown": ("#eef1f4", "", "?", "#52606d"),
    "not_eligible": ("#d3d9e0", "", "", "#d3d9e0"),
}
_TEXT = 7.5
_ROW = 11.5
_CELL = 15.5
_NAME_ROOM = 100.0
_LONGEST = 400.0
_A4_ROWS = 60
_AROUND = 108.0
"""Heading, foot and the air between them, in points."""
_LARGER = 1.3


class _Grid(NamedTuple):
    """Sizes in points: letters, height of a row, width of a cell."""

    text: float = _TEXT
    row: float = _ROW
    cell: float = _CELL

    def times(self, factor: float) -> _Grid:
        return _Grid(*(factor * size for size in self))


def draw_coverage(
    states: pd.DataFrame,
    *,
    names: pd.Series | None = None,
    communities: pd.Series | None = None,
    ax: Axes | None = None,
    language: Language = "ja",
    title: str | None = None,
) -> Axes:
    """Groups by sectors: present, present but unnamed, absent, unknown, not eligible.

    Each state has a sign or a hatching of its own beside its colour. Long tables are
    set in several columns side by side; rows that find no room are left out and their
    number is written below.

    Parameters
    ----------
    states
        A row per group, a column per sector (or another division) with the words
        ``present``, ``unnamed``, ``absent``, ``unknown``, ``not_eligible``; missing
        cells count as unknown. Or the long table of ``gaps.coverage``: a row per
        ``group_id`` and ``category`` with its ``state``. Columns that hold anything
        else are not drawn; of them, ``name`` names the rows.
    names
        Names by group id, such as ``net.display_names("en")``; else the column
        ``name``, else the index.
    communities
        Community by group id: rows are set in this order, with a rule between two
        communities; groups without one come last.
    ax
        Axes to draw in; None makes a sheet of A3, or of A4 standing for up to 60
        rows, less high for few.
    language
        Language of the labels.
    title
        Heading; None for a general one, an empty text for none.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn in.

    Raises
    ------
    GraphError
        If no column holds the five words only.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> import pandas as pd
    >>> states = pd.DataFrame({"industry": ["present", "absent"],
    ...                        "academia": ["unnamed", "unknown"]}, index=["p", "q"])
    >>> ax = draw_coverage(states, names=pd.Series({"p": "協議会", "q": "委員会"}))
    >>> [text.get_text() for text in ax.texts if text.get_gid() == "row"]
    ['協議会', '委員会']
    >>> plt.close(ax.figure)
    """
    check_language(language)
    states = _wide(states)
    columns = [c for c in states.columns if _holds_states(states[c])]
    if len(states) and not columns:
        msg = f"no column of the frame holds only the words {', '.join(_STATES)}"
        raise GraphError(msg)
    order, blocks = _ordered(states, communities)
    rows = readable(_row_names(states, names))
    with style():
        met = states[columns].astype(object).fillna("unknown")
        heads = [clip(column_label(c, language), 9.0) for c in columns]
        handles = _state_handles(met, language)
        ax = sheet(ax, _size(len(order), heads, handles))
        heading(ax, say("coverage", language) if title is None else title)
        if not len(order) or not columns:
            message(ax, say("empty", language))
            return ax
        wide, high = bare(ax)
        foot = legend(ax, handles, drawn_by=_AsCell()) + 4
        longest = max(width(rows[one]) for one in order)
        head = max(map(width, heads))
        free = high - foot - max(head * _TEXT * _LARGER, 14) - 8
        grid = _grid(longest, len(order), len(columns), wide, free)
        tallest = head * grid.text
        upright = tallest <= grid.cell
        top = high - (grid.text + 6 if upright else tallest + 8)
        cells_wide = len(columns) * grid.cell
        per = max(int((top - foot) / grid.row), 1)
        fits = max(int(wide / (cells_wide + _NAME_ROOM)), 1)
        n = min(-(-len(order) // per), fits)
        left_out = max(len(order) - n * per, 0)
        per = min(per, -(-len(order) // n))
        grid = grid._replace(row=min((top - foot) / per, _ROW * _LARGER))
        names_wide = min(_LONGEST, longest * grid.text + 12)
        room = max(min(wide / n - cells_wide - 14, names_wide), 12.0)
        for number in range(n):
            x = number * min(wide / n, room + cells_wide + 30)
            some = order[number * per : (number + 1) * per]
            _heads(ax, heads, x + room, top, grid, upright=upright)
            for i, one in enumerate(some):
                y = top - (i + 0.5) * grid.row
                text = shorten(rows[one], (room - 6) / grid.text)
                write(
                    ax, x + room - 5, y, text, ha="right", fontsize=grid.text, gid="row"
                )
                for j, column in enumerate(columns):
                    state = str(met.loc[one, column])
                    _cell(ax, x + room + j * grid.cell, y, state, grid)
                if i and blocks.get(one) != blocks.get(some[i - 1]):
                    ax.plot(
                        [x + 4, x + room + cells_wide],
                        [y + grid.row / 2] * 2,
                        color="#17212e",
                        linewidth=1.1,
                        zorder=3,
                        gid="rule",
                    )
        if left_out:
            remark(ax, say("left_out", language, n=left_out))
    return ax


def _size(
    rows: int, heads: Sequence[str], handles: Sequence[Patch]
) -> tuple[float, float]:
    """A strip as high as few rows and their legend, A4 for more rows, A3 for many."""
    if rows > _A4_ROWS:
        return A3
    longest = max(map(width, heads), default=0.0) * _TEXT * _LARGER
    # Heads that are wider than a cell stand upright.
    above = 14.0 if longest <= _CELL * _LARGER else longest + 8
    entries = sum(width(str(one.get_label())) + 4.2 for one in handles) * 8.0
    below = (1 + entries // (UPRIGHT[0] * 72 - 60)) * 14.0 + 10
    high = (max(rows, 1) * _ROW * _LARGER + above + below + _AROUND) / 72
    return UPRIGHT[0], min(high, UPRIGHT[1])


def _grid(longest: float, rows: int, columns: int, wide: float, high: float) -> _Grid:
    """Sizes for a table; larger than they must be where there is room for it."""
    plain = _Grid()
    names = min(longest * plain.text + 12, _LONGEST)
    free = min(wide / (names + columns * plain.cell), high / (rows * plain.row))
    return plain.times(float(np.clip(free, 1.0, _LARGER)))


def _wide(states: pd.DataFrame) -> pd.DataFrame:
    """A row per group, with ids as text; the long table of coverage is turned."""
    if {"group_id", "category", "state"} <= set(states.columns):
        turned = states.pivot_table(
            index="group_id", columns="category", values="state", aggfunc="first"
        )
        turned = turned.reindex(
            index=states["group_id"].unique(), columns=states["category"].unique()
        )
        if "group" in states.columns:
            named = states.drop_duplicates("group_id").set_index("group_id")["group"]
            turned = turned.assign(name=named)
        states = turned
    return states.set_axis(states.index.map(str))


def _holds_states(column: pd.Series) -> bool:
    found = set(column.dropna().astype(str))
    return bool(found) and found <= set(_STATES)


def _row_names(states: pd.DataFrame, names: pd.Series | None) -> dict[str, str]:
    given = names if names is not None else states.get("name")
    found = {} if given is None else given.dropna().astype(str).to_dict()
    return {one: found.get(one, str(one)) for one in states.index}


def _ordered(
    states: pd.DataFrame, communities: pd.Series | None
) -> tuple[list[str], dict[str, object]]:
    """Rows in the order of their communities, and the community of each."""
    if communities is None:
        return states.index.tolist(), {}
    of = communities.reindex(states.index)
    order = of.sort_values(kind="stable", na_position="last").index.tolist()
    blocks = of.astype(object).where(of.notna(), None)
    return order, {str(one): block for one, block in blocks.items()}


def column_label(column: object, language: Language) -> str:
    """Label of a sector, prefecture or kind; another word is its own label."""
    code = str(column)
    for words in (SECTORS, PREFECTURES, KINDS):
        if code in words:
            return label(code, words, language)
    return readable({code: code})[code] or say("no_sector", language)


def _heads(
    ax: Axes, heads: list[str], left: float, top: float, grid: _Grid, *, upright: bool
) -> None:
    for j, text in enumerate(heads):
        write(
            ax,
            left + (j + 0.5) * grid.cell,
            top + 3,
            text,
            ha="center",
            va="bottom",
            rotation=0 if upright else 90,
            fontsize=grid.text,
            gid="column",
        )


def _cell(ax: Axes, x: float, y: float, state: str, grid: _Grid) -> None:
    fill, hatch, sign, ink = _STATES[state]
    box = Rectangle(
        (x + 0.6, y - grid.row / 2 + 0.6),
        grid.cell - 1.2,
        grid.row - 1.2,
        facecolor=fill,
        edgecolor=ink if hatch else "#b6c0cb",
        hatch=hatch,
        linewidth=0.5,
        zorder=2,
        gid=f"cell-{state}",
    )
    ax.add_patch(box)
    if sign:
        size = grid.text * (0.67 if sign == "●" else 1.07)
        write(
            ax,
            x + grid.cell / 2,
            y,
            sign,
            ha="center",
            va="center_baseline",
            fontsize=size,
            color=ink,
            zorder=3,
            gid="sign",
        )


def _state_handles(cells: pd.DataFrame, language: Language) -> list[Patch]:
    """Legend of the states that occur."""
    met = set(cells.to_numpy().ravel().tolist())
    found = []
    for state, (fill, hatch, _, ink) in _STATES.items():
        if state in met:
            found.append(
                Patch(
                    facecolor=fill,
                    edgecolor=ink if hatch else "#b6c0cb",
                    hatch=hatch,
                    linewidth=0.5,
                    label=label(state, COVERAGE, language),
                    gid=state,
                )
            )
    return found


class _AsCell(HandlerPatch):
    """Draws the box of a legend entry as the cell that it explains, with its sign."""

    def create_artists(
        self,
        legend: Legend,
        orig_handle: Artist,
        xdescent: float,
        ydescent: float,
        width: float,
        height: float,
        fontsize: float,
        trans: Transform,
    ) -> list[Artist]:
        """Box and sign; the arguments are matplotlib's."""
        box = super().create_artists(
            legend, orig_handle, xdescent, ydescent, width, height, fontsize, trans
        )
        state = str(orig_handle.get_gid())
        _, _, sign, ink = _STATES[state]
        for one in box:
            one.set_gid(state)
        mark = Text(
            width / 2 - xdescent,
            height / 2 - ydescent + 0.05 * fontsize,
            sign,
            ha="center",
            va="center_baseline",
            fontsize=fontsize * (0.67 if sign == "●" else 1.07),
            color=ink,
            transform=trans,
            parse_math=False,
        )
        return [*box, mark]
