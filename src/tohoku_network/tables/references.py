"""Which organization or source does a cell mean?

Ids always win. A cell that is no id but the name of exactly one organization is taken
for it and told; a name of several is an error that lists them, not a guess.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Callable, Mapping

import pandas as pd

from tohoku_network.errors import Problem, printable
from tohoku_network.names import normalize
from tohoku_network.tables.check import on_lines

__all__ = ["check_sources", "ids_by_name", "resolve"]


def ids_by_name(organizations: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Ids by every folded name, English name and alias, and how each is written.

    Parameters
    ----------
    organizations
        The checked frame.

    Returns
    -------
    dict
        Folded name to the ids of those who are called so; more than one is a name
        that cannot stand for an id.
    """
    found: dict[str, dict[str, str]] = {}
    for column in ("name", "name_en", "aliases"):
        told = organizations.dropna(subset=["id", column])
        for identifier, cell in zip(told["id"], told[column], strict=True):
            for part in cell.split("|") if column == "aliases" else [cell]:
                if part.strip():
                    found.setdefault(normalize(part), {}).setdefault(identifier, part)
    return found


def resolve(
    frame: pd.DataFrame,
    column: str,
    known: Mapping[str, str],
    called: Callable[[], Mapping[str, Mapping[str, str]]],
    file: str,
    problems: list[Problem],
) -> pd.DataFrame:
    """Take a name for the id of the one organization called so; tell the others.

    Parameters
    ----------
    frame
        The frame with a column of ids.
    column
        The column.
    known
        The ids there are, with the names.
    called
        Gives what :func:`ids_by_name` tells; not asked where every id is known.
    file
        File name for the messages.
    problems
        Receives which names were read, and what is neither id nor name.

    Returns
    -------
    pandas.DataFrame
        The frame with ids in place of such names.
    """
    given = frame[column]
    lost = given.notna() & ~given.isin(list(known))
    if not lost.any():
        return frame
    names = called()
    folded = {_fold(candidate): candidate for candidate in known}
    read: dict[str, str] = {}
    named: list[int] = []
    for value, lines in _lines_by_value(frame, column, lost).items():
        ids = sorted(names.get(normalize(value), ()))
        if len(ids) == 1:
            read[value] = ids[0]
            named += lines
            continue
        remedy, remedy_ja = _which(ids) if ids else _did_you_mean(value, folded, names)
        problems.append(
            Problem(
                level="error",
                code="ambiguous-name" if ids else "unknown-id",
                why=(
                    f"a name of {len(ids)} organizations, and no id"
                    if ids
                    else "no such id or name in the organizations"
                )
                + (on_lines(lines) if len(lines) > 1 else ""),
                remedy=remedy,
                remedy_ja=remedy_ja,
                file=file,
                line=lines[0],
                column=column,
                value=printable(value),
            )
        )
    if not read:
        return frame
    problems.append(_names_read(sorted(named), read, known, column, file))
    return frame.assign(
        **{
            column: given.map(
                lambda value: read.get(value, value), na_action="ignore"
            ).astype(given.dtype)
        }
    )


def _lines_by_value(
    frame: pd.DataFrame, column: str, rows: pd.Series
) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    chosen = frame.loc[rows, [column, "line"]]
    for value, line in zip(chosen[column], chosen["line"], strict=True):
        found.setdefault(value, []).append(int(line))
    return found


def _names_read(
    lines: list[int],
    read: Mapping[str, str],
    known: Mapping[str, str],
    column: str,
    file: str,
) -> Problem:
    value, identifier = next(iter(read.items()))
    name = known[identifier]
    meant = printable(identifier)
    if isinstance(name, str) and name not in (identifier, value):
        meant += f" ({printable(name)})"
    cells = (
        "1 cell holds a name" if len(lines) == 1 else f"{len(lines)} cells hold names"
    )
    first = f"{printable(value)} as {meant}"
    return Problem(
        level="warning",
        code="name-for-id",
        why=f"{cells} in place of ids; each is the name of one organization, such as "
        f"{first}" + on_lines(lines),
        remedy="write the ids if names may change",
        remedy_ja=f"{printable(value)} を {meant} と読みました（{len(lines)}件）",
        file=file,
        line=lines[0],
        column=column,
        value=printable(value),
    )


def _which(ids: list[str]) -> tuple[str, str]:
    shown = " / ".join(printable(one) for one in ids[:5])
    return f"write one id: {shown}", f"どれかのIDを書いてください：{shown}"


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()


def _did_you_mean(
    value: str, folded: Mapping[str, str], called: Mapping[str, Mapping[str, str]]
) -> tuple[str, str]:
    """Id or name that may be meant, in both languages."""
    same = folded.get(_fold(value))
    near = [same] if same else _closest(_fold(value), folded)
    if not near:
        names = _closest(normalize(value), called)
        near = [next(iter(called[name].values())) for name in names]
    add = "add the row to the table, or correct the id"
    if not near:
        return add, ""
    shown = printable(near[0])
    return f"did you mean {shown!r}? else {add}", f"もしかして：{shown}"


def _closest(text: str, among: Mapping[str, object]) -> list[str]:
    # Closest-match search is quadratic in spirit; beyond this it would cost seconds.
    if len(among) > 5000:
        return []
    return difflib.get_close_matches(text[:80], among, n=1, cutoff=0.75)


def check_sources(
    frame: pd.DataFrame, sources: pd.DataFrame, file: str, problems: list[Problem]
) -> None:
    """Report sources that are on no list, each once with its lines.

    Parameters
    ----------
    frame
        Organizations or memberships.
    sources
        The checked list of sources.
    file
        File name for the messages.
    problems
        Receives what is not on the list.
    """
    known = dict.fromkeys(sources["id"].dropna())
    titled = sources.dropna(subset=["id", "title"])
    titles = dict(zip(titled["title"].map(normalize), titled["id"], strict=True))
    folded = {_fold(candidate): candidate for candidate in known}
    given = frame["source_id"]
    lost = given.notna() & ~given.isin(list(known))
    for value, lines in _lines_by_value(frame, "source_id", lost).items():
        meant = titles.get(normalize(value))
        if meant is None:
            remedy, remedy_ja = _did_you_mean(value, folded, {})
        else:
            remedy = f"this is a title; write its id, {printable(meant)!r}"
            remedy_ja = f"標題ではなくID（{printable(meant)}）を書いてください"
        problems.append(
            Problem(
                level="warning",
                code="unknown-source",
                why="no such id in the sources"
                + (on_lines(lines) if len(lines) > 1 else ""),
                remedy=remedy,
                remedy_ja=remedy_ja,
                file=file,
                line=lines[0],
                column="source_id",
                value=printable(value),
            )
        )
