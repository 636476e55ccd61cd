"""Who is central when organizations and groups are looked at together?

Measures on the two-mode network itself: the ties are memberships, and a path runs
through organizations and groups in turn. The two sides have values of their own.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from tohoku_network import _incidence
from tohoku_network.centrality._result import two_mode
from tohoku_network.network import AffiliationNetwork, Side

__all__ = ["two_mode_betweenness", "two_mode_closeness", "two_mode_degree"]

_SOURCE = "Borgatti and Halgin (2011)"


def two_mode_degree(
    net: AffiliationNetwork, *, side: Side = "members", normalized: bool = True
) -> pd.Series:
    """Share of all groups that an organization belongs to; for groups, of members.

    Number of memberships divided by the size of the other side: from 0 (isolates) to
    1 (in every group). Raw, it is the number of memberships.

    Parameters
    ----------
    net
        The network.
    side
        Whose values: ``"members"`` or ``"groups"``.
    normalized
        Divide by the number of nodes on the other side.

    Returns
    -------
    pandas.Series
        Floats named ``two_mode_degree``, indexed by id in sorted order; 0 when the
        other side is empty.

    Raises
    ------
    ValueError
        If ``side`` is neither of the two words.

    References
    ----------
    Borgatti, S. P. and Halgin, D. S. (2011). Analyzing affiliation networks. In The
    SAGE handbook of social network analysis, 417–433.

    Examples
    --------
    >>> import pandas as pd
    >>> import tohoku_network as tn
    >>> net = tn.AffiliationNetwork.from_frames(
    ...     pd.DataFrame({"id": list("abcpq"), "name": list("abcpq")}),
    ...     pd.DataFrame({"member_id": list("abbc"), "group_id": list("ppqq")}),
    ... )
    >>> two_mode_degree(net).to_dict()
    {'a': 0.5, 'b': 1.0, 'c': 0.5}
    """
    b, ids, other = net.oriented(side)
    values = np.diff(b.indptr).astype(float)
    if normalized:
        values /= max(len(other), 1)
    return two_mode(
        values,
        ids,
        other,
        net,
        "two_mode_degree",
        side,
        normalization="divided by the size of the other side" if normalized else "none",
        citation=_SOURCE,
    )


def two_mode_closeness(
    net: AffiliationNetwork, *, side: Side = "members", normalized: bool = True
) -> pd.Series:
    r"""Nearness to all organizations and groups, against the nearest one could be.

    The least possible sum of distances is m + 2(n − 1), for n nodes on the own side
    and m on the other: each of the other side at 1, each of the own at 2. Closeness
    is this sum over the actual one, times the share r/(n + m − 1) of nodes that can
    be reached; from 0 (isolates) to 1 (in every group). Raw, it is 1 over the sum of
    distances to those within reach, and 0 for isolates.

    Parameters
    ----------
    net
        The network.
    side
        Whose values: ``"members"`` or ``"groups"``.
    normalized
        False for 1 over the sum of distances.

    Returns
    -------
    pandas.Series
        Floats named ``two_mode_closeness``, indexed by id in sorted order.

    Raises
    ------
    ValueError
        If ``side`` is neither of the two words.

    Notes
    -----
    Normalized as in NetworkX, whose ``normalized=False`` omits the reachable share
    alone.

    References
    ----------
    Borgatti, S. P. and Halgin, D. S. (2011). Analyzing affiliation networks. In The
    SAGE handbook of social network analysis, 417–433.

    Examples
    --------
    >>> import pandas as pd
    >>> import tohoku_network as tn
    >>> net = tn.AffiliationNetwork.from_frames(
    ...     pd.DataFrame({"id": list("abcpq"), "name": list("abcpq")}),
    ...     pd.DataFrame({"member_id": list("abbc"), "group_id": list("ppqq")}),
    ... )
    >>> two_mode_closeness(net).round(4).to_dict()
    {'a': 0.6, 'b': 1.0, 'c': 0.6}
    """
    b, ids, other = net.oriented(side)
    n, m = len(ids), len(other)
    found = _incidence.two_mode_reach(b)
    values = np.divide(1.0, found.total, out=np.zeros(n), where=found.total > 0)
    if normalized:
        values *= (m + 2 * (n - 1)) * found.others / max(n + m - 1, 1)
    best = "least possible sum of distances over the actual one, times reachable share"
    return two_mode(
        values,
        ids,
        other,
        net,
        "two_mode_closeness",
        side,
        normalization=best if normalized else "none",
        citation=_SOURCE,
    )


def two_mode_betweenness(
    net: AffiliationNetwork, *, side: Side = "members", normalized: bool = True
) -> pd.Series:
    """Shortest two-mode paths that pass through an organization, or a group.

    Sum over unordered pairs of nodes, of either side, of the share of their shortest
    paths on which it lies between; divided by the largest value that a node of this
    side could have, given the sizes of both sides. From 0 (isolates, and members of a
    single group) to 1. Raw, the sum itself. Pairs that cannot reach each other add
    nothing.

    Parameters
    ----------
    net
        The network.
    side
        Whose values: ``"members"`` or ``"groups"``.
    normalized
        Divide by the largest possible value.

    Returns
    -------
    pandas.Series
        Floats named ``two_mode_betweenness``, indexed by id in sorted order; 0 where
        the largest possible value is 0.

    Raises
    ------
    ValueError
        If ``side`` is neither of the two words.

    Notes
    -----
    With n nodes on the own side and m on the other, s = (n − 1) div m and
    t = (n − 1) mod m, the largest value is
    (m²(s + 1)² + m(s + 1)(2t − s − 1) − t(2s − t + 3))/2, as in NetworkX. Other
    programs divide otherwise and differ in the normalized values only.

    References
    ----------
    Borgatti, S. P. and Halgin, D. S. (2011). Analyzing affiliation networks. In The
    SAGE handbook of social network analysis, 417–433. Borgatti, S. P. and Everett,
    M. G. (1997). Network analysis of 2-mode data. Social Networks 19, 243–269.

    Examples
    --------
    >>> import pandas as pd
    >>> import tohoku_network as tn
    >>> net = tn.AffiliationNetwork.from_frames(
    ...     pd.DataFrame({"id": list("abcpq"), "name": list("abcpq")}),
    ...     pd.DataFrame({"member_id": list("abbc"), "group_id": list("ppqq")}),
    ... )
    >>> two_mode_betweenness(net, normalized=False).to_dict()
    {'a': 0.0, 'b': 4.0, 'c': 0.0}
    """
    b, ids, other = net.oriented(side)
    values = _incidence.two_mode_betweenness(b)[0] / 2
    if normalized:
        largest = _largest_betweenness(len(ids), len(other))
        values = values / largest if largest > 0 else np.zeros(len(ids))
    return two_mode(
        values,
        ids,
        other,
        net,
        "two_mode_betweenness",
        side,
        normalization="divided by the largest value possible" if normalized else "none",
        citation=_SOURCE,
    )


def _largest_betweenness(n: int, m: int) -> float:
    """Largest betweenness of one of n nodes that face m on the other side."""
    if not n or not m:
        return 0.0
    s, t = divmod(n - 1, m)
    whole = m**2 * (s + 1) ** 2 + m * (s + 1) * (2 * t - s - 1) - t * (2 * s - t + 3)
    return whole / 2
