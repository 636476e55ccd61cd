"""Which sectors meet, more or less than chance would have it?"""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.colors import Normalize, to_hex
from matplotlib.patches import Rectangle

from tohoku_network.errors import GraphError
from tohoku_network.figures._fonts import readable, style, width
from tohoku_network.figures._labels import clip
from tohoku_network.figures._paper import (
    QUIET,
    heading,
    message,
    remark,
    sheet,
    write,
)
from tohoku_network.figures._words import check_language, say
from tohoku_network.figures.coverage import column_label
from tohoku_network.vocabulary import Language

__all__ = ["draw_mixing"]

_WIDE = 7.0  # z-scores beyond this have the full colour


def draw_mixing(
    frame: pd.DataFrame,
    *,
    alpha: float = 0.05,
    ax: Axes | None = None,
    language: Language = "ja",
    title: str | None = None,
) -> Axes:
    """Ties within and between sectors, against what chance would give.

    The number of ties stands in each cell, the expected one in brackets. Colour tells
    the distance from chance in standard deviations; an arrow tells the direction
    where it is significant, so that the picture reads in grey.

    Parameters
    ----------
    frame
        What :func:`tohoku_network.significance.mixing` returns; without its columns
        on chance, only the ties are shown.
    alpha
        Two-sided p up to which a cell has an arrow.
    ax
        Axes to draw in; None makes a square sheet.
    language
        Language of the text around; the sectors are named as in the frame's
        ``source_label`` and ``target_label``.
    title
        Heading; None for a general one, an empty text for none.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn in, with rows and columns counted from 0.

    Raises
    ------
    GraphError
        If the frame has no ``source``, ``target`` and ``observed``.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> import pandas as pd
    >>> ax = draw_mixing(pd.DataFrame({"source": ["industry"], "target": ["academia"],
    ...                                "observed": [3]}), language="en")
    >>> [text.get_text() for text in ax.texts if text.get_gid() == "cell"]
    ['3']
    >>> plt.close(ax.figure)
    """
    check_language(language)
    lost = [c for c in ("source", "target", "observed") if c not in frame.columns]
    if lost:
        msg = f"the frame has no column {', '.join(lost)}; see significance.mixing"
        raise GraphError(msg)
    named = _categories(frame, language)
    names = readable(named)
    with style():
        ax = sheet(ax, (8.3, 8.9))
        heading(
            ax,
            say("mixing", language) if title is None else title,
            _period(frame, language),
        )
        if not len(frame):
            message(ax, say("empty", language))
            return ax
        place = {code: i for i, code in enumerate(named)}
        _grid(ax, [names[code] for code in named])
        for _, row in frame.iterrows():
            i, j = place[str(row["source"])], place[str(row["target"])]
            # One half of the table is enough: ties have no direction.
            _mixing_cell(ax, min(i, j), max(i, j), row, alpha, language, len(named))
        if "z" in frame.columns:
            _scale(ax, len(named), language)
            remark(ax, say("mixing_note", language, alpha=f"{alpha:g}"))
    return ax


def _categories(frame: pd.DataFrame, language: Language) -> dict[str, str]:
    """Label of each category, in the order of the frame."""
    named: dict[str, str] = {}
    for end in ("source", "target"):
        shown = frame.get(f"{end}_label", frame[end])
        for code, text in zip(frame[end], shown, strict=True):
            plain = text if text != code else column_label(code, language)
            named.setdefault(str(code), str(plain) or say("no_sector", language))
    return named


def _period(frame: pd.DataFrame, language: Language) -> str:
    period = frame.attrs.get("period")
    return say("period", language, date=period) if period else ""


def _grid(ax: Axes, names: list[str]) -> None:
    n = len(names)
    longest = min(max(map(width, names)), 9.0)
    size = float(np.clip(9.0 * 8 / max(n, 8), 5.0, 9.0))
    ax.set_xlim(-0.5 - 0.16 * longest * n / 12, n - 0.5)
    ax.set_ylim(n - 0.5, -0.5 - (0.5 if n > 1 else 0.2))
    ax.set_xticks([])
    ax.set_yticks([])
    for spine in ax.spines.values():
        spine.set_visible(False)
    for i, name in enumerate(names):
        text = clip(name, 9.0)
        write(ax, i - 0.6, i, text, ha="right", fontsize=size, gid="row")
        write(ax, i, -0.6, text, ha="center", va="bottom", fontsize=size, gid="column")


def _tint(z: float) -> str:
    """Colour of a distance from chance: purple and orange, for every colour vision."""
    share = Normalize(-_WIDE, _WIDE, clip=True)(0.0 if np.isnan(z) else z)
    return to_hex(colormaps["PuOr_r"](0.15 + 0.7 * float(share)))


def _scale(ax: Axes, n: int, language: Language) -> None:
    """What the colours mean, in the corner that the half table leaves free."""
    if n < 5:
        return
    steps = (-6, -4, -2, 0, 2, 4, 6)
    y, x = n - 1.0, -0.45
    for i, z in enumerate(steps):
        box = Rectangle(
            (x + i * 0.36, y),
            0.36,
            0.22,
            facecolor=_tint(z),
            edgecolor="#9aa5b1",
            linewidth=0.5,
            gid="scale",
        )
        ax.add_patch(box)
        text = f"{z:+d}".replace("-", "−") if z else "0"
        write(ax, x + (i + 0.5) * 0.36, y + 0.34, text, ha="center", fontsize=7.5)
    write(ax, x, y - 0.12, say("mixing_bar", language), fontsize=8, color=QUIET)


def _mixing_cell(
    ax: Axes,
    i: int,
    j: int,
    row: pd.Series,
    alpha: float,
    language: Language,
    n: int,
) -> None:
    z, expected = row.get("z", np.nan), row.get("expected", np.nan)
    ax.add_patch(
        Rectangle(
            (j - 0.48, i - 0.48),
            0.96,
            0.96,
            facecolor=_tint(z),
            edgecolor="#9aa5b1",
            linewidth=0.6,
            gid="box",
        )
    )
    text = f"{int(row['observed'])}"
    if not np.isnan(expected):
        text = say("mixing_cell", language, observed=text, expected=f"{expected:.1f}")
    size = float(np.clip(9.0 * 8 / max(n, 8), 4.5, 9.0))
    write(
        ax, j, i + 0.06, text, ha="center", fontsize=size, linespacing=1.3, gid="cell"
    )
    if row.get("p", 1.0) <= alpha and not np.isnan(z) and z != 0:
        sign = "▲" if z > 0 else "▼"
        write(
            ax,
            j + 0.42,
            i - 0.36,
            sign,
            ha="right",
            fontsize=size,
            color="#17212e",
            gid="sign",
        )
