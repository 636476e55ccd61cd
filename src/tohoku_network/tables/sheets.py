"""Which text stands in which cell of a sheet?

One pass over a sheet's XML tells everything that a table needs: what is shown, which
cells are formulas, errors or merged, which rows and columns are hidden. The sheet's
own word on its size is not believed, and furigana are no part of the text.
"""

from __future__ import annotations

import contextlib
import functools
import re
import xml.sax
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.handler import ContentHandler

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import create_parser

from tohoku_network.errors import printable
from tohoku_network.tables.archives import Archive, Refusal, damaged, dtd_forbidden
from tohoku_network.tables.formats import (
    GENERAL,
    NumberFormat,
    builtin_format,
    is_rounded,
    number_format,
    shown,
    shown_day,
)
from tohoku_network.tables.rows import column_letter

if TYPE_CHECKING:
    from xml.sax.xmlreader import AttributesImpl

__all__ = ["Book", "Listed", "Sheet", "open_book", "read_sheet"]

_MOST_COLUMNS = 500
_MOST_ROWS = 1_048_576
_MOST_CELLS = 5_000_000
_MOST_MERGED = 10_000
_LONGEST_CELL = 1_000_000
_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})", re.ASCII)
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Listed(NamedTuple):
    """A sheet as its workbook lists it."""

    name: str
    hidden: bool
    part: str


class Book(NamedTuple):
    """What all sheets of a workbook share."""

    archive: Archive
    sheets: tuple[Listed, ...]
    texts: list[str]
    formats: list[NumberFormat]
    epoch_1904: bool


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


def open_book(archive: Archive) -> Book:
    """Read what all sheets of a workbook share: their list, texts and formats.

    Parameters
    ----------
    archive
        The opened workbook.

    Returns
    -------
    Book
        The workbook.

    Raises
    ------
    Refusal
        If a part is damaged or unsafe.
    """
    main, kinds = "xl/workbook.xml", {}
    root = _Relations()
    _parse(archive, "_rels/.rels", root)
    for kind, target in root.targets.values():
        if kind == "officeDocument":
            main = _resolved("", target)
    folder, _, name = main.rpartition("/")
    relations = _Relations()
    _parse(archive, f"{folder}/_rels/{name}.rels", relations)
    parts = {
        key: (kind, _resolved(folder, target))
        for key, (kind, target) in relations.targets.items()
    }
    kinds = dict(parts.values())
    contents = _Contents()
    _parse(archive, main, contents)
    sheets = tuple(
        Listed(name, hidden, parts[key][1])
        for name, hidden, key in contents.sheets
        if key in parts and parts[key][0] == "worksheet"
    )
    texts = _Texts()
    if kinds.get("sharedStrings", "") in archive:
        _parse(archive, kinds["sharedStrings"], texts)
    styles = _Styles()
    if kinds.get("styles", "") in archive:
        _parse(archive, kinds["styles"], styles)
    return Book(archive, sheets, texts.found, styles.formats(), contents.epoch_1904)


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
            _parse(book.archive, listed.part, cells)
    except Refusal as refusal:
        refusal.sheet = printable(listed.name)
        raise
    return cells.sheet


class _EnoughError(Exception):
    """As many rows were read as were asked for."""


def _parse(archive: Archive, part: str, handler: ContentHandler) -> None:
    """Run a part of the workbook through the parser that knows no document types."""
    parser = create_parser(forbid_dtd=True)
    parser.setContentHandler(handler)
    try:
        for chunk in archive.chunks(part):
            parser.feed(chunk)
        parser.close()
    except DefusedXmlException:
        raise dtd_forbidden() from None
    except (xml.sax.SAXException, ValueError, LookupError) as error:
        why = f"{printable(part)} cannot be read ({printable(str(error))})"
        raise damaged(why=why) from None


def _resolved(folder: str, target: str) -> str:
    """Name of a part that a relation points to; never anything outside the archive."""
    if target.startswith("/"):
        return target[1:]
    steps = folder.split("/") if folder else []
    for step in target.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step != ".":
            steps.append(step)
    return "/".join(steps)


@functools.lru_cache(maxsize=256)
def _local(name: str) -> str:
    return name.rpartition(":")[2]


