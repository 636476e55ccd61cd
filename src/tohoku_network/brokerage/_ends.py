"""Which organizations stand at either end, and to which category does each belong?

An end is told as a word of an attribute, or as the organizations themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple, get_args

import numpy as np
import pandas as pd
import scipy.sparse as sp

from tohoku_network import _incidence
from tohoku_network.errors import GraphError
from tohoku_network.network import AffiliationNetwork
from tohoku_network.vocabulary import LISTS, SECTORS, Language, code_of, label

__all__ = [
    "By",
    "Ends",
    "categories",
    "coded",
    "ends",
    "named",
    "pair_blocks",
    "people",
]

By = Literal["sector", "prefecture", "kind"]
"""An attribute of the organizations' table that parts them into categories."""


class Ends(NamedTuple):
    """The members' matrix, and the rows that stand at either end of a pair."""

    matrix: sp.csr_array
    members: list[str]
    groups: list[str]
    a: np.ndarray
    b: np.ndarray
    facts: dict[str, object]
    """What the ends are, for the definition of a result."""


def categories(
    net: AffiliationNetwork, ids: list[str], by: By | pd.Series
) -> list[str | None]:
    """Category of each organization; None where it has none."""
    if isinstance(by, pd.Series):
        lost = sorted(set(ids) - set(by.index))
        if lost:
            more = f" and {len(lost) - 5:,} more" if len(lost) > 5 else ""
            msg = f"by: no category is given for {', '.join(lost[:5])}{more}"
            raise GraphError(msg)
        if by.index.has_duplicates:
            msg = "by: an organization has two categories; its index must be unique"
            raise GraphError(msg)
        # Whole numbers that became floats beside a gap are written as whole numbers.
        column = by.reindex(ids).convert_dtypes()
    elif by in get_args(By):
        column = net.organizations[by].reindex(ids)
    else:
        msg = f"by must be one of {', '.join(get_args(By))} or a Series, not {by!r}"
        raise ValueError(msg)
    return [
        None if missing else str(value)
        for value, missing in zip(column, column.isna(), strict=True)
    ]


def coded(found: list[str | None]) -> tuple[np.ndarray, list[str]]:
    """Categories as numbers in sorted order, -1 for none, and their words."""
    words = sorted({word for word in found if word is not None})
    number = {word: code for code, word in enumerate(words)}
    codes = [-1 if word is None else number[word] for word in found]
    return np.array(codes, dtype=np.int64), words


def ends(
    net: AffiliationNetwork,
    a: str | Iterable[str],
    b: str | Iterable[str],
    by: By | pd.Series,
) -> Ends:
    """Rows of both ends, or an error that says what there is instead."""
    matrix, members, groups = net.oriented("members")
    found = categories(net, members, by)
    facts: dict[str, object] = {}
    rows = []
    for side, asked in (("a", a), ("b", b)):
        if isinstance(asked, str):
            rows.append(_of_category(asked, found, by))
            facts[side] = asked
        else:
            chosen = sorted({str(word) for word in asked})
            rows.append(_of_ids(chosen, members, side))
            facts[side] = tuple(chosen)
    result = Ends(matrix, members, groups, rows[0], rows[1], facts)
    facts.update(by=by if isinstance(by, str) else by.name, n_a=len(rows[0]))
    facts.update(n_b=len(rows[1]), **_pair_counts(result))
    return result


def _of_category(word: str, found: list[str | None], by: By | pd.Series) -> np.ndarray:
    known = LISTS[by] if isinstance(by, str) else {}
    code = code_of(word, known) or word if known else word
    rows = np.array([r for r, own in enumerate(found) if own == code], dtype=np.int64)
    if not len(rows):
        noun = by if isinstance(by, str) else "category"
        nouns = f"{by}s" if isinstance(by, str) else "categories"
        present = ", ".join(sorted({own for own in found if own})) or "none"
        msg = f"no named member is of {noun} {word!r}; the {nouns} are: {present}"
        raise ValueError(msg)
    return rows


def _of_ids(chosen: list[str], members: list[str], side: str) -> np.ndarray:
    if not chosen:
        msg = f"{side} names no organization"
        raise ValueError(msg)
    rows = pd.Index(members).get_indexer(pd.Index(chosen))
    lost = [word for word, row in zip(chosen, rows, strict=True) if row < 0]
    if lost:
        more = f" and {len(lost) - 5:,} more" if len(lost) > 5 else ""
        msg = f"{side}: no named member has the id {', '.join(lost[:5])}{more}"
        raise GraphError(msg)
    return np.sort(rows)


def _pair_counts(found: Ends) -> dict[str, int]:
    """How many pairs of A and B share a group, and how many do not."""
    pairs = tied = 0
    of_b = sp.csr_array(found.matrix[found.b].T)
    for rows, allowed in pair_blocks(found):
        pairs += int(allowed.sum())
        tied += int((allowed & ((found.matrix[rows] @ of_b).toarray() > 0)).sum())
    return {"open_pairs": pairs - tied, "tied_pairs": tied}


def pair_blocks(found: Ends) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Blocks of A with the mask of the pairs that count: distinct, and each once."""
    both = np.intersect1d(found.a, found.b)
    b_in_a = np.isin(found.b, both)
    for block in _incidence.blocks(len(found.a)):
        rows = found.a[block]
        allowed = rows[:, None] != found.b[None, :]
        twice = np.isin(rows, both)[:, None] & b_in_a[None, :]
        yield rows, allowed & ~(twice & (rows[:, None] > found.b[None, :]))


def named(end: object) -> str:
    """How a definition calls an end."""
    return end if isinstance(end, str) else "named organizations"


def people(net: AffiliationNetwork, ids: list[str], language: Language) -> pd.DataFrame:
    """Frame with the name and sector of each organization, indexed by id."""
    sectors = net.organizations["sector"].reindex(ids)
    return pd.DataFrame(
        {
            "name": net.display_names(language).reindex(ids),
            "sector": [label(code, SECTORS, language) for code in sectors],
        },
        index=pd.Index(ids, name="id", dtype="str"),
    )
