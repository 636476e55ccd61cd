"""How is the workbook made that a spreadsheet cannot spoil?

Every cell is text, so that ids and dates stay as they are typed. Columns with a
controlled list offer its words, id columns the ids of the other sheet; another word
is questioned, never forbidden, as the reader only remarks on it.
"""

from __future__ import annotations

import datetime
import io

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from tohoku_network.starter._examples import (
    SCHEMAS,
    headings,
    rows,
    sheet_name,
    word_sheet,
)
from tohoku_network.tables.columns import ORGANIZATIONS, SOURCES
from tohoku_network.vocabulary import COLUMNS, LISTS, Language

__all__ = ["workbook"]

_TEXT = 49
"""Number of the built-in format “Text”."""
_ROWS = 2000
"""Rows below the heading that offer lists."""
_ID_OF = {
    "parent_id": ORGANIZATIONS,
    "member_id": ORGANIZATIONS,
    "group_id": ORGANIZATIONS,
    "source_id": SOURCES,
}
"""Whose ids a column holds."""
_WIDTHS = {"name": 34, "name_en": 34, "title": 34, "locator": 26, "note": 30}


def workbook(language: Language) -> bytes:
    """Bytes of the workbook with the example; the same in every run."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    # Otherwise the time of writing is told in the file.
    book.set_properties({"created": datetime.datetime(2020, 1, 1)})
    heading = book.add_format(
        {"bold": True, "bg_color": "#E8EDF3", "bottom": 1, "num_format": _TEXT}
    )
    text = book.add_format({"num_format": _TEXT})
    places = _place_words(language)
    for schema in SCHEMAS:
        sheet = book.add_worksheet(sheet_name(schema, language))
        sheet.freeze_panes(1, 2)
        for position, column in enumerate(schema.columns):
            sheet.set_column(position, position, _WIDTHS.get(column, 15), text)
            _offer(sheet, position, column, language, places)
        for line, cells in enumerate(
            [headings(schema, language), *rows(schema, language)]
        ):
            for position, cell in enumerate(cells):
                how = heading if line == 0 else text
                if cell or line == 0:
                    sheet.write_string(line, position, cell, how)
        sheet.autofilter(0, 0, _ROWS, len(schema.columns) - 1)
    _write_words(book.add_worksheet(word_sheet(language)), language, heading, text)
    book.close()
    return stream.getvalue()


def _place_words(language: Language) -> dict[str, str]:
    """Range of each list on its sheet, as a formula."""
    sheet = word_sheet(language)
    ranges = {}
    for position, (column, words) in enumerate(LISTS.items()):
        letter = xl_col_to_name(position)
        ranges[column] = f"='{sheet}'!${letter}$2:${letter}${len(words) + 1}"
    for column, table in _ID_OF.items():
        name = sheet_name(table, language)
        ranges[column] = f"='{name}'!$A$2:$A${_ROWS + 1}"
    return ranges


def _offer(
    sheet: Worksheet,
    position: int,
    column: str,
    language: Language,
    places: dict[str, str],
) -> None:
    """Offer what may stand in a column; themes are several words in one cell."""
    if column == "themes" or not (column in places or column == "unnamed"):
        return
    title, message = {
        "ja": ("一覧にない値です", "このまま入力しますか。"),
        "en": ("Not on the list", "Keep it as it is?"),
    }[language]
    sheet.data_validation(
        1,
        position,
        _ROWS,
        position,
        {
            "validate": "list",
            "source": ["true"] if column == "unnamed" else places[column],
            "error_type": "warning",
            "error_title": title,
            "error_message": message,
        },
    )


def _write_words(
    sheet: Worksheet, language: Language, heading: Format, text: Format
) -> None:
    """One column for each controlled list, under the heading of its column."""
    for position, (column, words) in enumerate(LISTS.items()):
        shown = COLUMNS[column].ja if language == "ja" else column
        sheet.set_column(position, position, 22, text)
        sheet.write_string(0, position, shown, heading)
        for line, (code, word) in enumerate(words.items(), 1):
            sheet.write_string(line, position, word.ja if language == "ja" else code)
    sheet.freeze_panes(1, 0)