class _Relations(ContentHandler):
    """Which part is what: relation id to kind and target; outer targets left out."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: dict[str, tuple[str, str]] = {}

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802  # SAX calls it so
        if _local(name) == "Relationship" and attrs.get("TargetMode") != "External":
            kind = attrs.get("Type", "").rpartition("/")[2]
            self.targets[attrs.get("Id", "")] = kind, attrs.get("Target", "")


class _Contents(ContentHandler):
    """Sheets of a workbook in order, and from which year it counts days."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, bool, str]] = []
        self.epoch_1904 = False

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802  # SAX calls it so
        local = _local(name)
        if local == "workbookPr":
            self.epoch_1904 = attrs.get("date1904") in ("1", "true")
        elif local == "sheet":
            key = next(
                (value for key, value in attrs.items() if key.endswith(":id")), ""
            )
            hidden = attrs.get("state", "visible") != "visible"
            self.sheets.append((attrs.get("name", ""), hidden, key))


class _Styles(ContentHandler):
    """Number format of every cell style."""

    def __init__(self) -> None:
        super().__init__()
        self._codes: dict[int, NumberFormat] = {}
        self._numbers: list[int] = []
        self._in_cells = False

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802  # SAX calls it so
        local = _local(name)
        if local == "numFmt":
            number = int(attrs.get("numFmtId", "0"))
            self._codes[number] = number_format(attrs.get("formatCode", ""))
        elif local == "cellXfs":
            self._in_cells = True
        elif local == "xf" and self._in_cells:
            self._numbers.append(int(attrs.get("numFmtId", "0")))

    def endElement(self, name: str) -> None:  # noqa: N802  # SAX calls it so
        if _local(name) == "cellXfs":
            self._in_cells = False

    def formats(self) -> list[NumberFormat]:
        """Formats in the order in which cells refer to them."""
        return [
            self._codes[number] if number in self._codes else builtin_format(number)
            for number in self._numbers
        ]


class _Written(ContentHandler):
    """Text as it is written, without the furigana above it."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[str] = []
        self._keeps = False
        self._above = False

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: ARG002, N802  # SAX calls it so
        local = _local(name)
        if local == "rPh":
            self._above = True
        elif local == "t":
            self._keeps = not self._above

    def endElement(self, name: str) -> None:  # noqa: N802  # SAX calls it so
        local = _local(name)
        if local == "rPh":
            self._above = False
        elif local == "t":
            self._keeps = False

    def characters(self, content: str) -> None:
        if self._keeps:
            self._pieces.append(content)

    def taken(self) -> str:
        """Text since the last call."""
        text = "".join(self._pieces)
        self._pieces = []
        if len(text) > _LONGEST_CELL:
            raise Refusal(
                code="cell-too-long",
                why=f"a cell of more than {_LONGEST_CELL:,} characters",
                remedy="shorten it",
            )
        return text


class _Texts(_Written):
    """Texts that the cells of all sheets share."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def endElement(self, name: str) -> None:  # noqa: N802  # SAX calls it so
        super().endElement(name)
        if _local(name) == "si":
            self.found.append(_unescaped(self.taken()))


def _unescaped(text: str) -> str:
    """Characters that XML cannot hold stand as ``_x000D_`` in a workbook."""
    return _ESCAPE.sub(_character, text) if "_x" in text else text


def _character(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return match[0] if 0xD800 <= code <= 0xDFFF else chr(code)


class _Cells(_Written):
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
        local = _local(name)
        if not self._in_rows:
            self._start_around(local, attrs)
        elif local == "c":
            self._start_cell(attrs)
        elif local == "v":
            self._keeps = self._has_value = True
        elif local == "f":
            self._is_formula = True
        elif local == "row":
            self._start_row(attrs)
        else:
            super().startElement(name, attrs)

    def _start_around(self, local: str, attrs: AttributesImpl) -> None:
        """What stands before and after the rows; other elements may be called alike."""
        if local == "sheetData":
            self._in_rows = True
        elif local == "col" and attrs.get("hidden") in ("1", "true"):
            if len(self.sheet.hidden_columns) < _MOST_COLUMNS:
                first, last = int(attrs.get("min", "1")), int(attrs.get("max", "1"))
                self.sheet.hidden_columns.append((first - 1, last - 1))
        elif local == "mergeCell" and len(self.sheet.merged) < _MOST_MERGED:
            self.sheet.merged.append(_range(attrs.get("ref", "")))

    def endElement(self, name: str) -> None:  # noqa: N802  # SAX calls it so
        local = _local(name)
        if not self._in_rows:
            return
        if local == "c":
            self._end_cell()
        elif local == "v":
            self._keeps = False
        elif local == "sheetData":
            self._in_rows = False
        elif local != "row":
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
            return _unescaped(raw)
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
