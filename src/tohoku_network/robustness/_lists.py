"""What is known of a group's list beyond its named members?

Unknown is not absent: a list with an unnamed class, or with fewer names than its
declared size, may hold anyone.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from tohoku_network.network import AffiliationNetwork

__all__ = ["Class", "State", "open_lists", "sector_state", "unnamed_places"]

State = Literal["present", "unnamed", "absent", "unknown"]


class Class(NamedTuple):
    """Members that a group has, or must have, without a name."""

    group: str
    sector: str | None
    """None where the sector is not told."""
    size: int | None
    """None where no number is told."""


def unnamed_places(net: AffiliationNetwork) -> list[Class]:
    """Unnamed classes of every group, and what is missing to its declared size."""
    table, groups = net.organizations, net.groups
    sectors, sizes = table["sector"].to_dict(), table["size_declared"].to_dict()
    named = groups["n_members"].to_dict()
    rows = net.memberships
    rows = rows[rows["member_id"].map(table["unnamed"].astype(bool)).astype(bool)]
    pairs = rows[["group_id", "member_id"]].drop_duplicates()
    pairs = pairs.sort_values(["group_id", "member_id"])
    found = []
    for group, member in pairs.itertuples(index=False, name=None):
        size = None if pd.isna(sizes[member]) else int(sizes[member])
        found.append(Class(group, _text(sectors[member]), size))
    told: dict[str, int] = {}
    for place in found:
        told[place.group] = told.get(place.group, 0) + (place.size or 1)
    declared = groups["size_declared"].dropna()
    for group, number in declared.to_dict().items():
        missing = int(number) - int(named[group]) - told.get(str(group), 0)
        if missing > 0:
            found.append(Class(str(group), None, missing))
    return found


def open_lists(net: AffiliationNetwork) -> np.ndarray:
    """Whether the list of each group is known to be incomplete, in column order."""
    _, _, ids = net.oriented("members")
    known = {place.group for place in unnamed_places(net)}
    return np.array([group in known for group in ids], dtype=bool)


def sector_state(
    sector: str | None, named: list[str | None], places: list[Class]
) -> State:
    """Whether a sector sits in a group with these named members and unnamed classes."""
    if sector is not None and sector in named:
        return "present"
    if sector is not None and any(place.sector == sector for place in places):
        return "unnamed"
    # A group has members: a list without any is a list that is not known.
    if any(place.sector is None for place in places) or None in named or not named:
        return "unknown"
    return "absent"


def _text(cell: object) -> str | None:
    return cell if isinstance(cell, str) and cell else None
