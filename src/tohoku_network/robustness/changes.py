"""What would a change do: someone joins, someone leaves, a group is set up?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from tohoku_network._definition import tag
from tohoku_network._measured import Measure, measure_name, measured, ranked
from tohoku_network._shown import shown
from tohoku_network.errors import GraphError
from tohoku_network.network import AffiliationNetwork, Side
from tohoku_network.robustness._people import (
    checked_ids,
    people,
    rebuilt,
    sector_codes,
)
from tohoku_network.robustness._pieces import member_pieces
from tohoku_network.robustness._sectors import Links, sector_frame, sector_links
from tohoku_network.vocabulary import Language

__all__ = ["WhatIf", "changed", "what_if"]

Pair = tuple[str, str]

_FACTS = {
    "members": ("機関", "Members"),
    "groups": ("構成員のいる会議体", "Groups with a member"),
    "memberships": ("所属", "Memberships"),
    "pieces": ("まとまり", "Pieces"),
    "largest": ("最大のまとまりの機関", "Members of the largest piece"),
    "isolates": ("つながりのない機関", "Members without a tie"),
    "connected_share": ("つながっている対の割合", "Share of pairs connected"),
}


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class WhatIf:
    """What a change would do.

    Attributes
    ----------
    measures
        Each measure of each organization before and after; see :func:`what_if`.
    components
        How the network holds together, indexed by fact.
    sectors
        Pairs of organizations that tie or link two sectors.
    network
        The changed network, for every other question.

    Examples
    --------
    >>> import pandas as pd
    >>> import tohoku_network as tn
    >>> net = tn.AffiliationNetwork.from_frames(
    ...     pd.DataFrame({"id": list("abcdgh"), "name": list("ABCDGH")}),
    ...     pd.DataFrame({"member_id": list("abccd"), "group_id": list("ggghh")}))
    >>> what_if(net, remove=["c"])
    <WhatIf: 4 → 3 members, 5 → 3 memberships, 1 → 2 pieces>
    """

    measures: pd.DataFrame
    components: pd.DataFrame
    sectors: pd.DataFrame
    network: AffiliationNetwork

    def __repr__(self) -> str:
        parts = [
            f"{row['before']:,.0f} → {row['after']:,.0f} {fact}"
            for fact, row in self.components.iterrows()
            if fact in ("members", "memberships", "pieces")
        ]
        return f"<WhatIf: {', '.join(parts)}>"

    def _repr_html_(self) -> str:
        """Notebook view: the first rows of each frame, of the sectors what changes."""
        links = self.sectors
        moved = (links["tied_before"] != links["tied_after"]) | (
            links["linked_before"] != links["linked_after"]
        )
        return shown(
            repr(self),
            ("つながり方 / components", self.components),
            ("機関ごとの値 / measures", self.measures),
            ("区分の間のつながり / sectors", links[moved]),
            rows=7,
        )


def changed(
    net: AffiliationNetwork,
    *,
    add: Iterable[Pair] = (),
    remove: Iterable[str | Pair] = (),
    new_groups: Mapping[str, str] | None = None,
) -> AffiliationNetwork:
    """Network after some memberships are added, and others or organizations removed.

    An organization that is removed goes with its memberships and, if others belong to
    it, as a group. Added memberships have no role, date or source, and are marked in
    their note. What was a group stays one, even without members.

    Parameters
    ----------
    net
        The network.
    add
        Memberships as pairs (member id, group id).
    remove
        Ids of organizations, or memberships as pairs (member id, group id) with all
        their rows.
    new_groups
        Groups to set up: id and name of each.

    Returns
    -------
    AffiliationNetwork
        The changed network; the given one is not touched.

    Raises
    ------
    GraphError
        If there is no such organization or membership, a membership to add exists,
        names a class of unnamed members or ties an organization to itself, or a new
        group's id is taken.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> net = tn.load_tohoku()
    >>> later = changed(net, add=[("sendai-city", "forum"), ("77-bank", "forum")],
    ...                 new_groups={"forum": "Forum"})
    >>> int(later.groups.loc["forum", "n_members"])
    2
    """
    table, rows = net.organizations, net.memberships
    founded = dict(new_groups or {})
    taken = sorted(set(founded) & set(table.index))
    if taken:
        msg = f"new_groups: the id {taken[0]!r} is taken by an organization"
        raise GraphError(msg)
    if founded:
        line = table["line"].dtype if "line" in table else None
        unnamed = table["unnamed"].astype(bool)
        table = table.reindex([*table.index, *founded])
        table.index.name = "id"
        table.loc[list(founded), "name"] = list(founded.values())
        table["unnamed"] = unnamed.reindex(table.index, fill_value=False)
        if line is not None:
            table["line"] = table["line"].astype(line)
    joins = _joins(table, rows, list(add))
    gone, ended = _leaves(net, table, rows, list(remove))
    pairs = pd.MultiIndex.from_frame(rows[["member_id", "group_id"]])
    stays = ~(
        rows["member_id"].isin(gone) | rows["group_id"].isin(gone) | pairs.isin(ended)
    )
    rows = rows[stays.to_numpy()].reset_index(drop=True)
    late = sorted({i for pair in joins for i in pair} & gone)
    if late:
        msg = f"{late[0]!r} is removed and cannot be given a membership"
        raise GraphError(msg)
    if joins:
        first = len(rows)
        rows = rows.reindex(range(first + len(joins)))
        rows.loc[first:, "member_id"] = [member for member, _ in joins]
        rows.loc[first:, "group_id"] = [group for _, group in joins]
        rows.loc[first:, "note"] = "what if"
    return rebuilt(net, table[~table.index.isin(gone)], rows, also=frozenset(founded))


def _joins(table: pd.DataFrame, rows: pd.DataFrame, add: list[Pair]) -> list[Pair]:
    present = set(zip(rows["member_id"], rows["group_id"], strict=True))
    unnamed = set(table.index[table["unnamed"].astype(bool)])
    joins = []
    for entry in add:
        member, group = _pair(entry, "add")
        for identifier in (member, group):
            if identifier not in table.index:
                msg = (
                    f"add: no organization has the id {identifier!r}; "
                    "new_groups= sets up a group"
                )
                raise GraphError(msg)
        wrong = ""
        if (member, group) in present:
            wrong = f"{member!r} belongs to {group!r} already"
        elif member == group:
            wrong = f"{member!r} cannot belong to itself"
        elif member in unnamed:
            wrong = f"{member!r} is a class of unnamed members"
        if wrong:
            msg = f"add: {wrong}"
            raise GraphError(msg)
        present.add((member, group))
        joins.append((member, group))
    return joins


def _leaves(
    net: AffiliationNetwork,
    table: pd.DataFrame,
    rows: pd.DataFrame,
    remove: list[str | Pair],
) -> tuple[set[str], list[Pair]]:
    gone = {entry for entry in remove if isinstance(entry, str)}
    checked_ids(net, gone)
    present = set(zip(rows["member_id"], rows["group_id"], strict=True))
    ended = [_pair(entry, "remove") for entry in remove if not isinstance(entry, str)]
    for member, group in ended:
        if (member, group) not in present:
            lost = [i for i in (member, group) if i not in table.index]
            why = f"there is no {lost[0]!r}" if lost else "it is not recorded"
            msg = f"remove: no membership of {member!r} in {group!r}: {why}"
            raise GraphError(msg)
    return gone, ended


def _pair(entry: object, name: str) -> Pair:
    if isinstance(entry, tuple) and len(entry) == 2:
        return str(entry[0]), str(entry[1])
    msg = f"{name}: {entry!r} is no pair (member id, group id)"
    raise ValueError(msg)


def what_if(
    net: AffiliationNetwork,
    *,
    add: Iterable[Pair] = (),
    remove: Iterable[str | Pair] = (),
    new_groups: Mapping[str, str] | None = None,
    measures: Iterable[Measure] = ("degree", "betweenness"),
    side: Side = "members",
    language: Language = "ja",
) -> WhatIf:
    """Before, after and change of measures, pieces and links between sectors.

    Parameters
    ----------
    net
        The network.
    add, remove, new_groups
        The change, as for :func:`changed`.
    measures
        Names (``memberships``, ``degree``, ``strength``, ``coreness``,
        ``closeness``, ``harmonic``, ``betweenness``, ``two_mode_betweenness``,
        ``eigenvector``; the definitions of ``centrality`` with its defaults,
        ``memberships`` counting groups, betweenness raw), or functions of the
        network that return a Series by id.
    side
        ``"members"`` or ``"groups"``, for the measures.
    language
        Language of names and words.

    Returns
    -------
    WhatIf
        ``measures``: one row per measure and organization, indexed by id:
        ``measure``, ``name``, ``sector``, ``before``, ``after``, ``change``,
        ``rank_before``, ``rank_after`` (competition ranks, largest first), in the
        order of the measures, the largest change first, then by id; values are
        missing where the organization is not there. ``components``: ``name``,
        ``before``, ``after``, ``change`` of the counts of members, groups with a
        member, memberships, pieces, members of the largest piece, members without a
        tie, and the share of pairs of members that are connected (0 when there are
        fewer than two). ``sectors``: for every pair of sectors, pairs that share a
        group (``tied_before``, ``tied_after``) or have only someone in between
        (``linked_before``, ``linked_after``). ``network``: the changed network.

    Raises
    ------
    GraphError
        If the change names what is not there; see :func:`changed`.
    ValueError
        If a measure or side is none of the accepted words.
    TypeError
        If a function returns no Series.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> net = tn.load_tohoku()
    >>> found = what_if(net, remove=["meti-tohoku"], measures=["degree"])
    >>> bool(found.components.loc["pieces", "change"] > 0)
    True
    """
    asked = list(measures) if not isinstance(measures, str) else [measures]
    later = changed(net, add=add, remove=remove, new_groups=new_groups)
    ids_before, ids_after = net.oriented(side)[1], later.oriented(side)[1]
    ids = sorted({*ids_before, *ids_after})
    there = net.organizations.index
    founded = [identifier for identifier in ids if identifier not in there]
    table = people(net, [i for i in ids if i in there], language)
    table = pd.concat([table, people(later, founded, language)]).sort_index()
    parts = [_measure(net, later, measure, side, table) for measure in asked]
    empty = _measure_frame(table.iloc[:0], "", np.zeros(0), np.zeros(0))
    result = WhatIf(
        measures=pd.concat(parts) if parts else empty,
        components=_components(net, later, language),
        sectors=_sectors(net, later, language),
        network=later,
    )
    for name in ("measures", "components", "sectors"):
        tag(
            getattr(result, name),
            measure="what_if",
            variant=f"{name} before and after a change",
            n=len(net.oriented("members")[1]),
            period=net.period,
            side=side,
            measures=tuple(measure_name(measure) for measure in asked),
        )
    return result


def _measure(
    net: AffiliationNetwork,
    later: AffiliationNetwork,
    measure: Measure,
    side: Side,
    table: pd.DataFrame,
) -> pd.DataFrame:
    before = measured(net, measure, side).reindex(table.index).to_numpy()
    after = measured(later, measure, side).reindex(table.index).to_numpy()
    frame = _measure_frame(table, measure_name(measure), before, after)
    size = -np.nan_to_num(np.abs(after - before), nan=-1.0)
    return frame.iloc[np.lexsort((np.arange(len(frame)), np.round(size, 9)))]


def _measure_frame(
    table: pd.DataFrame, name: str, before: np.ndarray, after: np.ndarray
) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "measure": pd.Series([name] * len(table), index=table.index, dtype="str"),
            "name": table["name"],
            "sector": table["sector"],
            "before": before,
            "after": after,
            "change": after - before,
        },
        index=table.index,
    )
    for column, values in (("rank_before", before), ("rank_after", after)):
        ranks = pd.Series(ranked(values), index=table.index, dtype="Int64")
        frame[column] = ranks.mask(ranks == 0)
    return frame


def _components(
    net: AffiliationNetwork, later: AffiliationNetwork, language: Language
) -> pd.DataFrame:
    old, new = _facts(net), _facts(later)
    place = 0 if language == "ja" else 1
    return pd.DataFrame(
        {
            "name": [words[place] for words in _FACTS.values()],
            "before": [old[fact] for fact in _FACTS],
            "after": [new[fact] for fact in _FACTS],
            "change": [new[fact] - old[fact] for fact in _FACTS],
        },
        index=pd.Index(list(_FACTS), name="fact", dtype="str"),
    )


def _facts(net: AffiliationNetwork) -> dict[str, float]:
    b, members, _ = net.oriented("members")
    n = len(members)
    sizes = np.array([len(piece) for piece in member_pieces(b)], dtype=float)
    connected = float((sizes * (sizes - 1)).sum())
    return {
        "members": float(n),
        "groups": float(len(np.unique(b.indices))),
        "memberships": float(b.nnz),
        "pieces": float(len(sizes)),
        "largest": float(sizes.max(initial=0.0)),
        "isolates": float((sizes == 1).sum()),
        "connected_share": connected / (n * (n - 1)) if n > 1 else 0.0,
    }


def _sectors(
    net: AffiliationNetwork, later: AffiliationNetwork, language: Language
) -> pd.DataFrame:
    words = list(
        dict.fromkeys(
            word
            for each in (net, later)
            for word in sector_codes(each, each.oriented("members")[1])[1]
        )
    )
    old, new = _links(net, words), _links(later, words)
    return sector_frame(old, new, words, language)


def _links(net: AffiliationNetwork, words: list[str]) -> Links:
    b, members, _ = net.oriented("members")
    codes, own = sector_codes(net, members)
    place = np.array([words.index(word) for word in own] + [-1], dtype=np.int64)
    return sector_links(b, place[codes], len(words))
