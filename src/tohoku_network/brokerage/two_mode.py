"""How constrained is an organization by those who sit in its groups?

Burt's constraint needs contacts that are tied to each other, which two-mode networks
do not have. Two definitions go without a projection; each has its authors' name.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import scipy.sparse as sp

from tohoku_network import _incidence
from tohoku_network._definition import tag
from tohoku_network.network import AffiliationNetwork, Side

__all__ = ["burchard_cornwell_constraint", "hollway_constraint"]


def burchard_cornwell_constraint(
    net: AffiliationNetwork, *, side: Side = "members"
) -> pd.Series:
    r"""How much of an organization's groups each of its fellow members shares.

    .. math:: C_i = \sum_{j \in \sigma(i)} \left(
              \frac{|\zeta(i) \cap \zeta(j)|}{|\zeta^*(i)|} \right)^2

    with :math:`\zeta(i)` the groups of i, :math:`\zeta^*(i)` those of them that have
    another member, and :math:`\sigma(i)` the others who share a group with i. Low
    values mean that the groups of i have little in common but i. Greater than 0 and
    at most the number of fellow members: large groups constrain more. Isolates, and
    those whose groups have no other member, have a missing value. Only the
    organization's component matters.

    Parameters
    ----------
    net
        The network.
    side
        ``"members"``, or ``"groups"`` with the two sides swapped.

    Returns
    -------
    pandas.Series
        Floats named ``burchard_cornwell_constraint``, indexed by id in sorted order.

    Raises
    ------
    ValueError
        If ``side`` is neither of the two words.

    References
    ----------
    Burchard, J. and Cornwell, B. (2018). Structural holes and bridging in two-mode
    networks. Social Networks 55, 11–20.

    Examples
    --------
    The network of their figure 2: m, in three groups, is the least constrained.

    >>> import pandas as pd
    >>> import tohoku_network as tn
    >>> rows = [list(row) for row in "i1 i2 j1 j3 k1 k4 m2 m3 m4".split()]
    >>> net = tn.AffiliationNetwork.from_frames(
    ...     pd.DataFrame({"id": list("ijkm1234"), "name": list("ijkm1234")}),
    ...     pd.DataFrame(rows, columns=["member_id", "group_id"]))
    >>> burchard_cornwell_constraint(net).round(4).to_dict()
    {'i': 0.75, 'j': 0.75, 'k': 0.75, 'm': 0.3333}
    """
    b, ids, _ = net.oriented(side)
    sizes = np.bincount(b.indices, minlength=b.shape[1])
    counted = b @ (sizes > 1).astype(float)
    squared = _incidence.shared_counts(b).power(2)
    total = np.asarray(squared.sum(axis=1), dtype=float).ravel()
    missing = np.full(len(ids), np.nan)
    values = np.divide(total, counted**2, out=missing, where=counted > 0)
    return _series(
        net,
        ids,
        values,
        side,
        "burchard_cornwell_constraint",
        "Burchard and Cornwell (2018)",
    )


def hollway_constraint(net: AffiliationNetwork, *, side: Side = "members") -> pd.Series:
    r"""How much of an organization's membership in each group comes back from others.

    .. math:: C_i = \sum_{a \in \zeta(i)} \Bigl( p_{ia} + \sum_{b \ne a}
              \sum_{j \ne i} p_{ib}\, p_{bj}\, p_{ja} \Bigr)^2

    with :math:`\zeta(i)` the groups of i, :math:`p_{ia} = 1/|\zeta(i)|` the share of
    each among the memberships of i, and :math:`p_{bj} = 1/k_b` the share of each of
    the :math:`k_b` members in the group b. Burt's constraint with the detour from i
    to a through another group b and another member j. Low values mean many groups
    whose members do not meet elsewhere; one group gives 1. Greater than 0; isolates
    have a missing value. Only the organization's component matters.

    Parameters
    ----------
    net
        The network.
    side
        ``"members"``, or ``"groups"`` with the two sides swapped.

    Returns
    -------
    pandas.Series
        Floats named ``hollway_constraint``, indexed by id in sorted order.

    Raises
    ------
    ValueError
        If ``side`` is neither of the two words.

    References
    ----------
    Hollway, J., Morin, J.-F. and Pauwelyn, J. (2020). Structural conditions for
    novelty: the introduction of new environmental clauses to the trade regime
    complex. International Environmental Agreements 20, 61–83.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> net = tn.load_tohoku()
    >>> float(hollway_constraint(net).loc["meti-tohoku"]) < 0.1
    True
    """
    b, ids, _ = net.oriented(side)
    groups = np.diff(b.indptr).astype(float)
    sizes = np.bincount(b.indices, minlength=b.shape[1]).astype(float)
    share = sp.csr_array(sp.diags_array(1 / np.maximum(groups, 1)) @ b)
    back = sp.csr_array(sp.diags_array(1 / np.maximum(sizes, 1)) @ b.T)
    onward = sp.csr_array(back @ share)
    # What a group and a member send to themselves is no detour.
    within = onward.diagonal()
    home = share @ (1 / np.maximum(sizes, 1))
    values = np.full(len(ids), np.nan)
    for rows in _incidence.blocks(len(ids)):
        part, own = b[rows], share[rows]
        detour = (own @ onward).multiply(part).tocsr()
        self_loop = own.multiply(home[rows][:, None])
        group_loop = own.multiply(within[None, :])
        both = own.multiply(own.multiply((1 / np.maximum(sizes, 1))[None, :]))
        whole = own + detour - self_loop - group_loop + both
        found = np.asarray(whole.power(2).sum(axis=1), dtype=float).ravel()
        values[rows] = np.where(groups[rows] > 0, found, np.nan)
    return _series(
        net,
        ids,
        values,
        side,
        "hollway_constraint",
        "Hollway, Morin and Pauwelyn (2020)",
    )


def _series(
    net: AffiliationNetwork,
    ids: list[str],
    values: np.ndarray,
    side: str,
    measure: str,
    citation: str,
) -> pd.Series:
    result = pd.Series(
        values, index=pd.Index(ids, name="id", dtype="str"), name=measure
    )
    return tag(
        result,
        measure=measure,
        variant=f"two-mode network, side {side}",
        n=len(ids),
        period=net.period,
        citation=citation,
    )
