"""Who leads, and how sure is that?"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from tohoku_network.errors import GraphError
from tohoku_network.figures import _marks
from tohoku_network.figures._fonts import readable, style, width
from tohoku_network.figures._labels import clip
from tohoku_network.figures._paper import (
    A4,
    QUIET,
    bare,
    heading,
    legend,
    message,
    sheet,
    write,
)
from tohoku_network.figures._words import MEASURES, check_language, say
from tohoku_network.scene import COLOURS, SHAPES
from tohoku_network.vocabulary import SECTORS, Language, code_of, label

__all__ = ["draw_ranks"]

_TEXT, _ROW, _AXIS = 10.0, 24.0, 18.0
_AROUND = 132.0
_RANGE, _STEM = "#8794a5", "#c3ccd6"


def draw_ranks(
    result: pd.Series | pd.DataFrame,
    *,
    names: pd.Series | None = None,
    sectors: pd.Series | None = None,
    rank: str = "rank",
    low: str = "rank_low",
    high: str = "rank_high",
    top: int = 20,
    ax: Axes | None = None,
    language: Language = "ja",
    title: str | None = None,
) -> Axes:
    """The first organizations by rank, with the range in which their rank lies.

    A frame of ranks is drawn as a mark for the rank and a line for its range; ranks
    whose lines overlap widely should not be told apart. A Series of values, such as a
    centrality, is drawn as a mark for each value, largest first.

    Parameters
    ----------
    result
        Values by organization id, or a frame with ranks and, if there are any, their
        ranges; its columns ``name`` and ``sector`` are used.
    names
        Names by organization id, such as ``net.display_names("en")``; else the
        column ``name``, else the index.
    sectors
        Sector by organization id, such as ``net.organizations["sector"]``; else the
        column ``sector``.
    rank, low, high
        Columns of the frame: the rank and the best and worst it may be.
    top
        How many organizations to show at most; fewer where the axes are low.
    ax
        Axes to draw in; None makes a sheet of A4, less high for few rows.
    language
        Language of the text around, and of the sectors.
    title
        Heading; None for a general one, an empty text for none.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn in; missing ranks and values are left out.

    Raises
    ------
    GraphError
        If a frame lacks the column ``rank``, or an organization occurs twice.
    ValueError
        If ``top`` is less than 1.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> import pandas as pd
    >>> ranks = pd.DataFrame({"rank": [1, 2], "rank_low": [1, 1], "rank_high": [2, 4],
    ...                       "name": ["東北大学", "仙台市"]}, index=["u", "c"])
    >>> ax = draw_ranks(ranks)
    >>> [text.get_text() for text in ax.texts if text.get_gid() == "row"]
    ['東北大学', '仙台市']
    >>> plt.close(ax.figure)
    """
    check_language(language)
    if top < 1:
        msg = f"top must be at least 1, not {top}"
        raise ValueError(msg)
    frame, is_rank = _frame(result, rank, low, high)
    if sectors is not None:
        frame = frame.assign(sector=sectors.reindex(frame.index))
    given = names if names is not None else frame.get("name")
    found = {} if given is None else given.dropna().astype(str).to_dict()
    shown = readable({one: found.get(one, str(one)) for one in frame.index[:top]})
    with style():
        ax = sheet(ax, _size(min(top, len(frame))))
        general = say("ranks" if is_rank else "values", language)
        rows = 0
        if len(frame):
            rows = _draw(ax, frame.iloc[:top], shown, language, is_rank=is_rank)
        else:
            message(ax, say("empty", language))
        told = say("rank_more", language, n=rows, all=len(frame))
        period = result.attrs.get("period")
        when = say("period", language, date=period) if period else ""
        parts = [_measure(result, language), told, when]
        heading(
            ax,
            general if title is None else title,
            "　".join(filter(None, parts)) if rows else "",
        )
    return ax


def _size(rows: int) -> tuple[float, float]:
    """A strip for few rows, A4 for more."""
    return A4[0], min(max((rows * _ROW + _AROUND) / 72, 3.4), A4[1])


def _measure(result: pd.Series | pd.DataFrame, language: Language) -> str:
    """What is ranked, in the asked language; nothing where it has no name in it."""
    of = str(result.attrs.get("of") or result.attrs.get("measure") or "")
    column = result.name if isinstance(result, pd.Series) else None
    # A column of a frame is not what the frame as a whole is called.
    names = [of] if column is None else [f"{of}.{column}", str(column)]
    for name in names:
        if name in MEASURES:
            return label(name, MEASURES, language)
    return "" if language == "ja" else names[-1].replace("_", " ")


def _frame(
    result: pd.Series | pd.DataFrame, rank: str, low: str, high: str
) -> tuple[pd.DataFrame, bool]:
    """Columns ``at``, ``low``, ``high`` in the order to draw, and whether ranks."""
    if isinstance(result, pd.Series | pd.DataFrame) and not result.index.is_unique:
        msg = "an organization occurs twice in the index: choose one row for each"
        raise GraphError(msg)
    if isinstance(result, pd.Series | pd.DataFrame) and result.index.nlevels > 1:
        level = result.index.names[0]
        msg = f"the index has several levels: choose one {level} with frame.loc[...]"
        raise GraphError(msg)
    if isinstance(result, pd.Series):
        values = pd.to_numeric(result.dropna(), errors="raise").astype(float)
        ordered = values.sort_index().sort_values(ascending=False, kind="stable")
        return pd.DataFrame({"at": ordered, "low": ordered, "high": ordered}), False
    if not isinstance(result, pd.DataFrame):
        msg = f"draw_ranks takes a Series or a DataFrame, not {type(result).__name__}"
        raise TypeError(msg)
    if rank not in result.columns:
        msg = f"the frame has no column {rank!r}; name the column of ranks with rank="
        raise GraphError(msg)
    frame = result.drop(columns=["at", "low", "high"], errors="ignore").assign(
        at=result[rank].astype("Float64").astype(float),
        low=result.get(low, result[rank]).astype("Float64").astype(float),
        high=result.get(high, result[rank]).astype("Float64").astype(float),
    )
    frame = frame.dropna(subset="at").sort_index()
    return frame.sort_values(["at", "high", "low"], kind="stable"), True


def _draw(
    ax: Axes,
    frame: pd.DataFrame,
    names: dict[str, str],
    language: Language,
    *,
    is_rank: bool,
) -> int:
    """Draw the rows that fit; their number."""
    wide, tall = bare(ax)
    codes = _sectors(frame)
    foot = legend(ax, _handles(codes, language, is_rank=is_rank)) + 6
    rows = max(int((tall - foot - _AXIS) / 11.0), 1)
    frame, codes = frame.iloc[:rows], codes[:rows]
    step = min((tall - foot - _AXIS) / len(frame), _ROW)
    size = min(_TEXT, step * 0.68)
    place = [f"{int(at)}." if is_rank else "" for at in frame["at"]]
    widest = max(width(names[one]) for one in frame.index) * size + 14
    left = min(widest, 0.45 * wide) + (24 if is_rank else 0)
    right = wide - (14 if is_rank else 60)
    low, high = _span(frame, is_rank=is_rank)

    def x_of(value: float) -> float:
        return left + 8 + (value - low) / (high - low) * (right - left - 8)

    top = tall - _AXIS
    bottom = top - step * len(frame)
    if is_rank:
        _ticks(ax, low, high, x_of, top, bottom, language)
    for i, (one, row) in enumerate(frame.iterrows()):
        y = top - (i + 0.5) * step
        write(
            ax,
            left - 4,
            y,
            clip(names[str(one)], (left - 10 - (22 if is_rank else 0)) / size),
            ha="right",
            fontsize=size,
            gid="row",
        )
        write(ax, 20, y, place[i], ha="right", fontsize=size, color=QUIET, gid="place")
        if is_rank:
            ax.plot(
                [x_of(row["low"]), x_of(row["high"])],
                [y, y],
                color=_RANGE,
                linewidth=step * 0.26,
                solid_capstyle="round",
                zorder=2,
                gid="range",
            )
        else:
            ax.plot(
                [x_of(min(max(low, 0.0), high)), x_of(row["at"])],
                [y, y],
                color=_STEM,
                linewidth=1.6,
                zorder=2,
                gid="stem",
            )
            write(
                ax,
                x_of(row["at"]) + 8,
                y,
                f"{row['at']:,.4g}",
                ha="left",
                fontsize=size,
                gid="value",
            )
    _points(ax, frame, codes, [x_of(at) for at in frame["at"]], top, step)
    return len(frame)


def _points(
    ax: Axes,
    frame: pd.DataFrame,
    codes: list[str],
    x: list[float],
    top: float,
    step: float,
) -> None:
    marks = pd.DataFrame(
        {
            "x": x,
            "y": [top - (i + 0.5) * step for i in range(len(frame))],
            "shape": [SHAPES.get(code, SHAPES[""]) for code in codes],
            "colour": [COLOURS.get(code, COLOURS[""]) for code in codes],
            "unnamed": False,
            "side": "member",
        }
    )
    _marks.nodes(ax, marks, np.full(len(marks), min(4.6, step * 0.34)))


def _sectors(frame: pd.DataFrame) -> list[str]:
    """Sector of each row, from its code or its label in either language."""
    if "sector" not in frame.columns:
        return [""] * len(frame)
    texts = frame["sector"].fillna("").astype(str)
    return [code_of(text, SECTORS) or "" if text else "" for text in texts]


def _handles(codes: list[str], language: Language, *, is_rank: bool) -> list[Line2D]:
    found = [
        _marks.sector_handle(code, label(code, SECTORS, language))
        for code in SECTORS
        if code in codes
    ]
    if found and "" in codes:
        found.append(_marks.sector_handle("", say("no_sector", language)))
    if is_rank:
        text = say("rank_range", language)
        found.append(Line2D([], [], color=_RANGE, linewidth=4, label=text))
    return found


def _span(frame: pd.DataFrame, *, is_rank: bool) -> tuple[float, float]:
    low = float(min(frame["low"].min(), frame["at"].min()))
    high = float(max(frame["high"].max(), frame["at"].max()))
    low = min(low, 1.0) if is_rank else min(low, 0.0)
    return low, high if high > low else low + 1.0


def _ticks(
    ax: Axes,
    low: float,
    high: float,
    x_of: Callable[[float], float],
    top: float,
    bottom: float,
    language: Language,
) -> None:
    steps = (1, 2, 5, 10, 20, 50, 100, 200, 500)
    step = next((n for n in steps if (high - low) / n <= 12), 1000)
    ticks = [1, *range(step if step > 1 else 2, int(high) + 1, step)]
    first = f"{say('rank', language)} 1"
    size = _TEXT * 0.9
    for tick in ticks:
        x = x_of(tick)
        # The first one carries the word, and may reach over the next.
        if tick > 1 and x - x_of(1) < (width(first) + width(str(tick)) + 1) * size / 2:
            continue
        ax.plot([x, x], [bottom, top], color="#e3e8ed", linewidth=0.6, zorder=0)
        text = first if tick == 1 else str(tick)
        write(
            ax,
            x,
            top + 3,
            text,
            ha="center",
            va="bottom",
            fontsize=size,
            color=QUIET,
            gid="tick",
        )
