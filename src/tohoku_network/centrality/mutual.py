"""Who belongs to the groups that matter, when groups matter through their members?

Three ways to let members and groups lend each other weight over the two-mode network.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import scipy.sparse as sp

from tohoku_network import _incidence
from tohoku_network.centrality._result import checked_share, two_mode
from tohoku_network.network import AffiliationNetwork, Side

__all__ = ["birank", "hits", "two_mode_eigenvector"]


def two_mode_eigenvector(
    net: AffiliationNetwork, *, side: Side = "members", max_iterations: int = 10_000
) -> pd.Series:
    r"""Standing of organizations from their groups', and of groups from their members'.

    Within each connected piece, the leading singular vectors of the members × groups
    matrix B: :math:`B y = \sigma x`, :math:`B^T x = \sigma y`. From 0 to 1; isolates
    and empty groups have 0. On more than one piece, a piece with :math:`n_c` of the
    n nodes of this side has Euclidean norm :math:`\sqrt{n_c / n}`: compare values
    within a piece only. On a connected network the norm is 1 on either side.

    Parameters
    ----------
    net
        The network.
    side
        Whose values: ``"members"`` or ``"groups"``.
    max_iterations
        The most matrix products that a piece may take.

    Returns
    -------
    pandas.Series
        Floats named ``two_mode_eigenvector``, indexed by id in sorted order;
        ``attrs`` tells the number of ``components``.

    Raises
    ------
    ConvergenceError
        If the residual does not fall below a relative 1e-12.
    ValueError
        If ``side`` is neither of the two words.

    References
    ----------
    Bonacich, P. (1991). Simultaneous group and individual centralities. Social
    Networks 13, 155–168. Faust, K. (1997). Centrality in affiliation networks. Social
    Networks 19, 157–191.

    Examples
    --------
    >>> import pandas as pd
    >>> import tohoku_network as tn
    >>> net = tn.AffiliationNetwork.from_frames(
    ...     pd.DataFrame({"id": list("abcpq"), "name": list("abcpq")}),
    ...     pd.DataFrame({"member_id": list("abbc"), "group_id": list("ppqq")}),
    ... )
    >>> two_mode_eigenvector(net).round(4).to_dict()
    {'a': 0.4082, 'b': 0.8165, 'c': 0.4082}
    """
    b, ids, other = net.oriented(side)
    values = np.zeros(len(ids))
    pieces = _leading(b, "two_mode_eigenvector", max_iterations)
    for rows, vector in pieces:
        values[rows] = vector * np.sqrt(len(rows) / len(ids))
    return two_mode(
        values,
        ids,
        other,
        net,
        "two_mode_eigenvector",
        side,
        normalization="per component: Euclidean norm sqrt(n of the component / n)",
        citation="Bonacich (1991)",
        components=len(pieces),
    )


def hits(
    net: AffiliationNetwork, *, side: Side = "members", max_iterations: int = 10_000
) -> pd.Series:
    r"""Hub scores of members and authority scores of groups, as shares.

    Memberships are read as ties from members to groups. The scores are those of
    :func:`two_mode_eigenvector`, scaled to a sum instead of a norm: 1 over a
    connected network, :math:`n_c / n` over a piece with :math:`n_c` of the n nodes of
    this side (the original definition leaves all but one piece at 0). From 0
    (isolates, empty groups) to 1.

    Parameters
    ----------
    net
        The network.
    side
        Whose values: ``"members"`` or ``"groups"``.
    max_iterations
        The most matrix products that a piece may take.

    Returns
    -------
    pandas.Series
        Floats named ``hits``, indexed by id in sorted order; ``attrs`` tells the
        number of ``components``.

    Raises
    ------
    ConvergenceError
        If the residual does not fall below a relative 1e-12.
    ValueError
        If ``side`` is neither of the two words.

    References
    ----------
    Kleinberg, J. M. (1999). Authoritative sources in a hyperlinked environment.
    J. ACM 46, 604–632.

    Examples
    --------
    >>> import pandas as pd
    >>> import tohoku_network as tn
    >>> net = tn.AffiliationNetwork.from_frames(
    ...     pd.DataFrame({"id": list("abcpq"), "name": list("abcpq")}),
    ...     pd.DataFrame({"member_id": list("abbc"), "group_id": list("ppqq")}),
    ... )
    >>> hits(net).round(4).to_dict()
    {'a': 0.25, 'b': 0.5, 'c': 0.25}
    """
    b, ids, other = net.oriented(side)
    values = np.zeros(len(ids))
    pieces = _leading(b, "hits", max_iterations)
    for rows, vector in pieces:
        values[rows] = vector * (len(rows) / len(ids) / vector.sum())
    return two_mode(
        values,
        ids,
        other,
        net,
        "hits",
        side,
        normalization="per component: sum n of the component / n",
        citation="Kleinberg (1999)",
        components=len(pieces),
    )


def birank(
    net: AffiliationNetwork,
    *,
    side: Side = "members",
    alpha: float = 0.85,
    beta: float = 0.85,
    max_iterations: int = 10_000,
) -> pd.Series:
    r"""Rank of members from their groups and of groups from their members, damped.

    With n members, m groups and :math:`S_{ig} = 1/\sqrt{d_i k_g}` for each membership
    of an organization with :math:`d_i` groups in a group of :math:`k_g` members,
    :math:`x = \alpha S y + (1 - \alpha)/n` and
    :math:`y = \beta S^T x + (1 - \beta)/m`. Positive; the values of a side need not
    sum to 1. Isolates have (1 − α)/n, empty groups (1 − β)/m, the least of their
    side. Disconnected networks need no special care.

    Parameters
    ----------
    net
        The network.
    side
        Whose values: ``"members"`` or ``"groups"``.
    alpha
        How much members take from their groups, at least 0 and less than 1.
    beta
        How much groups take from their members, at least 0 and less than 1.
    max_iterations
        The most steps.

    Returns
    -------
    pandas.Series
        Floats named ``birank``, indexed by id in sorted order.

    Raises
    ------
    ConvergenceError
        If the summed error does not fall below 1e-12.
    ValueError
        If ``side`` is neither of the two words, or a share is out of range.

    Notes
    -----
    Every node is given the same prior weight; He et al. let it express a query.

    References
    ----------
    He, X., Gao, M., Kan, M.-Y. and Wang, D. (2017). BiRank: towards ranking on
    bipartite graphs. IEEE Trans. Knowl. Data Eng. 29, 57–71.

    Examples
    --------
    >>> import pandas as pd
    >>> import tohoku_network as tn
    >>> net = tn.AffiliationNetwork.from_frames(
    ...     pd.DataFrame({"id": list("abcpq"), "name": list("abcpq")}),
    ...     pd.DataFrame({"member_id": list("abbc"), "group_id": list("ppqq")}),
    ... )
    >>> birank(net).round(4).to_dict()
    {'a': 0.3236, 'b': 0.4369, 'c': 0.3236}
    """
    b, ids, other = net.oriented(side)
    shares = {
        "members": checked_share(alpha, "alpha"),
        "groups": checked_share(beta, "beta"),
    }
    own = shares.pop(side)
    opposite = shares.popitem()[1]
    n, m = len(ids), len(other)
    scale = sp.diags_array(_root(np.diff(b.indptr)))
    other_scale = sp.diags_array(_root(np.bincount(b.indices, minlength=m)))
    s = sp.csr_array(scale @ b @ other_scale)
    turned = sp.csr_array(s.T)

    def step(x: np.ndarray) -> np.ndarray:
        y = opposite * (turned @ x) + (1 - opposite) / max(m, 1)
        return own * (s @ y) + (1 - own) / n

    values = np.zeros(0)
    if n:
        values = _incidence.fixed_point(
            step,
            np.full(n, 1 / n),
            contraction=own * opposite,
            measure="birank",
            max_iterations=max_iterations,
        )
    return two_mode(
        values,
        ids,
        other,
        net,
        "birank",
        side,
        normalization="uniform prior of sum 1 on each side",
        citation="He et al. (2017)",
        alpha=alpha,
        beta=beta,
    )


def _root(counts: np.ndarray) -> np.ndarray:
    return 1.0 / np.sqrt(np.maximum(counts, 1))


def _leading(
    b: sp.csr_array, measure: str, max_iterations: int
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Rows of each connected piece, with their leading left singular vector."""
    found = []
    for rows, columns in _incidence.components(b):
        piece = sp.csr_array(b[rows][:, columns], dtype=float)
        vector = _incidence.leading_vector(
            _incidence.gram_product(piece),
            len(rows),
            measure=measure,
            max_iterations=max_iterations,
        )
        found.append((rows, vector))
    return found
