"""Who stands on each group's list, how far does the list reach, and what is told?

The recorded memberships as lists, with what is known of their completeness; the
categories of organizations; areas that contain one another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Literal, NamedTuple, TypeAlias, get_args

import pandas as pd

from tohoku_network.errors import GraphError
from tohoku_network.network import AffiliationNetwork
from tohoku_network.vocabulary import (
    KINDS,
    PREFECTURES,
    SECTORS,
    Label,
    Language,
    code_of,
    label,
)

__all__ = [
    "TOHOKU",
    "WIDE",
    "By",
    "Facts",
    "Kin",
    "NotEligible",
    "Roll",
    "category_order",
    "chosen_category",
    "contains",
    "facts",
    "natural",
    "not_eligible_pairs",
    "of_members",
    "period_text",
    "rolls",
    "serves",
    "told",
    "without",
    "words_of",
]

By = Literal["sector", "prefecture", "kind"]
"""A column of the organizations that parts them into categories."""

NotEligible: TypeAlias = (
    "Mapping[str, Iterable[str]] | Iterable[tuple[str, str]] "
    "| Callable[[str, str], bool] | None"
)
"""Cells that need not be filled: row and its categories, pairs, or a question."""

_WORDS: Mapping[str, Mapping[str, Label]] = {
    "sector": SECTORS,
    "prefecture": PREFECTURES,
    "kind": KINDS,
}

TOHOKU = ("Aomori", "Iwate", "Miyagi", "Akita", "Yamagata", "Fukushima")
"""The six prefectures of the region."""

# Some bodies of the region count Niigata as its seventh prefecture.
_SEVENTH = "Niigata"

WIDE = ("Tohoku", "Japan", "overseas")
"""Areas that are no prefecture."""


class Roll(NamedTuple):
    """What is recorded of one group's members."""

    named: tuple[str, ...]
    classes: tuple[str, ...]
    declared: int | None
    state: str
    """complete, incomplete, open, one_member, no_members or size_not_declared."""


def rolls(net: AffiliationNetwork) -> dict[str, Roll]:
    """Every group's list, sorted by id; nobody is a member of itself."""
    table, rows = net.organizations, net.memberships
    is_class = table["unnamed"].astype(bool).to_dict()
    named: dict[str, set[str]] = {group: set() for group in sorted(net.groups.index)}
    classes: dict[str, set[str]] = {group: set() for group in named}
    for member, group in zip(rows["member_id"], rows["group_id"], strict=True):
        if member != group:
            (classes if is_class[member] else named)[group].add(member)
    sizes = table["size_declared"]
    result = {}
    for group in named:
        declared = None if pd.isna(sizes[group]) else int(sizes[group])
        state = _state(len(named[group]), len(classes[group]), declared)
        result[group] = Roll(
            tuple(sorted(named[group])), tuple(sorted(classes[group])), declared, state
        )
    return result


def without(lists: Mapping[str, Roll], hidden: set[tuple[str, str]]) -> dict[str, Roll]:
    """Lists less some pairs of member and group; what was declared stays declared."""
    result = dict(lists)
    for group in {group for _, group in hidden}:
        roll = lists[group]
        named = tuple(one for one in roll.named if (one, group) not in hidden)
        state = _state(len(named), len(roll.classes), roll.declared)
        result[group] = Roll(named, roll.classes, roll.declared, state)
    return result


def _state(named: int, classes: int, declared: int | None) -> str:
    """How far a list reaches, by what the source tells of it."""
    if declared is not None and declared > named:
        return "incomplete"
    if classes:
        return "open"
    if declared is not None:
        return "complete"
    if not named:
        return "no_members"
    # One member is no group: the source names who runs it, and not who takes part.
    return "one_member" if named == 1 else "size_not_declared"


def contains(area: object, place: str) -> bool:
    """Whether an organization of an area may lie in, or serve, a place.

    An area that is not told may be anywhere.
    """
    if not isinstance(area, str) or not area or area == place:
        return True
    if area == "Tohoku":
        return place in (*TOHOKU, _SEVENTH)
    return area == "Japan" and place != "overseas"


def serves(area: object, place: str) -> bool:
    """Whether a group of an area would want somebody from a place.

    Unlike :func:`contains` it leaves out what is of the region only for some.
    """
    return contains(area, place) and not (area == "Tohoku" and place == _SEVENTH)


def of_members(
    net: AffiliationNetwork, ids: Iterable[str], by: By | pd.Series
) -> dict[str, str | None]:
    """Category of each organization, None where it has none."""
    wanted = list(ids)
    if isinstance(by, pd.Series):
        if by.index.has_duplicates:
            msg = "by: an organization has two categories; its index must be unique"
            raise GraphError(msg)
        lost = sorted(set(wanted) - set(by.index))
        if lost:
            more = f" and {len(lost) - 5:,} more" if len(lost) > 5 else ""
            msg = f"by: no category is given for {', '.join(lost[:5])}{more}"
            raise GraphError(msg)
        column = by.reindex(wanted).convert_dtypes()
    else:
        words_of(by)
        column = net.organizations[by].reindex(wanted)
    return {
        identifier: None if missing or value == "" else str(value)
        for identifier, value, missing in zip(
            wanted, column, column.isna(), strict=True
        )
    }


