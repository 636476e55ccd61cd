"""Which letters does the page need?

The page carries the glyphs of its own texts, so that a machine without any Japanese
font shows every name. Cut fonts are never kept as files.
"""

from __future__ import annotations

import base64
import io
import logging
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from tohoku_network.errors import ExportError

__all__ = ["FAMILY", "style"]

FAMILY = "Map Gothic"
"""Name under which the page knows its font."""

_FONT = ("fonts", "ipaexg.ttf")
_MODIFIED = 3_600_000_000  # the font format's clock, fixed so that the bytes are too
_ALWAYS = (*range(0x20, 0x7F), ord("…"), ord("–"), ord("·"), ord("・"))


def style(text: str) -> str:
    """CSS rule with a web font of the letters of a text.

    Examples
    --------
    >>> style("東北大学")[:38]
    "@font-face { font-family: 'Map Gothic'"
    """
    coded = base64.b64encode(_cut(frozenset(map(ord, text)))).decode("ascii")
    return (
        f"@font-face {{ font-family: '{FAMILY}'; "
        f"src: url(data:font/woff;base64,{coded}) format('woff'); }}"
    )


@lru_cache(maxsize=8)
def _cut(code_points: frozenset[int]) -> bytes:
    # Slow to import, and not needed before the first page is made.
    from fontTools import subset
    from fontTools.ttLib import TTFont

    logging.getLogger("fontTools").setLevel(logging.ERROR)
    options = subset.Options(
        layout_features=[],
        hinting=False,
        notdef_outline=True,
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 13],
        recalc_timestamp=False,
    )
    with TTFont(_path(), lazy=True, recalcTimestamp=False) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=sorted({*code_points, *_ALWAYS}))
        cutter.subset(font)
        font["head"].modified = _MODIFIED
        font.flavor = "woff"
        content = io.BytesIO()
        font.save(content, reorderTables=None)
    return content.getvalue()


def _path() -> Path:
    """Where the font is; its package is not imported, for that changes matplotlib."""
    found = find_spec("matplotlib_fontja")
    folders = [] if found is None else found.submodule_search_locations or []
    for folder in folders:
        path = Path(folder).joinpath(*_FONT)
        if path.is_file():
            return path
    msg = "the map needs the Japanese font of matplotlib-fontja: install that package"
    raise ExportError(msg)
