"""Named toy networks: small enough to check by hand, odd enough to break things.

Each builder returns an AffiliationNetwork. ``from_groups`` takes groups as strings of
members, one letter a member; ``from_ties`` gives every tie of a one-mode graph a
group of its own, so that the plain projection is exactly that graph.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import networkx as nx
import pandas as pd

from tohoku_network import AffiliationNetwork


def from_groups(
    groups: Mapping[str, Iterable[str]],
    *,
    sectors: Mapping[str, str] | None = None,
    isolates: Iterable[str] = (),
) -> AffiliationNetwork:
    members = sorted({m for inside in groups.values() for m in inside} | set(isolates))
    ids = [*members, *(g for g in groups if g not in members)]
    organizations = pd.DataFrame(
        {
            "id": ids,
            "name": [f"名{i}" for i in ids],
            "sector": [(sectors or {}).get(i) for i in ids],
            "kind": ["council" if i in groups else None for i in ids],
        }
    )
    memberships = pd.DataFrame(
        [(m, g, "S") for g, inside in groups.items() for m in inside],
        columns=["member_id", "group_id", "source_id"],
    )
    return AffiliationNetwork.from_frames(organizations, memberships)


def from_ties(
    graph: nx.Graph, *, sectors: Mapping[str, str] | None = None
) -> AffiliationNetwork:
    groups = {f"tie:{a}~{b}": [str(a), str(b)] for a, b in sorted(graph.edges)}
    lone = [str(node) for node in graph if graph.degree(node) == 0]
    return from_groups(groups, sectors=sectors, isolates=lone)


def davis() -> AffiliationNetwork:
    """Davis Southern Women: 18 women, 14 events, 89 ties (Davis et al., 1941)."""
    graph = nx.davis_southern_women_graph()
    return from_groups({e: sorted(graph[e]) for e in graph.graph["bottom"]})


def florentine() -> AffiliationNetwork:
    """Padgett's marriages between Florentine families, 15 families, 20 ties."""
    return from_ties(nx.florentine_families_graph())


def structural_holes() -> AffiliationNetwork:
    """Burt's example as NetworkX tests it (from UCINET and igraph): ego G."""
    edges = ["AB", "AF", "AG", "AE", "EG", "FG", "BG", "BD", "DG", "GC"]
    return from_ties(nx.Graph([(e[0], e[1]) for e in edges]))


def odd_networks() -> dict[str, AffiliationNetwork]:
    """The shapes on which graph code breaks."""
    frames = pd.DataFrame({"id": [], "name": []}, dtype=str)
    rows = pd.DataFrame({"member_id": [], "group_id": []}, dtype=str)
    return {
        "empty": AffiliationNetwork.from_frames(frames, rows),
        "one member": from_groups({}, isolates="a"),
        "two isolated pairs": from_groups({"p": "ab", "q": "cd"}),
        "star": from_ties(nx.relabel_nodes(nx.star_graph(4), str)),
        "path": from_ties(nx.relabel_nodes(nx.path_graph(4), str)),
        "complete": from_groups({"g": "abcde"}),
        "groups of one": from_groups({"p": "a", "q": "b", "r": "c"}),
        "one sector": from_groups(
            {"p": "abc", "q": "cd"}, sectors=dict.fromkeys("abcd", "industry")
        ),
        "isolates": from_groups({"p": "ab"}, isolates="xyz"),
    }
