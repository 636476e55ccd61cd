"""Do the tables hold together?

Every rule of the tables in one place: required cells, controlled words, numbers,
dates, ids that resolve, parents without cycles, rows told once. All problems are
collected; what merely deserves a look is a warning and stays with the network as
its findings.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import pandas as pd

from tohoku_network.errors import Problem, printable
from tohoku_network.names import normalize
from tohoku_network.tables.columns import Schema, columns_of
from tohoku_network.tables.dates import OPEN_END, parse_date, suggest_date
from tohoku_network.tables.rows import RawTable
from tohoku_network.vocabulary import LISTS, code_of

__all__ = ["check_relations", "checked_frame"]

_TRUE = frozenset({"true", "1", "yes", "y", "○", "〇", "はい", "真"})
_FALSE = frozenset({"false", "0", "no", "n", "×", "いいえ", "偽", ""})


def checked_frame(
    raw: RawTable, schema: Schema, problems: list[Problem]
) -> pd.DataFrame:
    """Frame of a table with every column of its schema, cell by cell checked.

    Parameters
    ----------
    raw
        The cells as read.
    schema
        Which table they are.
    problems
        Receives what is wrong.

    Returns
    -------
    pandas.DataFrame
        One row per row of the table, in order; text columns, ``size_declared``
        as nullable integer, ``unnamed`` as bool, ``line`` where each row stands;
        cells not told are missing, never empty texts.
    """
    positions = columns_of(raw, schema, problems)
    if not set(schema.required) <= set(positions):
        raw = RawTable(raw.file)  # without its key columns no row can be judged
    raw = _even_rows(raw, problems)
    extra = [column for column in positions if column not in schema.columns]
    columns: dict[str, object] = {}
    for column in (*schema.columns, *extra):
        position = positions.get(column)
        cells = (
            [row[position] for row in raw.rows]
            if position is not None
            else [""] * len(raw.rows)
        )
        columns[column] = _column(column, cells, raw, schema, problems)
    columns["line"] = pd.array(raw.lines, dtype="Int64")
    if raw.headings and not raw.rows:
        problems.append(
            Problem(
                level="warning",
                code="no-rows",
                why="the table has a heading and no rows",
                remedy="add rows below the heading",
                file=raw.file,
            )
        )
    return pd.DataFrame(columns)


def _even_rows(raw: RawTable, problems: list[Problem]) -> RawTable:
    """Report and leave out rows with more or fewer cells than the heading."""
    expected = len(raw.headings)
    even = []
    for position, row in enumerate(raw.rows):
        if len(row) == expected:
            even.append(position)
            continue
        fewer = len(row) < expected
        problems.append(
            Problem(
                level="error",
                code="missing-cell" if fewer else "extra-cell",
                why=f"{len(row)} cells, but the heading has {expected}",
                remedy="add the missing comma"
                if fewer
                else "put a cell that holds a comma between quotation marks",
                file=raw.file,
                line=raw.lines[position],
                value=printable(",".join(row)),
            )
        )
    return replace(
        raw,
        rows=[raw.rows[position] for position in even],
        lines=[raw.lines[position] for position in even],
    )


def _column(
    column: str,
    cells: list[str],
    raw: RawTable,
    schema: Schema,
    problems: list[Problem],
) -> pd.api.extensions.ExtensionArray:
    note = _noter(column, raw, problems)
    if column in schema.required:
        for row, cell in enumerate(cells):
            if not _visible(cell):
                note(row, cell, "required-value", f"{column} is empty", "fill it in")
    if column == "size_declared":
        sizes = [_integer(row, cell, note) for row, cell in enumerate(cells)]
        return pd.array(sizes, dtype="Int64")
    if column == "unnamed":
        flags = [_flag(row, cell, note) for row, cell in enumerate(cells)]
        return pd.array(flags, dtype="bool")
    if column in ("valid_from", "valid_to"):
        for row, cell in enumerate(cells):
            _date(row, cell, column, note)
        cells = [cell.strip() for cell in cells]
    elif column in LISTS:
        cells = _words(column, cells, raw, problems)
    values = [cell if cell.strip() else None for cell in cells]
    return pd.array(values, dtype="str")


_Note = Callable[..., None]


def _noter(column: str, raw: RawTable, problems: list[Problem]) -> _Note:
    def note(
        row: int, cell: str, code: str, why: str, remedy: str, level: str = "error"
    ) -> None:
        problems.append(
            Problem(
                level="warning" if level == "warning" else "error",
                code=code,
                why=why,
                remedy=remedy,
                file=raw.file,
                line=raw.lines[row],
                column=column,
                value=printable(cell),
            )
        )

    return note


def _visible(cell: str) -> bool:
    return any(unicodedata.category(character)[0] not in "CZ" for character in cell)


def _integer(row: int, cell: str, note: _Note) -> int | None:
    text = unicodedata.normalize("NFKC", cell).strip().replace(",", "")
    if not text:
        return None
    if text.isascii() and text.isdigit() and len(text) < 10:
        return int(text)
    note(
        row,
        cell,
        "bad-number",
        "not a whole number of members",
        "write digits only, or leave it empty when it is not told",
    )
    return None


def _flag(row: int, cell: str, note: _Note) -> bool:
    text = cell.strip().casefold()
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    note(row, cell, "bad-flag", "neither true nor false", "write true or false")
    return False


def _date(row: int, cell: str, column: str, note: _Note) -> None:
    text = cell.strip()
    if not text or (text == OPEN_END and column == "valid_to"):
        return
    try:
        parse_date(text)
    except ValueError as error:
        note(row, cell, "bad-date", str(error), suggest_date(text))


def _words(
    column: str, cells: list[str], raw: RawTable, problems: list[Problem]
) -> list[str]:
    """Replace labels and synonyms by controlled words; keep and report the others."""
    unknown: dict[str, list[int]] = {}
    result = []
    for cell, line in zip(cells, raw.lines, strict=True):
        words = []
        for part in cell.split("|") if column == "themes" else [cell]:
            text = part.strip()
            if not text:
                continue
            code = code_of(text, LISTS[column])
            if code is None:
                unknown.setdefault(text, []).append(line)
            words.append(text if code is None else code)
        result.append("|".join(words))
    for text, lines in unknown.items():
        problems.append(
            Problem(
                level="warning",
                code="unknown-word",
                why=f"on no list for {column}; kept as it is"
                + (f" (lines {_listed(lines)})" if len(lines) > 1 else ""),
                remedy=_nearest_word(text, column),
                file=raw.file,
                line=lines[0],
                column=column,
                value=printable(text),
            )
        )
    return result


def _nearest_word(text: str, column: str) -> str:
    spellings = {
        spelling: code
        for code, (ja, en, also) in LISTS[column].items()
        for spelling in (code, ja, en, *also)
    }
    near = difflib.get_close_matches(text[:80], spellings, n=1)
    inside = [spelling for spelling in LISTS[column].values() if spelling.ja in text]
    if near:
        return f"did you mean {near[0]}?"
    if inside and len(text) <= 6:
        return "did you mean one of " + " or ".join(word.ja for word in inside) + "?"
    shown = [f"{code} ({label.ja})" for code, label in LISTS[column].items()]
    rest = f" … ({len(shown)} in all)" if len(shown) > 10 else ""
    return "use one of: " + ", ".join(shown[:10]) + rest


def check_relations(
    organizations: pd.DataFrame,
    memberships: pd.DataFrame,
    sources: pd.DataFrame,
    names: Mapping[str, str],
    problems: list[Problem],
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Check what only several rows or tables together can tell.

    Parameters
    ----------
    organizations, memberships, sources
        The checked frames.
    names
        File name of each table, for the messages.
    problems
        Receives what is wrong.

    Returns
    -------
    tuple of pandas.DataFrame
        The three frames with rows that stand twice word for word kept once.
    """
    organizations = _once(organizations, ("id",), names["organizations"], problems)
    sources = _once(sources, ("id",), names["sources"], problems)
    memberships = _once(memberships, (), names["memberships"], problems)
    known = dict.fromkeys(organizations["id"].dropna())
    called = organizations.dropna(subset=["id", "name"])
    by_name = {
        _fold(name): identifier
        for name, identifier in zip(called["name"], called["id"], strict=True)
    }
    for column in ("member_id", "group_id"):
        _resolve(
            memberships,
            column,
            known,
            names["memberships"],
            problems,
            by_name=by_name,
        )
    _resolve(organizations, "parent_id", known, names["organizations"], problems)
    _check_parents(organizations, names["organizations"], problems)
    _check_names(organizations, names["organizations"], problems)
    if len(sources):
        listed = dict.fromkeys(sources["id"].dropna())
        for table, frame in (
            ("organizations", organizations),
            ("memberships", memberships),
        ):
            _resolve(
                frame, "source_id", listed, names[table], problems, level="warning"
            )
    _check_memberships(memberships, names["memberships"], problems)
    return organizations, memberships, sources


