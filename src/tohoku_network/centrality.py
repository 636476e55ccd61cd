"""Who is central?

Measures on either projection, each a Series indexed by organization id that carries
its definition in ``.attrs``. They range over every organization that belongs, or
could belong, to a group; those without a group count as isolates.
"""

from __future__ import annotations

from collections.abc import Iterable

import networkx as nx
import numpy as np
import pandas as pd
import scipy.sparse as sp

from tohoku_network import _incidence
from tohoku_network._definition import tag
from tohoku_network._graphs import checked_weight
from tohoku_network._incidence import Weight
from tohoku_network.network import AffiliationNetwork, Side
from tohoku_network.vocabulary import SECTORS, Language, label

__all__ = ["betweenness", "degree", "harmonic", "ranks", "strength", "table"]

_TOLERANCE = 1e-9


def degree(net: AffiliationNetwork, *, side: Side = "members") -> pd.Series:
    """Number of distinct others with whom an organization shares a group.

    A count from 0 to n − 1. Isolates have 0; the size of a group matters, the number
    of shared groups does not.

    Parameters
    ----------
    net
        The network.
    side
        ``"members"`` tied by shared groups, or ``"groups"`` tied by shared members.

    Returns
    -------
    pandas.Series
        Integers named ``degree``, indexed by id in sorted order.

    Raises
    ------
    ValueError
        If ``side`` is neither of the two words.

    References
    ----------
    Freeman, L. C. (1978). Centrality in social networks. Social Networks 1, 215–239.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> degree(tn.load_tohoku()).index.name
    'id'
    """
    b, ids, _ = net.oriented(side)
    tied = _incidence.adjacency(b)
    values = np.diff(tied.indptr).astype("int64")
    return _series(values, ids, net, "degree", side, citation="Freeman (1978)")


def strength(
    net: AffiliationNetwork, *, side: Side = "members", weight: Weight = "newman"
) -> pd.Series:
    """Sum of the weights of an organization's ties.

    With ``weight="newman"`` this is the number of its groups that have another named
    member: each such group hands every member one unit of attention. From 0 upwards;
    isolates have 0.

    Parameters
    ----------
    net
        The network.
    side
        ``"members"`` or ``"groups"``.
    weight
        Tie weight: ``"newman"``, ``"shared"``, ``"jaccard"`` or ``"cosine"``.

    Returns
    -------
    pandas.Series
        Floats named ``strength``, indexed by id in sorted order.

    Raises
    ------
    ValueError
        If an option is none of the accepted words.

    References
    ----------
    Newman, M. E. J. (2001). Scientific collaboration networks. II. Phys. Rev. E 64,
    016132.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> float(strength(tn.load_tohoku()).min())
    0.0
    """
    b, ids, _ = net.oriented(side)
    weights = _incidence.projection(b, checked_weight(weight))
    values = np.asarray(weights.sum(axis=1)).ravel()
    return _series(
        values, ids, net, "strength", side, weight=weight, citation="Newman (2001)"
    )


def harmonic(
    net: AffiliationNetwork, *, side: Side = "members", weight: Weight | None = None
) -> pd.Series:
    r"""Mean closeness to all others, unreachable ones counting as 0.

    :math:`\sum_{j \ne i} 1/d(i, j) / (n - 1)`, from 0 (isolates) to 1 (tied to all)
    on the plain projection. Defined on disconnected networks, unlike closeness. With
    a weight, d is the shortest sum of 1/weight and values may exceed 1.

    Parameters
    ----------
    net
        The network.
    side
        ``"members"`` or ``"groups"``.
    weight
        None for the plain projection, or a tie weight.

    Returns
    -------
    pandas.Series
        Floats named ``harmonic``, indexed by id; all 0 when n < 2.

    Raises
    ------
    ValueError
        If an option is none of the accepted words.

    References
    ----------
    Rochat, Y. (2009). Closeness centrality extended to unconnected graphs: the
    harmonic centrality index. ASNA 2009.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> bool(harmonic(tn.load_tohoku()).between(0, 1).all())
    True
    """
    b, ids, _ = net.oriented(side)
    n = len(ids)
    total = np.zeros(n)
    if weight is None:
        for sources in _incidence.blocks(n):
            for distance, met in enumerate(_incidence.distance_levels(b, sources), 1):
                total[sources] += met.sum(axis=0) / distance
    else:
        lengths = _incidence.projection(b, checked_weight(weight))
        lengths.data = 1.0 / lengths.data
        for sources in _incidence.blocks(n):
            reach = sp.csgraph.dijkstra(lengths, directed=False, indices=sources)
            reach[np.arange(len(sources)), sources] = np.inf
            total[sources] = (1.0 / reach).sum(axis=1)
    return _series(
        total / max(n - 1, 1),
        ids,
        net,
        "harmonic",
        side,
        weight=weight,
        normalization="divided by n - 1",
        citation="Rochat (2009)",
    )


