"""With what does somebody begin a list of their own?

A folder with the three tables, their headings and a small invented example, so that
every question has an answer before the first own row is typed; and a guide that
explains each column and each word that may stand in it.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable
from pathlib import Path
from typing import get_args

from tohoku_network import _files
from tohoku_network.errors import ExportError
from tohoku_network.starter._examples import SCHEMAS, headings, rows
from tohoku_network.starter._guide import guide
from tohoku_network.vocabulary import Language

__all__ = ["write"]

_GUIDE = "README.txt"
_WORKBOOK = "lists.xlsx"
_TABLES = tuple(f"{schema.table}.csv" for schema in SCHEMAS)


def write(
    folder: str | os.PathLike[str],
    *,
    language: Language = "ja",
    workbook: bool = False,
) -> tuple[Path, ...]:
    """Write a folder to begin one's own lists in, with an example and a guide.

    The example's ids begin with ``ex-``; when their rows are deleted, the headings
    are left. Files are in UTF-8 with the mark by which spreadsheets know it.

    Parameters
    ----------
    folder
        Where to write; it is made if it is missing.
    language
        Language of headings, words, example and guide.
    workbook
        True writes one workbook ``lists.xlsx``, whose cells are text and offer the
        words of the controlled lists, instead of three CSV files.

    Returns
    -------
    tuple of pathlib.Path
        The files written.

    Raises
    ------
    ExportError
        If the folder holds one of these files already, or cannot be written to;
        nothing is ever replaced.
    ValueError
        If the language is neither ``"ja"`` nor ``"en"``.

    Examples
    --------
    >>> import tempfile
    >>> import tohoku_network as tn
    >>> with tempfile.TemporaryDirectory() as place:
    ...     written = write(Path(place) / "lists", language="en")
    ...     tn.read(Path(place) / "lists")
    <AffiliationNetwork: 6 members, 2 groups, 8 memberships, 1 unnamed class>
    >>> [path.name for path in written]
    ['organizations.csv', 'memberships.csv', 'sources.csv', 'README.txt']
    """
    if language not in get_args(Language):
        msg = f"language must be 'ja' or 'en', not {language!r}"
        raise ValueError(msg)
    target = Path(folder)
    _refuse(target)
    contents: dict[str, bytes] = {}
    if workbook:
        from tohoku_network.starter._workbook import workbook as made

        contents[_WORKBOOK] = made(language)
    else:
        for schema, name in zip(SCHEMAS, _TABLES, strict=True):
            lines = [headings(schema, language), *rows(schema, language)]
            contents[name] = _csv(lines)
    contents[_GUIDE] = guide(
        language, workbook=_WORKBOOK if workbook else None
    ).encode()
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        msg = f"cannot make the folder {str(target)!r}: {error.strerror}"
        raise ExportError(msg) from error
    return tuple(
        _files.save(target / name, content, overwrite=False)
        for name, content in contents.items()
    )


def _refuse(target: Path) -> None:
    """Refuse a place that is no folder, or holds a file that would be written."""
    if target.exists() and not target.is_dir():
        msg = f"{str(target)!r} is a file: give the name of a folder"
        raise ExportError(msg)
    names = (*_TABLES, _WORKBOOK, _GUIDE)
    found = [name for name in names if os.path.lexists(target / name)]
    if found:
        msg = (
            f"{str(target)!r} holds {', '.join(found)} already, and nothing is "
            "replaced: give the name of another folder"
        )
        raise ExportError(msg)


def _csv(lines: Iterable[list[str]]) -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows(lines)
    # The mark at the start is how a spreadsheet knows that the file is UTF-8.
    return stream.getvalue().encode("utf-8-sig")
