"""Why is this line here, and where is it written?

Every tie leads back to rows of the membership table: role, period, certainty,
source and the place in it. Two organizations that share no group are connected by
the shortest chains of groups, the people to ask on the way.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import islice, pairwise

import networkx as nx
import pandas as pd

from tohoku_network._definition import tag
from tohoku_network.network import AffiliationNetwork
from tohoku_network.vocabulary import CERTAINTIES, ROLES, Language, label

__all__ = ["why"]


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
    result = _described(net, rows, language)
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
    net: AffiliationNetwork, rows: list[dict[str, object]], language: Language
) -> pd.DataFrame:
    result = pd.DataFrame(rows, columns=[c for c in _COLUMNS if c not in _ADDED])
    names = net.display_names(language)
    result["member"] = result["member_id"].map(names)
    result["group"] = result["group_id"].map(names)
    result["role"] = [label(code, ROLES, language) for code in result["role"]]
    result["certainty"] = [
        label(code, CERTAINTIES, language) for code in result["certainty"]
    ]
    result["source"] = result["source_id"].map(net.sources["title"])
    return result[_COLUMNS]


_ADDED = ("member", "group", "source")


def _reason(net: AffiliationNetwork, source: str, target: str) -> str:
    belongs = set(net.memberships["member_id"]) | set(net.memberships["group_id"])
    alone = [identifier for identifier in (source, target) if identifier not in belongs]
    if alone:
        return f"no membership of {' or '.join(alone)} is recorded in this network"
    return "no chain of recorded memberships connects the two"
