"""How good is a given partition?"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from tohoku_network import _incidence
from tohoku_network._graphs import checked_weight
from tohoku_network._incidence import Weight
from tohoku_network.communities import _engines, _two_mode
from tohoku_network.errors import GraphError
from tohoku_network.network import AffiliationNetwork, Side

__all__ = ["modularity", "two_mode_modularity"]


def modularity(
    net: AffiliationNetwork,
    labels: pd.Series,
    *,
    side: Side = "members",
    weight: Weight | None = "newman",
    resolution: float = 1.0,
) -> float:
    r"""Share of tie weight inside communities beyond what strengths would give.

    :math:`\frac{1}{2m} \sum_{ij} (A_{ij} - \gamma k_i k_j / 2m)\, \delta(c_i, c_j)` on
    the projection; at most 1, 0 for one community holding all (γ = 1) and, by
    convention, for a network without ties. Isolates change nothing.

    Parameters
    ----------
    net
        The network.
    labels
        Community of every organization of the side, indexed by id; further ids do
        not matter.
    side
        ``"members"`` or ``"groups"``.
    weight
        Tie weight, None for the plain projection.
    resolution
        γ, the weight of the expected ties.

    Returns
    -------
    float
        The modularity.

    Raises
    ------
    GraphError
        If an organization has no label.
    ValueError
        If an option is none of the accepted words, or ``resolution`` not positive.

    References
    ----------
    Newman, M. E. J. (2006). Modularity and community structure in networks. PNAS
    103, 8577–8582.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> net = tn.load_tohoku()
    >>> found = tn.communities.detect(net)
    >>> abs(modularity(net, found.labels) - found.quality) < 1e-9
    True
    """
    checked_resolution(resolution)
    b, ids, _ = net.oriented(side)
    codes = label_codes(labels, ids)
    if weight is None:
        ties = _incidence.adjacency(b)
    else:
        ties = _incidence.projection(b, checked_weight(weight))
    return _engines.modularity(ties, codes, resolution)


def two_mode_modularity(
    net: AffiliationNetwork,
    member_labels: pd.Series,
    group_labels: pd.Series,
    *,
    resolution: float = 1.0,
) -> float:
    r"""Share of memberships inside communities beyond what degrees would give.

    Barber's :math:`\frac{1}{m} \sum_{ig} (B_{ig} - \gamma d_i k_g / m)\, \delta(c_i,
    c_g)` over members i and groups g; at most 1, and 0 without memberships. Members
    and groups of one community carry the same label.

    Parameters
    ----------
    net
        The network.
    member_labels, group_labels
        Community of every member and of every group, indexed by id.
    resolution
        γ, the weight of the expected memberships.

    Returns
    -------
    float
        The modularity.

    Raises
    ------
    GraphError
        If a member or a group has no label.
    ValueError
        If ``resolution`` is not a positive number.

    References
    ----------
    Barber, M. J. (2007). Modularity and community detection in bipartite networks.
    Phys. Rev. E 76, 066102.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> net = tn.load_tohoku()
    >>> found = tn.communities.detect(net, method="two_mode", runs=2)
    >>> q = two_mode_modularity(net, found.labels, found.other_labels)
    >>> abs(q - found.quality) < 1e-9
    True
    """
    checked_resolution(resolution)
    b, members, groups = net.oriented("members")
    label_codes(member_labels, members)
    label_codes(group_labels, groups)
    both = [*member_labels.reindex(members), *group_labels.reindex(groups)]
    codes, _ = pd.factorize(np.array(both, dtype=object))
    return _two_mode.modularity(
        b, codes[: len(members)], codes[len(members) :], resolution
    )


def checked_resolution(resolution: float) -> float:
    """Return the resolution, or say what it must be."""
    if math.isfinite(resolution) and resolution > 0:
        return resolution
    msg = f"resolution must be a positive number, not {resolution!r}"
    raise ValueError(msg)


def label_codes(labels: pd.Series, ids: list[str]) -> np.ndarray:
    """Whole numbers for the labels of the ids, which must all have one."""
    found = labels.reindex(ids)
    missing = found.index[found.isna()].tolist()
    if missing:
        shown = ", ".join(repr(identifier) for identifier in missing[:5])
        more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
        msg = f"no community is given for {shown}{more}: label every organization"
        raise GraphError(msg)
    codes, _ = pd.factorize(found)
    return codes
