"""Graphs that are handed to users: two-mode and projected, with names and evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import get_args

import networkx as nx
import numpy as np
import scipy.sparse as sp

from tohoku_network import _incidence
from tohoku_network._incidence import Weight
from tohoku_network.errors import GraphError

__all__ = ["checked_weight", "projected", "two_mode"]

Facts = Mapping[str, Mapping[str, str]]


def two_mode(
    members: Facts,
    groups: Facts,
    pairs: Iterable[tuple[str, str]],
    roles: Mapping[tuple[str, str], set[str]],
) -> nx.Graph[str]:
    """Graph with a node for each side of each organization."""
    graph: nx.Graph[str] = nx.Graph()
    for side, (prefix, found) in enumerate((("member", members), ("group", groups))):
        for identifier, facts in found.items():
            graph.add_node(
                f"{prefix}:{identifier}", bipartite=side, id=identifier, **facts
            )
    for member, group in pairs:
        told = tuple(sorted(roles.get((member, group), ())))
        graph.add_edge(f"member:{member}", f"group:{group}", roles=told)
    return graph


def checked_weight(weight: str) -> Weight:
    """Return the tie weight, or say which there are."""
    for known in get_args(Weight):
        if weight == known:
            return known
    msg = f"weight must be one of {', '.join(get_args(Weight))}, not {weight!r}"
    raise ValueError(msg)


def projected(
    b: sp.csr_array,
    facts: Facts,
    other: list[str],
    weight: str,
    *,
    min_shared: int,
    max_ties: int,
) -> nx.Graph[str]:
    """One-mode graph of the rows of ``b``, refused when it would be too large."""
    weight = checked_weight(weight)
    bound, largest = _incidence.possible_ties(b)
    if bound > max_ties:
        size = int(b[:, [largest]].sum())
        msg = (
            f"up to {bound:,} ties could arise, more than max_ties={max_ties:,}; "
            f"{other[largest]!r} alone ties {size:,} to each other: filter it out, or "
            "raise max_ties"
        )
        raise GraphError(msg)
    ids = list(facts)
    shared = _incidence.shared_counts(b).tocoo()
    strong = _incidence.projection(b, weight).tocoo()
    upper = (shared.row < shared.col) & (shared.data >= min_shared)
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from((identifier, dict(told)) for identifier, told in facts.items())
    of = [b.indices[b.indptr[row] : b.indptr[row + 1]] for row in range(len(ids))]
    for i, j, count, value in zip(
        shared.row[upper].tolist(),
        shared.col[upper].tolist(),
        shared.data[upper].tolist(),
        strong.data[upper].tolist(),
        strict=True,
    ):
        common = np.intersect1d(of[i], of[j], assume_unique=True)
        graph.add_edge(
            ids[i],
            ids[j],
            weight=value,
            distance=1 / value,
            shared=int(count),
            via=tuple(other[group] for group in common),
        )
    return graph
