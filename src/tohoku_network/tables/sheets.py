"""Which text stands in which cell of a sheet?

One pass over a sheet's XML tells everything that a table needs: what is shown, which
cells are formulas, errors or merged, which rows and columns are hidden. The sheet's
own word on its size is not believed, and furigana are no part of the text.
"""

from __future__ import annotations

import contextlib
import functools
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tohoku_network.errors import printable
from tohoku_network.tables.archives import Refusal, damaged
from tohoku_network.tables.books import Book, Listed, Written, local, parse, unescaped
from tohoku_network.tables.formats import (
    GENERAL,
    NumberFormat,
    is_rounded,
    shown,
    shown_day,
)
from tohoku_network.tables.rows import column_letter

if TYPE_CHECKING:
    from xml.sax.xmlreader import AttributesImpl

__all__ = ["Sheet", "read_sheet"]

_MOST_COLUMNS = 500
_MOST_ROWS = 1_048_576
_MOST_CELLS = 5_000_000
_MOST_MERGED = 10_000
_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})", re.ASCII)


@dataclass
class Sheet:
    """Cells of a sheet, row by row, and what is remarkable about them.

    ``rows`` are texts from the first column on, without the empty cells behind the
    last one; ``numbers`` are their row numbers. The marks are (row, column) of single
    cells, columns counted from 0; a merged range is first row, first column, last row,
    last column.
    """

    rows: list[list[str]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    marks: dict[str, list[tuple[int, int]]] = field(default_factory=dict)

    def mark(self, kind: str, row: int, column: int) -> None:
        """Remember a cell that something is to be said about."""
        self.marks.setdefault(kind, []).append((row, column))


def read_sheet(book: Book, listed: Listed, *, most_rows: int | None = None) -> Sheet:
    """Read the cells of a sheet as texts.

    Parameters
    ----------
    book
        The workbook.
    listed
        The sheet.
    most_rows
        Stop after so many rows that are not empty; None reads all.

    Returns
    -------
    Sheet
        The cells and what is remarkable about them.

    Raises
    ------
    Refusal
        If the sheet is damaged, unsafe or too large.
    """
    cells = _Cells(book, most_rows)
    try:
        with contextlib.suppress(_EnoughError):
            parse(book.archive, listed.part, cells)
    except Refusal as refusal:
        refusal.sheet = printable(listed.name)
        raise
    return cells.sheet


class _EnoughError(Exception):
    """As many rows were read as were asked for."""


class _Cells(Written):
    """Rows of a sheet."""

    def __init__(self, book: Book, most_rows: int | None) -> None:
        super().__init__()
        self.sheet = Sheet()
        self._book = book
        self._most_rows = most_rows
        self._in_rows = False
        self._number = 0
        self._hidden = False
        self._row: list[str] = []
        self._cells = 0
        self._column = -1
        self._kind = "n"
        self._style = 0
        self._is_formula = self._has_value = False

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802  # SAX calls it so
        tag = local(name)
        if not self._in_rows:
            self._start_around(tag, attrs)
        elif tag == "c":
            self._start_cell(attrs)
        elif tag == "v":
            self._keeps = self._has_value = True
        elif tag == "f":
            self._is_formula = True
        elif tag == "row":
            self._start_row(attrs)
        else:
            super().startElement(name, attrs)

    def _start_around(self, tag: str, attrs: AttributesImpl) -> None:
        """What stands before and after the rows; other elements may be called alike."""
        if tag == "sheetData":
            self._in_rows = True
        elif tag == "col" and attrs.get("hidden") in ("1", "true"):
            if len(self.sheet.hidden_columns) < _MOST_COLUMNS:
                first, last = int(attrs.get("min", "1")), int(attrs.get("max", "1"))
                self.sheet.hidden_columns.append((first - 1, last - 1))
        elif tag == "mergeCell" and len(self.sheet.merged) < _MOST_MERGED:
            self.sheet.merged.append(_range(attrs.get("ref", "")))

    def endElement(self, name: str) -> None:  # noqa: N802  # SAX calls it so
        tag = local(name)
        if not self._in_rows:
            return
        if tag == "c":
            self._end_cell()
        elif tag == "v":
            self._keeps = False
        elif tag == "sheetData":
            self._in_rows = False
        elif tag != "row":
            super().endElement(name)
        elif any(text.strip() for text in self._row):
            self.sheet.rows.append(self._row)
            self.sheet.numbers.append(self._number)
            if self._hidden:
                self.sheet.hidden_rows.append(self._number)
            self._cells += len(self._row)
            if self._cells > _MOST_CELLS:
                raise Refusal(
                    code="too-many-cells",
                    why=f"more than {_MOST_CELLS:,} cells",
                    remedy="keep only the columns and rows of the table",
                )
            if len(self.sheet.rows) == self._most_rows:
                raise _EnoughError

    def _start_row(self, attrs: AttributesImpl) -> None:
        number = int(attrs.get("r") or self._number + 1)
        if not self._number < number <= _MOST_ROWS:
            raise damaged(why=f"row {number} stands after row {self._number}")
        self._number = number
        self._hidden = attrs.get("hidden") in ("1", "true")
        self._row = []
        self._column = -1

    def _start_cell(self, attrs: AttributesImpl) -> None:
        address = attrs.get("r")
        if address is None:
            column = self._column + 1
        else:
            row, column = _address(address)
            if row != self._number or column <= self._column:
                raise damaged(why=f"cell {printable(address)} stands out of order")
        self._column = column
        self._kind = attrs.get("t", "n")
        self._style = int(attrs.get("s", "0"))
        self._is_formula = self._has_value = False
        self._pieces = []

    def _end_cell(self) -> None:
        text = self._text(self.taken())
        if "\x00" in text:
            self.sheet.mark("null-byte", self._number, self._column)
            return
        if not text:
            return
        if self._column >= _MOST_COLUMNS:
            raise Refusal(
                code="too-many-columns",
                why=f"a text in column {column_letter(self._column)}; at most "
                f"{_MOST_COLUMNS} columns are read",
                remedy="keep only the columns of the table",
            )
        self._row.extend([""] * (self._column - len(self._row)))
        self._row.append(text)

    def _text(self, raw: str) -> str:
        """What the cell shows; cells that show nothing usable are marked and empty."""
        kind, here = self._kind, (self._number, self._column)
        if self._is_formula:
            if not self._has_value or (not raw and kind != "str"):
                self.sheet.mark("formula-without-value", *here)
                return ""
            if kind != "e":
                self.sheet.mark("formula-value", *here)
        if kind == "s":
            return self._shared(raw)
        if kind in ("inlineStr", "str"):
            return unescaped(raw)
        if not raw.strip():
            return ""
        if kind == "b":
            return "TRUE" if raw.strip() in ("1", "true") else "FALSE"
        if kind == "e":
            self.sheet.mark(f"error-value {printable(raw)}", *here)
            return ""
        if kind == "d":
            return self._dated(shown_day(raw.strip(), self._format()))
        return self._number_text(raw.strip())

    def _shared(self, raw: str) -> str:
        if not raw.strip():
            return ""
        position = int(raw)
        if not 0 <= position < len(self._book.texts):
            raise damaged(why=f"there is no text {position}")
        return self._book.texts[position]

    def _format(self) -> NumberFormat:
        formats, style = self._book.formats, self._style
        return formats[style] if 0 <= style < len(formats) else GENERAL

    def _number_text(self, raw: str) -> str:
        code = self._format()
        text = shown(raw, code, epoch_1904=self._book.epoch_1904)
        if code.kind == "date":
            return self._dated(text)
        if is_rounded(raw):
            self.sheet.mark("rounded-number", self._number, self._column)
        return text

    def _dated(self, text: str) -> str:
        detail = self._format().detail
        if "y" not in detail and {"m", "d"} & set(detail):
            self.sheet.mark("date-without-year", self._number, self._column)
        return text


def _address(text: str) -> tuple[int, int]:
    """Row from 1 and column from 0 of an address such as ``C7``."""
    match = _ADDRESS.fullmatch(text)
    if match is None:
        raise damaged(why=f"{printable(text)} is no cell")
    return int(match[2]), _position(match[1])


@functools.lru_cache(maxsize=1024)
def _position(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column - 1


def _range(text: str) -> tuple[int, int, int, int]:
    first, _, last = text.partition(":")
    return (*_address(first), *_address(last or first))
