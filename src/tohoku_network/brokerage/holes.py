"""How much of an organization's surroundings is one and the same circle?

Burt's measures of structural holes on either projection, plain or weighted. Members
with the same groups have the same ties but for each other, and are handled once.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sp

from tohoku_network import _incidence
from tohoku_network._definition import tag
from tohoku_network._graphs import checked_weight
from tohoku_network._incidence import Weight
from tohoku_network.network import AffiliationNetwork, Side

__all__ = ["constraint", "effective_size", "efficiency", "hierarchy"]

_BLOCK = 512
"""Classes handled at once."""

_DENSE = 12_000
"""The most classes whose ties are held as a dense matrix."""

_PAYS = 50
"""A dense product does this many multiplications in the time of a sparse one."""


def constraint(
    net: AffiliationNetwork, *, side: Side = "members", weight: Weight | None = None
) -> pd.Series:
    r"""How little room an organization has because its contacts know each other.

    .. math:: c_i = \sum_{j \in N(i)} \Bigl(p_{ij} + \sum_{q \ne i, j} p_{iq} p_{qj}
              \Bigr)^2, \qquad p_{ij} = a_{ij} \big/ \sum_k a_{ik}

    with a the ties of the projection. Low values mean many contacts in separate
    circles, that is structural holes to bridge; 1 is a single contact. Greater than
    0, and above 1 in small dense circles (9/8 for each of three that are all tied).
    Isolates have no contacts and a missing value. Only the contacts' component
    matters, so that disconnected networks need no care.

    Parameters
    ----------
    net
        The network.
    side
        ``"members"`` tied by shared groups, or ``"groups"`` tied by shared members.
    weight
        None for the plain projection, or a tie weight: ``"newman"``, ``"shared"``,
        ``"jaccard"`` or ``"cosine"``.

    Returns
    -------
    pandas.Series
        Floats named ``constraint``, indexed by id in sorted order; NaN for isolates.

    Raises
    ------
    ValueError
        If an option is none of the accepted words.

    Notes
    -----
    The outer sum runs over contacts alone, as in NetworkX and igraph.

    References
    ----------
    Burt, R. S. (1992). Structural Holes: The Social Structure of Competition.
    Harvard University Press. Burt, R. S. (2004). Structural holes and good ideas.
    Am. J. Sociol. 110, 349–399.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> constraint(tn.load_tohoku()).idxmin()
    'meti-tohoku'
    """
    ties = _ties(net, side, weight)
    values = np.full(len(ties.copies), np.nan)
    for rows, share, others in _shares(ties):
        values[rows] = np.where(
            ties.strength[rows] > 0, (share**2 * others).sum(axis=1), np.nan
        )
    return _series(net, ties, values, "constraint")


def effective_size(
    net: AffiliationNetwork, *, side: Side = "members", weight: Weight | None = None
) -> pd.Series:
    r"""Number of an organization's contacts, less what is redundant among them.

    .. math:: e_i = \sum_{j \in N(i)} \Bigl(1 - \sum_{q \ne i, j} p_{iq} m_{jq}\Bigr),
              \qquad m_{jq} = a_{jq} \big/ \max_k a_{jk}

    with p as in :func:`constraint`. On the plain projection this is
    :math:`d - 2t/d` for d contacts with t ties among them: from 1 (all contacts tied
    to each other) to d (none tied). Isolates have no contacts and a missing value.
    Only the contacts' component matters.

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
        Floats named ``effective_size``, indexed by id in sorted order; NaN for
        isolates.

    Raises
    ------
    ValueError
        If an option is none of the accepted words.

    References
    ----------
    Burt, R. S. (1992). Structural Holes: The Social Structure of Competition.
    Harvard University Press. Borgatti, S. P. (1997). Structural holes: unpacking
    Burt's redundancy measures. Connections 20, 35–38.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> effective_size(tn.load_tohoku()).idxmax()
    'meti-tohoku'
    """
    ties = _ties(net, side, weight)
    return _series(net, ties, _sizes(ties)[0], "effective_size")


def efficiency(
    net: AffiliationNetwork, *, side: Side = "members", weight: Weight | None = None
) -> pd.Series:
    """Share of an organization's contacts that are not redundant.

    :func:`effective_size` divided by the number of contacts, greater than 0 and at
    most 1 (no two contacts are tied). Isolates have a missing value. Only the
    contacts' component matters.

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
        Floats named ``efficiency``, indexed by id in sorted order; NaN for isolates.

    Raises
    ------
    ValueError
        If an option is none of the accepted words.

    References
    ----------
    Burt, R. S. (1992). Structural Holes: The Social Structure of Competition.
    Harvard University Press.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> bool(efficiency(tn.load_tohoku()).dropna().between(0, 1).all())
    True
    """
    ties = _ties(net, side, weight)
    size, contacts = _sizes(ties)
    return _series(net, ties, size / contacts, "efficiency")


def hierarchy(
    net: AffiliationNetwork, *, side: Side = "members", weight: Weight | None = None
) -> pd.Series:
    r"""How far an organization's constraint comes from a few of its contacts.

    .. math:: h_i = \frac{1}{N \ln N} \sum_{j \in N(i)} \frac{c_{ij}}{C/N}
              \ln \frac{c_{ij}}{C/N}

    with :math:`c_{ij}` the terms of :func:`constraint`, C their sum and N the number
    of contacts (Coleman and Theil's index of disorder). From 0 (every contact
    constrains alike) towards 1 (one contact is the source of all constraint). With a
    single contact the formula is 0/0; the value is then 1, as all constraint has one
    source. Isolates have a missing value. Only the contacts' component matters.

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
        Floats from 0 to 1 named ``hierarchy``, indexed by id in sorted order; NaN for
        isolates.

    Raises
    ------
    ValueError
        If an option is none of the accepted words.

    Notes
    -----
    The value 1 for a single contact is our choice.

    References
    ----------
    Burt, R. S. (1992). Structural Holes: The Social Structure of Competition.
    Harvard University Press, pp. 70–71.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> bool(hierarchy(tn.load_tohoku()).dropna().between(0, 1).all())
    True
    """
    ties = _ties(net, side, weight)
    values = np.full(len(ties.copies), np.nan)
    for rows, share, others in _shares(ties):
        terms = share**2
        inside = others > 0
        contacts = others.sum(axis=1)
        total = (terms * others).sum(axis=1)
        logs = np.log(terms, out=np.zeros_like(terms), where=inside)
        disorder = (terms * logs * others).sum(axis=1)
        many = contacts > 1.5
        level = np.where(many, total / np.maximum(contacts, 1), 1.0)
        found = disorder / np.where(many, total, 1.0) - np.log(level)
        found /= np.log(np.where(many, contacts, np.e))
        # Rounding may leave equal terms a hair below 0.
        found = np.clip(np.where(many, found, 1.0), 0.0, 1.0)
        values[rows] = np.where(contacts > 0, found, np.nan)
    return _series(net, ties, values, "hierarchy")


class _Ties(NamedTuple):
    """The projection between classes of interchangeable organizations."""

    ids: list[str]
    side: str
    weight: str | None
    of: np.ndarray
    """Class of each organization."""
    copies: np.ndarray
    tie: sp.csr_array
    """Weight between an organization of one class and another one of the other."""
    inner: np.ndarray
    """Weight between two organizations of a class."""
    strength: np.ndarray


def _ties(net: AffiliationNetwork, side: Side, weight: Weight | None) -> _Ties:
    b, ids, _ = net.oriented(side)
    if weight is None:
        tied = _incidence.adjacency(b)
    else:
        tied = _incidence.projection(b, checked_weight(weight))
    of = _incidence.fold(b).of
    order = np.argsort(of, kind="stable")
    first, copies = np.unique(of[order], return_index=True, return_counts=True)[1:]
    several = copies > 1
    inner = np.zeros(len(copies))
    inner[several] = _entries(tied, order[first[several]], order[first[several] + 1])
    lead = order[first]
    strength = np.asarray(tied.sum(axis=1), dtype=float).ravel()[lead]
    between = tied[lead][:, lead]
    tie = sp.csr_array(between + sp.diags_array(inner))
    tie.eliminate_zeros()
    return _Ties(ids, side, weight, of, copies, tie, inner, strength)


def _entries(matrix: sp.csr_array, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """One entry of each of the rows."""
    part = matrix[rows]
    chosen = sp.csr_array(
        (np.ones(len(rows)), (np.arange(len(rows)), columns)), shape=part.shape
    )
    return np.asarray(part.multiply(chosen).sum(axis=1), dtype=float).ravel()


def _two_steps(
    ties: _Ties, middle: np.ndarray
) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]]:
    r"""Blocks of classes with ties, two-step sums, and the number of such contacts.

    The sum over q, neither i nor j, of :math:`a_{iq} r_q a_{qj}`, for tied i and j.
    """
    k = len(ties.copies)
    weighted = sp.csr_array(sp.diags_array(ties.copies * middle) @ ties.tie)
    sparse_work = float((np.diff(ties.tie.indptr).astype(float) ** 2).sum())
    dense = k <= _DENSE and float(k) ** 3 <= _PAYS * sparse_work
    right = weighted.toarray() if dense else weighted
    for rows in _incidence.blocks(k, _BLOCK):
        part = ties.tie[rows]
        tie = part.toarray()
        way = tie @ right if dense else (part @ right).toarray()
        # What leads through another organization of either class stays in.
        way -= (ties.inner * middle)[rows][:, None] * tie
        way -= tie * (ties.inner * middle)[None, :]
        others = np.where(tie > 0, ties.copies[None, :], 0).astype(float)
        others[np.arange(len(rows)), rows] -= tie[np.arange(len(rows)), rows] > 0
        way[others <= 0] = 0.0
        yield rows, tie, way, others


def _inverse(values: np.ndarray) -> np.ndarray:
    return np.divide(1.0, values, out=np.zeros(len(values)), where=values > 0)


def _shares(ties: _Ties) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Share of i's effort that goes to j, straight or by one other; and contacts."""
    inverse = _inverse(ties.strength)
    for rows, tie, way, others in _two_steps(ties, inverse):
        share = (tie + way) * inverse[rows][:, None]
        yield rows, np.where(others > 0, share, 0.0), others


