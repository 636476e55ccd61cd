"""What do the tables say, and what is wrong with them?

:func:`read_tables` takes a folder, single files or frames and returns three checked
frames with the findings, or raises one :class:`~tohoku_network.errors.InputError`
that names every problem. Nothing is half-read.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from tohoku_network.errors import InputError, Problem, printable
from tohoku_network.tables.check import checked_frame
from tohoku_network.tables.columns import MEMBERSHIPS, ORGANIZATIONS, SOURCES, Schema
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
    }
)
"""Problems after which ids cannot be looked up: blaming every row would be noise."""

TableInput = str | Path | pd.DataFrame


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
    folder: str | Path | None = None,
    *,
    organizations: TableInput | None = None,
    memberships: TableInput | None = None,
    sources: TableInput | None = None,
) -> Tables:
    """Read and check the tables; all problems at once.

    Parameters
    ----------
    folder
        A folder with ``organizations.csv``, ``memberships.csv`` and, if there is
        one, ``sources.csv``.
    organizations, memberships, sources
        Instead of a folder: a CSV file or a frame for each table.

    Returns
    -------
    Tables
        The tables.

    Raises
    ------
    InputError
        If anything in the tables cannot be taken as it is.
    TypeError
        If neither a folder nor both tables are given, or something is neither a
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
    given = _inputs(folder, organizations, memberships, sources)
    problems: list[Problem] = []
    raw = {
        schema.table: _rows(given[schema.table], schema, problems)
        for schema in (ORGANIZATIONS, MEMBERSHIPS, SOURCES)
    }
    frames = {
        schema.table: checked_frame(raw[schema.table], schema, problems)
        for schema in (ORGANIZATIONS, MEMBERSHIPS, SOURCES)
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
    order = {rows.file: position for position, rows in enumerate(raw.values())}
    problems.sort(key=lambda found: (order.get(found.file, -1), found.line or 0))
    errors = [found for found in problems if found.level == "error"]
    if errors:
        raise InputError(errors)
    return Tables(
        checked[0].set_index("id"),
        checked[1],
        checked[2].set_index("id"),
        tuple(problems),
        {rows.file: rows.sha256 for rows in raw.values() if rows.sha256},
    )


def _inputs(
    folder: str | Path | None,
    organizations: TableInput | None,
    memberships: TableInput | None,
    sources: TableInput | None,
) -> dict[str, TableInput | None]:
    given = {
        "organizations": organizations,
        "memberships": memberships,
        "sources": sources,
    }
    if folder is None:
        if organizations is None or memberships is None:
            msg = "give a folder, or both organizations= and memberships="
            raise TypeError(msg)
    elif any(table is not None for table in given.values()):
        msg = "give a folder or the single tables, not both"
        raise TypeError(msg)
    else:
        given = _tables_in(Path(folder))
    for name, table in given.items():
        if not (table is None or isinstance(table, (str, Path, pd.DataFrame))):
            msg = f"{name} must be a path or a DataFrame, not {type(table).__name__}"
            raise TypeError(msg)
    return given


def _tables_in(folder: Path) -> dict[str, TableInput | None]:
    shown = printable(str(folder), limit=300)
    if not folder.is_dir():
        exists = folder.exists()
        raise InputError(
            [
                Problem(
                    level="error",
                    code="unsupported-format" if exists else "no-such-file",
                    why=f"{shown} is a file, not a folder"
                    if exists
                    else f"there is no folder {shown}",
                    remedy="name the folder that holds organizations.csv and "
                    "memberships.csv",
                    file=folder.name,
                )
            ]
        )
    books = sorted(found.name for found in folder.glob("*.xls*"))
    if books and not (folder / "organizations.csv").exists():
        raise InputError(
            [
                Problem(
                    level="error",
                    code="unsupported-format",
                    why="the folder holds a workbook and no organizations.csv",
                    remedy="save its sheets as “CSV UTF-8” under the names "
                    "organizations.csv and memberships.csv",
                    file=printable(books[0]),
                )
            ]
        )
    sources = folder / "sources.csv"
    return {
        "organizations": folder / "organizations.csv",
        "memberships": folder / "memberships.csv",
        "sources": sources if sources.exists() else None,
    }


def _rows(
    table: TableInput | None, schema: Schema, problems: list[Problem]
) -> RawTable:
    if table is None:
        return RawTable(f"{schema.table}.csv")
    if isinstance(table, pd.DataFrame):
        return rows_of_frame(table, schema.table)
    return rows_of_file(Path(table), problems)
