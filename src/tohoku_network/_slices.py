"""Which rows remain when a network is cut to a date or to conditions?

Masks over the tables: periods that exclude only what is certainly out of force, and
conditions whose words must occur somewhere, so that a typing slip is not an empty
result.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

import numpy as np
import pandas as pd

from tohoku_network.tables import OPEN_END, PartialDate, parse_date
from tohoku_network.vocabulary import LISTS, code_of

__all__ = ["Condition", "has_theme", "in_force", "is_group_in", "meets", "partial_date"]

Condition = str | Iterable[str] | None
"""A word, several words, or no condition."""

_FIRST_DAY, _LAST_DAY = "0001-01-01", "9999-12-31"


def in_force(memberships: pd.DataFrame, first: str, last: str) -> pd.Series:
    """Mask of the rows that are in force on some day from ``first`` to ``last``."""
    starts = memberships["valid_from"].map(_earliest, na_action=None)
    ends = memberships["valid_to"].map(_latest, na_action=None)
    return (starts <= last) & (ends >= first)


def partial_date(date: str | int | datetime.date) -> PartialDate:
    if isinstance(date, int) and not isinstance(date, bool):
        date = f"{date:04}"
    if isinstance(date, datetime.datetime):
        date = date.date()
    if isinstance(date, datetime.date):
        date = date.isoformat()
    if not isinstance(date, str):
        given = type(date).__name__
        msg = f"a date must be a text, a year or a datetime.date, not {given}"
        raise TypeError(msg)
    try:
        return parse_date(date)
    except ValueError as error:
        msg = f"{date!r} is no date: {error}"
        raise ValueError(msg) from None


def _earliest(text: object) -> str:
    return parse_date(text).first if isinstance(text, str) else _FIRST_DAY


def _latest(text: object) -> str:
    if not isinstance(text, str) or text == OPEN_END:
        return _LAST_DAY
    return parse_date(text).last


def meets(
    column: pd.Series,
    wanted: Condition,
    name: str,
    *,
    among: np.ndarray | None = None,
) -> pd.Series:
    if wanted is None:
        return pd.Series(True, index=column.index)
    present = set((column if among is None else column[among]).dropna())
    words = _words(wanted, name)
    _check_words(words, present, name)
    return column.isin(list(words))


def has_theme(column: pd.Series, wanted: Condition) -> pd.Series:
    if wanted is None:
        return pd.Series(True, index=column.index)
    words = _words(wanted, "themes")
    themes = column.fillna("").str.split("|").map(set)
    _check_words(words, set().union(*themes) - {""}, "theme")
    return themes.map(lambda found: bool(found & words)).astype(bool)


def _words(wanted: Condition, name: str) -> set[str]:
    """Words of a condition; labels such as 産 are understood as in the tables."""
    known = LISTS.get("kind" if name == "group_kind" else name, {})
    asked = {wanted} if isinstance(wanted, str) else set(wanted or ())
    return {code_of(word, known) or word for word in asked}


def _check_words(words: set[str], present: set[str], name: str) -> None:
    lost = sorted(words - present)
    if lost:
        if not present:
            msg = f"{name}: the column is empty, so nothing can be chosen by it"
            raise ValueError(msg)
        shown = ", ".join(sorted(present))
        msg = f"{name}: nothing has {', '.join(map(repr, lost))}; there is {shown}"
        raise ValueError(msg)


def is_group_in(
    ids: pd.Index, groups: Condition, group_ids: frozenset[str]
) -> np.ndarray:
    """Mask of the ids that are among the asked groups."""
    if groups is None:
        return ids.isin(group_ids)
    chosen = {groups} if isinstance(groups, str) else set(groups)
    lost = sorted(chosen - group_ids)
    if lost:
        msg = f"groups: no group has the id {', '.join(lost[:5])}"
        raise ValueError(msg)
    return ids.isin(chosen)
