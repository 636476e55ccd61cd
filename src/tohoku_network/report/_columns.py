"""What are the columns of a report called, what do they mean, how are they written?"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import NamedTuple

import pandas as pd

from tohoku_network.report._section import Table
from tohoku_network.vocabulary import Language

__all__ = ["Column", "column", "columns_of", "is_missing", "text_of"]


_UNITS = {
    "0–1": "0～1",
    "classes": "件",
    "gaps": "件",
    "groups": "会議体等",
    "line": "行",
    "members": "構成員",
    "number": "件",
    "organizations": "機関",
    "pairs": "組",
    "pieces": "部分",
    "rank": "位",
    "rows": "行",
    "steps": "歩",
    "year": "年",
}
"""Units in Japanese."""


class Column(NamedTuple):
    """Heading and meaning of a column, its unit, and how its cells are written."""

    heading: str
    meaning: str
    unit: str
    format: str
    """integer, year, decimal, percent, p, truth, date or text."""


def column(table: str, code: str, language: Language) -> Column:
    """Column of a table; a table may call one otherwise than the others do."""
    listed = _columns()
    table = table.partition("-")[0]
    told = listed.get(f"{table}.{code}") or listed[code]
    place = 0 if language == "ja" else 1
    return Column(
        told["heading"][place],
        told["meaning"][place],
        _UNITS.get(str(told["unit"]), "") if language == "ja" else str(told["unit"]),
        str(told["format"]),
    )


def columns_of(table: Table, codes: Iterable[str], language: Language) -> list[Column]:
    """Columns of a table, with the headings of its own."""
    told = [(code, column(table.code, code, language)) for code in codes]
    return [
        one._replace(heading=table.headings.get(code, one.heading))
        for code, one in told
    ]


def is_missing(cell: object) -> bool:
    """Whether a cell tells nothing."""
    return cell is None or (not isinstance(cell, (tuple, str)) and bool(pd.isna(cell)))  # type: ignore[call-overload]  # any scalar


def text_of(cell: object, form: str, language: Language) -> str:
    """Cell as the page writes it; empty where it tells nothing.

    Examples
    --------
    >>> text_of(1234, "integer", "en"), text_of(0.00002, "p", "en")
    ('1,234', '0.00002')
    >>> text_of(("東北大学", "仙台市", "青森県"), "text", "ja")
    '東北大学、仙台市（ほか1）'
    """
    if is_missing(cell):
        return ""
    if isinstance(cell, tuple):
        shown, rest = cell[:2], len(cell) - 2
        if language == "ja":
            return "、".join(shown) + (f"（ほか{rest}）" if rest > 0 else "")
        return "; ".join(shown) + (f" (+{rest})" if rest > 0 else "")
    if form == "truth":
        return _truth(bool(cell), language)
    if isinstance(cell, str) or form in ("text", "date"):
        return str(cell)
    number = float(cell)  # type: ignore[arg-type]  # what is no text is a number
    if form == "integer":
        return f"{number:,.0f}"
    if form == "year":
        return f"{number:.0f}"
    if form == "percent":
        return f"{number:.1%}" if 0 < number < 0.1 else f"{number:.0%}"
    if form == "p":
        return _small(number)
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:,.2f}"


def _small(number: float) -> str:
    """Two digits that count, without powers of ten as far as that is readable."""
    return (
        f"{number:.1e}"
        if 0 < number < 1e-6
        else f"{number:.6f}".rstrip("0").rstrip(".")
    )


def _truth(value: bool, language: Language) -> str:
    if language == "ja":
        return "○" if value else "－"
    return "yes" if value else "no"


@cache
def _columns() -> Mapping[str, dict[str, list[str]]]:
    text = resources.files(__package__).joinpath("columns.json").read_text("utf-8")
    found: dict[str, dict[str, list[str]]] = json.loads(text)
    return found
