"""Which column does a heading mean?

A heading is read as a column by our own name, a label or a synonym; everyday ones,
such as No. or 団体, only where no other heading means that column. Where two can be
meant, neither is taken.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from tohoku_network.vocabulary import COLUMNS

if TYPE_CHECKING:
    from tohoku_network.tables.columns import Schema

__all__ = ["STAND_INS", "accepted_headings", "codes_of"]

# Two tables call the same thing by another heading; the table decides.
_IN_TABLE: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "organizations": {"機関ID": "id", "member": "id"},
        "memberships": {"機関ID": "member_id", "会員ID": "member_id"},
        "sources": {"名称": "title", "資料名": "title"},
    }
)


def _headings(text: str) -> tuple[str, ...]:
    """Headings written one beside the other with a bar between."""
    return tuple(text.split("|"))


STAND_INS: Mapping[str, Mapping[str, tuple[tuple[str, ...], ...]]] = MappingProxyType(
    {
        "organizations": {
            "id": (
                _headings(
                    "団体ID|団体番号|団体コード|機関番号|機関コード|組織ID|会員ID|"
                    "会員番号|会員コード|構成員ID|会議ID|会議体ID|"
                    "organization ID|organisation ID|member ID"
                ),
                _headings("No.|No|番号|整理番号|#|number"),
            ),
            "name": (
                _headings(
                    "正式名称|法人名|会員名|構成員名|会議体名|会議名|グループ名|"
                    "organization name|organisation name|company name"
                ),
                _headings(
                    "団体|機関|組織|会社|企業|会議体|会員|構成員|参加機関|参加団体|"
                    "organization|organisation|institution|company|council|group"
                ),
            ),
            "source_id": (_headings("根拠|根拠資料|典拠|出所"),),
        },
        "memberships": {
            "member_id": (
                _headings(
                    "会員番号|会員コード|機関番号|機関コード|組織ID|organization ID|"
                    "organisation ID"
                ),
                _headings(
                    "会員|会員名|構成員名|構成員|メンバー|参加機関|参加団体|参加機関名|参加者|機関|"
                    "機関名|組織|組織名|会社|会社名|企業|企業名|organization|"
                    "organisation|institution|company|organization name|"
                    "organisation name|company name|member name"
                ),
                _headings("団体|団体名|団体番号|団体コード|団体ID|名称|name"),
            ),
            "group_id": (
                _headings("会議ID|会議体番号|会議体コード|会議番号|council ID"),
                _headings(
                    "会議体|グループ|会議体名|会議|会議名|協議会|協議会名|委員会|委員会名|研究会|"
                    "研究会名|グループ名|所属先|所属団体|参加先|council|committee|"
                    "council name|group name|meeting"
                ),
                _headings("団体ID|団体番号|団体コード"),
            ),
            "source_id": (_headings("根拠|根拠資料|典拠|出所"),),
        },
        "sources": {},
    }
)
"""Headings that are read as a column only where no other heading means it.

For each table and column: ranks of headings. A heading of a later rank counts only
where none of an earlier one stands; two of one rank are not chosen between.
"""


def codes_of(
    headings: Sequence[str], schema: Schema, *, everyday: bool = True
) -> list[str]:
    """Code of every heading; one that means no column stays as it is written.

    Parameters
    ----------
    headings
        One row of text.
    schema
        Which table it should head.
    everyday
        Whether headings such as No. count, where no other means the column.

    Returns
    -------
    list of str
        Codes in the order of the headings; a code stands twice where two headings
        mean it outright.

    Examples
    --------
    >>> from tohoku_network.tables.columns import MEMBERSHIPS, ORGANIZATIONS
    >>> codes_of(["No.", "団体名", "電話"], ORGANIZATIONS)
    ['id', 'name', '電話']
    >>> codes_of(["会議体", "団体", "就任日"], MEMBERSHIPS)
    ['group_id', 'member_id', 'valid_from']
    """
    outright = _outright(schema)
    folded = [_fold(heading) for heading in headings]
    codes = [
        outright.get(text, heading)
        for text, heading in zip(folded, headings, strict=True)
    ]
    stand_ins = _stand_ins(schema.table) if everyday else {}
    known = {*codes} & {*schema.columns}
    for rank in range(max((len(ranks) for ranks in stand_ins.values()), default=0)):
        meant: dict[int, list[str]] = {}
        for code, ranks in stand_ins.items():
            if code in known or rank >= len(ranks):
                continue
            places = [
                place
                for place, text in enumerate(folded)
                if text in ranks[rank] and codes[place] not in schema.columns
            ]
            if len(places) == 1:
                meant.setdefault(places[0], []).append(code)
            elif places:
                known.add(code)  # not chosen between, and no later rank is asked
        for place, columns in meant.items():
            if len(columns) == 1:
                codes[place] = columns[0]
                known.add(columns[0])
    return codes


def accepted_headings(code: str, table: str) -> list[str]:
    """Every heading that is read as a column of a table, as they may be shown.

    Parameters
    ----------
    code
        The column.
    table
        The table.

    Returns
    -------
    list of str
        The Japanese label first, then synonyms and everyday headings, then English.

    Examples
    --------
    >>> accepted_headings("valid_to", "memberships")[:3]
    ['終了', '終了日', '終了年月']
    >>> "No." in accepted_headings("id", "organizations")
    True
    """
    ja, en, also = COLUMNS[code]
    special = [text for text, column in _IN_TABLE[table].items() if column == code]
    ranks = STAND_INS[table].get(code, ())
    found = dict.fromkeys(
        [ja, *special, *also, *(text for rank in ranks for text in rank), en, code]
    )
    return sorted(found, key=str.isascii)


def _fold(heading: str) -> str:
    # Cells of a sheet are broken into lines and spaced out where they are narrow.
    return "".join(unicodedata.normalize("NFKC", heading).split()).casefold()


@functools.cache
def _outright(schema: Schema) -> Mapping[str, str]:
    """Code of every folded heading that needs no other one to be understood."""
    found: dict[str, str] = {_fold(code): code for code in schema.columns}
    for heading, code in _IN_TABLE[schema.table].items():
        found.setdefault(_fold(heading), code)
    for code in schema.columns:
        ja, en, also = COLUMNS[code]
        for heading in (ja, en, *also):
            found.setdefault(_fold(heading), code)
    return found


@functools.cache
def _stand_ins(table: str) -> Mapping[str, Sequence[frozenset[str]]]:
    return {
        code: [frozenset(map(_fold, rank)) for rank in ranks]
        for code, ranks in STAND_INS[table].items()
    }