def _once(
    frame: pd.DataFrame, key: tuple[str, ...], file: str, problems: list[Problem]
) -> pd.DataFrame:
    """Keep equal rows once; report equal keys with different content."""
    content = frame.drop(columns="line")
    repeated = content.duplicated(keep="first")
    if repeated.any():
        for _, rows in frame[content.duplicated(keep=False)].groupby(
            list(content.columns), dropna=False, sort=False
        ):
            lines = [int(line) for line in rows["line"]]
            problems.append(
                Problem(
                    level="warning",
                    code="duplicate-row",
                    why=f"one row stands on lines {_listed(lines)}; it counts once",
                    remedy="delete the repetitions",
                    file=file,
                    line=lines[1],
                )
            )
        frame = frame[~repeated].reset_index(drop=True)
    for column in key:
        twice = frame[frame[column].duplicated(keep=False) & frame[column].notna()]
        for value, rows in twice.groupby(column, sort=False):
            lines = [int(line) for line in rows["line"]]
            label = "name" if "name" in rows else "title"
            given = " / ".join(printable(str(text)) for text in rows[label])
            problems.append(
                Problem(
                    level="error",
                    code="duplicate-id",
                    why=f"one id on lines {_listed(lines)}, but not one row ({given})",
                    remedy="give each organization its own id, or merge the rows",
                    file=file,
                    line=lines[1],
                    column=column,
                    value=printable(str(value)),
                )
            )
    return frame


