"""Which sheets of which workbook are the tables?

A sheet becomes the same rows of text as a CSV file, so that everything after it is
one path. Sheets are known by their names or else by their headings; where two can be
meant, nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tohoku_network.errors import Problem, printable
from tohoku_network.tables.archives import Refusal, open_archive
from tohoku_network.tables.books import Book, Listed, open_book
from tohoku_network.tables.columns import (
    SHEETS,
    WORD_SHEETS,
    Schema,
    below_title,
    table_fitting,
    table_named,
)
from tohoku_network.tables.remarks import (
    merged_below,
    remarks_on,
    some,
    unread_cells,
)
from tohoku_network.tables.rows import RawTable
from tohoku_network.tables.sheets import read_sheet
from tohoku_network.vocabulary import COLUMNS

__all__ = ["rows_of_workbooks"]

_PEEKED_ROWS = 20


class _Candidate(NamedTuple):
    """A sheet with text, the table its name says, and the one its headings say."""

    book: Book
    listed: Listed
    headings: list[str]
    named: str | None
    fitting: str | None
    everyday: str | None

    @property
    def table(self) -> str | None:
        """What it is taken for: headings that fit another table outweigh a name."""
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
    candidates = _with_everyday_headings(candidates)
    chosen = _chosen(candidates, wanted, problems)
    if opened:
        for schema in wanted:
            if schema.table not in chosen and schema.table != "sources":
                problems.append(_missing(schema, candidates, passed, paths))
    return {
        schema.table: _rows(candidate, schema, problems)
        for schema in wanted
        if (candidate := chosen.get(schema.table)) is not None
    }


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
        if listed.name in WORD_SHEETS:
            continue  # words to choose from, written by ourselves
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
            fitting, everyday = (
                next(
                    filter(
                        None,
                        (
                            table_fitting(row, named, everyday=loose)
                            for row in head.rows
                        ),
                    ),
                    None,
                )
                for loose in (False, True)
            )
            found.append(
                _Candidate(book, listed, head.rows[0], named, fitting, everyday)
            )
    if len(found) == 1 and found[0].named is None:
        # A workbook of one sheet is called by its own name, the sheet “Sheet1”.
        named = table_named(stem)
        fitting = table_fitting(found[0].headings, named) or found[0].fitting
        found = [found[0]._replace(named=named, fitting=fitting)]
    return found, passed


def _with_everyday_headings(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """Sheets known by everyday headings, for tables that no other sheet is."""
    taken = {found.fitting for found in candidates}
    return [
        found._replace(fitting=found.everyday)
        if found.fitting is None and found.everyday not in taken
        else found
        for found in candidates
    ]


def _chosen(
    candidates: Sequence[_Candidate],
    wanted: Sequence[Schema],
    problems: list[Problem],
) -> dict[str, _Candidate | None]:
    """The sheet of every wanted table; None where several can be meant."""
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
            continue
        other = chosen.get(found.table)
        if other is not None and other is not found:
            name = printable(other.listed.name)
            why = f"the {found.table} are read from the sheet {name}"
            remedy = "delete it, or exchange the names if it is the one that counts"
            problems.append(_ignored(found.book, found.listed, why, remedy))
    return chosen


def _ignored(book: Book, listed: Listed, why: str, remedy: str = "") -> Problem:
    names = ", ".join(f"{known[1]} ({table})" for table, known in SHEETS.items())
    return Problem(
        level="warning",
        code="ignored-sheet",
        why=f"the sheet is not read: {why}",
        remedy=remedy or f"if it is one of the tables, name it {names}",
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
        f"{'names' if by_name else 'headings'}: {some(shown)}",
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
        why=f"no sheet holds the {schema.table}; found: {some(found) or 'no sheet'}",
        remedy=f"name the sheet {names}, with the headings {headings}",
        file=paths[0].name if len(paths) == 1 else "",
    )


def _rows(candidate: _Candidate, schema: Schema, problems: list[Problem]) -> RawTable:
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
        merged=tuple(merged_below(sheet, width)),
        unread=unread_cells(sheet),
    )
    raw = below_title(raw, schema, problems)
    if listed.hidden:
        problems.append(
            Problem(
                level="warning",
                code="hidden-sheet",
                why="the sheet is hidden; it is read because of its name",
                remedy="show it, or rename it if it is not the table",
                file=label,
            )
        )
    problems += remarks_on(raw, sheet, schema)
    return raw
