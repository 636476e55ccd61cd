"""Which letters does the page need?

The page carries the glyphs of its own texts, cut from the IPAex font, so that a
machine without any Japanese font shows every name. Cut fonts are never kept as files.
"""

from __future__ import annotations

from tohoku_network import _glyphs

__all__ = ["data_uri"]

# What a reader may type: Latin letters, hiragana and katakana with their marks.
_RANGES = ((0x20, 0x7E), (0x3041, 0x3096), (0x30A1, 0x30FC))
_ALWAYS = "‐–—‘’“”…→←↑↓×･※〜−　、。々〆「」『』【】"


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
    ranges = (chr(point) for first, last in _RANGES for point in range(first, last + 1))
    return _glyphs.data_uri(text + _ALWAYS + "".join(ranges))
