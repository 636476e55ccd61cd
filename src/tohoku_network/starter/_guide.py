"""How is the guide made that explains each column and each word?

The sentences stand in a template for each language; columns, required cells and
words come from the tables' schemas and the vocabulary, so that none can be missing.
"""

from __future__ import annotations

from importlib import resources

from jinja2 import Environment, StrictUndefined

from tohoku_network.starter._examples import (
    PREFIX,
    SCHEMAS,
    headings,
    sheet_name,
    word_sheet,
)
from tohoku_network.vocabulary import GROUP_KINDS, LISTS, Language, label

__all__ = ["MEANINGS", "guide"]

MEANINGS = {
    "organizations": {
        "id": (
            "機関を区別する文字列。重複しない、あとから変えないもの",
            "text that tells organizations apart; unique, and never changed later",
        ),
        "name": ("正式名称", "official name in full"),
        "name_en": ("英語で表示するときの名称", "name for English views"),
        "aliases": ("略称・通称。複数は | で区切る", "other names, with | between"),
        "sector": (
            "産・学・官・金などの別。会議体等は空欄でよい",
            "industry, academia and so on; may be empty for groups",
        ),
        "kind": (
            "機関または会議体等の種別",
            "kind of organization or group",
        ),
        "prefecture": ("所在地", "where it is"),
        "parent_id": (
            "上位の機関のID（部局の場合など）",
            "id of the organization that it is a part of",
        ),
        "themes": ("活動分野。複数は | で区切る", "fields of work, with | between"),
        "size_declared": (
            "資料が示す構成員の数（整数）",
            "number of members that the source tells",
        ),
        "unnamed": (
            "「地方銀行」のように名称の記載がない構成員は true",
            "true for members that the source describes without naming them",
        ),
        "corporate_number": (
            "国税庁が指定する13桁の番号",
            "Japanese corporate number, 13 digits",
        ),
        "ror_id": ("研究機関の国際的な識別子", "identifier of a research organization"),
        "source_id": ("資料のID", "id of the source"),
        "locator": ("資料の中の箇所", "place in the source"),
    },
    "memberships": {
        "member_id": (
            "加わる側の機関のID",
            "id of the organization that belongs",
        ),
        "group_id": (
            "加わる先の会議体等のID",
            "id of the group that it belongs to",
        ),
        "role": ("座長、会員、オブザーバーなど", "chair, member, observer and so on"),
        "valid_from": (
            "加わった時期。2022、2022-04、2022-04-01 のいずれか。不明なら空欄",
            "since when: 2022, 2022-04 or 2022-04-01; empty if it is not told",
        ),
        "valid_to": (
            "抜けた時期。継続中なら .. （ピリオド2つ）、不明なら空欄",
            "until when; .. (two dots) if it still goes on, empty if it is not told",
        ),
        "source_id": ("資料のID", "id of the source"),
        "locator": ("資料の中の箇所", "place in the source"),
        "certainty": (
            "資料に明記されているか、示唆にとどまるか",
            "whether the source states it or only implies it",
        ),
        "note": ("そのほか書き留めておきたいこと", "anything else"),
    },
    "sources": {
        "id": ("資料のID", "id of the source"),
        "title": ("資料の名称", "title of the document"),
        "publisher": ("作成・発行した機関", "who published it"),
        "date": (
            "発行された日。2022、2022-04、2022-04-01 のいずれか",
            "when it was published: 2022, 2022-04 or 2022-04-01",
        ),
        "note": ("そのほか書き留めておきたいこと", "anything else"),
    },
}
"""What each column of each table holds, in Japanese and English."""


def guide(language: Language, *, workbook: str | None) -> str:
    """Text of the guide.

    Parameters
    ----------
    language
        Language of the guide.
    workbook
        Name of the workbook that the folder holds; None for CSV files.

    Returns
    -------
    str
        Plain text, lines of at most about eighty columns.
    """
    at = 0 if language == "ja" else 1
    tables = [
        {
            "name": sheet_name(schema, language) if workbook else f"{schema.table}.csv",
            "columns": [
                {
                    "heading": heading,
                    "meaning": MEANINGS[schema.table][column][at],
                    "required": column in schema.required,
                    "listed": column in LISTS,
                }
                for heading, column in zip(
                    headings(schema, language), schema.columns, strict=True
                )
            ],
        }
        for schema in SCHEMAS
    ]
    ja = language == "ja"
    words = [
        {
            "heading": heading,
            "column": column,
            "words": [
                known.ja if ja else f"{code} ({known.en})"
                for code, known in LISTS[column].items()
            ],
        }
        for schema in SCHEMAS
        for heading, column in zip(
            headings(schema, language), schema.columns, strict=True
        )
        if column in LISTS
    ]
    template = resources.files(__package__) / f"guide.{language}.txt"
    # Plain text, so nothing is escaped; what is filled in is the library's own.
    paper = Environment(  # noqa: S701  (no HTML is made)
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return paper.from_string(template.read_text(encoding="utf-8")).render(
        tables=tables,
        words=words,
        workbook=workbook,
        word_sheet=word_sheet(language),
        prefix=PREFIX,
        group_kinds=[label(code, GROUP_KINDS, language) for code in GROUP_KINDS]
        if ja
        else list(GROUP_KINDS),
    )
