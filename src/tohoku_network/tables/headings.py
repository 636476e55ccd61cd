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

from tohoku_network.vocabulary import COLUMNS, STAND_INS

if TYPE_CHECKING:
    from tohoku_network.tables.columns import Schema

__all__ = ["accepted_headings", "codes_of"]

# Two tables call the same thing by another heading; the table decides.
_IN_TABLE: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "organizations": {"機関ID": "id", "member": "id"},
        "memberships": {"機関ID": "member_id", "会員ID": "member_id"},
        "sources": {"名称": "title", "資料名": "title"},
    }
)


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
