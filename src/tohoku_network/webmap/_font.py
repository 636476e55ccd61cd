"""Which letters does the page need?

The page carries the glyphs of its own texts, cut from the IPAex font, so that a
machine without any Japanese font shows every name. Cut fonts are never kept as files.
"""

from __future__ import annotations

import base64
import io
import logging
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from tohoku_network.errors import ExportError

__all__ = ["data_uri"]

_FONT = ("fonts", "ipaexg.ttf")
# Seconds since 1904, the font format's clock; fixed so that the bytes are too.
_MODIFIED = 3_600_000_000
_RANGES = ((0x20, 0x7E), (0x3000, 0x30FF))
# For vertical setting and old rasterizers; the page writes across.
_UNUSED = ("vhea", "vmtx", "VORG", "BASE", "GDEF", "GPOS", "GSUB", "gasp")
_ALWAYS = "‐–—‘’“”…→←↑↓×･・※〜−"


def data_uri(text: str) -> str:
    """Web font with the characters of a text, as a ``data:`` address.

    Parameters
    ----------
    text
        Every text of the page, in any order.

    Returns
    -------
    str
        The font; Latin letters, kana and punctuation are always in it.

    Examples
    --------
    >>> data_uri("東北大学")[:20]
    'data:font/woff;base6'
    >>> data_uri("東北大学") == data_uri("大学東北")
    True
    """
    wanted = {ord(character) for character in text + _ALWAYS}
    for first, last in _RANGES:
        wanted.update(range(first, last + 1))
    content = base64.b64encode(_cut(frozenset(wanted))).decode("ascii")
    return f"data:font/woff;base64,{content}"


@lru_cache(maxsize=8)
def _cut(code_points: frozenset[int]) -> bytes:
    # Slow to import, and not needed before the first page is made.
    from fontTools import subset
    from fontTools.ttLib import TTFont

    logging.getLogger("fontTools").setLevel(logging.ERROR)
    options = subset.Options(
        layout_features=[],
        drop_tables=[*subset.Options._drop_tables_default, *_UNUSED],
        hinting=False,
        notdef_outline=True,
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 13],
        recalc_timestamp=False,
    )
    with TTFont(_path(), lazy=True, recalcTimestamp=False) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=sorted(code_points))
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
