"""Which column is which, and what must each table have?

Headings are matched by name in any order: our own names, the Japanese and English
labels, and the synonyms of the vocabulary. Columns that the library does not know
are kept beside the others and reported once.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from tohoku_network.errors import Problem, printable
from tohoku_network.tables.rows import RawTable
from tohoku_network.vocabulary import COLUMNS, code_of

__all__ = ["MEMBERSHIPS", "ORGANIZATIONS", "SOURCES", "Schema", "columns_of"]


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
    for position, heading in enumerate(raw.headings):
        code = _code(heading, schema)
        if not heading.strip():
            problems.append(
                Problem(
                    level="error",
                    code="blank-header",
                    why=f"column {position + 1} has no heading",
                    remedy="name the column or delete it",
                    file=raw.file,
                    line=raw.heading_line,
                )
            )
        elif code in found:
            problems.append(
                Problem(
                    level="error",
                    code="duplicate-header",
                    why=f"columns {found[code] + 1} and {position + 1} are both read "
                    f"as {code}",
                    remedy="rename or delete one of them",
                    file=raw.file,
                    line=raw.heading_line,
                    column=printable(heading),
                )
            )
        else:
            found[code] = position
            if code not in schema.columns:
                unknown.append(printable(heading))
    missing = [column for column in schema.required if column not in found]
    if missing and raw.headings:
        problems.append(_missing(raw, schema, missing))
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
    special = _IN_TABLE[schema.table].get(text)
    if special is not None:
        return special
    code = code_of(text, {code: COLUMNS[code] for code in schema.columns})
    return heading if code is None else code
