"""Is every cell of a table what its column asks for?

Required cells, controlled words, numbers, flags and dates, cell by cell. All problems
are collected; what merely deserves a look is a warning and stays with the network as
its findings.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from tohoku_network.errors import Problem, printable
from tohoku_network.tables.columns import Schema, columns_of
from tohoku_network.tables.dates import (
    OPEN_END,
    date_remedy,
    is_past_its_era,
    parse_date,
    written_date,
)
from tohoku_network.tables.rows import RawTable
from tohoku_network.vocabulary import LISTS, code_of

__all__ = ["checked_frame", "listed", "on_lines"]

_TRUE = frozenset({"true", "1", "yes", "y", "○", "〇", "はい", "真"})
_FALSE = frozenset({"false", "0", "no", "n", "×", "いいえ", "偽", ""})
_DASHES = frozenset("-–—―－ー‐−")  # every dash that is typed for "none"


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
    ids_are_names = "id" in positions and positions["id"] == positions.get("name")
    columns: dict[str, object] = {}
    for column in (*schema.columns, *extra):
        position = positions.get(column)
        cells = (
            [row[position] for row in raw.rows]
            if position is not None
            else [""] * len(raw.rows)
        )
        columns[column] = _column(
            column, cells, raw, schema, problems, ids_are_names=ids_are_names
        )
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
        is_note = fewer and sum(bool(cell.strip()) for cell in row) == 1
        problems.append(
            Problem(
                level="error",
                code="missing-cell" if fewer else "extra-cell",
                why=f"{len(row)} cells, but the heading has {expected}",
                remedy="delete the line if it is a note, else add the missing commas"
                if is_note
                else "add the missing comma"
                if fewer
                else "put a cell that holds a comma between quotation marks",
                remedy_ja="注記なら、この行を削除してください" if is_note else "",
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
    *,
    ids_are_names: bool,
) -> pd.api.extensions.ExtensionArray:
    note = _noter(column, raw, problems)
    # Where the names are the ids, an empty one is told once.
    if column in schema.required and not (column == "id" and ids_are_names):
        for row, cell in enumerate(cells):
            if not _visible(cell):
                note(row, cell, "required-value", f"{column} is empty", "fill it in")
    if column == "size_declared":
        sizes = [_integer(row, cell, note) for row, cell in enumerate(cells)]
        return pd.array(sizes, dtype="Int64")
    if column == "unnamed":
        flags = [_flag(row, cell, note) for row, cell in enumerate(cells)]
        return pd.array(flags, dtype="bool")
    if column in ("valid_from", "valid_to", "date"):
        cells = _dates(column, cells, raw, note, problems)
    elif column in LISTS:
        cells = _words(column, cells, raw, problems)
    values = [cell if cell.strip() else None for cell in cells]
    return pd.array(values, dtype="str")


_Note = Callable[..., None]


def _noter(column: str, raw: RawTable, problems: list[Problem]) -> _Note:
    def note(
        row: int, cell: str, code: str, why: str, remedy: str, remedy_ja: str = ""
    ) -> None:
        problems.append(
            Problem(
                level="error",
                code=code,
                why=why,
                remedy=remedy,
                remedy_ja=remedy_ja,
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


def _dates(
    column: str,
    cells: list[str],
    raw: RawTable,
    note: _Note,
    problems: list[Problem],
) -> list[str]:
    """Dates in our form; those that can only mean one thing are read and told."""
    result = []
    read: list[int] = []
    for row, cell in enumerate(cells):
        text = cell.strip()
        if text and not (text == OPEN_END and column == "valid_to"):
            try:
                parse_date(text)
            except ValueError as error:
                known = written_date(text)
                if known is None:
                    note(row, cell, "bad-date", str(error), *date_remedy(text, column))
                else:
                    read.append(row)
                    text = known
        result.append(text)
    if read:
        first = f"{printable(cells[read[0]].strip())} as {result[read[0]]}"
        noun = "date is" if len(read) == 1 else "dates are"
        problems.append(
            Problem(
                level="warning",
                code="date-converted",
                why=f"{len(read)} {noun} read in our form, such as {first}"
                + on_lines([raw.lines[row] for row in read])
                + _past_eras([cells[row] for row in read]),
                remedy="write YYYY, YYYY-MM or YYYY-MM-DD if one is not meant so",
                remedy_ja=f"{printable(cells[read[0]].strip())} は "
                f"{result[read[0]]} と読みました（{len(read)}件）",
                file=raw.file,
                line=raw.lines[read[0]],
                column=column,
                value=printable(cells[read[0]]),
            )
        )
    return result


def _past_eras(cells: list[str]) -> str:
    past = [printable(cell.strip()) for cell in cells if is_past_its_era(cell)]
    return f"; {len(past)} in an era that had ended, such as {past[0]}" if past else ""


def _words(
    column: str, cells: list[str], raw: RawTable, problems: list[Problem]
) -> list[str]:
    """Replace labels and synonyms by controlled words; keep and report the others."""
    unknown: dict[str, list[int]] = {}
    dashes: dict[str, list[int]] = {}
    result = []
    for cell, line in zip(cells, raw.lines, strict=True):
        words = []
        for part in cell.split("|") if column == "themes" else [cell]:
            text = part.strip()
            if not text:
                continue
            if text in _DASHES:
                dashes.setdefault(text, []).append(line)
                continue
            code = code_of(text, LISTS[column])
            if code is None:
                unknown.setdefault(text, []).append(line)
            words.append(text if code is None else code)
        result.append("|".join(words))
    for text, lines in dashes.items():
        problems.append(
            Problem(
                level="warning",
                code="dash-as-empty",
                why="a dash is read as an empty cell"
                + (f" (lines {listed(lines)})" if len(lines) > 1 else ""),
                remedy="leave the cell empty",
                file=raw.file,
                line=lines[0],
                column=column,
                value=printable(text),
            )
        )
    for text, lines in unknown.items():
        remedy, remedy_ja = _nearest_word(text, column)
        problems.append(
            Problem(
                level="warning",
                code="unknown-word",
                why=f"on no list for {column}; kept as it is"
                + (f" (lines {listed(lines)})" if len(lines) > 1 else ""),
                remedy=remedy,
                remedy_ja=remedy_ja,
                file=raw.file,
                line=lines[0],
                column=column,
                value=printable(text),
            )
        )
    return result


def _nearest_word(text: str, column: str) -> tuple[str, str]:
    """Word that may be meant, in both languages; else words to choose from."""
    spellings = {
        spelling: code
        for code, (ja, en, also) in LISTS[column].items()
        for spelling in (code, ja, en, *also)
    }
    words = LISTS[column].values()
    inside = list(dict.fromkeys(word.ja for word in words if word.ja in text))
    if len(inside) > 1 and len(text) <= 6:
        return (
            f"did you mean one of {' or '.join(inside)}?",
            f"もしかして：{'、'.join(inside)}",
        )
    near = [
        spelling
        for spelling in difflib.get_close_matches(
            text[:80], spellings, n=5, cutoff=0.75 if text.isascii() else 0.6
        )
        if not _is_another(text, spelling)
    ]
    if near:
        return f"did you mean {near[0]}?", f"もしかして：{near[0]}"
    shown = [f"{code} ({label.ja})" for code, label in LISTS[column].items()]
    rest = f" … ({len(shown)} in all)" if len(shown) > 10 else ""
    rest_ja = f" ほか（全{len(shown)}語）" if rest else ""
    return (
        "use one of: " + ", ".join(shown[:10]) + rest,
        "使える語：" + "、".join(word.ja for word in [*words][:10]) + rest_ja,
    )


def _is_another(text: str, spelling: str) -> bool:
    """Whether two words differ by how they begin: 副会長 is no 会長, nor 部会長."""
    return not text.isascii() and text[0] != spelling[0] and text[-1] == spelling[-1]


def listed(lines: list[int]) -> str:
    """Line numbers in words: the first five, and how many more."""
    shown = ", ".join(str(line) for line in lines[:5])
    return shown if len(lines) <= 5 else f"{shown} and {len(lines) - 5} more"


def on_lines(lines: list[int]) -> str:
    """Where it stands, for the end of a sentence: `` (line 4)``."""
    return f" ({'line' if len(lines) == 1 else 'lines'} {listed(lines)})"
