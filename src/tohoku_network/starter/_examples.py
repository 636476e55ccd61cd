"""What stands in the example, in either language?

Eight invented organizations, two groups among them, and who sits in which. The
industry and the universities meet in no group, and only the bank sits with both: so
the first question has an answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tohoku_network.tables.columns import (
    MEMBERSHIPS,
    ORGANIZATIONS,
    SHEETS,
    SOURCES,
    WORD_SHEETS,
    Schema,
)
from tohoku_network.vocabulary import COLUMNS, LISTS, Language, label

__all__ = ["PREFIX", "SCHEMAS", "headings", "rows", "sheet_name", "word_sheet"]

SCHEMAS = (ORGANIZATIONS, MEMBERSHIPS, SOURCES)
PREFIX = "ex-"
"""How every id of the example begins."""

# Words stand as codes; what differs between the languages is a pair (ja, en).
_Row = Mapping[str, str | tuple[str, str]]
_LIST = {"source_id": "ex-list"}
_NOTE = {"source_id": "ex-minutes"}
_ROWS: Mapping[str, tuple[_Row, ...]] = MappingProxyType(
    {
        "organizations": (
            {
                "id": "ex-univ",
                "name": ("萩原大学", "Hagihara University"),
                "aliases": ("萩原大", "HU"),
                "sector": "academia",
                "kind": "university",
                "prefecture": "Miyagi",
                "themes": "semiconductor|startup",
                **_LIST,
                "locator": ("構成員一覧", "List of members"),
            },
            {
                "id": "ex-tech",
                "name": ("奥羽山工科大学", "Ouzan Institute of Technology"),
                "sector": "academia",
                "kind": "university",
                "prefecture": "Iwate",
                **_LIST,
                "locator": ("構成員一覧", "List of members"),
            },
            {
                "id": "ex-maker",
                "name": ("株式会社わかくさ精機", "Wakakusa Seiki"),
                "aliases": ("わかくさ精機", ""),
                "sector": "industry",
                "kind": "company",
                "prefecture": "Yamagata",
                "themes": "manufacturing",
                **_NOTE,
                "locator": ("出席者名簿", "Those present"),
            },
            {
                "id": "ex-soft",
                "name": ("合同会社ほたるソフト", "Hotaru Software"),
                "sector": "industry",
                "kind": "company",
                "prefecture": "Fukushima",
                "themes": "dx",
                **_NOTE,
                "locator": ("出席者名簿", "Those present"),
            },
            {
                "id": "ex-bank",
                "name": ("七ツ杜銀行", "Nanatsumori Bank"),
                "sector": "finance",
                "kind": "bank",
                "prefecture": "Miyagi",
                **_LIST,
                "locator": ("構成員一覧", "List of members"),
            },
            {
                "id": "ex-city",
                "name": ("北萩市", "City of Kitahagi"),
                "sector": "government",
                "kind": "municipality",
                "prefecture": "Miyagi",
                **_LIST,
                "locator": ("構成員一覧", "List of members"),
            },
            {
                "id": "ex-firms",
                "name": ("県内の中小製造業者", "Small manufacturers of the prefecture"),
                "sector": "industry",
                "prefecture": "Miyagi",
                "size_declared": "12",
                "unnamed": "true",
                **_NOTE,
                "locator": ("開催の趣旨", "Purpose of the meeting"),
            },
            {
                "id": "ex-council",
                "name": ("北萩産学連携協議会", "Kitahagi Collaboration Council"),
                "kind": "council",
                "prefecture": "Miyagi",
                "themes": "semiconductor",
                "size_declared": "4",
                **_LIST,
                "locator": ("設置要綱", "Statutes"),
            },
            {
                "id": "ex-salon",
                "name": ("ものづくり金融懇談会", "Manufacturing and Finance Forum"),
                "kind": "network",
                "prefecture": "Tohoku",
                "themes": "manufacturing|sme_support",
                **_NOTE,
                "locator": ("開催の趣旨", "Purpose of the meeting"),
            },
        ),
        "memberships": (
            {
                "member_id": "ex-univ",
                "group_id": "ex-council",
                "role": "chair",
                "valid_from": "2022-04",
                "valid_to": "..",
                **_LIST,
                "locator": ("構成員一覧 1", "List of members, 1"),
                "certainty": "stated",
                "note": ("任期は2年、再任", "Term of two years, re-elected"),
            },
            {
                "member_id": "ex-tech",
                "group_id": "ex-council",
                "role": "member",
                "valid_from": "2023-04-01",
                "valid_to": "..",
                **_LIST,
                "locator": ("構成員一覧 2", "List of members, 2"),
                "certainty": "stated",
            },
            {
                "member_id": "ex-bank",
                "group_id": "ex-council",
                "role": "member",
                "valid_from": "2022-04",
                "valid_to": "..",
                **_LIST,
                "locator": ("構成員一覧 3", "List of members, 3"),
                "certainty": "stated",
            },
            {
                "member_id": "ex-city",
                "group_id": "ex-council",
                "role": "secretariat",
                "valid_from": "2022-04",
                "valid_to": "..",
                **_LIST,
                "locator": ("設置要綱 第5条", "Statutes, article 5"),
                "certainty": "stated",
            },
            {
                "member_id": "ex-bank",
                "group_id": "ex-salon",
                "role": "host",
                "valid_from": "2021",
                **_NOTE,
                "locator": ("開催の趣旨", "Purpose of the meeting"),
                "certainty": "stated",
            },
            {
                "member_id": "ex-maker",
                "group_id": "ex-salon",
                "role": "member",
                "valid_from": "2021-10",
                **_NOTE,
                "locator": ("出席者名簿", "Those present"),
                "certainty": "stated",
            },
            {
                "member_id": "ex-soft",
                "group_id": "ex-salon",
                "role": "speaker",
                "valid_from": "2023-11-20",
                "valid_to": "2023-11-20",
                **_NOTE,
                "locator": ("議事 2", "Minute 2"),
                "certainty": "implied",
            },
            {
                "member_id": "ex-firms",
                "group_id": "ex-salon",
                "role": "participant",
                **_NOTE,
                "locator": ("開催の趣旨", "Purpose of the meeting"),
                "certainty": "stated",
            },
        ),
        "sources": (
            {
                "id": "ex-list",
                "title": ("協議会構成員名簿", "List of the council's members"),
                "publisher": ("北萩産学連携協議会", "Kitahagi Collaboration Council"),
                "date": "2024-04-01",
                "note": ("記入例（架空）", "Invented example"),
            },
            {
                "id": "ex-minutes",
                "title": ("懇談会 議事要旨", "Minutes of the forum"),
                "publisher": ("七ツ杜銀行", "Nanatsumori Bank"),
                "date": "2023-11",
                "note": ("記入例（架空）", "Invented example"),
            },
        ),
    }
)


def sheet_name(schema: Schema, language: Language) -> str:
    """Name of a table's sheet: the Japanese one that the reader proposes, or ours."""
    return SHEETS[schema.table][1] if language == "ja" else schema.table


def word_sheet(language: Language) -> str:
    """Name of the sheet with the controlled words."""
    return WORD_SHEETS[0 if language == "ja" else 1]


def headings(schema: Schema, language: Language) -> list[str]:
    """Headings of a table: Japanese labels, or the library's own names."""
    if language == "en":
        return list(schema.columns)
    return [COLUMNS[column].ja for column in schema.columns]


def rows(schema: Schema, language: Language) -> list[list[str]]:
    """Example rows of a table, a text for every column of its schema."""
    return [
        [_cell(row, column, language) for column in schema.columns]
        for row in _ROWS[schema.table]
    ]


def _cell(row: _Row, column: str, language: Language) -> str:
    value = row.get(column, "")
    if column == "name_en" and language == "ja" and isinstance(row["name"], tuple):
        return row["name"][1]
    if isinstance(value, tuple):
        return value[0 if language == "ja" else 1]
    if language == "en" or column not in LISTS:
        return value
    return "|".join(label(word, LISTS[column], "ja") for word in value.split("|"))
