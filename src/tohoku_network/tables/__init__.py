"""What do the tables say, and what is wrong with them?

:func:`read_tables` takes a folder, a workbook, single files or frames and returns
three checked frames with the findings, or raises one
:class:`~tohoku_network.errors.InputError` that names every problem. Nothing is
half-read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from tohoku_network.errors import InputError, Problem, printable
from tohoku_network.tables.archives import WORKBOOKS, is_workbook_name
from tohoku_network.tables.check import checked_frame
from tohoku_network.tables.columns import (
    MEMBERSHIPS,
    ORGANIZATIONS,
    SOURCES,
    Schema,
    below_title,
)
from tohoku_network.tables.dates import OPEN_END, PartialDate, parse_date
from tohoku_network.tables.relations import check_relations
from tohoku_network.tables.rows import RawTable, rows_of_file, rows_of_frame

__all__ = ["OPEN_END", "PartialDate", "Tables", "parse_date", "read_tables"]

_UNREADABLE = frozenset(
    {
        "no-such-file",
        "unreadable-file",
        "empty-file",
        "encoding-error",
        "null-byte",
        "unclosed-quote",
        "cell-too-long",
        "missing-column",
        "header-not-found",
        "blank-header",
        "duplicate-header",
        "format-mismatch",
        "unsupported-format",
        "workbook-too-large",
        "xml-dtd-forbidden",
        "missing-table",
        "ambiguous-sheet",
        "too-many-columns",
        "too-many-cells",
        "formula-without-value",
        "error-value",
    }
)
"""Problems after which ids cannot be looked up: blaming every row would be noise."""

TableInput = str | Path | pd.DataFrame

_SCHEMAS = (ORGANIZATIONS, MEMBERSHIPS, SOURCES)


class Tables(NamedTuple):
    """The checked tables, what deserves a look in them, and the files they came from.

    ``organizations`` and ``sources`` are indexed by id; ``memberships`` is numbered
    from 0 in the order of the file. ``files`` maps each file name to its sha256.
    """

    organizations: pd.DataFrame
    memberships: pd.DataFrame
    sources: pd.DataFrame
    findings: tuple[Problem, ...]
    files: Mapping[str, str]


def read_tables(
    path: str | Path | None = None,
    *,
    organizations: TableInput | None = None,
    memberships: TableInput | None = None,
    sources: TableInput | None = None,
) -> Tables:
    """Read and check the tables; all problems at once.

    Parameters
    ----------
    path
        A workbook (``.xlsx``) with a sheet for each table; or a folder with
        ``organizations.csv``, ``memberships.csv`` and, if there is one,
        ``sources.csv``, or with workbooks for those that are not there.
    organizations, memberships, sources
        Instead of a path: a CSV file, a workbook or a frame for each table.

    Returns
    -------
    Tables
        The tables.

    Raises
    ------
    InputError
        If anything in the tables cannot be taken as it is.
    TypeError
        If neither a path nor both tables are given, or something is neither a
        path nor a frame.

    Examples
    --------
    >>> import pandas as pd
    >>> tables = read_tables(
    ...     organizations=pd.DataFrame({"id": ["a", "g"], "name": ["A", "G"]}),
    ...     memberships=pd.DataFrame({"member_id": ["a"], "group_id": ["g"]}),
    ... )
    >>> tables.memberships[["member_id", "group_id"]].values.tolist()
    [['a', 'g']]
    """
    given = _inputs(path, organizations, memberships, sources)
    problems: list[Problem] = []
    raw = _raw_tables(given, problems)
    frames = {
        schema.table: checked_frame(raw[schema.table], schema, problems)
        for schema in _SCHEMAS
    }
    checked = (frames["organizations"], frames["memberships"], frames["sources"])
    if not any(
        found.level == "error" and found.code in _UNREADABLE for found in problems
    ):
        checked = check_relations(
            frames["organizations"],
            frames["memberships"],
            frames["sources"],
            names={table: rows.file for table, rows in raw.items()},
            problems=problems,
        )
    problems = _in_order(problems, raw)
    errors = [found for found in problems if found.level == "error"]
    if errors:
        raise InputError(_with_reasons(problems, errors))
    return Tables(
        checked[0].set_index("id"),
        checked[1],
        checked[2].set_index("id"),
        tuple(problems),
        {rows.book or rows.file: rows.sha256 for rows in raw.values() if rows.sha256},
    )


def _with_reasons(
    problems: Sequence[Problem], errors: Sequence[Problem]
) -> list[Problem]:
    """The errors, and how the headings were read where that may explain them."""
    unknown = any(found.code == "unknown-id" for found in errors)
    return [
        found
        for found in problems
        if found.level == "error" or (unknown and found.code == "id-from-name")
    ]


class _Inputs(NamedTuple):
    """What to read: single tables, and workbooks in which to look for others."""

    tables: Mapping[str, TableInput | None]
    books: Sequence[tuple[Sequence[Path], Sequence[Schema]]] = ()


def _inputs(
    path: str | Path | None,
    organizations: TableInput | None,
    memberships: TableInput | None,
    sources: TableInput | None,
) -> _Inputs:
    given = {
        "organizations": organizations,
        "memberships": memberships,
        "sources": sources,
    }
    if path is not None:
        if any(table is not None for table in given.values()):
            msg = "give a folder or workbook, or the single tables, not both"
            raise TypeError(msg)
        if not isinstance(path, (str, Path)):
            msg = f"path must be a path, not {type(path).__name__}"
            raise TypeError(msg)
        return _inputs_at(Path(path))
    if organizations is None or memberships is None:
        msg = "give a folder or workbook, or both organizations= and memberships="
        raise TypeError(msg)
    for name, table in given.items():
        if not (table is None or isinstance(table, (str, Path, pd.DataFrame))):
            msg = f"{name} must be a path or a DataFrame, not {type(table).__name__}"
            raise TypeError(msg)
    books: dict[Path, list[Schema]] = {}
    for schema in _SCHEMAS:
        table = given[schema.table]
        if isinstance(table, (str, Path)) and is_workbook_name(Path(table)):
            books.setdefault(Path(table), []).append(schema)
            given[schema.table] = None
    return _Inputs(given, [([book], wanted) for book, wanted in books.items()])


def _inputs_at(path: Path) -> _Inputs:
    """Tables in a workbook or folder; CSV files of the right names come first."""
    nothing: dict[str, TableInput | None] = {}
    if is_workbook_name(path) and not path.is_dir():
        return _Inputs(nothing, [([path], _SCHEMAS)])
    if not path.is_dir():
        exists = path.exists()
        shown = printable(str(path), limit=300)
        raise InputError(
            [
                Problem(
                    level="error",
                    code="unsupported-format" if exists else "no-such-file",
                    why=f"{shown} is neither a folder nor a workbook"
                    if exists
                    else f"there is no folder {shown}",
                    remedy="name a workbook (.xlsx), or the folder that holds "
                    "organizations.csv and memberships.csv",
                    file=path.name,
                )
            ]
        )
    files = {schema.table: path / f"{schema.table}.csv" for schema in _SCHEMAS}
    books = sorted(
        found
        for found in path.iterdir()
        if is_workbook_name(found)
        and not found.name.startswith(("~$", "."))  # what an open workbook leaves
        and found.is_file()
    )
    # A list saved for an older program stands beside the one that is meant.
    books = [found for found in books if found.suffix.lower() in WORKBOOKS] or books
    lacking = [schema for schema in _SCHEMAS if not files[schema.table].exists()]
    if not books or not set(lacking) - {SOURCES}:
        lacking = [schema for schema in lacking if schema is SOURCES]
        books = []
    found = {
        table: file
        for table, file in files.items()
        if table not in {schema.table for schema in lacking}
    }
    return _Inputs({**nothing, **found}, [(books, lacking)] if books else [])


def _raw_tables(given: _Inputs, problems: list[Problem]) -> dict[str, RawTable]:
    found: dict[str, RawTable] = {}
    for paths, wanted in given.books:
        # Reading workbooks costs imports that CSV files do not need.
        from tohoku_network.tables.workbooks import rows_of_workbooks

        found |= rows_of_workbooks(paths, wanted, problems)
    return {
        schema.table: found[schema.table]
        if schema.table in found
        else below_title(
            _rows(given.tables.get(schema.table), schema, problems), schema, problems
        )
        for schema in _SCHEMAS
    }


def _rows(
    table: TableInput | None, schema: Schema, problems: list[Problem]
) -> RawTable:
    if table is None:
        return RawTable(f"{schema.table}.csv")
    if isinstance(table, pd.DataFrame):
        return rows_of_frame(table, schema.table)
    return rows_of_file(Path(table), problems)


def _in_order(
    problems: Sequence[Problem], raw: Mapping[str, RawTable]
) -> list[Problem]:
    """Problems by table and line; those of sheets with workbook, sheet and cell."""
    order = {rows.file: position for position, rows in enumerate(raw.values())}
    ordered = sorted(
        problems, key=lambda found: (order.get(found.file, -1), found.line or 0)
    )
    if not any(rows.sheet for rows in raw.values()):
        return ordered
    from tohoku_network.tables.remarks import Places

    places = {
        rows.file: Places(rows, schema)
        for schema in _SCHEMAS
        if (rows := raw[schema.table]).sheet
    }
    told = (
        places[found.file].placed(found) if found.file in places else found
        for found in ordered
    )
    return [found for found in told if found is not None]