def words_of(by: By | pd.Series) -> Mapping[str, Label]:
    """Controlled list of a column, none for a given division; or what there is."""
    if isinstance(by, pd.Series):
        return {}
    if by not in get_args(By):
        msg = f"by must be one of {', '.join(get_args(By))} or a Series, not {by!r}"
        raise ValueError(msg)
    return _WORDS[by]


def category_order(present: Iterable[str | None], by: By | pd.Series) -> list[str]:
    """Categories in the order of the controlled list, other words after it."""
    words = words_of(by)
    found = {word for word in present if word is not None}
    # Every sector is asked for, as one that nobody belongs to is missing everywhere.
    listed = list(words) if isinstance(by, str) and by == "sector" else []
    known = [word for word in words if word in found or word in listed]
    return known + sorted(found - set(known), key=natural)


def natural(text: str) -> tuple[int, int, str]:
    """Whole numbers in their order, before texts."""
    return (0, int(text), "") if text.isdecimal() else (1, 0, text)


def chosen_category(
    word: object, by: By | pd.Series, present: Iterable[str | None]
) -> str:
    """Category that a caller means by a word or a label, or what there is."""
    words = words_of(by)
    text = str(word)
    code = code_of(text, words) or text if words else text
    found = {own for own in present if own is not None}
    if code not in found:
        there = ", ".join(sorted(found, key=natural)) or "none"
        noun = by if isinstance(by, str) else "category"
        msg = f"no named member is of {noun} {word!r}; there is: {there}"
        raise ValueError(msg)
    return code


def not_eligible_pairs(
    asked: NotEligible, rows: Iterable[str], categories: Iterable[str], noun: str
) -> set[tuple[str, str]]:
    """Cells that the caller excludes; rows and categories must exist."""
    known, columns = list(rows), list(categories)
    if asked is None:
        return set()
    if callable(asked):
        return {(row, word) for row in known for word in columns if asked(row, word)}
    if isinstance(asked, Mapping):
        pairs = [
            (row, word) for row, words in asked.items() for word in _several(words)
        ]
    else:
        pairs = [(str(row), str(word)) for row, word in asked]
    for place, there, what in ((0, known, noun), (1, columns, "category")):
        lost = sorted({pair[place] for pair in pairs} - set(there))
        if lost:
            msg = f"not_eligible: there is no {what} {', '.join(map(repr, lost[:5]))}"
            raise GraphError(msg)
    return set(pairs)


def _several(words: Iterable[str]) -> list[str]:
    return [words] if isinstance(words, str) else [str(word) for word in words]


class Kin:
    """Who belongs under whom, by the parents that the table tells."""

    def __init__(self, net: AffiliationNetwork) -> None:
        told_parents = net.organizations["parent_id"].dropna()
        self._above = {str(child): str(up) for child, up in told_parents.items()}
        self._below: dict[str, list[str]] = {}
        for child, parent in self._above.items():
            self._below.setdefault(parent, []).append(child)

    def of(self, identifier: str) -> set[str]:
        """The organization, all it belongs under, and all that belongs under it."""
        found = {identifier}
        above = self._above.get(identifier)
        while above is not None and above not in found:
            found.add(above)
            above = self._above.get(above)
        below = [identifier]
        while below:
            new = [child for one in below for child in self._below.get(one, [])]
            below = [child for child in new if child not in found]
            found.update(below)
        return found


class Facts(NamedTuple):
    """What tells whether an organization may be one of a class; None if not told."""

    sector: str | None
    kind: str | None
    prefecture: str | None

    def may_be_among(self, unnamed: Facts) -> bool:
        """Whether nothing recorded rules out that it is one of the unnamed members."""
        for own, theirs in ((self.sector, unnamed.sector), (self.kind, unnamed.kind)):
            if own is not None and theirs is not None and own != theirs:
                return False
        return self.prefecture is None or contains(unnamed.prefecture, self.prefecture)


def facts(net: AffiliationNetwork) -> dict[str, Facts]:
    """Sector, kind and prefecture of every organization and class."""
    table = net.organizations
    columns = [
        [
            None if missing else str(cell)
            for cell, missing in zip(c, c.isna(), strict=True)
        ]
        for c in (table["sector"], table["kind"], table["prefecture"])
    ]
    return {
        str(one): Facts(*cells)
        for one, cells in zip(table.index, zip(*columns, strict=True), strict=True)
    }


def period_text(start: object, end: object, language: Language) -> str:
    """Dates of a membership as they are told, or that they are not."""
    if not isinstance(start, str) and not isinstance(end, str):
        return "期間の記載なし" if language == "ja" else "dates not told"
    if start == end:
        return str(start)
    first = start if isinstance(start, str) else ""
    last = end if isinstance(end, str) and end != ".." else ""
    return f"{first}～{last}" if language == "ja" else f"{first}–{last}"


def told(code: str, by: By | pd.Series, language: Language) -> str:
    """Label of a category."""
    return label(code, words_of(by), language)
