"""How do the whole tables become one Excel workbook?

A cover, a sheet for every table with headings that stay in view, and a sheet that
explains the columns. Texts stay texts: no cell from the data is a formula or a link.
"""

from __future__ import annotations

import dataclasses
import datetime
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
import xlsxwriter

from tohoku_network.errors import Problem
from tohoku_network.report._columns import Column, columns_of, is_missing
from tohoku_network.report._section import Section, Table
from tohoku_network.report._words import say
from tohoku_network.vocabulary import Language

__all__ = ["workbook"]

_LONGEST = 32_767
"""Characters that a cell of Excel holds."""

_ROWS = 1_048_575
"""Rows below the headings that a sheet of Excel holds."""

_CREATED = datetime.datetime(2000, 1, 1)
_NARROW, _WIDE = 7, 44
_FORMATS = {
    "integer": "#,##0",
    "year": "0",
    "decimal": "#,##0.00",
    "percent": "0.0%",
    "p": "0.0E+00",
}
_FONT = {"ja": "Yu Gothic", "en": "Calibri"}
_REMARKS = ("level", "why", "remedy", "file", "sheet", "line", "column", "value")
# Letters that XML cannot hold; the reader of tables refuses most of them before.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def workbook(
    sections: Sequence[Section],
    *,
    title: str,
    language: Language,
    facts: Iterable[str],
    about: Iterable[str],
    files: Iterable[tuple[str, str]],
    remarks: pd.DataFrame,
) -> bytes:
    """Excel workbook with every table of the sections in full.

    Parameters
    ----------
    sections
        The questions with their answers, in order.
    title
        Heading of the cover.
    language
        Language of headings and explanations.
    facts
        What stands below the heading.
    about
        Sentences on the data.
    files
        Names and hashes of the files that were read.
    remarks
        What deserves a look in the tables, as ``net.findings``.

    Returns
    -------
    bytes
        The file; the same input gives the same bytes.

    Examples
    --------
    >>> content = workbook((), title="=1+1", language="en", facts=(), about=(),
    ...                    files=(), remarks=pd.DataFrame())
    >>> content[:2]
    b'PK'
    """
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": True,
        },
    )
    book.set_properties({"title": _told(title, language), "created": _CREATED})
    writer = _Writer(book, language)
    parts = [
        (section.short, [table for table in section.tables if not table.is_extract])
        for section in sections
    ]
    if len(remarks):
        parts.append((say("remarks_sheet", language), [_remarks(remarks, language)]))
    caveats = dict.fromkeys(one for section in sections for one in section.caveats)
    writer.cover(parts, title, list(dict.fromkeys([*facts, *about])), caveats, files)
    tables = [table for _, found in parts for table in found]
    for table in tables:
        writer.table(table)
    writer.columns(tables)
    book.close()
    return target.getvalue()


