"""How much is in the network, and how much of it is named, stated and dated?

Plain counts for the head of every report: a reader must see how far the lists reach
before reading any measure.
"""

from __future__ import annotations

from typing import TypedDict, cast

import pandas as pd

from tohoku_network._shown import shown
from tohoku_network.network import AffiliationNetwork
from tohoku_network.vocabulary import GROUP_KINDS, KINDS, SECTORS

__all__ = ["Overview", "acting", "overview"]


class Overview(TypedDict):
    """What :func:`overview` counts."""

    organizations: int
    groups: int
    unnamed_classes: int
    memberships: int
    stated: int
    implied: int
    undated: int
    sources: int
    period: str | None
    members_by_sector: dict[str, int]
    groups_by_kind: dict[str, int]
    memberships_by_source: dict[str, int]


class _Shown(dict[str, object]):
    """An overview as a dict that a notebook shows as tables."""

    def _repr_html_(self) -> str:
        parts = [(key, cell) for key, cell in self.items() if isinstance(cell, dict)]
        counts = {k: cell for k, cell in self.items() if not isinstance(cell, dict)}
        tables = [
            (title, pd.Series(cell, name="count", dtype=object).to_frame())
            for title, cell in [("overview", counts), *parts]
        ]
        return shown("件数 / counts", *tables, rows=20)


def overview(net: AffiliationNetwork) -> Overview:
    """Counts of organizations, groups and memberships.

    Parameters
    ----------
    net
        The network.

    Returns
    -------
    Overview
        A dict: ``organizations`` (named, groups included), ``groups``,
        ``unnamed_classes``, ``memberships`` (rows) with ``stated``, ``implied`` and
        ``undated`` ones, ``sources``, ``period``, and three breakdowns in the order
        of the controlled lists, unknown words last, ``""`` for cells not told.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> counts = overview(tn.load_tohoku())
    >>> counts["sources"]
    5
    """
    table, rows = net.organizations, net.memberships
    named = table[~table["unnamed"].astype(bool)]
    _, members, _ = net.biadjacency()
    undated = rows["valid_from"].isna() & rows["valid_to"].isna()
    counts = Overview(
        organizations=len(named),
        groups=len(net.groups),
        unnamed_classes=len(table) - len(named),
        memberships=len(rows),
        stated=int((rows["certainty"] == "stated").sum()),
        implied=int((rows["certainty"] == "implied").sum()),
        undated=int(undated.sum()),
        sources=len(net.sources),
        period=net.period,
        members_by_sector=_counts(table["sector"].reindex(members), list(SECTORS)),
        groups_by_kind=_counts(net.groups["kind"], list(KINDS)),
        memberships_by_source=_counts(rows["source_id"], list(net.sources.index)),
    )
    # A TypedDict can have no methods; the caller's is a dict that shows itself.
    return cast(Overview, _Shown(counts))


def acting(net: AffiliationNetwork) -> pd.Index:
    """Who acts: what the map and the headings of figures call organizations.

    Named organizations that are no groups, and those that have members and yet are
    bodies of their own (a federation, a foundation) which sit in other groups. A
    council or committee that belongs to another group is counted as a group only.

    Parameters
    ----------
    net
        The network.

    Returns
    -------
    pandas.Index
        Ids in the order of the table.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> net = tn.load_tohoku()
    >>> found = acting(net)
    >>> "tohoku-univ" in found, "tap" in found
    (True, False)
    """
    table, rows = net.organizations, net.memberships
    is_group = table.index.isin(net.groups.index) | table["kind"].isin(GROUP_KINDS)
    sits = set(rows.loc[rows["member_id"] != rows["group_id"], "member_id"])
    is_body = ~table["kind"].isin(GROUP_KINDS) & table.index.isin(sits)
    return table.index[(~is_group | is_body) & ~table["unnamed"].astype(bool)]


def _counts(column: pd.Series, order: list[str]) -> dict[str, int]:
    found = column.fillna("").value_counts()
    known = [word for word in order if word in found.index]
    others = sorted(word for word in found.index if word not in order)
    return {word: int(found[word]) for word in (*known, *others)}
