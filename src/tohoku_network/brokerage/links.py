"""Who links two sectors, through which groups, and who alone does?

A pair of organizations, one of each end, is linked by a third when they share no
group with each other and both share one with it. Everything is counted on the plain
projection of named members.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sp

from tohoku_network import _incidence
from tohoku_network._definition import tag
from tohoku_network.brokerage._ends import By, Ends, ends, named, pair_blocks, people
from tohoku_network.brokerage._triads import brokers, tied_to
from tohoku_network.network import AffiliationNetwork
from tohoku_network.vocabulary import KINDS, Language, label

__all__ = ["linking_groups", "who_links"]


def who_links(
    net: AffiliationNetwork,
    a: str | Iterable[str],
    b: str | Iterable[str],
    *,
    by: By | pd.Series = "sector",
    language: Language = "ja",
) -> pd.DataFrame:
    """Organizations that stand between two sectors, and the groups where they do.

    For an organization x of any sector, ``pairs`` counts the pairs (one organization
    of A, one of B, neither of them x) that share no group and both share one with x;
    ``exclusive_pairs`` those of them that nobody but x joins in this way.
    ``betweenness`` sums, over ordered pairs, the share of shortest paths from A to B
    on which x lies between; it also sees links of more than two steps. All are 0 for
    isolates and for members of a single group, and pairs in different components add
    nothing.

    Parameters
    ----------
    net
        The network.
    a, b
        The two ends: sectors by word or label ("industry", "産"), words of another
        attribute with ``by``, or ids of organizations. Pairs within what both ends
        have in common count once, so that the same end twice counts unordered pairs.
    by
        What the words are words of: ``"sector"``, ``"prefecture"``, ``"kind"``, or a
        Series that gives each member a category, such as a community.
    language
        Language of names and sectors.

    Returns
    -------
    pandas.DataFrame
        One row per organization, indexed by id, sorted by ``pairs``, then
        ``exclusive_pairs`` (both descending), then id: ``name``, ``sector``,
        ``pairs``, ``exclusive_pairs`` (counts), ``betweenness`` (0 upwards),
        ``groups_a`` and ``groups_b`` (ids of groups where x meets A, B), ``via``
        (ids of its groups that carry a counted pair), each a sorted tuple. The
        attributes tell how many pairs there are in all: ``open_pairs`` without a
        shared group, ``unlinked_pairs`` of them that nobody links, ``tied_pairs``
        with a shared group.

    Raises
    ------
    ValueError
        If no organization is of a category, the message lists those that occur; or
        if an end names nobody, or ``by`` is none of the accepted words.
    GraphError
        If an id is not that of a named member, or a category is missing.

    Notes
    -----
    Open two-paths between given sectors in the sense of Gould and Fernandez (1989);
    the path count is Brandes' (2008) betweenness restricted to sources in A and
    targets in B.

    References
    ----------
    Gould, R. V. and Fernandez, R. M. (1989). Structures of mediation. Sociological
    Methodology 19, 89–126. Brandes, U. (2008). On variants of shortest-path
    betweenness centrality. Social Networks 30, 136–145.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> net = tn.load_tohoku()
    >>> who_links(net, "industry", "academia").index[0]
    'meti-tohoku'
    >>> who_links(net, "Miyagi", "Aomori", by="prefecture").attrs["by"]
    'prefecture'
    """
    found = ends(net, a, b, by)
    matrix = found.matrix
    n, who = matrix.shape[0], brokers(matrix)
    joined = _joined(found, who)
    result = people(net, found.members, language)
    for column, values in (
        ("pairs", joined.pairs),
        ("exclusive_pairs", joined.exclusive),
    ):
        counts = np.zeros(n, dtype=np.int64)
        counts[who] = np.rint(values).astype(np.int64)
        result[column] = counts
    result["betweenness"] = _between(found)
    result["groups_a"] = _where(_meets(matrix, found.a), found.groups)
    result["groups_b"] = _where(_meets(matrix, found.b), found.groups)
    result["via"] = _where(joined.carries, found.groups)
    order = np.lexsort((np.arange(n), -result["exclusive_pairs"], -result["pairs"]))
    ways = f"open pairs between {named(found.facts['a'])} and {named(found.facts['b'])}"
    result = result.iloc[order]
    result.attrs.update(found.facts, unlinked_pairs=joined.unlinked)
    return tag(
        result,
        measure="who_links",
        variant=f"{ways} on the plain projection of members",
        n=n,
        period=net.period,
        citation="Gould and Fernandez (1989); Brandes (2008)",
    )


def linking_groups(
    net: AffiliationNetwork,
    a: str | Iterable[str],
    b: str | Iterable[str],
    *,
    by: By | pd.Series = "sector",
    language: Language = "ja",
) -> pd.DataFrame:
    """Groups in which two sectors meet, and the pairs that meet nowhere else.

    The group as a broker: ``pairs`` counts the pairs (one organization of A, one of
    B) inside the group, ``exclusive_pairs`` those that share no other group, and
    would not meet at all without this one.

    Parameters
    ----------
    net
        The network.
    a, b
        The two ends, as for :func:`who_links`.
    by
        What the words are words of: ``"sector"``, ``"prefecture"``, ``"kind"``, or a
        Series that gives each member a category.
    language
        Language of names and kinds.

    Returns
    -------
    pandas.DataFrame
        One row per group, indexed by id, sorted by ``pairs``, then
        ``exclusive_pairs`` (both descending), then id: ``name``, ``kind``, ``pairs``
        (A×B pairs inside the group), ``exclusive_pairs`` (those that share no other
        group), ``members_a``, ``members_b``; all counts, 0 for groups without
        members of both sectors.

    Raises
    ------
    ValueError
        If no organization is of a category, the message lists those that occur; or
        if an end names nobody, or ``by`` is none of the accepted words.
    GraphError
        If an id is not that of a named member, or a category is missing.

    References
    ----------
    Breiger, R. L. (1974). The duality of persons and groups. Social Forces 53,
    181–190.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> frame = linking_groups(tn.load_tohoku(), "industry", "academia")
    >>> bool((frame["exclusive_pairs"] <= frame["pairs"]).all())
    True
    """
    found = ends(net, a, b, by)
    matrix = found.matrix
    m = matrix.shape[1]
    of_b = matrix[found.b]
    pairs, exclusive = np.zeros(m), np.zeros(m)
    for rows, allowed in pair_blocks(found):
        of_a = matrix[rows]
        shared = (of_a @ of_b.T).toarray()
        pairs += _column_sums(of_a.multiply(allowed.astype(float) @ of_b))
        only = (allowed & (shared == 1)).astype(float)
        exclusive += _column_sums(of_a.multiply(only @ of_b))
    table = net.organizations.reindex(found.groups)
    result = pd.DataFrame(
        {
            "name": net.display_names(language).reindex(found.groups),
            "kind": [label(code, KINDS, language) for code in table["kind"]],
            "pairs": np.rint(pairs).astype("int64"),
            "exclusive_pairs": np.rint(exclusive).astype("int64"),
            "members_a": _column_sums(matrix[found.a]).astype("int64"),
            "members_b": _column_sums(of_b).astype("int64"),
        },
        index=pd.Index(found.groups, name="id", dtype="str"),
    )
    order = np.lexsort((np.arange(m), -result["exclusive_pairs"], -result["pairs"]))
    whose = f"{named(found.facts['a'])} and {named(found.facts['b'])}"
    result = result.iloc[order]
    result.attrs.update(found.facts)
    return tag(
        result,
        measure="linking_groups",
        variant=f"pairs of {whose} that share a group",
        n=matrix.shape[0],
        period=net.period,
        citation="Breiger (1974)",
    )


class _Joined(NamedTuple):
    """What each broker joins."""

    pairs: np.ndarray
    exclusive: np.ndarray
    carries: sp.csr_array
    """Members × groups: 1 where the group carries a counted pair."""
    unlinked: int
    """Open pairs that nobody joins."""


def _joined(found: Ends, who: np.ndarray) -> _Joined:
    """Open pairs that each possible broker joins, and through which groups."""
    matrix = found.matrix
    turned, of_b = sp.csr_array(matrix[who].T), matrix[found.b]
    # Single precision is exact here: no count exceeds the number of members.
    near_b = tied_to(matrix, turned, found.b, who).astype(np.float32)
    pairs, exclusive, unlinked = np.zeros(len(who)), np.zeros(len(who)), 0
    reaches_b = np.zeros(near_b.shape, dtype=bool)
    carries = np.zeros((matrix.shape[1], len(who)), dtype=np.float32)
    for rows, allowed in pair_blocks(found):
        near_a = tied_to(matrix, turned, rows, who).astype(np.float32)
        tied = (matrix[rows] @ of_b.T).toarray() > 0
        open_pairs = (allowed & ~tied).astype(np.float32)
        ways = near_a @ near_b.T
        alone = open_pairs * (ways == 1)
        unlinked += int(((open_pairs > 0) & (ways == 0)).sum())
        joined_a = near_a * (open_pairs @ near_b)
        pairs += joined_a.sum(axis=0, dtype=float)
        exclusive += (near_a * (alone @ near_b)).sum(axis=0, dtype=float)
        carries += matrix[rows].T @ (joined_a > 0).astype(np.float32)
        reaches_b |= (near_b > 0) & (open_pairs.T @ near_a > 0)
    carries += of_b.T @ reaches_b.astype(np.float32)
    part = matrix[who].tocoo()
    used = carries[part.col, part.row] > 0
    place = (who[part.row[used]], part.col[used])
    ones = np.ones(int(used.sum()))
    carrying = sp.csr_array((ones, place), shape=matrix.shape)
    return _Joined(pairs, exclusive, carrying, unlinked)


def _between(found: Ends) -> np.ndarray:
    """Betweenness of the pairs from A to B; the way back is as long, so start fewer."""
    few, many = sorted((found.a, found.b), key=len)
    return _incidence.folded_betweenness(found.matrix, few, many)


def _column_sums(matrix: sp.csr_array | sp.coo_array) -> np.ndarray:
    return np.asarray(matrix.sum(axis=0)).ravel()


def _meets(matrix: sp.csr_array, sector: np.ndarray) -> sp.csr_array:
    """Members × groups: how many others of the sector each member meets there."""
    present = matrix.multiply(_column_sums(matrix[sector])[None, :]).tocsr()
    itself = np.zeros(matrix.shape[0])
    itself[sector] = 1.0
    return sp.csr_array(present - sp.diags_array(itself) @ matrix)


def _where(matrix: sp.csr_array, groups: list[str]) -> list[tuple[str, ...]]:
    """Ids of the columns that are positive, row by row."""
    result = []
    for row in range(matrix.shape[0]):
        inside = slice(matrix.indptr[row], matrix.indptr[row + 1])
        columns = matrix.indices[inside][matrix.data[inside] > 0.5]
        result.append(tuple(groups[column] for column in np.sort(columns)))
    return result