def _listed(lines: list[int]) -> str:
    shown = ", ".join(str(line) for line in lines[:5])
    return shown if len(lines) <= 5 else f"{shown} and {len(lines) - 5} more"


def _resolve(
    frame: pd.DataFrame,
    column: str,
    known: Mapping[str, None],
    file: str,
    problems: list[Problem],
    *,
    level: str = "error",
    by_name: Mapping[str, str] | None = None,
) -> None:
    given = frame[column]
    lost = given.notna() & ~given.isin(list(known))
    if not lost.any():
        return
    folded = {_fold(candidate): candidate for candidate in known}
    for value, line in zip(given[lost], frame.loc[lost, "line"], strict=True):
        problems.append(
            Problem(
                level="warning" if level == "warning" else "error",
                code="unknown-source" if column == "source_id" else "unknown-id",
                why="no such id in the "
                + ("sources" if column == "source_id" else "organizations"),
                remedy=_did_you_mean(value, folded, by_name or {}),
                file=file,
                line=int(line),
                column=column,
                value=printable(value),
            )
        )


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()


def _did_you_mean(
    value: str, folded: Mapping[str, str], by_name: Mapping[str, str]
) -> str:
    same = folded.get(_fold(value))
    if _fold(value) in by_name:
        return f"this is a name; write its id, {by_name[_fold(value)]!r}"
    near = (
        [same]
        if same
        else [
            folded[key]
            for key in difflib.get_close_matches(
                _fold(value)[:80], _sample(folded), n=1, cutoff=0.75
            )
        ]
    )
    add = "add the row to the table, or correct the id"
    return f"did you mean {printable(near[0])!r}? else {add}" if near else add


