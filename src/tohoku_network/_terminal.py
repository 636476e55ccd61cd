"""How does a frame look on a terminal, as CSV, as JSON?

Columns are aligned by display width, since a Japanese character takes two cells.
Whatever comes from a table is made safe first: control characters are escaped, and
in CSV no cell can start a spreadsheet formula.
"""

from __future__ import annotations

import json
import math
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from tohoku_network.errors import printable

__all__ = ["as_csv", "as_json", "as_table"]

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Aligned text table; numbers to the right, long cells clipped.

    Parameters
    ----------
    headings
        One per column.
    rows
        Cells: texts, numbers, None, or tuples of texts.

    Returns
    -------
    str
        Lines without a final newline.

    Examples
    --------
    >>> print(as_table(["名称", "pairs"], [["東北大学", 12], ["TAP", 3]]))
    名称      pairs
    ────────  ─────
    東北大学     12
    TAP           3
    """
    cells = [[_shown(cell) for cell in row] for row in rows]
    right = [
        bool(cells) and all(_is_number(row[column]) for row in cells)
        for column in range(len(headings))
    ]
    widths = [
        max(map(_width, (heading, *(row[column] for row in cells))))
        for column, heading in enumerate(headings)
    ]

    def line(texts: Sequence[str]) -> str:
        padded = [
            " " * (width - _width(text)) + text
            if to_right
            else text + " " * (width - _width(text))
            for text, width, to_right in zip(texts, widths, right, strict=True)
        ]
        return "  ".join(padded).rstrip()

    return "\n".join(
        [line(list(headings)), line(["─" * width for width in widths])]
        + [line(row) for row in cells]
    )


def as_csv(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    r"""CSV text with lists joined by ``|`` and formula-like texts made inert.

    Parameters
    ----------
    headings
        One per column.
    rows
        Cells: texts, numbers, None, or tuples of texts.

    Returns
    -------
    str
        Rows ended by a line feed.

    Examples
    --------
    >>> as_csv(["name"], [["=1+1"], [2]])
    "name\n'=1+1\n2\n"
    """
    lines = [headings, *([_inert(cell) for cell in row] for row in rows)]
    return "".join(",".join(map(_quoted, line)) + "\n" for line in lines)


def as_json(content: object) -> str:
    r"""JSON text with every missing value as null and no NaN.

    Parameters
    ----------
    content
        Mappings, sequences, texts, numbers, None.

    Returns
    -------
    str
        Indented text, characters as they are.

    Examples
    --------
    >>> as_json({"a": float("nan"), "b": ("東", 1)}).replace("\n", "").replace(" ", "")
    '{"a":null,"b":["東",1]}'
    """
    return json.dumps(_plain(content), ensure_ascii=False, indent=2, allow_nan=False)


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, (bool, str)) or value is None:
        return value
    number = value.item() if hasattr(value, "item") else value
    if isinstance(number, float):
        return number if math.isfinite(number) else None
    # What is left are pandas' own marks for a missing value.
    return number if isinstance(number, (bool, int)) else None


def _inert(cell: object) -> str:
    value = _plain(cell)
    if isinstance(value, list):
        value = "|".join(str(part) for part in value)
    if isinstance(value, str) and value.startswith((*_FORMULA, "'")):
        return "'" + value
    return "" if value is None else str(value)


def _quoted(text: str) -> str:
    # Our own quoting, because the csv module leaves a lone carriage return bare.
    if any(character in text for character in ',"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text


def _shown(cell: object) -> str:
    value = _plain(cell)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.2f}"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, list):
        value = ", ".join(str(part) for part in value)
    return _clipped(printable(str(value), limit=1000))


def _clipped(text: str, limit: int = 60) -> str:
    """Text of at most ``limit`` terminal cells."""
    used = 0
    for position, character in enumerate(text):
        used += _width(character)
        if used > limit:
            return text[: max(position - 1, 0)].rstrip() + "…"
    return text


def _is_number(text: str) -> bool:
    return not text or text.lstrip("-")[:1].isdigit()


def _width(text: str) -> int:
    return sum(
        0
        if unicodedata.combining(character)
        else 2
        if unicodedata.east_asian_width(character) in "WF"
        else 1
        for character in text
    )
