"""Which cells stand on which line of a file?

The one place where bytes become cells. Reading is strict: text must be UTF-8,
quotes must close, every row must have as many cells as the heading, and each row
remembers the physical line on which it begins. Nothing is repaired or guessed.
"""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from tohoku_network.errors import Problem, printable

__all__ = ["RawTable", "column_letter", "rows_of_file", "rows_of_frame"]

_LONGEST_CELL = 1_000_000
_NO_TEXT = (b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1"))
"""First bytes of zip archives (.xlsx) and of older Office files (.xls)."""


@dataclass(frozen=True)
class RawTable:
    """Headings and rows of text as they stand in one file, sheet or frame.

    For a sheet, ``file`` names workbook and sheet together, ``merged`` holds ranges
    (first row, first column, last row, last column) and ``unread`` cells (row, column)
    that were told as unreadable; rows count from 1 and columns from 0.
    """

    file: str
    headings: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    sha256: str = ""
    heading_line: int = 1
    book: str = ""
    sheet: str = ""
    merged: tuple[tuple[int, int, int, int], ...] = ()
    unread: frozenset[tuple[int, int]] = frozenset()

    def address(self, line: int, position: int) -> str:
        """Address such as ``C7`` of a cell in a sheet; empty for other tables."""
        return f"{column_letter(position)}{line}" if self.sheet else ""


def column_letter(position: int) -> str:
    """Letters of a sheet's column counted from 0: A, B … Z, AA …."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def rows_of_file(path: Path, problems: list[Problem]) -> RawTable:
    """Read a UTF-8 CSV file into text cells, noting every problem.

    Parameters
    ----------
    path
        The file.
    problems
        Receives what is wrong with the file.

    Returns
    -------
    RawTable
        What could be read; no headings when the file could not be.
    """
    name = path.name
    try:
        content = path.read_bytes()
    except OSError as error:
        problems.append(
            Problem(
                level="error",
                code="no-such-file" if not path.exists() else "unreadable-file",
                why=f"cannot be opened ({error.strerror})",
                remedy=f"check the path {printable(str(path), limit=300)}",
                file=name,
            )
        )
        return RawTable(name)
    digest = hashlib.sha256(content).hexdigest()
    if content.startswith(_NO_TEXT):
        problems.append(
            Problem(
                level="error",
                code="format-mismatch",
                why="the bytes are those of a workbook or archive, not of a CSV file",
                remedy="name it .xlsx if it is an Excel workbook, or save it as "
                "“CSV UTF-8”",
                file=name,
            )
        )
        return RawTable(name, sha256=digest)
    text = _decode(content, name, problems)
    if text is None:
        return RawTable(name, sha256=digest)
    if not text.strip("\ufeff \t\r\n\u3000"):
        problems.append(
            Problem(
                level="error",
                code="empty-file",
                why=f"the file holds nothing ({len(content)} bytes)",
                remedy=f"put a heading and rows into "
                f"{printable(str(path), limit=300)}, or name another file",
                file=name,
            )
        )
        return RawTable(name, sha256=digest)
    return _split(text, name, digest, problems)


def _decode(content: bytes, name: str, problems: list[Problem]) -> str | None:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        found = content[error.start : error.start + 8].hex(" ")
        problems.append(
            Problem(
                level="error",
                code="encoding-error",
                why=f"not UTF-8 at byte {error.start} (bytes {found})",
                remedy="save the file as UTF-8 (in Excel: “CSV UTF-8”)",
                file=name,
                line=line,
            )
        )
        return None
    if "\x00" in text:
        line = text[: text.index("\x00")].count("\n") + 1
        problems.append(
            Problem(
                level="error",
                code="null-byte",
                why="a NUL character stands in the text",
                remedy="save the file again as UTF-8 text",
                file=name,
                line=line,
            )
        )
        return None
    return text


def _split(text: str, name: str, digest: str, problems: list[Problem]) -> RawTable:
    previous_limit = csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    headings: list[str] = []
    rows: list[list[str]] = []
    lines: list[int] = []
    line = heading_line = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                if not headings:
                    headings = row
                    heading_line = line
                else:
                    rows.append(row)
                    lines.append(line)
            line = reader.line_num + 1
    except csv.Error as error:
        too_long = "field larger" in str(error)
        problems.append(
            Problem(
                level="error",
                code="cell-too-long" if too_long else "unclosed-quote",
                why=f"a cell of more than {_LONGEST_CELL:,} characters"
                if too_long
                else f"a quoted cell that begins in this row is not closed ({error})",
                remedy="close the quotation mark, and double it inside a cell",
                file=name,
                line=line,
            )
        )
        return RawTable(name, sha256=digest)
    finally:
        csv.field_size_limit(previous_limit)
    return RawTable(name, headings, rows, lines, digest, heading_line)


def rows_of_frame(frame: pd.DataFrame, name: str) -> RawTable:
    """Take a caller's frame as text cells; lines count its rows from 1.

    Parameters
    ----------
    frame
        Any frame with text headings; a named index counts as a column.
    name
        How problems call it.

    Returns
    -------
    RawTable
        The cells as text; missing values are empty.
    """
    if frame.index.name is not None and frame.index.name not in frame.columns:
        frame = frame.reset_index()
    columns = [
        [_text(cell) for cell in frame.iloc[:, position].tolist()]
        for position in range(frame.shape[1])
    ]
    rows = [list(cells) for cells in zip(*columns, strict=True)]
    return RawTable(
        name,
        [str(heading) for heading in frame.columns],
        rows,
        list(range(1, len(rows) + 1)),
    )


def _text(cell: object) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, (bool, np.bool_)):
        return "true" if cell else "false"
    if isinstance(cell, (tuple, list)):
        return "|".join(str(part) for part in cell)
    if cell is None or pd.isna(cell):  # type: ignore[call-overload]
        return ""
    if isinstance(cell, float) and cell.is_integer():
        # pandas turns whole numbers into floats as soon as one is missing.
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat()
    return str(cell)
