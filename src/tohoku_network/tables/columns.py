"""Which column is which, and what must each table have?

Headings are matched in any order, below a title if there is one. Columns that the
library does not know are kept beside the others and reported once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from tohoku_network.errors import Problem, printable
from tohoku_network.names import normalize
from tohoku_network.tables.dates import looks_dated
from tohoku_network.tables.headings import accepted_headings, codes_of
from tohoku_network.tables.rows import RawTable
from tohoku_network.vocabulary import COLUMNS

__all__ = [
    "MEMBERSHIPS",
    "ORGANIZATIONS",
    "SHEETS",
    "SOURCES",
    "WORD_SHEETS",
    "Schema",
    "below_title",
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

_TITLE_ROWS = 10
"""So many rows may stand above the headings."""

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


def table_fitting(
    headings: Iterable[str], named: str | None = None, *, everyday: bool = False
) -> str | None:
    """Table whose required columns stand among the headings.

    Parameters
    ----------
    headings
        One row of text.
    named
        Table that the name of the sheet says; it is taken if its columns are there.
    everyday
        Whether headings such as No. or 団体 count, and organizations need no ids.

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
    >>> table_fitting(["団体名", "区分"], everyday=True)
    'organizations'
    """
    cells = [heading for heading in headings if heading.strip()]
    found: dict[str, int] = {}
    for schema in (MEMBERSHIPS, ORGANIZATIONS, SOURCES):
        codes = {*codes_of(cells, schema, everyday=everyday)} & {*schema.columns}
        if {*schema.required} <= codes or (
            everyday and schema is ORGANIZATIONS and _names_only(codes)
        ):
            found[schema.table] = len(codes)
    for first in (named, MEMBERSHIPS.table):
        if first in found:
            return first
    return max(found, key=lambda table: found[table], default=None)


def _names_only(codes: set[str]) -> bool:
    """Whether headings are those of organizations that have names and no ids."""
    return "id" not in codes and "name" in codes and len(codes) > 1


def below_title(raw: RawTable, schema: Schema, problems: list[Problem]) -> RawTable:
    """The table without what stands above its headings, which is told.

    Parameters
    ----------
    raw
        The table as read.
    schema
        Which table it should be.
    problems
        Receives on which line the headings were found.

    Returns
    -------
    RawTable
        The table from its headings on; as it is when they stand first, or nowhere
        in the first rows.
    """
    rows = [raw.headings, *raw.rows[:_TITLE_ROWS]]
    place = next((at for at, row in enumerate(rows) if _heads(row, schema)), 0)
    if not place:
        return raw
    line = raw.lines[place - 1]
    title = next((cell.strip() for cell in raw.headings if cell.strip()), "")
    problems.append(
        Problem(
            level="warning",
            code="title-rows",
            why=f"the headings were found on line {line}; what stands above them "
            "is not read",
            remedy=f"check that line {line} holds the headings",
            remedy_ja=f"見出しは{line}行目にあるものとして読みました",
            file=raw.file,
            line=line,
            value=printable(title),
        )
    )
    return replace(
        raw,
        headings=rows[place],
        heading_line=line,
        rows=raw.rows[place:],
        lines=raw.lines[place:],
        merged=tuple(cells for cells in raw.merged if cells[2] > line),
    )


def _heads(row: Sequence[str], schema: Schema) -> bool:
    codes = {*codes_of(row, schema)} & {*schema.columns}
    return {*schema.required} <= codes or (
        schema is ORGANIZATIONS and _names_only(codes)
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
    unknown: list[int] = []
    wrong: list[Problem] = []
    for position, code in enumerate(codes_of(raw.headings, schema)):
        heading = raw.headings[position]
        if not heading.strip():
            if any("".join(row[position : position + 1]).strip() for row in raw.rows):
                wrong.append(_blank(raw, position))
            # else a column without any text, such as commas behind a table
        elif code in found:
            wrong.append(_twice(raw, code, found[code], position))
        else:
            found[code] = position
            if code not in schema.columns:
                unknown.append(position)
    missing = [column for column in schema.required if column not in found]
    if (
        missing == ["id"]
        and schema is ORGANIZATIONS
        and _named_once(raw, found["name"])
    ):
        problems.append(_ids_are_names(raw, found["name"]))
        found["id"] = found["name"]
        missing = []
    if missing and raw.headings:
        # Where the headings were not found, nothing else can be said about them.
        wrong = [found for found in wrong if found.code == "duplicate-header"]
        wrong.append(_missing(raw, schema, missing))
    problems += wrong
    if unknown and not missing:
        problems += _on_unknown(raw, schema, unknown)
    return found


def _blank(raw: RawTable, position: int) -> Problem:
    return Problem(
        level="error",
        code="blank-header",
        why=f"column {position + 1} has no heading",
        remedy="name the column or delete it",
        file=raw.file,
        line=raw.heading_line,
        cell=raw.address(raw.heading_line, position),
    )


def _twice(raw: RawTable, code: str, first: int, position: int) -> Problem:
    return Problem(
        level="error",
        code="duplicate-header",
        why=f"columns {first + 1} and {position + 1} are both read as {code}",
        remedy="rename or delete one of them",
        file=raw.file,
        line=raw.heading_line,
        cell=raw.address(raw.heading_line, position),
        column=printable(raw.headings[position]),
    )


def _named_once(raw: RawTable, position: int) -> bool:
    """Whether a column of names tells the rows apart; equal rows are one row."""
    rows = {tuple(row) for row in raw.rows if len(row) > position}
    names = [normalize(row[position]) for row in rows if row[position].strip()]
    return len({*names}) == len(names) > 0


def _ids_are_names(raw: RawTable, position: int) -> Problem:
    return Problem(
        level="warning",
        code="id-from-name",
        why="there is no column of ids; the names are the ids, for each stands once",
        remedy="add a column ID if names may change",
        remedy_ja="名称が変わりうるなら、ID の列を足してください",
        file=raw.file,
        line=raw.heading_line,
        cell=raw.address(raw.heading_line, position),
        column=printable(raw.headings[position]),
    )


def _on_unknown(
    raw: RawTable, schema: Schema, unknown: Sequence[int]
) -> Iterator[Problem]:
    """What is told about columns that are kept and mean nothing to us."""
    shown = ", ".join(printable(raw.headings[position]) for position in unknown)
    yield Problem(
        level="warning",
        code="unknown-column",
        why=f"unknown columns kept as they are: {shown}",
        remedy="rename a column if it means one of " + ", ".join(schema.columns),
        file=raw.file,
        line=raw.heading_line,
    )
    if schema is not MEMBERSHIPS:
        return
    for position in unknown:
        cells = [row[position].strip() for row in raw.rows if len(row) > position]
        told = [cell for cell in cells if cell]
        if told and sum(map(looks_dated, told)) * 2 > len(told):
            heading = printable(raw.headings[position])
            yield Problem(
                level="warning",
                code="unread-dates",
                why=f"the column {heading} seems to hold dates, but its heading is "
                "not known; its rows count as if they told no date",
                remedy="call it 開始 (valid_from) or 終了 (valid_to) if it is one",
                remedy_ja="見出しを「開始」または「終了」にしてください",
                file=raw.file,
                line=raw.heading_line,
                cell=raw.address(raw.heading_line, position),
                column=heading,
            )


def _missing(raw: RawTable, schema: Schema, missing: list[str]) -> Problem:
    for row, line in zip(raw.rows[:20], raw.lines[:20], strict=True):
        if _heads(row, schema):
            return Problem(
                level="error",
                code="header-not-found",
                why=f"the headings stand on line {line}, below other text",
                remedy=f"delete everything above line {line}",
                remedy_ja=f"{line}行目より上を削除してください",
                file=raw.file,
                line=raw.heading_line,
            )
    if len(raw.headings) == 1 and any(mark in raw.headings[0] for mark in "\t;"):
        return Problem(
            level="error",
            code="missing-column",
            why="the cells are separated by tabs or semicolons, not by commas",
            remedy="save the file as CSV with commas (in Excel: “CSV UTF-8”)",
            remedy_ja="「CSV UTF-8」（カンマ区切り）で保存してください",
            file=raw.file,
            line=raw.heading_line,
        )
    line, fullest = _fullest(raw)
    shown = ", ".join(printable(cell) for cell in fullest[:20] if cell.strip())
    words = ", ".join(f"{code} ({COLUMNS[code].ja})" for code in missing)
    headings = {
        code: "、".join(accepted_headings(code, schema.table)) for code in missing
    }
    return Problem(
        level="error",
        code="missing-column",
        why=f"needs {words}; found {shown}"
        + (f" (line {line})" if line != raw.heading_line else ""),
        remedy="name one column each by a heading of its list – "
        + "; ".join(f"{code}: {texts}" for code, texts in headings.items()),
        remedy_ja="次のどれかを見出しにしてください。"
        + " ／ ".join(f"{COLUMNS[code].ja}：{text}" for code, text in headings.items()),
        file=raw.file,
        line=raw.heading_line,
    )


def _fullest(raw: RawTable) -> tuple[int, Sequence[str]]:
    """The line that may be meant as headings: the first, or a fuller one below."""
    rows = [raw.headings, *raw.rows[:_TITLE_ROWS]]
    lines = [raw.heading_line, *raw.lines[:_TITLE_ROWS]]
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows]
    place = filled.index(max(filled)) if filled[0] == 1 else 0
    return lines[place], rows[place]
