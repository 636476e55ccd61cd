"""Who is tied to those who are well tied themselves?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import scipy.sparse as sp

from tohoku_network import _incidence
from tohoku_network._graphs import checked_weight
from tohoku_network._incidence import Weight
from tohoku_network.centrality._result import checked_share, one_mode
from tohoku_network.network import AffiliationNetwork, Side

__all__ = ["eigenvector", "pagerank"]


def eigenvector(
    net: AffiliationNetwork,
    *,
    side: Side = "members",
    weight: Weight | None = None,
    max_iterations: int = 10_000,
) -> pd.Series:
    r"""Standing that is proportional to the summed standing of one's partners.

    Within each connected piece, the positive x with :math:`A x = \lambda x` for the
    largest :math:`\lambda`, A being the plain or weighted projection; from 0 to 1.
    Isolates have 0.

    On more than one piece no scale between pieces follows from the definition. Here
    a piece of :math:`n_c` organizations has Euclidean norm :math:`\sqrt{n_c / n}`,
    so that the mean square is 1/n in every piece: compare values within a piece only.
    On a connected network this is the usual vector of norm 1.

    Parameters
    ----------
    net
        The network.
    side
        ``"members"`` tied by shared groups, or ``"groups"`` tied by shared members.
    weight
        None for the plain projection, or a tie weight.
    max_iterations
        The most matrix products that a piece may take.

    Returns
    -------
    pandas.Series
        Floats named ``eigenvector``, indexed by id in sorted order; ``attrs`` tells
        the number of ``components`` of two or more organizations.

    Raises
    ------
    ConvergenceError
        If the residual does not fall below a relative 1e-12.
    ValueError
        If an option is none of the accepted words.

    References
    ----------
    Bonacich, P. (1972). Factoring and weighting approaches to status scores and
    clique identification. J. Math. Sociol. 2, 113–120.

    Examples
    --------
    >>> import pandas as pd
    >>> import tohoku_network as tn
    >>> net = tn.AffiliationNetwork.from_frames(
    ...     pd.DataFrame({"id": list("abcpq"), "name": list("abcpq")}),
    ...     pd.DataFrame({"member_id": list("abbc"), "group_id": list("ppqq")}),
    ... )
    >>> eigenvector(net).round(4).to_dict()
    {'a': 0.5, 'b': 0.7071, 'c': 0.5}
    """
    b, ids, _ = net.oriented(side)
    known = None if weight is None else checked_weight(weight)
    values = np.zeros(len(ids))
    pieces = [found for found in _incidence.components(b) if len(found[0]) > 1]
    for rows, columns in pieces:
        vector = _incidence.leading_vector(
            _incidence.tie_product(sp.csr_array(b[rows][:, columns]), known),
            len(rows),
            measure="eigenvector",
            max_iterations=max_iterations,
        )
        values[rows] = vector * np.sqrt(len(rows) / len(ids))
    return one_mode(
        values,
        ids,
        net,
        "eigenvector",
        side,
        weight=weight,
        normalization="per component: Euclidean norm sqrt(n of the component / n)",
        citation="Bonacich (1972)",
        components=len(pieces),
    )


def pagerank(
    net: AffiliationNetwork,
    *,
    side: Side = "members",
    weight: Weight | None = None,
    alpha: float = 0.85,
    max_iterations: int = 10_000,
) -> pd.Series:
    r"""Share of time that a wanderer along ties, now and then set down anew, spends.

    With probability α the wanderer follows one of the ties at hand, with 1 − α it
    starts again at any organization. With :math:`s_j` the sum of j's tie weights and
    u the uniform start, :math:`x_i = \alpha \sum_j A_{ij} x_j / s_j + (1 - \alpha)
    u_i`; from isolates it always starts again. Values are positive and sum to 1;
    isolates have the least, (1 − α + α · their own sum)/n each. Disconnected networks
    need no special care.

    Parameters
    ----------
    net
        The network.
    side
        ``"members"`` tied by shared groups, or ``"groups"`` tied by shared members.
    weight
        None for the plain projection, or a tie weight.
    alpha
        Probability of following a tie, at least 0 and less than 1.
    max_iterations
        The most steps.

    Returns
    -------
    pandas.Series
        Floats named ``pagerank``, indexed by id in sorted order.

    Raises
    ------
    ConvergenceError
        If the summed error does not fall below 1e-12.
    ValueError
        If an option is none of the accepted words, or ``alpha`` is out of range.

    Notes
    -----
    Unweighted unless asked: NetworkX takes ``weight`` without being asked.

    References
    ----------
    Brin, S. and Page, L. (1998). The anatomy of a large-scale hypertextual Web search
    engine. Computer Networks 30, 107–117.

    Examples
    --------
    >>> import pandas as pd
    >>> import tohoku_network as tn
    >>> net = tn.AffiliationNetwork.from_frames(
    ...     pd.DataFrame({"id": list("abcpq"), "name": list("abcpq")}),
    ...     pd.DataFrame({"member_id": list("abbc"), "group_id": list("ppqq")}),
    ... )
    >>> pagerank(net).round(4).to_dict()
    {'a': 0.2568, 'b': 0.4865, 'c': 0.2568}
    """
    b, ids, _ = net.oriented(side)
    alpha = checked_share(alpha, "alpha")
    n = len(ids)
    product = _incidence.tie_product(
        b, None if weight is None else checked_weight(weight)
    )
    sums = product(np.ones(n))
    tied = sums > 0
    parts = np.divide(1.0, sums, out=np.zeros(n), where=tied)

    def step(x: np.ndarray) -> np.ndarray:
        anew = (1 - alpha + alpha * x[~tied].sum()) / n
        return alpha * product(x * parts) + anew

    values = np.zeros(0)
    if n:
        values = _incidence.fixed_point(
            step,
            np.full(n, 1 / n),
            contraction=alpha,
            measure="pagerank",
            max_iterations=max_iterations,
        )
    return one_mode(
        values,
        ids,
        net,
        "pagerank",
        side,
        weight=weight,
        normalization="sum 1",
        citation="Brin and Page (1998)",
        alpha=alpha,
    )
