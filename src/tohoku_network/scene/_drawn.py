"""Who is drawn, how does each one look, and which ties join them?"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from types import MappingProxyType

import numpy as np
import pandas as pd

from tohoku_network.network import AffiliationNetwork
from tohoku_network.vocabulary import GROUP_KINDS

__all__ = ["COLOURS", "SHAPES", "nodes", "ties"]

SHAPES: Mapping[str, str] = MappingProxyType(
    {
        "industry": "square",
        "academia": "circle",
        "government": "triangle",
        "finance": "diamond",
        "labour": "triangle-down",
        "media": "hexagon",
        "civil": "pentagon",
        "support": "cross",
        "": "dot",
        "group": "group",
    }
)
"""Shape of each sector's members, of members without a sector, and of groups."""

# Okabe and Ito's palette without yellow; orange and sky blue are darkened until they
# keep 3:1 against white, and the lightness steps differ so that grey prints hold.
COLOURS: Mapping[str, str] = MappingProxyType(
    {
        "industry": "#0072b2",
        "academia": "#d55e00",
        "government": "#007a5a",
        "finance": "#b0578f",
        "labour": "#7a4a00",
        "media": "#3d3d8f",
        "civil": "#a3690a",
        "support": "#2f86b5",
        "": "#6b7280",
        "group": "#f1f3f5",
    }
)
"""Fill of each sector's members, of members without a sector, and of groups."""

_TEXTS = ["name_en", "aliases", "sector", "kind", "prefecture", "themes", "parent_id"]


def ties(net: AffiliationNetwork, *, unnamed: bool) -> pd.DataFrame:
    """One row per member and group, with the memberships behind it."""
    rows = net.memberships
    rows = rows[rows["member_id"] != rows["group_id"]]
    if not unnamed:
        is_class = net.organizations["unnamed"].astype(bool)
        rows = rows[~rows["member_id"].map(is_class).astype(bool)]
    ids = net.organizations.index.sort_values()
    member = ids.get_indexer(pd.Index(rows["member_id"]))
    group = ids.get_indexer(pd.Index(rows["group_id"]))
    order = np.lexsort((rows.index.to_numpy(), group, member))
    member, group = member[order], group[order]
    is_first = np.ones(len(order), dtype=bool)
    is_first[1:] = (np.diff(member) != 0) | (np.diff(group) != 0)
    first = np.flatnonzero(is_first)
    numbers = rows.index.to_numpy()[order].tolist()
    # A tie that no row calls implied counts as stated: most tables do not say.
    implied = (rows["certainty"] == "implied").to_numpy()[order]
    all_implied = np.logical_and.reduceat(implied, first) if len(first) else implied
    return pd.DataFrame(
        {
            "source": ids.take(member[first]),
            "target": ids.take(group[first]),
            "certainty": np.where(all_implied, "implied", "stated"),
            "rows": [
                tuple(numbers[start:end])
                for start, end in pairwise([*first.tolist(), len(order)])
            ],
        }
    )


def nodes(
    net: AffiliationNetwork, ties: pd.DataFrame, *, unnamed: bool
) -> pd.DataFrame:
    """One row per organization drawn: side, size, shape, colour and importance."""
    table = net.organizations.sort_index()
    if not unnamed:
        table = table[~table["unnamed"].astype(bool)]
    found = table[["name", *_TEXTS, "unnamed", "size_declared"]].copy()
    found[_TEXTS] = found[_TEXTS].fillna("")
    # A council looks like one also where a filter left it as a member only.
    is_group = found["kind"].isin(GROUP_KINDS).to_numpy()
    is_group = is_group | found.index.isin(net.groups.index)
    # A group that belongs somewhere and is also a body that acts, such as a federation.
    is_body = ~found["kind"].isin(GROUP_KINDS).to_numpy()
    is_both = is_group & is_body & found.index.isin(ties["source"])
    found["side"] = np.select([is_both, is_group], ["both", "group"], "member")
    members = _counts(ties["target"], found.index)
    memberships = _counts(ties["source"], found.index)
    found["degree"] = np.where(is_group, members, memberships)
    reach = members + memberships
    found["radius"] = np.round(np.minimum(4.0 + 1.7 * np.sqrt(reach), 20.0), 1)
    drawn_as = found["sector"].where(found["side"] != "group", "group").tolist()
    found["shape"] = [SHAPES.get(code, SHAPES[""]) for code in drawn_as]
    found["colour"] = [COLOURS.get(code, COLOURS[""]) for code in drawn_as]
    # Groups before members, well-connected first, classes last, then by id.
    order = np.lexsort(
        (np.arange(len(found)), -reach, ~is_group, found["unnamed"].to_numpy(bool))
    )
    found["importance"] = np.argsort(order)
    return found


def _counts(ids: pd.Series, index: pd.Index) -> np.ndarray:
    """How often each id of the index occurs."""
    places = index.get_indexer(pd.Index(ids))
    return np.bincount(places, minlength=len(index))
