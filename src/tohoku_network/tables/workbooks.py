"""Which sheets of a workbook are the tables, and what is remarkable about them?

A sheet becomes the same rows of text as a CSV file, so that everything after it is
one path. Sheets are known by their names or else by their headings; where two can be
meant, nothing is guessed.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from tohoku_network.errors import Problem, printable
from tohoku_network.tables.archives import Refusal, open_archive
from tohoku_network.tables.columns import (
    SHEETS,
    Schema,
    columns_of,
    table_fitting,
    table_named,
)
from tohoku_network.tables.rows import RawTable, column_letter
from tohoku_network.tables.sheets import Book, Listed, Sheet, open_book, read_sheet
from tohoku_network.vocabulary import COLUMNS

__all__ = ["Places", "rows_of_workbooks"]

_PEEKED_ROWS = 20
_SHOWN = 5


class _Candidate(NamedTuple):
    """A sheet with text, the table its name says, and the one its headings say."""

    book: Book
    listed: Listed
    headings: list[str]
    named: str | None
    fitting: str | None

    @property
    def table(self) -> str | None:
        """What it is taken for: headings that fit one table only outweigh a name."""
        return self.named if self.fitting is None else self.fitting

    @property
    def file(self) -> str:
        return self.book.archive.file

    @property
    def label(self) -> str:
        return f"{self.file}:{printable(self.listed.name)}"


def rows_of_workbooks(
    paths: Sequence[Path], wanted: Sequence[Schema], problems: list[Problem]
) -> dict[str, RawTable]:
    """Read tables from the sheets of one or several workbooks.

    Parameters
    ----------
    paths
        The workbooks.
    wanted
        The tables to look for.
    problems
        Receives what is wrong or remarkable.

    Returns
    -------
    dict
        Rows of every table that was found.
    """
    candidates: list[_Candidate] = []
    passed: list[str] = []
    opened = True
    for path in paths:
        try:
            book = open_book(open_archive(path))
            found, others = _candidates(book, path.stem, problems)
        except Refusal as refusal:
            problems.append(refusal.problem(path.name))
            opened = False
            continue
        candidates += found
        passed += others
    chosen = _chosen(candidates, wanted, problems)
    if opened:
        for schema in wanted:
            if schema.table not in chosen and schema.table != "sources":
                problems.append(_missing(schema, candidates, passed, paths))
    tables = {}
    for table, candidate in chosen.items():
        if candidate is not None:
            tables[table] = _rows(candidate, problems)
    return tables


def _candidates(
    book: Book, stem: str, problems: list[Problem]
) -> tuple[list[_Candidate], list[str]]:
    """Sheets that may be tables, and the others with the reason why they are not."""
    found: list[_Candidate] = []
    passed: list[str] = []
    if book.archive.has_macros:
        problems.append(
            Problem(
                level="warning",
                code="macros-not-run",
                why="the workbook holds macros; they are neither run nor read",
                remedy="save it as .xlsx if they are not needed",
                file=book.archive.file,
            )
        )
    for listed in book.sheets:
        named = table_named(listed.name)
        try:
            head = read_sheet(book, listed, most_rows=_PEEKED_ROWS)
        except Refusal as refusal:
            if named is None and refusal.code.startswith("too-many"):
                problems.append(_ignored(book, listed, refusal.why))
                continue
            raise
        if not head.rows:
            passed.append(f"{printable(listed.name)} (empty)")
        elif listed.hidden and named is None:
            problems.append(
                _ignored(book, listed, "it is hidden and not named as a table")
            )
            passed.append(f"{printable(listed.name)} (hidden)")
        else:
            fitting = next(filter(None, map(table_fitting, head.rows)), None)
            found.append(_Candidate(book, listed, head.rows[0], named, fitting))
    if len(found) == 1 and found[0].named is None:
        found = [found[0]._replace(named=table_named(stem))]
    return found, passed


def _chosen(
    candidates: Sequence[_Candidate],
    wanted: Sequence[Schema],
    problems: list[Problem],
) -> dict[str, _Candidate | None]:
    """The sheet of every wanted table; None where several can be meant."""
    tables = {schema.table for schema in wanted}
    if len(wanted) == len(candidates) == 1:
        # Whoever names a file for one table means its only sheet, whatever it says.
        return {wanted[0].table: candidates[0]}
    chosen: dict[str, _Candidate | None] = {}
    for schema in wanted:
        meant = [found for found in candidates if found.table == schema.table]
        named = [found for found in meant if found.named == schema.table]
        meant = named or meant
        if len(meant) == 1:
            chosen[schema.table] = meant[0]
        elif meant:
            chosen[schema.table] = None
            problems.append(_ambiguous(schema, meant, by_name=bool(named)))
    for found in candidates:
        if found.table is None:
            shown = ", ".join(printable(text) for text in found.headings[:8] if text)
            problems.append(
                _ignored(found.book, found.listed, f"it begins with: {shown}")
            )
        elif found.table in tables and chosen.get(found.table) not in (None, found):
            other = chosen[found.table]
            name = printable(other.listed.name) if other else ""
            why = f"the {found.table} are read from the sheet {name}"
            problems.append(_ignored(found.book, found.listed, why))
    return chosen


def _ignored(book: Book, listed: Listed, why: str) -> Problem:
    return Problem(
        level="warning",
        code="ignored-sheet",
        why=f"the sheet is not read: {why}",
        remedy="if it is one of the tables, name it "
        + ", ".join(f"{names[1]} ({table})" for table, names in SHEETS.items()),
        file=book.archive.file,
        sheet=printable(listed.name),
    )


def _ambiguous(
    schema: Schema, meant: Sequence[_Candidate], *, by_name: bool
) -> Problem:
    files = {found.file for found in meant}
    shown = [
        printable(found.listed.name) if len(files) == 1 else found.label
        for found in meant
    ]
    name = SHEETS[schema.table][1]
    return Problem(
        level="error",
        code="ambiguous-sheet",
        why=f"{len(meant)} sheets can be the {schema.table}, by their "
        f"{'names' if by_name else 'headings'}: {_some(shown)}",
        remedy=f"name one of them {name} and the others otherwise, or delete them"
        if not by_name
        else "rename or delete all but one",
        file=meant[0].file if len(files) == 1 else "",
    )


def _missing(
    schema: Schema,
    candidates: Sequence[_Candidate],
    passed: Sequence[str],
    paths: Sequence[Path],
) -> Problem:
    found = [
        f"{printable(one.listed.name)} ({one.table or 'no table'})"
        for one in candidates
    ]
    found += passed
    names = " or ".join((SHEETS[schema.table][1], schema.table))
    headings = " and ".join(
        f"{COLUMNS[column].ja} ({column})" for column in schema.required
    )
    return Problem(
        level="error",
        code="missing-table",
        why=f"no sheet holds the {schema.table}; found: {_some(found) or 'no sheet'}",
        remedy=f"name the sheet {names}, with the headings {headings}",
        file=paths[0].name if len(paths) == 1 else "",
    )


def _some(texts: Sequence[str]) -> str:
    shown = ", ".join(texts[:_SHOWN])
    more = len(texts) - _SHOWN
    return shown if more <= 0 else f"{shown} and {more} more"


def _rows(candidate: _Candidate, problems: list[Problem]) -> RawTable:
    """Rows of a sheet as those of a CSV file, with what is remarkable about them."""
    book, listed = candidate.book, candidate.listed
    label = candidate.label
    try:
        sheet = read_sheet(book, listed)
    except Refusal as refusal:
        problems.append(refusal.problem(label))
        return RawTable(label, book=candidate.file, sheet=printable(listed.name))
    width = max(len(row) for row in sheet.rows)
    rows = [row + [""] * (width - len(row)) for row in sheet.rows]
    raw = RawTable(
        label,
        rows[0],
        rows[1:],
        sheet.numbers[1:],
        book.archive.sha256,
        sheet.numbers[0],
        book=candidate.file,
        sheet=printable(listed.name),
        merged=tuple(_merged(sheet, width)),
        unread=frozenset(
            cell
            for kind in sheet.marks
            if _MARKS[kind.partition(" ")[0]].level == "error"
            for cell in sheet.marks[kind]
        ),
    )
    problems += _remarks(raw, sheet, hidden=listed.hidden)
    return raw


class _Mark(NamedTuple):
    level: str
    why: str
    remedy: str


_MARKS = {
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
        "dates that show no year stand in {cells}; the year that the workbook holds "
        "is read",
        "check the year: spreadsheet programs fill in the year of typing",
    ),
    "rounded-number": _Mark(
        "warning",
        "numbers of more than 15 digits stand in {cells}; workbooks keep 15 of them",
        "format the column as text and enter the numbers again",
    ),
}


def _merged(sheet: Sheet, width: int) -> Iterable[tuple[int, int, int, int]]:
    """Merged ranges that reach below the headings and into the table."""
    for first, left, last, right in sheet.merged:
        if last > sheet.numbers[0] and first <= sheet.numbers[-1] and left < width:
            yield first, left, last, right


def _remarks(raw: RawTable, sheet: Sheet, *, hidden: bool) -> Iterable[Problem]:
    def remark(
        code: str, why: str, remedy: str, line: int | None = None, cell: str = ""
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

    if hidden:
        yield remark(
            "hidden-sheet",
            "the sheet is hidden; it is read because of its name",
            "show it, or rename it if it is not the table",
        )
    if sheet.hidden_rows:
        rows = _some([str(number) for number in sheet.hidden_rows])
        yield remark(
            "hidden-rows",
            f"hidden rows are read like the others: {rows}",
            "show or delete them",
            line=sheet.hidden_rows[0],
        )
    columns = [
        position
        for position in range(len(raw.headings))
        if any(first <= position <= last for first, last in sheet.hidden_columns)
        and (raw.headings[position] or any(row[position] for row in raw.rows))
    ]
    if columns:
        letters = _some([column_letter(position) for position in columns])
        yield remark(
            "hidden-columns",
            f"hidden columns are read like the others: {letters}",
            "show or delete them",
            cell=raw.address(raw.heading_line, columns[0]),
        )
    for first, left, last, right in raw.merged:
        start, end = raw.address(first, left), raw.address(last, right)
        yield remark(
            "merged-cells",
            f"{start}:{end} are merged; the text counts for {start} only",
            "unmerge them and fill in every row",
            line=first,
            cell=start,
        )
    for kind, cells in sheet.marks.items():
        code, _, value = kind.partition(" ")
        level, why, remedy = _MARKS[code]
        by_column: dict[int, list[int]] = {}
        for line, position in cells:
            by_column.setdefault(position, []).append(line)
        for position, lines in sorted(by_column.items()):
            shown = [raw.address(line, position) for line in lines]
            heading = "".join(raw.headings[position : position + 1]).strip()
            yield replace(
                remark(code, why.format(cells=_some(shown)), remedy),
                level="error" if level == "error" else "warning",
                line=lines[0],
                cell=shown[0],
                column=printable(heading),
                value=value,
            )


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
