"""Which letters can a picture show on a machine without any Japanese font?

The font comes with matplotlib-fontja; that package is found but never imported,
because importing it changes the user's settings. What no font has is drawn as 〓, the
printers' mark for a missing letter, and told in a warning that names the
organization.
"""

from __future__ import annotations

import unicodedata
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib import font_manager
from matplotlib.ft2font import FT2Font, LoadFlags

from tohoku_network._glyphs import font_path
from tohoku_network.errors import TohokuNetworkWarning, printable

__all__ = ["INK", "families", "readable", "shown", "style", "width"]

INK = "#17212e"
"""Colour of all text that has none of its own."""

_NAME = "IPAexGothic"
# Fonts of other systems may have rare letters that the first one lacks.
_SYSTEM = (
    "Noto Sans CJK JP",
    "Noto Sans JP",
    "Hiragino Sans",
    "Yu Gothic",
    "Meiryo",
    "DejaVu Sans",
)
_GETA = "〓"
_CLIP = 200


@contextmanager
def style() -> Iterator[None]:
    """Fonts and file settings of the house, for as long as the block lasts.

    The pictures are drawn inside it. Use it for text of your own and for saving:
    letters stay letters in PDF files and become outlines in SVG files. Afterwards
    these settings are as before.

    Yields
    ------
    None
        Nothing; the settings are matplotlib's ``rcParams``.

    Examples
    --------
    >>> import matplotlib
    >>> before = matplotlib.rcParams["font.family"]
    >>> with style():
    ...     matplotlib.rcParams["font.family"][0]
    'IPAexGothic'
    >>> matplotlib.rcParams["font.family"] == before
    True
    """
    settings: dict[Any, Any] = {
        "font.family": list(families()),
        "font.size": 8.0,
        "font.weight": "normal",
        "text.color": INK,
        "text.usetex": False,
        "axes.facecolor": "white",
        "axes.edgecolor": "#9aa5b1",
        "axes.labelcolor": INK,
        "axes.unicode_minus": False,
        "axes.grid": False,
        "xtick.color": INK,
        "ytick.color": INK,
        "hatch.linewidth": 0.7,
        "path.effects": [],
        "svg.fonttype": "path",
        "pdf.fonttype": 42,
    }
    # Only these are put back: when the first picture of a notebook is drawn, its
    # backend is chosen inside the block and turns interactive mode on, without which
    # no later picture would be shown.
    before = {name: mpl.rcParams[name] for name in settings}
    mpl.rcParams.update(settings)
    try:
        yield
    finally:
        mpl.rcParams.update(before)


@cache
def families() -> tuple[str, ...]:
    """Names of the fonts to take letters from, in order."""
    font_manager.fontManager.addfont(font_path())
    installed = {entry.name for entry in font_manager.fontManager.ttflist}
    return (_NAME, *(name for name in _SYSTEM if name in installed))


@cache
def _fonts() -> tuple[tuple[FT2Font, frozenset[int]], ...]:
    """Each font with the letters that it has."""
    opened = []
    for name in families():
        font = FT2Font(font_manager.findfont(name))
        font.set_size(1000, 72)
        opened.append((font, frozenset(font.get_charmap())))
    return tuple(opened)


@cache
def _advance(character: str) -> float:
    """Width of one letter in ems; 0 where no font has it."""
    code = ord(character)
    for font, letters in _fonts():
        if code in letters:
            glyph = font.load_char(code, flags=LoadFlags.NO_HINTING)
            return float(glyph.linearHoriAdvance) / 65536 / 1000
    return 0.0


@cache
def _has(character: str) -> bool:
    return any(ord(character) in letters for _, letters in _fonts())


def width(text: str) -> float:
    """Width of a line in ems, the sum of its letters' widths.

    Examples
    --------
    >>> width("東北")
    2.0
    """
    return sum(map(_advance, text))


def shown(text: str) -> str:
    r"""Text as a picture can show it: composed, on one line, missing letters as 〓.

    Examples
    --------
    >>> shown("か\u3099く 🍎")
    'がく 〓'
    """
    composed = printable(unicodedata.normalize("NFC", text), limit=_CLIP)
    return "".join(one if _has(one) else _GETA for one in composed)


def readable(
    names: pd.Series | Mapping[str, str], *, stacklevel: int = 3
) -> dict[str, str]:
    """Names as a picture can show them; warn of letters that no font has."""
    result: dict[str, str] = {}
    lacking: dict[str, str] = {}
    for key, name in names.items():
        identifier = str(key)
        result[identifier] = shown(name)
        composed = printable(unicodedata.normalize("NFC", name), limit=_CLIP)
        missing = dict.fromkeys(one for one in composed if not _has(one))
        if missing:
            lacking[identifier] = " ".join(f"U+{ord(one):04X}" for one in missing)
    if lacking:
        listed = [
            f"{printable(identifier)} ({letters})"
            for identifier, letters in list(lacking.items())[:5]
        ]
        if len(lacking) > 5:
            listed.append(f"and {len(lacking) - 5} more")
        msg = (
            f"no font here has every letter of the name of {', '.join(listed)}; "
            "drawn as 〓: install a font that has them, or write the name without"
        )
        warnings.warn(msg, TohokuNetworkWarning, stacklevel=stacklevel)
    return result
