"""What is remarkable about the cells of a sheet, and where do its problems stand?

A sheet that has become rows of text still has things to be told that no CSV file has:
formulas, errors, merged and hidden cells. And whatever is found in its rows is told
with the workbook, the sheet and the cell.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Literal, NamedTuple

from tohoku_network.errors import Problem, printable
from tohoku_network.tables.columns import Schema, columns_of
from tohoku_network.tables.rows import RawTable, column_letter
from tohoku_network.tables.sheets import Sheet

__all__ = ["Places", "merged_below", "remarks_on", "some", "unread_cells"]

_SHOWN = 5


class Places:
    """Where the problems of one sheet stand: workbook, sheet and cell.

    Parameters
    ----------
    raw
        The rows of the sheet.
    schema
        Which table they are.
    """

    def __init__(self, raw: RawTable, schema: Schema) -> None:
        self._raw = raw
        self._positions = columns_of(raw, schema, [])
        # Ranges over each key column, by their first row: there are thousands of them
        # where every group was merged into one cell.
        self._merged = {
            self._positions[column]: sorted(
                cells
                for cells in raw.merged
                if cells[1] <= self._positions[column] <= cells[3]
            )
            for column in schema.required
            if column in self._positions
        }

    def placed(self, problem: Problem) -> Problem | None:
        """A problem found in the rows, as in those of a CSV file, with its cell.

        Parameters
        ----------
        problem
            The problem.

        Returns
        -------
        Problem or None
            The problem; None when its cell has been told as unreadable already.
        """
        raw, cell, line = self._raw, problem.cell, problem.line
        position = self._positions.get(problem.column)
        if position is not None and line is not None and not cell:
            cell = raw.address(line, position)
            if problem.code == "required-value":
                if (line, position) in raw.unread:
                    return None
                problem = self._told_as_merged(problem, line, position)
        return replace(problem, file=raw.book, sheet=raw.sheet, cell=cell)

    def _told_as_merged(self, problem: Problem, line: int, position: int) -> Problem:
        """A missing cell explained by the merged range that covers it, if one does."""
        ranges = self._merged.get(position, [])
        nearest = bisect.bisect_right(ranges, line, key=lambda cells: cells[0]) - 1
        if nearest < 0 or ranges[nearest][2] < line:
            return problem
        first, left, last, right = ranges[nearest]
        start = self._raw.address(first, left)
        return replace(
            problem,
            why=f"{problem.why}: {start}:{self._raw.address(last, right)} are merged, "
            f"and the text counts for {start} only",
            remedy="unmerge them and fill in every row",
        )


class _Mark(NamedTuple):
    """What is said about all cells of a column that have one thing in common."""

    level: Literal["error", "warning"]
    why: str
    remedy: str


_MARKS: Mapping[str, _Mark] = MappingProxyType(
    {
        "formula-value": _Mark(
            "warning",
            "formulas stand in {cells}; their last calculated values are read",
            "paste them as values if they are not to change",
        ),
        "formula-without-value": _Mark(
            "error",
            "formulas without a calculated value stand in {cells}",
            "open the workbook in Excel and save it, or paste the formulas as values",
        ),
        "error-value": _Mark(
            "error",
            "an error value stands in {cells}",
            "correct the formula, or write what the source says",
        ),
        "null-byte": _Mark(
            "error",
            "a NUL character stands in {cells}",
            "type the text again",
        ),
        "date-without-year": _Mark(
            "warning",
            "dates that show no year stand in {cells}; the year that the workbook "
            "holds is read",
            "check the year: spreadsheet programs fill in the year of typing",
        ),
        "rounded-number": _Mark(
            "warning",
            "numbers of more than 15 digits stand in {cells}; workbooks keep only 15",
            "format the column as text and enter the numbers again",
        ),
    }
)


def merged_below(sheet: Sheet, width: int) -> Iterator[tuple[int, int, int, int]]:
    """Merged ranges that reach below the headings and into the table."""
    for first, left, last, right in sheet.merged:
        if last > sheet.numbers[0] and first <= sheet.numbers[-1] and left < width:
            yield first, left, last, right


def unread_cells(sheet: Sheet) -> frozenset[tuple[int, int]]:
    """Cells that show nothing that could be read, and are told as errors."""
    return frozenset(
        cell
        for kind, cells in sheet.marks.items()
        if _MARKS[kind.partition(" ")[0]].level == "error"
        for cell in cells
    )


def remarks_on(raw: RawTable, sheet: Sheet, schema: Schema) -> Iterator[Problem]:
    """What the cells of a sheet have to be told about, before they are judged.

    Parameters
    ----------
    raw
        The rows of the sheet.
    sheet
        The sheet they come from.
    schema
        Which table they are.

    Yields
    ------
    Problem
        Hidden and merged cells, formulas, errors and doubtful numbers.
    """
    yield from _on_hidden(raw, sheet)
    for first, left, last, right in raw.merged:
        start = raw.address(first, left)
        yield _remark(
            raw,
            "merged-cells",
            f"{start}:{raw.address(last, right)} are merged; the text counts for "
            f"{start} only",
            "unmerge them and fill in every row",
            line=first,
            cell=start,
        )
    codes = {place: code for code, place in columns_of(raw, schema, []).items()}
    for kind, cells in sheet.marks.items():
        code, _, value = kind.partition(" ")
        level, why, remedy = _MARKS[code]
        by_column: dict[int, list[int]] = {}
        for line, position in cells:
            if line < raw.heading_line:
                continue  # a title is not read
            by_column.setdefault(position, []).append(line)
        for position, lines in sorted(by_column.items()):
            shown = [raw.address(line, position) for line in lines]
            yield replace(
                _remark(raw, code, why.format(cells=some(shown)), remedy, lines[0]),
                level=level,
                cell=shown[0],
                column=printable(codes.get(position, "")),
                value=value,
            )


def _on_hidden(raw: RawTable, sheet: Sheet) -> Iterator[Problem]:
    if sheet.hidden_rows:
        rows = some([str(number) for number in sheet.hidden_rows])
        yield _remark(
            raw,
            "hidden-rows",
            f"hidden rows are read like the others: {rows}",
            "show or delete them",
            line=sheet.hidden_rows[0],
        )
    columns = [
        position
        for position, heading in enumerate(raw.headings)
        if any(first <= position <= last for first, last in sheet.hidden_columns)
        and (heading or any(row[position] for row in raw.rows))
    ]
    if columns:
        letters = some([column_letter(position) for position in columns])
        yield _remark(
            raw,
            "hidden-columns",
            f"hidden columns are read like the others: {letters}",
            "show or delete them",
            line=raw.heading_line,
            cell=raw.address(raw.heading_line, columns[0]),
        )


def _remark(
    raw: RawTable,
    code: str,
    why: str,
    remedy: str,
    line: int | None = None,
    cell: str = "",
) -> Problem:
    return Problem(
        level="warning",
        code=code,
        why=why,
        remedy=remedy,
        file=raw.file,
        line=line,
        cell=cell,
    )


def some(texts: Sequence[str]) -> str:
    """The first of several texts in words, and how many more there are."""
    shown = ", ".join(texts[:_SHOWN])
    more = len(texts) - _SHOWN
    return shown if more <= 0 else f"{shown} and {more} more"
