"""What is one section of a report made of?

A question with its answer in sentences, pictures, whole tables, how to read them, what
to doubt, and the definitions behind. The page and the workbook show the same sections.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

__all__ = ["Finding", "Picture", "Section", "Table"]


@dataclass(frozen=True)
class Picture:
    """A picture as a ``data:`` address, with what it shows in words."""

    address: str = field(repr=False)
    alt: str
    caption: str
    is_large: bool = False
    """Whether it has a page of paper to itself."""


@dataclass(frozen=True)
class Table:
    """A whole table; the page shows its first rows and some of its columns.

    Columns are called by their code; their headings are in ``columns.json``. Cells are
    texts, numbers, truths, tuples of texts, or missing.
    """

    code: str
    sheet: str
    caption: str
    frame: pd.DataFrame = field(repr=False)
    columns: tuple[str, ...]
    rows: int = 10
    bar: str = ""
    """Column whose numbers have bars in the workbook."""
    nothing: str = ""
    """What an empty table says."""
    is_extract: bool = False
    """Whether the rows stand in the sheet of another table, so that it has none."""
    headings: Mapping[str, str] = field(default_factory=dict)
    """Headings of columns that depend on the question asked, by code."""


@dataclass(frozen=True)
class Finding:
    """A sentence with the doubt that belongs to it."""

    sentence: str
    caveat: str = ""


@dataclass(frozen=True)
class Section:
    """One question and everything that answers it."""

    code: str
    question: str
    short: str
    """The question in a few words, for the cover of the workbook."""
    answer: tuple[str, ...]
    """Sentences, the answer first."""
    pictures: tuple[Picture, ...] = ()
    findings: tuple[Finding, ...] = ()
    tables: tuple[Table, ...] = ()
    reading: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()
    definitions: tuple[tuple[str, str], ...] = ()
    """Terms and what they mean."""
    uses: tuple[str, ...] = ()
    """Functions whose docstrings name the works to be cited, as ``room.function``."""
    method: tuple[str, ...] = ()
    """Sentences for the method of a paper."""
    brief: str = ""
    """What stands at the head of the report, if anything."""
