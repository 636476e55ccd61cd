"""Which column is which, and what must each table have?

Headings are matched by name in any order: our own names, the Japanese and English
labels, and the synonyms of the vocabulary. Columns that the library does not know
are kept beside the others and reported once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from tohoku_network.errors import Problem, printable
from tohoku_network.tables.rows import RawTable
from tohoku_network.vocabulary import COLUMNS, code_of

__all__ = [
    "MEMBERSHIPS",
    "ORGANIZATIONS",
    "SHEETS",
    "SOURCES",
    "WORD_SHEETS",
    "Schema",
    "columns_of",
    "table_fitting",
    "table_named",
]


class Schema(NamedTuple):
    """Name of a table, its columns in order, and those it cannot do without."""

    table: str
    columns: tuple[str, ...]
    required: tuple[str, ...]


ORGANIZATIONS = Schema(
    "organizations",
    (
        "id",
        "name",
        "name_en",
        "aliases",
        "sector",
        "kind",
        "prefecture",
        "parent_id",
        "themes",
        "size_declared",
        "unnamed",
        "corporate_number",
        "ror_id",
        "source_id",
        "locator",
    ),
    ("id", "name"),
)
MEMBERSHIPS = Schema(
    "memberships",
    (
        "member_id",
        "group_id",
        "role",
        "valid_from",
        "valid_to",
        "source_id",
        "locator",
        "certainty",
        "note",
    ),
    ("member_id", "group_id"),
)
SOURCES = Schema(
    "sources", ("id", "title", "publisher", "date", "note"), ("id", "title")
)

# Two tables call the same thing by another heading; the table decides.
_IN_TABLE: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "organizations": {"機関ID": "id", "member": "id"},
        "memberships": {"機関ID": "member_id", "会員ID": "member_id"},
        "sources": {"名称": "title", "資料名": "title"},
    }
)

SHEETS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "organizations": ("organizations", "機関", "組織", "団体", "organization"),
        "memberships": (
            "memberships",
            "所属",
            "会員",
            "構成員",
            "メンバー",
            "参加",
            "membership",
            "members",
        ),
        "sources": ("sources", "出典", "資料", "source"),
    }
)
"""Names of the sheets that are tables; the second is the one we propose."""
WORD_SHEETS = ("語の一覧", "words")
"""Names of the sheet that offers the controlled words in our own workbooks."""

_LIST_ENDING = re.compile(r"(?:一覧表?|名簿|リスト|表)$")


def table_named(text: str) -> str | None:
    """Table that the name of a sheet or file says.

    Parameters
    ----------
    text
        The name; 一覧, 名簿, リスト and 表 at its end say nothing more.

    Returns
    -------
    str or None
        The table, or None for any other name.

    Examples
    --------
    >>> table_named("機関一覧"), table_named("Memberships"), table_named("Sheet1")
    ('organizations', 'memberships', None)
    """
    folded = "".join(unicodedata.normalize("NFKC", text).split()).casefold()
    names = {folded, _LIST_ENDING.sub("", folded)}
    return next((table for table, known in SHEETS.items() if names & {*known}), None)


def table_fitting(headings: Iterable[str], named: str | None = None) -> str | None:
    """Table whose required columns stand among the headings.

    Parameters
    ----------
    headings
        One row of text.
    named
        Table that the name of the sheet says; it is taken if its columns are there.

    Returns
    -------
    str or None
        The table. Where several fit, memberships come first, and of organizations
        and sources the one of which more columns are there.

    Examples
    --------
    >>> table_fitting(["ID", "名称", "区分"]), table_fitting(["ID", "名称", "発行者"])
    ('organizations', 'sources')
    >>> table_fitting(["会員ID", "グループID"]), table_fitting(["日付", "内容"])
    ('memberships', None)
    """
    cells = [heading for heading in headings if heading.strip()]
    found: dict[str, int] = {}
    for schema in (MEMBERSHIPS, ORGANIZATIONS, SOURCES):
        codes = {_code(cell, schema) for cell in cells} & {*schema.columns}
        if {*schema.required} <= codes:
            found[schema.table] = len(codes)
    for first in (named, MEMBERSHIPS.table):
        if first in found:
            return first
    return max(found, key=lambda table: found[table], default=None)


def columns_of(
    raw: RawTable, schema: Schema, problems: list[Problem]
) -> dict[str, int]:
    """Position of every column by its code, noting what is missing or unknown.

    Parameters
    ----------
    raw
        The table as read.
    schema
        Which table it should be.
    problems
        Receives what is wrong with the headings.

    Returns
    -------
    dict
        Column code (or the unknown heading as written) to position.
    """
    found: dict[str, int] = {}
    unknown: list[str] = []
    wrong: list[Problem] = []
    for position, heading in enumerate(raw.headings):
        code = _code(heading, schema)
        if not heading.strip():
            if not any(
                "".join(row[position : position + 1]).strip() for row in raw.rows
            ):
                continue  # a column without any text, such as commas behind a table
            wrong.append(
                Problem(
                    level="error",
                    code="blank-header",
                    why=f"column {position + 1} has no heading",
                    remedy="name the column or delete it",
                    file=raw.file,
                    line=raw.heading_line,
                    cell=raw.address(raw.heading_line, position),
                )
            )
        elif code in found:
            wrong.append(
                Problem(
                    level="error",
                    code="duplicate-header",
                    why=f"columns {found[code] + 1} and {position + 1} are both read "
                    f"as {code}",
                    remedy="rename or delete one of them",
                    file=raw.file,
                    line=raw.heading_line,
                    cell=raw.address(raw.heading_line, position),
                    column=printable(heading),
                )
            )
        else:
            found[code] = position
            if code not in schema.columns:
                unknown.append(printable(heading))
    missing = [column for column in schema.required if column not in found]
    if missing and raw.headings:
        lacking = _missing(raw, schema, missing)
        # What stands above the headings is no heading that could be wrong.
        wrong = [lacking] if lacking.code == "header-not-found" else [*wrong, lacking]
    problems += wrong
    if unknown and not missing:
        problems.append(
            Problem(
                level="warning",
                code="unknown-column",
                why=f"unknown columns kept as they are: {', '.join(unknown)}",
                remedy="rename a column if it means one of "
                + ", ".join(schema.columns),
                file=raw.file,
                line=raw.heading_line,
            )
        )
    return found


def _missing(raw: RawTable, schema: Schema, missing: list[str]) -> Problem:
    for row, line in zip(raw.rows[:20], raw.lines[:20], strict=True):
        if set(schema.required) <= {_code(cell, schema) for cell in row}:
            return Problem(
                level="error",
                code="header-not-found",
                why=f"the headings stand on line {line}, below other text",
                remedy=f"delete the {line - 1} lines above them",
                file=raw.file,
                line=raw.heading_line,
            )
    if len(raw.headings) == 1 and any(mark in raw.headings[0] for mark in "\t;"):
        return Problem(
            level="error",
            code="missing-column",
            why="the cells are separated by tabs or semicolons, not by commas",
            remedy="save the file as CSV with commas (in Excel: “CSV UTF-8”)",
            file=raw.file,
            line=raw.heading_line,
        )
    shown = ", ".join(printable(heading) for heading in raw.headings[:20])
    words = ", ".join(f"{code} ({COLUMNS[code].ja})" for code in missing)
    return Problem(
        level="error",
        code="missing-column",
        why=f"needs {words}; found {shown}",
        remedy="let the first line hold the headings, and rename the columns "
        f"that mean {' and '.join(missing)}",
        file=raw.file,
        line=raw.heading_line,
    )


def _code(heading: str, schema: Schema) -> str:
    text = unicodedata.normalize("NFKC", heading).strip()
    if text in schema.columns:
        return text
    # Cells of a sheet are broken into lines and spaced out where they are narrow.
    special = _IN_TABLE[schema.table].get("".join(text.split()))
    if special is not None:
        return special
    code = code_of(text, {code: COLUMNS[code] for code in schema.columns})
    return heading if code is None else code
