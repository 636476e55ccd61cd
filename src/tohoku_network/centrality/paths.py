"""How near is an organization to all others, and on whose ways does it lie?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import scipy.sparse as sp

from tohoku_network import _incidence
from tohoku_network._graphs import checked_weight
from tohoku_network._incidence import Weight
from tohoku_network.centrality._result import one_mode
from tohoku_network.network import AffiliationNetwork, Side

__all__ = ["betweenness", "closeness", "harmonic"]


def closeness(
    net: AffiliationNetwork, *, side: Side = "members", weight: Weight | None = None
) -> pd.Series:
    r"""Inverse mean distance to those one can reach, times the share one can reach.

    With r others reachable, :math:`\frac{r}{\sum_j d(i, j)} \cdot \frac{r}{n - 1}`:
    closeness in the form of Wasserman and Faust, from 0 (isolates) to 1 (tied to all)
    on the plain projection. In a disconnected network the second factor lowers the
    values of small pieces; :func:`harmonic` needs no such factor. With a weight, d is
    the shortest sum of 1/weight and values may exceed 1.

    Parameters
    ----------
    net
        The network.
    side
        ``"members"`` tied by shared groups, or ``"groups"`` tied by shared members.
    weight
        None for the plain projection, or a tie weight.

    Returns
    -------
    pandas.Series
        Floats named ``closeness``, indexed by id in sorted order; all 0 when n < 2.

    Raises
    ------
    ValueError
        If an option is none of the accepted words.

    References
    ----------
    Freeman, L. C. (1978). Centrality in social networks. Social Networks 1, 215–239.
    Wasserman, S. and Faust, K. (1994). Social network analysis. Cambridge University
    Press, p. 201.

    Examples
    --------
    >>> import pandas as pd
    >>> import tohoku_network as tn
    >>> net = tn.AffiliationNetwork.from_frames(
    ...     pd.DataFrame({"id": list("abcpq"), "name": list("abcpq")}),
    ...     pd.DataFrame({"member_id": list("abbc"), "group_id": list("ppqq")}),
    ... )
    >>> closeness(net).round(4).to_dict()
    {'a': 0.6667, 'b': 1.0, 'c': 0.6667}
    """
    b, ids, _ = net.oriented(side)
    found = _reach(b, weight)
    inverse = np.divide(
        found.others, found.total, out=np.zeros(len(ids)), where=found.total > 0
    )
    return one_mode(
        inverse * found.others / max(len(ids) - 1, 1),
        ids,
        net,
        "closeness",
        side,
        weight=weight,
        normalization="times the share of the n - 1 others that is reachable",
        citation="Wasserman and Faust (1994)",
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
        ``"members"`` tied by shared groups, or ``"groups"`` tied by shared members.
    weight
        None for the plain projection, or a tie weight.

    Returns
    -------
    pandas.Series
        Floats named ``harmonic``, indexed by id in sorted order; all 0 when n < 2.

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
    >>> import pandas as pd
    >>> import tohoku_network as tn
    >>> net = tn.AffiliationNetwork.from_frames(
    ...     pd.DataFrame({"id": list("abcpq"), "name": list("abcpq")}),
    ...     pd.DataFrame({"member_id": list("abbc"), "group_id": list("ppqq")}),
    ... )
    >>> harmonic(net).to_dict()
    {'a': 0.75, 'b': 1.0, 'c': 0.75}
    """
    b, ids, _ = net.oriented(side)
    return one_mode(
        _reach(b, weight).inverse / max(len(ids) - 1, 1),
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
        ``"members"`` tied by shared groups, or ``"groups"`` tied by shared members.
    weight
        None for the plain projection; with a tie weight, paths are shortest in the
        sum of 1/weight.
    normalized
        Divide by (n − 1)(n − 2)/2.

    Returns
    -------
    pandas.Series
        Floats named ``betweenness``, indexed by id in sorted order; 0 when n < 3.

    Raises
    ------
    ValueError
        If an option is none of the accepted words.

    Notes
    -----
    Exact. Organizations with the same groups are searched once, and two that share
    several groups are still tied once. Weighted paths whose lengths differ by less
    than a relative 1e-9 are equally short. Weighted search lists every tie of the
    projection: from a few million ties on, it takes minutes.

    References
    ----------
    Freeman, L. C. (1977). A set of measures of centrality based on betweenness.
    Sociometry 40, 35–41. Brandes, U. (2001). A faster algorithm for betweenness
    centrality. J. Math. Sociol. 25, 163–177.

    Examples
    --------
    >>> import pandas as pd
    >>> import tohoku_network as tn
    >>> net = tn.AffiliationNetwork.from_frames(
    ...     pd.DataFrame({"id": list("abcpq"), "name": list("abcpq")}),
    ...     pd.DataFrame({"member_id": list("abbc"), "group_id": list("ppqq")}),
    ... )
    >>> betweenness(net).to_dict()
    {'a': 0.0, 'b': 1.0, 'c': 0.0}
    """
    b, ids, _ = net.oriented(side)
    if weight is None:
        values = _incidence.folded_betweenness(b) / 2
    else:
        values = _incidence.weighted_betweenness(b, checked_weight(weight)) / 2
    n = len(ids)
    if normalized:
        values = values / max((n - 1) * (n - 2) / 2, 1)
    return one_mode(
        values,
        ids,
        net,
        "betweenness",
        side,
        weight=weight,
        normalization="divided by (n - 1)(n - 2)/2" if normalized else "none",
        citation="Freeman (1977)",
    )


def _reach(b: sp.csr_array, weight: Weight | None) -> _incidence.Reach:
    if weight is None:
        return _incidence.reach(b)
    return _incidence.weighted_reach(b, checked_weight(weight))
