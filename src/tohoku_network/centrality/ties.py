"""With how many others is an organization tied, how strongly, and how densely?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from tohoku_network import _incidence
from tohoku_network._graphs import checked_weight
from tohoku_network._incidence import Weight
from tohoku_network.centrality._result import one_mode
from tohoku_network.network import AffiliationNetwork, Side

__all__ = ["coreness", "degree", "strength"]


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
    >>> import pandas as pd
    >>> import tohoku_network as tn
    >>> net = tn.AffiliationNetwork.from_frames(
    ...     pd.DataFrame({"id": list("abcpq"), "name": list("abcpq")}),
    ...     pd.DataFrame({"member_id": list("abbc"), "group_id": list("ppqq")}),
    ... )
    >>> degree(net).to_dict()
    {'a': 1, 'b': 2, 'c': 1}
    """
    b, ids, _ = net.oriented(side)
    values = _incidence.degrees(b)
    return one_mode(values, ids, net, "degree", side, citation="Freeman (1978)")


def strength(
    net: AffiliationNetwork, *, side: Side = "members", weight: Weight = "newman"
) -> pd.Series:
    """Sum of the weights of an organization's ties.

    With ``weight="newman"`` this is the number of its groups that have another named
    member: each such group hands every member one unit of attention. With
    ``weight="shared"`` it is the sum of their sizes, less itself in each. From 0
    upwards; isolates have 0.

    Parameters
    ----------
    net
        The network.
    side
        ``"members"`` tied by shared groups, or ``"groups"`` tied by shared members.
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
    016132. Barrat, A., Barthélemy, M., Pastor-Satorras, R. and Vespignani, A. (2004).
    The architecture of complex weighted networks. PNAS 101, 3747–3752.

    Examples
    --------
    >>> import pandas as pd
    >>> import tohoku_network as tn
    >>> net = tn.AffiliationNetwork.from_frames(
    ...     pd.DataFrame({"id": list("abcpq"), "name": list("abcpq")}),
    ...     pd.DataFrame({"member_id": list("abbc"), "group_id": list("ppqq")}),
    ... )
    >>> strength(net).to_dict()
    {'a': 1.0, 'b': 2.0, 'c': 1.0}
    """
    b, ids, _ = net.oriented(side)
    product = _incidence.tie_product(b, checked_weight(weight))
    values = product(np.ones(len(ids)))
    citation = "Newman (2001)" if weight == "newman" else "Barrat et al. (2004)"
    return one_mode(
        values, ids, net, "strength", side, weight=weight, citation=citation
    )


def coreness(net: AffiliationNetwork, *, side: Side = "members") -> pd.Series:
    """Largest k such that an organization lies in a part where all have k partners.

    The k-core is the largest set of organizations that each share a group with at
    least k others of the set; the coreness is the last k whose core an organization
    is in. An integer from 0 (isolates) to n − 1 (one group of all). A group of k
    members lifts each of them to k − 1 at least. Pieces of a disconnected network do
    not affect each other.

    Parameters
    ----------
    net
        The network.
    side
        ``"members"`` tied by shared groups, or ``"groups"`` tied by shared members.

    Returns
    -------
    pandas.Series
        Integers named ``coreness``, indexed by id in sorted order.

    Raises
    ------
    ValueError
        If ``side`` is neither of the two words.

    Notes
    -----
    Of the plain projection. Organizations are peeled off the memberships, the least
    tied first, so that the ties of a large group are never listed.

    References
    ----------
    Seidman, S. B. (1983). Network structure and minimum degree. Social Networks 5,
    269–287.

    Examples
    --------
    >>> import pandas as pd
    >>> import tohoku_network as tn
    >>> net = tn.AffiliationNetwork.from_frames(
    ...     pd.DataFrame({"id": list("abcpq"), "name": list("abcpq")}),
    ...     pd.DataFrame({"member_id": list("abbc"), "group_id": list("ppqq")}),
    ... )
    >>> coreness(net).to_dict()
    {'a': 1, 'b': 1, 'c': 1}
    """
    b, ids, _ = net.oriented(side)
    values = _incidence.coreness(b)
    return one_mode(values, ids, net, "coreness", side, citation="Seidman (1983)")