class _Writer:
    """An open workbook with its formats, in one language."""

    def __init__(self, book: xlsxwriter.Workbook, language: Language) -> None:
        self.book = book
        self.language = language
        plain = {"font_name": _FONT[language], "font_size": 10, "valign": "top"}
        self.plain = book.add_format(plain)
        self.wrapped = book.add_format({**plain, "text_wrap": True})
        self.title = book.add_format({**plain, "font_size": 16, "bold": True})
        self.strong = book.add_format({**plain, "bold": True})
        self.link = book.add_format({**plain, "font_color": "#0B4F8A", "underline": 1})
        self.head = book.add_format(
            {
                **plain,
                "bold": True,
                "bg_color": "#E4EBF2",
                "bottom": 1,
                "text_wrap": True,
            }
        )
        self.numbers = {
            form: book.add_format({**plain, "num_format": code})
            for form, code in _FORMATS.items()
        }

    def cover(
        self,
        parts: Iterable[tuple[str, Sequence[Table]]],
        title: str,
        facts: Sequence[str],
        caveats: Iterable[str],
        files: Iterable[tuple[str, str]],
    ) -> None:
        """Title, what it is, dates, files, and the list of sheets with links."""
        sheet = self._sheet(say("cover", self.language))
        sheet.set_column(0, 0, 26, self.plain)
        sheet.set_column(1, 1, 90, self.plain)
        sheet.set_column(2, 2, 9, self.plain)
        self._text(sheet, 0, 0, title, self.title)
        row = 1
        for text in (*facts, say("workbook", self.language)):
            sheet.merge_range(row, 0, row, 2, "", self.wrapped)
            self._text(sheet, row, 0, text, self.wrapped)
            sheet.set_row(row, 15 * (1 + _width(text) // 125))
            row += 1
        row += 1
        heads = [say(key, self.language) for key in ("sheet", "what", "n_rows")]
        for place, text in enumerate(heads):
            self._text(sheet, row, place, text, self.head)
        for short, tables in parts:
            if tables:
                row += 1
                self._text(sheet, row, 0, short, self.strong)
            row = self._listed(sheet, row, tables)
        row += 1
        name = say("columns", self.language)
        sheet.write_url(row, 0, f"internal:'{name}'!A1", self.link, name)
        row += 2
        self._text(sheet, row, 0, say("caveats", self.language), self.strong)
        for text in caveats:
            row += 1
            sheet.merge_range(row, 0, row, 2, "", self.wrapped)
            self._text(sheet, row, 0, text, self.wrapped)
            sheet.set_row(row, 15 * (1 + _width(text) // 125))
        row += 2
        self._text(sheet, row, 0, say("files", self.language), self.strong)
        for name, digest in files:
            row += 1
            self._text(sheet, row, 0, name, self.plain)
            self._text(sheet, row, 1, digest, self.plain)

    def _listed(
        self,
        sheet: Any,  # noqa: ANN401
        row: int,
        tables: Sequence[Table],
    ) -> int:
        """Names of sheets with links, below a row; the last row written."""
        for table in tables:
            row += 1
            # Our own sheet's name: it holds no letter that a link could stumble on.
            sheet.write_url(
                row, 0, f"internal:'{table.sheet}'!A1", self.link, table.sheet
            )
            self._text(sheet, row, 1, table.caption, self.wrapped)
            sheet.write_number(row, 2, len(table.frame), self.numbers["integer"])
        return row

    def table(self, table: Table) -> None:
        """A whole table with frozen headings and a filter, ready to be printed."""
        sheet = self._sheet(table.sheet)
        codes = [str(code) for code in table.frame.columns]
        told = columns_of(table, codes, self.language)
        for place, one in enumerate(told):
            self._text(sheet, 0, place, one.heading, self.head)
        frame = table.frame.head(_ROWS).astype(object)
        for place, one in enumerate(told):
            cells = frame.iloc[:, place].tolist()
            for row, cell in enumerate(cells, start=1):
                self._cell(sheet, row, place, cell, one)
            sheet.set_column(
                place, place, _column_width(one, cells), self._format_of(one)
            )
        last = len(frame)
        sheet.freeze_panes(1, 1 + (codes[:1] == ["id"]))
        sheet.autofilter(0, 0, max(last, 1), max(len(codes) - 1, 0))
        sheet.repeat_rows(0)
        if table.bar in codes and last:
            place = codes.index(table.bar)
            bar = {"type": "data_bar", "bar_color": "#9CC3E6", "bar_solid": True}
            sheet.conditional_format(1, place, last, place, bar)
        if not last:
            self._text(sheet, 1, 0, table.nothing or say("nothing", self.language))

    def columns(self, tables: Sequence[Table]) -> None:
        """What every heading means, sheet by sheet."""
        sheet = self._sheet(say("columns", self.language))
        keys = ("sheet", "heading", "code", "meaning", "unit")
        for place, (key, width) in enumerate(
            zip(keys, (22, 24, 20, 70, 14), strict=True)
        ):
            self._text(sheet, 0, place, say(key, self.language), self.head)
            sheet.set_column(place, place, width, self.wrapped)
        row = 0
        for table in tables:
            codes = list(map(str, table.frame.columns))
            told = columns_of(table, codes, self.language)
            for code, one in zip(codes, told, strict=True):
                row += 1
                texts = (table.sheet, one.heading, code, one.meaning, one.unit)
                for place, text in enumerate(texts):
                    self._text(sheet, row, place, text, self.wrapped)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(row, 1), len(keys) - 1)
        sheet.repeat_rows(0)

    def _sheet(self, name: str) -> Any:  # noqa: ANN401  (the library has no types)
        sheet = self.book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&A&R&P / &N")
        return sheet

    def _cell(
        self,
        sheet: Any,  # noqa: ANN401
        row: int,
        place: int,
        cell: object,
        told: Column,
    ) -> None:
        if is_missing(cell):
            return
        if told.format == "truth":
            word = ("○", "－") if self.language == "ja" else ("yes", "no")
            self._text(sheet, row, place, word[0] if cell else word[1])
        elif isinstance(cell, tuple):
            joint = "、" if self.language == "ja" else "; "
            self._text(sheet, row, place, joint.join(cell))
        elif isinstance(cell, str) or told.format in ("text", "date"):
            self._text(sheet, row, place, str(cell))
        else:
            number = float(cell)  # type: ignore[arg-type]  # what is no text is a number
            sheet.write_number(row, place, number, self._format_of(told))

    def _text(
        self,
        sheet: Any,  # noqa: ANN401
        row: int,
        place: int,
        text: str,
        style: object | None = None,
    ) -> None:
        # Asked for by name: what is written as text is text, however it begins.
        sheet.write_string(row, place, _told(text, self.language), style or self.plain)

    def _format_of(self, told: Column) -> object:
        return self.numbers.get(told.format, self.plain)


def _remarks(frame: pd.DataFrame, language: Language) -> Table:
    """Remarks on the tables, in Japanese first where the reader reads Japanese."""
    shown = frame[list(_REMARKS)].copy()
    shown["level"] = [say(str(level), language) for level in shown["level"]]
    if language == "ja":
        known = {field.name for field in dataclasses.fields(Problem)}
        told = [
            Problem(**{k: v for k, v in row.items() if k in known and v == v}).japanese
            for row in frame.to_dict("records")
        ]
        shown.insert(1, "japanese", told)
        # What is only told in English stands last.
        english = ["why", "remedy"]
        shown = shown[[*(c for c in shown if c not in english), *english]]
    name = say("remarks_sheet", language)
    return Table("remarks", name, name, shown, ())


def _told(text: str, language: Language) -> str:
    """Text as a cell can hold it."""
    told = _FORBIDDEN.sub("\ufffd", text)
    if len(told) <= _LONGEST:
        return told
    mark = say("clipped", language)
    return told[: _LONGEST - len(mark)] + mark


def _column_width(told: Column, cells: list[object]) -> float:
    """Width for the heading and nearly all cells, in letters; Japanese ones are two."""
    widths = sorted(
        _width("、".join(cell) if isinstance(cell, tuple) else str(cell))
        for cell in cells
        if not is_missing(cell) and (isinstance(cell, (str, tuple)))
    )
    usual = widths[int(0.9 * (len(widths) - 1))] if widths else 0
    return min(max(_width(told.heading) + 4, usual + 2, _NARROW), _WIDE)


def _width(text: str) -> int:
    return sum(
        2 if unicodedata.east_asian_width(one) in "WFA" else 1 for one in text[:200]
    )
