"""Why is this line here, and where is it written?

Every tie leads back to rows of the membership table: role, period, certainty,
source and the place in it. A group has its roster, an organization its seats, and
two organizations that share no group are connected by the shortest chains of groups,
the people to ask on the way.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import islice, pairwise

import networkx as nx
import pandas as pd

from tohoku_network._definition import tag
from tohoku_network.errors import GraphError
from tohoku_network.network import AffiliationNetwork
from tohoku_network.vocabulary import (
    CERTAINTIES,
    KINDS,
    ROLES,
    SECTORS,
    Language,
    label,
)

__all__ = ["roster", "seats", "why"]


def roster(
    net: AffiliationNetwork, group: str, *, language: Language = "ja"
) -> pd.DataFrame:
    """Who sits in a group, in which role, since when, and where is it written?

    Parameters
    ----------
    net
        The network; cut it with ``at`` or ``filter`` first if asked for a period.
    group
        The group, by id, name or alias.
    language
        Language of names and words.

    Returns
    -------
    pandas.DataFrame
        One row per membership row of the group: ``member_id``, ``member``,
        ``sector``, ``unnamed``, ``group_id``, ``group``, ``kind`` (of the group),
        ``role``, ``valid_from``, ``valid_to``, ``certainty``, ``source_id``,
        ``source`` (title), ``locator``, ``line`` (of the membership table). Named
        members come first, in the order of the list of roles, then by id; classes of
        unnamed members follow. The attributes tell ``n_members`` and ``n_unnamed``
        and ``size_declared``, the number that the group itself declares, or None.

    Raises
    ------
    GraphError
        If nothing, or more than one organization, goes by the name, or it is no group.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> found = roster(tn.load_tohoku(), "TAP", language="en")
    >>> found.loc[0, ["member_id", "role"]].tolist()
    ['aist-tohoku', 'Member']
    >>> found.attrs["n_members"]
    10
    """
    identifier = net.find(group)
    groups = net.groups
    if identifier not in groups.index:
        msg = f"{identifier!r} is no group of this network; seats() tells where it sits"
        raise GraphError(msg)
    rows = net.memberships
    found = _seated(net, rows[rows["group_id"] == identifier], language)
    size = groups["size_declared"][identifier]
    return tag(
        found,
        measure="roster",
        variant=f"membership rows of {identifier}",
        n=int(found["member_id"].nunique()),
        period=net.period,
        group=identifier,
        n_members=int(groups["n_members"][identifier]),
        n_unnamed=int(groups["n_unnamed"][identifier]),
        size_declared=None if pd.isna(size) else int(size),
    )


def seats(
    net: AffiliationNetwork, organization: str, *, language: Language = "ja"
) -> pd.DataFrame:
    """In which groups does an organization sit, and where is it written?

    Parameters
    ----------
    net
        The network; cut it with ``at`` or ``filter`` first if asked for a period.
    organization
        The organization, by id, name or alias; a group that sits in others is one.
    language
        Language of names and words.

    Returns
    -------
    pandas.DataFrame
        One row per membership row of the organization, with the columns of
        :func:`roster`, in the order of the list of kinds, then by id of the group.
        Empty when none is recorded. The attributes tell ``n_groups``.

    Raises
    ------
    GraphError
        If nothing, or more than one organization, goes by the name.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> found = seats(tn.load_tohoku(), "東北大学")
    >>> "tap" in set(found["group_id"])
    True
    """
    identifier = net.find(organization)
    rows = net.memberships
    found = _seated(net, rows[rows["member_id"] == identifier], language)
    return tag(
        found,
        measure="seats",
        variant=f"membership rows of {identifier}",
        n=1,
        period=net.period,
        organization=identifier,
        n_groups=int(found["group_id"].nunique()),
    )


_SEAT = {
    "member_id": "str",
    "member": "str",
    "sector": "str",
    "unnamed": "bool",
    "group_id": "str",
    "group": "str",
    "kind": "str",
    "role": "str",
    "valid_from": "str",
    "valid_to": "str",
    "certainty": "str",
    "source_id": "str",
    "source": "str",
    "locator": "str",
    "line": "int64",
}


def _seated(
    net: AffiliationNetwork, rows: pd.DataFrame, language: Language
) -> pd.DataFrame:
    """Membership rows with what a reader asks of each, members and roles in order."""
    # Nobody is a member of itself.
    rows = rows[rows["member_id"] != rows["group_id"]]
    table = net.organizations
    unnamed = rows["member_id"].map(table["unnamed"]).astype(bool)
    kind = rows["group_id"].map(table["kind"])
    ordered = rows.assign(
        unnamed=unnamed,
        sector=rows["member_id"].map(table["sector"]),
        kind=kind,
        kind_place=_places(kind, list(KINDS)),
        role_place=_places(rows["role"], list(ROLES)),
    ).sort_values(
        [
            "unnamed",
            "kind_place",
            "group_id",
            "role_place",
            "member_id",
            "valid_from",
            "line",
        ]
    )
    result = _described(net, ordered, list(_SEAT), language)
    for column, words in (("sector", SECTORS), ("kind", KINDS)):
        result[column] = [label(code, words, language) for code in result[column]]
    return result.astype(_SEAT)


def _places(words: pd.Series, order: list[str]) -> pd.Series:
    """Place of each word in its controlled list; others and empty cells come last."""
    places = {word: place for place, word in enumerate(order)}
    return words.map(places).fillna(len(order))


def why(
    net: AffiliationNetwork,
    source: str,
    target: str,
    *,
    max_chains: int = 20,
    language: Language = "ja",
) -> pd.DataFrame:
    """Shortest chains of memberships between two organizations, with their evidence.

    A chain alternates organizations and groups. Two members of one group are one
    chain of two memberships; a member and its group one of one membership. All
    shortest chains are given, in the order of their ids.

    Parameters
    ----------
    net
        The network; cut it with ``at`` or ``filter`` first if asked for a period.
    source, target
        Two organizations, by id, name or alias.
    max_chains
        The most chains to give; the result's attributes tell how many more there are.
    language
        Language of names and words.

    Returns
    -------
    pandas.DataFrame
        One row per membership row of each chain: ``chain`` and ``step`` (from 1),
        ``member_id``, ``member``, ``group_id``, ``group``, ``role``, ``valid_from``,
        ``valid_to``, ``certainty``, ``source_id``, ``source`` (title), ``locator``,
        ``line`` (of the membership table). Empty when nothing connects them;
        ``attrs["reason"]`` then says so.

    Raises
    ------
    GraphError
        If nothing, or more than one organization, goes by a name.
    ValueError
        If both are the same.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> found = why(tn.load_tohoku(), "tohoku-univ", "sendai-city")
    >>> "tap" in set(found["group_id"])
    True
    """
    source, target = net.find(source), net.find(target)
    if source == target:
        msg = f"source and target are the same organization, {source!r}"
        raise ValueError(msg)
    graph = net.two_mode(unnamed=True)
    found, more = _chains(graph, source, target, max_chains)
    rows = _rows(net.memberships, found)
    told = pd.DataFrame(rows, columns=[c for c in _COLUMNS if c not in _ADDED])
    result = _described(net, told, _COLUMNS, language)
    reason = "" if rows else _reason(net, source, target)
    return tag(
        result,
        measure="why",
        variant="shortest chains of the two-mode network",
        n=graph.number_of_nodes(),
        period=net.period,
        chains=len(found),
        more_chains=more,
        reason=reason,
    )


Chain = list[tuple[str, str]]


def _chains(
    graph: nx.Graph[str], source: str, target: str, most: int
) -> tuple[list[Chain], int]:
    """Shortest chains as (member, group) steps, and how many more there are.

    An organization that is member and group is one place that can be passed through
    on either side: whoever belongs to it can ask it about the groups it sits in.
    """
    steps: dict[str, dict[str, tuple[str, str]]] = {}
    for first, second in graph.edges:
        member, group = (first, second) if first.startswith("m") else (second, first)
        a, b = graph.nodes[member]["id"], graph.nodes[group]["id"]
        steps.setdefault(a, {})[b] = (a, b)
        steps.setdefault(b, {}).setdefault(a, (a, b))
    distance = {target: 0}
    queue = deque([target])
    while queue and source not in distance:
        current = queue.popleft()
        for neighbour in steps.get(current, {}):
            if neighbour not in distance:
                distance[neighbour] = distance[current] + 1
                queue.append(neighbour)
    if source not in distance:
        return [], 0
    on_path: nx.DiGraph[str] = nx.DiGraph()
    on_path.add_node(source)
    ahead = deque([source])
    while ahead:
        current = ahead.popleft()
        for neighbour in sorted(steps[current]):
            if distance.get(neighbour, -1) == distance[current] - 1:
                if neighbour not in on_path:
                    ahead.append(neighbour)
                on_path.add_edge(current, neighbour)
    ways = _count(on_path, source, target)
    paths = islice(_walk(on_path, source, target), most)
    found = [[steps[a][b] for a, b in pairwise(path)] for path in paths]
    return found, ways - len(found)


def _walk(graph: nx.DiGraph[str], source: str, target: str) -> Iterator[list[str]]:
    """All paths of the layered graph in the order of their ids, without recursion."""
    stack = [[source]]
    while stack:
        path = stack.pop()
        if path[-1] == target:
            yield path
            continue
        stack.extend([*path, step] for step in sorted(graph[path[-1]], reverse=True))


def _count(graph: nx.DiGraph[str], source: str, target: str) -> int:
    ways = dict.fromkeys(graph, 0)
    ways[source] = 1
    for node in nx.topological_sort(graph):
        for step in graph[node]:
            ways[step] += ways[node]
    return ways[target]


def _rows(memberships: pd.DataFrame, chains: list[Chain]) -> list[dict[str, object]]:
    """Membership rows behind each step of each chain."""
    wanted = {step for chain in chains for step in chain}
    behind: dict[tuple[str, str], list[dict[str, object]]] = {}
    pairs = zip(memberships["member_id"], memberships["group_id"], strict=True)
    used = memberships[[pair in wanted for pair in pairs]]
    for row in used.to_dict("records"):
        behind.setdefault((row["member_id"], row["group_id"]), []).append(
            {str(column): cell for column, cell in row.items()}
        )
    return [
        {"chain": number, "step": place} | row
        for number, chain in enumerate(chains, 1)
        for place, step in enumerate(chain, 1)
        for row in behind[step]
    ]


_COLUMNS = [
    "chain",
    "step",
    "member_id",
    "member",
    "group_id",
    "group",
    "role",
    "valid_from",
    "valid_to",
    "certainty",
    "source_id",
    "source",
    "locator",
    "line",
]


def _described(
    net: AffiliationNetwork,
    rows: pd.DataFrame,
    columns: list[str],
    language: Language,
) -> pd.DataFrame:
    """Rows of the membership table with names and words in a language."""
    result = rows.reset_index(drop=True)
    names = net.display_names(language)
    result["member"] = result["member_id"].map(names)
    result["group"] = result["group_id"].map(names)
    result["role"] = [label(code, ROLES, language) for code in result["role"]]
    result["certainty"] = [
        label(code, CERTAINTIES, language) for code in result["certainty"]
    ]
    result["source"] = result["source_id"].map(net.sources["title"])
    return result[columns]


_ADDED = ("member", "group", "source")


def _reason(net: AffiliationNetwork, source: str, target: str) -> str:
    belongs = set(net.memberships["member_id"]) | set(net.memberships["group_id"])
    alone = [identifier for identifier in (source, target) if identifier not in belongs]
    if alone:
        return f"no membership of {' or '.join(alone)} is recorded in this network"
    return "no chain of recorded memberships connects the two"
