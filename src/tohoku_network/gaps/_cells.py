"""In which of five states is each cell, group by category, and why?

The one place that decides it: ``coverage``, ``theme_coverage`` and ``invitations``
read the same cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple, get_args

import numpy as np
import pandas as pd
import scipy.stats

from tohoku_network.gaps._lists import (
    By,
    Roll,
    category_order,
    contains,
    of_members,
    rolls,
    serves,
    words_of,
)
from tohoku_network.network import AffiliationNetwork

__all__ = ["Cell", "Cells", "Undeclared", "cells", "compared"]

Undeclared = Literal["absent", "unknown"]
"""What to call a category that is missing from a list of undeclared size."""

_TAKES = {
    "incomplete": "declared_size",
    "one_member": "one_member",
    "no_members": "no_members",
}


class Cell(NamedTuple):
    """One category in one group."""

    named: tuple[str, ...]
    classes: tuple[str, ...]
    state: str
    reason: str
    whole: bool
    """Nothing tells that members of this category are missing from the list."""


class Cells(NamedTuple):
    """All cells of the groups, and the population that they are compared with."""

    rolls: Mapping[str, Roll]
    categories: list[str]
    of: dict[str, str | None]
    """Category of every organization that is a member somewhere or could be."""
    cells: dict[tuple[str, str], Cell]
    population: dict[str, int]
    """Named organizations of each category."""


def cells(
    net: AffiliationNetwork,
    by: By,
    categories: Iterable[str] | None,
    undeclared: Undeclared,
    not_eligible: set[tuple[str, str]],
    lists: Mapping[str, Roll] | None = None,
) -> Cells:
    """Cell of every group and category; presence is a fact that nothing overrides.

    ``lists`` stands in for the recorded lists, to ask what would be said of others.
    """
    if undeclared not in get_args(Undeclared):
        msg = f"undeclared must be 'absent' or 'unknown', not {undeclared!r}"
        raise ValueError(msg)
    lists = rolls(net) if lists is None else lists
    _, members, _ = net.oriented("members")
    everyone = {one for roll in lists.values() for one in (*roll.named, *roll.classes)}
    of = of_members(net, sorted(everyone | set(members)), by)
    order = category_order(of.values(), by)
    chosen = order if categories is None else _checked(categories, order, by)
    at: dict[tuple[str, str], Cell] = {}
    areas = net.organizations["prefecture"].to_dict() if by == "prefecture" else None
    for group, roll in lists.items():
        found = _sorted_in(roll, of)
        for category in chosen:
            skip = ""
            if (group, category) in not_eligible:
                skip = "given"
            elif areas is not None and not serves(areas[group], category):
                skip = "other_area"
            at[group, category] = _cell(
                roll, found, category, areas is not None, skip, undeclared
            )
    population = dict.fromkeys(chosen, 0)
    for one in members:
        word = of[one]
        if word in population:
            population[str(word)] += 1
    # Those of other categories count in the whole, and in no column.
    population[""] = sum(of[one] is not None for one in members)
    return Cells(lists, chosen, of, at, population)


def _checked(categories: Iterable[str], order: list[str], by: By) -> list[str]:
    asked = [categories] if isinstance(categories, str) else list(categories)
    known = {*order, *words_of(by)}
    lost = [word for word in asked if word not in known]
    if lost:
        msg = (
            f"categories: {by} has no {', '.join(map(repr, lost[:5]))}; there is: "
            f"{', '.join(order)}"
        )
        raise ValueError(msg)
    return list(dict.fromkeys(asked))


def _sorted_in(
    roll: Roll, of: Mapping[str, str | None]
) -> tuple[dict[str | None, list[str]], dict[str | None, list[str]]]:
    """Named members and classes of a list, by category."""
    result: tuple[dict[str | None, list[str]], dict[str | None, list[str]]] = ({}, {})
    for found, ids in zip(result, (roll.named, roll.classes), strict=True):
        for one in ids:
            found.setdefault(of[one], []).append(one)
    return result


def _cell(
    roll: Roll,
    found: tuple[dict[str | None, list[str]], dict[str | None, list[str]]],
    category: str,
    areas: bool,
    skip: str,
    undeclared: Undeclared,
) -> Cell:
    named, classes = (tuple(part.get(category, ())) for part in found)
    # A class of another category may still lie here: "Tohoku" in any prefecture of it.
    wider = any(
        word != category and (word is None or (areas and contains(word, category)))
        for word in found[1]
    )
    doubt = _TAKES.get(roll.state, "")
    if not doubt and wider:
        doubt = "open_class"
    if not doubt and None in found[0]:
        doubt = "member_without_category"
    whole = not doubt and not classes
    if named:
        return Cell(named, classes, "present", "named_member", whole)
    if classes:
        return Cell(named, classes, "unnamed", "unnamed_class", whole)
    if skip:
        return Cell(named, classes, "not_eligible", skip, whole)
    if doubt:
        return Cell(named, classes, "unknown", doubt, whole)
    if roll.state == "complete":
        return Cell(named, classes, "absent", "complete_list", whole)
    if undeclared == "unknown":
        return Cell(named, classes, "unknown", "size_not_declared", whole)
    return Cell(named, classes, "absent", "not_listed", whole)


def compared(
    frame: pd.DataFrame, of_category: np.ndarray, total: int, of_row: np.ndarray
) -> None:
    """Write the location quotient and the exact tails beside the counts.

    Only what the list can bear: nothing for cells that are unknown, unnamed or not
    eligible, and no under-representation where members may be missing.
    """
    k = frame["named"].to_numpy(dtype=np.int64)
    plain = frame["state"].isin(["present", "absent"]).to_numpy() & (of_row > 0)
    expected = of_row * of_category / max(total, 1)
    frame["expected"] = expected
    quotient = np.full(len(frame), np.nan)
    np.divide(k, expected, out=quotient, where=plain & (expected > 0))
    frame["location_quotient"] = quotient
    tails = {
        "p_over": scipy.stats.hypergeom.sf(k - 1, total, of_category, of_row),
        "p_under": scipy.stats.hypergeom.cdf(k, total, of_category, of_row),
    }
    for name, values in tails.items():
        bears = plain & (frame["whole"].to_numpy() if name == "p_under" else True)
        frame[name] = np.where(bears, np.clip(values, 0.0, 1.0), np.nan)