def _sample(folded: Mapping[str, str]) -> Iterable[str]:
    # Closest-match search is quadratic in spirit; beyond this it would cost seconds.
    return folded if len(folded) <= 5000 else ()


def _check_parents(
    organizations: pd.DataFrame, file: str, problems: list[Problem]
) -> None:
    told = organizations[organizations["parent_id"].notna()]
    parent = dict(zip(told["id"], told["parent_id"], strict=True))
    line = dict(zip(told["id"], told["line"], strict=True))
    settled: set[str] = set()
    for start in parent:
        path: dict[str, None] = {}
        current = start
        while current in parent and current not in settled and current not in path:
            path[current] = None
            current = parent[current]
        if current in path:
            ids = list(path)
            cycle = ids[ids.index(current) :]
            shown = " → ".join(
                f"{printable(step)} (line {line[step]})" for step in (*cycle, current)
            )
            problems.append(
                Problem(
                    level="error",
                    code="parent-cycle",
                    why=f"an organization is its own parent: {shown}",
                    remedy="empty one of these parent_id cells",
                    file=file,
                    line=int(line[current]),
                    column="parent_id",
                    value=printable(current),
                )
            )
        settled.update(path)


def _check_names(
    organizations: pd.DataFrame, file: str, problems: list[Problem]
) -> None:
    """Report organizations that are called the same; they are never merged."""
    named = organizations[
        organizations["name"].notna() & ~organizations["unnamed"].astype(bool)
    ]
    folded = named["name"].map(normalize)
    for _, rows in named[folded.duplicated(keep=False)].groupby(folded, sort=False):
        ids = [printable(identifier) for identifier in rows["id"].dropna()]
        problems.append(
            Problem(
                level="warning",
                code="possible-duplicate",
                why=f"{len(rows)} organizations are called the same: "
                + ", ".join(ids[:5]),
                remedy="if they are one, keep one id and use it in the memberships",
                file=file,
                line=int(rows["line"].iloc[1]),
                column="name",
                value=printable(rows["name"].iloc[0]),
            )
        )


def _check_memberships(
    memberships: pd.DataFrame, file: str, problems: list[Problem]
) -> None:
    itself = memberships[memberships["member_id"] == memberships["group_id"]]
    for value, line in zip(itself["member_id"], itself["line"], strict=True):
        problems.append(
            Problem(
                level="warning",
                code="self-membership",
                why="an organization is its own member; the row is kept and counts "
                "nowhere",
                remedy="delete the row if it is a slip",
                file=file,
                line=int(line),
                column="member_id",
                value=printable(value),
            )
        )
    for start, end, line in zip(
        memberships["valid_from"],
        memberships["valid_to"],
        memberships["line"],
        strict=True,
    ):
        if isinstance(start, str) and isinstance(end, str) and end != OPEN_END:
            try:
                inverted = parse_date(start).first > parse_date(end).last
            except ValueError:
                continue  # reported with its own cell
            if inverted:
                problems.append(
                    Problem(
                        level="error",
                        code="inverted-period",
                        why=f"ends ({printable(end)}) before it starts "
                        f"({printable(start)})",
                        remedy="exchange or correct the two dates",
                        file=file,
                        line=int(line),
                        column="valid_to",
                        value=printable(end),
                    )
                )
    unsourced = int(memberships["source_id"].isna().sum())
    if unsourced:
        problems.append(
            Problem(
                level="warning",
                code="no-provenance",
                why=f"{unsourced} of {len(memberships)} memberships have no source",
                remedy="fill in source_id, so that every tie can be traced",
                file=file,
                column="source_id",
            )
        )
