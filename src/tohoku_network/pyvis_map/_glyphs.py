"""Which letters does the page need?

The page carries the glyphs of its own texts, so that a machine without any Japanese
font shows every name. Cut fonts are never kept as files.
"""

from __future__ import annotations

from tohoku_network import _glyphs

__all__ = ["FAMILY", "style"]

FAMILY = "Map Gothic"
"""Name under which the page knows its font."""

_ALWAYS = (*range(0x20, 0x7F), ord("…"), ord("–"), ord("·"), ord("・"))


def style(text: str) -> str:
    """CSS rule with a web font of the letters of a text.

    Examples
    --------
    >>> style("東北大学")[:38]
    "@font-face { font-family: 'Map Gothic'"
    """
    letters = _glyphs.data_uri(text + "".join(map(chr, _ALWAYS)))
    return (
        f"@font-face {{ font-family: '{FAMILY}'; src: url({letters}) format('woff'); }}"
    )
