"""Where are the Japanese letters, and how do they travel with a page?

The IPAex font comes with matplotlib-fontja. Its package is found without importing it,
because the import changes matplotlib's settings. Pages carry a font cut to the letters
they show; cut fonts are never kept as files.
"""

from __future__ import annotations

import base64
import io
import logging
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from tohoku_network.errors import ExportError

__all__ = ["data_uri", "font_path"]

_FONT = ("fonts", "ipaexg.ttf")
# Seconds since 1904, the font format's clock; fixed so that the bytes are too.
_MODIFIED = 3_600_000_000
# For vertical setting and old rasterizers; pages write across.
_UNUSED = ("vhea", "vmtx", "VORG", "BASE", "GDEF", "GPOS", "GSUB", "gasp")


def font_path() -> Path:
    """Path of the Japanese font.

    Raises
    ------
    ExportError
        If the package that brings it is missing.

    Examples
    --------
    >>> font_path().name
    'ipaexg.ttf'
    """
    found = find_spec("matplotlib_fontja")
    folders = [] if found is None else found.submodule_search_locations or []
    for folder in folders:
        path = Path(folder).joinpath(*_FONT)
        if path.is_file():
            return path
    msg = (
        "Japanese letters need the font of matplotlib-fontja: "
        "pip install matplotlib-fontja"
    )
    raise ExportError(msg)


def data_uri(characters: str) -> str:
    """Web font with exactly these characters, as a ``data:`` address.

    Parameters
    ----------
    characters
        Any text; order and repetition do not matter.

    Returns
    -------
    str
        The same address for the same characters.

    Examples
    --------
    >>> data_uri("東北大学")[:20]
    'data:font/woff;base6'
    >>> data_uri("東北大学") == data_uri("大学東北")
    True
    """
    content = base64.b64encode(_cut(frozenset(map(ord, characters))))
    return f"data:font/woff;base64,{content.decode('ascii')}"


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
    with TTFont(font_path(), lazy=True, recalcTimestamp=False) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=sorted(code_points))
        cutter.subset(font)
        font["head"].modified = _MODIFIED
        font.flavor = "woff"
        content = io.BytesIO()
        font.save(content, reorderTables=None)
    return content.getvalue()