def betweenness(
    net: AffiliationNetwork,
    *,
    side: Side = "members",
    weight: Weight | None = None,
    normalized: bool = False,
) -> pd.Series:
    """Shortest paths between others that pass through an organization.

    Sum over unordered pairs of the share of their shortest paths on which it lies
    between. From 0 (isolates, and organizations in a single group) to
    (n − 1)(n − 2)/2 raw, or to 1 normalized. Pairs that cannot reach each other add
    nothing.

    Parameters
    ----------
    net
        The network.
    side
        ``"members"`` or ``"groups"``.
    weight
        None for the plain projection; with a tie weight, paths are shortest in the
        sum of 1/weight.
    normalized
        Divide by (n − 1)(n − 2)/2.

    Returns
    -------
    pandas.Series
        Floats named ``betweenness``, indexed by id in sorted order.

    Raises
    ------
    ValueError
        If an option is none of the accepted words.

    References
    ----------
    Freeman, L. C. (1977). A set of measures of centrality based on betweenness.
    Sociometry 40, 35–41. Brandes, U. (2001). A faster algorithm for betweenness
    centrality. J. Math. Sociol. 25, 163–177.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> betweenness(tn.load_tohoku()).idxmax()
    'meti-tohoku'
    """
    b, ids, _ = net.oriented(side)
    if weight is None:
        values = _incidence.betweenness(_incidence.adjacency(b)) / 2
    else:
        graph = net.project(side, weight=checked_weight(weight))
        found = nx.betweenness_centrality(graph, weight="distance", normalized=False)
        values = np.array([found[identifier] for identifier in ids], dtype=float)
    n = len(ids)
    if normalized:
        values = values / max((n - 1) * (n - 2) / 2, 1)
    return _series(
        values,
        ids,
        net,
        "betweenness",
        side,
        weight=weight,
        normalization="divided by (n - 1)(n - 2)/2" if normalized else "none",
        citation="Freeman (1977)",
    )


MEASURES = {
    "degree": degree,
    "strength": strength,
    "harmonic": harmonic,
    "betweenness": betweenness,
}
"""Measures that :func:`table` can show, by name."""


def table(
    net: AffiliationNetwork,
    measures: Iterable[str] | None = None,
    *,
    side: Side = "members",
    language: Language = "ja",
) -> pd.DataFrame:
    """Names, sectors and one column per measure, the most between first.

    Parameters
    ----------
    net
        The network.
    measures
        Names of measures; None for all.
    side
        ``"members"`` or ``"groups"``.
    language
        Language of names and sectors.

    Returns
    -------
    pandas.DataFrame
        Indexed by id: ``name``, ``sector``, then the measures; sorted by the last
        measure asked for, descending, ties by id.

    Raises
    ------
    ValueError
        If there is no such measure.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> table(tn.load_tohoku(), ["degree"]).columns.tolist()
    ['name', 'sector', 'degree']
    """
    asked = list(MEASURES) if measures is None else list(measures)
    unknown = [measure for measure in asked if measure not in MEASURES]
    if unknown:
        msg = f"no measure is called {unknown[0]!r}; there is {', '.join(MEASURES)}"
        raise ValueError(msg)
    columns = {measure: MEASURES[measure](net, side=side) for measure in asked}
    _, ids, _ = net.oriented(side)
    sectors = net.organizations["sector"].reindex(ids)
    result = pd.DataFrame(
        {
            "name": net.display_names(language).reindex(ids),
            "sector": [label(code, SECTORS, language) for code in sectors],
        },
        index=pd.Index(ids, name="id"),
    )
    for measure, values in columns.items():
        result[measure] = values
    if asked:
        key = ranks(result[asked[-1]])
        result = result.iloc[np.lexsort((np.arange(len(result)), key.to_numpy()))]
    result.attrs["measures"] = {name: found.attrs for name, found in columns.items()}
    return result


def ranks(values: pd.Series) -> pd.Series:
    """Competition ranks (1, 2, 2, 4), largest first; near-equal values tie.

    Values within a relative 1e-9 of the first of their run share its rank, so that
    rounding never separates organizations that are equal by definition. Missing
    values have no rank.

    Parameters
    ----------
    values
        One number per organization.

    Returns
    -------
    pandas.Series
        Nullable integers with the same index, named ``rank``.

    Examples
    --------
    >>> ranks(pd.Series({"a": 1.0, "b": 3.0, "c": 3.0 + 1e-12})).tolist()
    [3, 1, 1]
    """
    numbers = values.to_numpy(float)
    order = np.argsort(-numbers, kind="stable")
    places = np.zeros(len(numbers), dtype="int64")
    missing = np.isnan(numbers)
    leader, rank = np.nan, 0
    for position, row in enumerate(order, 1):
        value = numbers[row]
        scale = max(1.0, abs(value), abs(leader))
        if not abs(value - leader) <= _TOLERANCE * scale:
            leader, rank = value, position
        places[row] = rank
    result = pd.Series(places, index=values.index, name="rank", dtype="Int64")
    return result.mask(missing)


def _series(
    values: np.ndarray,
    ids: list[str],
    net: AffiliationNetwork,
    measure: str,
    side: str,
    *,
    weight: str | None = None,
    normalization: str = "none",
    citation: str,
) -> pd.Series:
    result = pd.Series(
        values, index=pd.Index(ids, name="id", dtype="str"), name=measure
    )
    kind = "plain" if weight is None else "weighted"
    return tag(
        result,
        measure=measure,
        variant=f"{kind} projection onto {side}",
        normalization=normalization,
        weight=weight,
        n=len(ids),
        period=net.period,
        citation=citation,
    )