def _sizes(ties: _Ties) -> tuple[np.ndarray, np.ndarray]:
    """Effective size and number of contacts of each class; NaN without contacts."""
    most = ties.tie.max(axis=1).toarray().ravel() if len(ties.copies) else np.zeros(0)
    size = np.full(len(ties.copies), np.nan)
    contacts = np.full(len(ties.copies), np.nan)
    inverse, scale = _inverse(ties.strength), _inverse(most)
    for rows, _, way, others in _two_steps(ties, np.ones(len(ties.copies))):
        count = others.sum(axis=1)
        redundant = inverse[rows] * ((way * others) @ scale)
        size[rows] = np.where(count > 0, count - redundant, np.nan)
        contacts[rows] = np.where(count > 0, count, np.nan)
    return size, contacts


def _series(
    net: AffiliationNetwork, ties: _Ties, values: np.ndarray, measure: str
) -> pd.Series:
    kind = "plain" if ties.weight is None else "weighted"
    result = pd.Series(
        values[ties.of], index=pd.Index(ties.ids, name="id", dtype="str"), name=measure
    )
    return tag(
        result,
        measure=measure,
        variant=f"{kind} projection onto {ties.side}",
        weight=ties.weight,
        n=len(ties.ids),
        period=net.period,
        citation="Burt (1992)",
    )
