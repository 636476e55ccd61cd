"""Who links two sectors, through which groups, and who alone does?

A pair of organizations, one of each sector, is linked by a third when they share no
group with each other and both share one with it. Everything is counted on the plain
projection of named members.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sp

from tohoku_network import _incidence
from tohoku_network._definition import tag
from tohoku_network.network import AffiliationNetwork
from tohoku_network.vocabulary import KINDS, SECTORS, Language, code_of, label

__all__ = ["linking_groups", "who_links"]


def who_links(
    net: AffiliationNetwork,
    a: str,
    b: str,
    *,
    language: Language = "ja",
) -> pd.DataFrame:
    """Organizations that stand between two sectors, and the groups where they do.

    For an organization x of any sector, ``pairs`` counts the pairs (one organization
    of A, one of B, neither of them x) that share no group and both share one with x;
    ``exclusive_pairs`` those of them that nobody but x joins in this way.
    ``betweenness`` sums, over ordered pairs, the share of shortest paths from A to B
    on which x lies between; it also sees links of more than two steps. All are 0 for
    isolates and for members of a single group.

    Parameters
    ----------
    net
        The network.
    a, b
        Two sectors, by word or label ("industry", "産"); the same one twice counts
        unordered pairs within it.
    language
        Language of names and sectors.

    Returns
    -------
    pandas.DataFrame
        One row per organization, indexed by id, sorted by ``pairs``, then
        ``exclusive_pairs`` (both descending), then id: ``name``, ``sector``,
        ``pairs``, ``exclusive_pairs`` (counts), ``betweenness`` (0 upwards),
        ``groups_a`` and ``groups_b`` (ids of groups where x meets A, B), ``via``
        (ids of its groups that carry a counted pair), each a sorted tuple.

    Raises
    ------
    ValueError
        If no organization is of a sector; the message lists those that occur.

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
    """
    ends = _ends(net, a, b)
    matrix, groups = ends.matrix, ends.groups
    n = matrix.shape[0]
    tied = _incidence.adjacency(matrix)
    from_b = tied[ends.b]
    pairs, exclusive = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
    carries = sp.csr_array(matrix.shape)
    for rows, allowed in _pair_blocks(ends):
        from_a = tied[rows]
        open_pairs = (allowed & (from_a[:, ends.b].toarray() == 0)).astype(float)
        between = (from_a @ from_b.T).toarray()
        alone = (open_pairs * (between == 1)).astype(float)
        joined_a = from_a.multiply(open_pairs @ from_b).tocsr()
        pairs += np.rint(_column_sums(joined_a)).astype(np.int64)
        alone_a = from_a.multiply(alone @ from_b)
        exclusive += np.rint(_column_sums(alone_a)).astype(np.int64)
        joined_b = from_b.multiply(open_pairs.T @ from_a).tocsr()
        carries = (
            carries
            + _positive(joined_a).T @ matrix[rows]
            + _positive(joined_b).T @ matrix[ends.b]
        )
    result = _frame(net, ends.members, language)
    result["pairs"], result["exclusive_pairs"] = pairs, exclusive
    result["betweenness"] = _incidence.betweenness(tied, ends.a, ends.b)
    result["groups_a"] = _where(_meets(matrix, ends.a), groups)
    result["groups_b"] = _where(_meets(matrix, ends.b), groups)
    result["via"] = _where(sp.csr_array(carries).multiply(matrix).tocsr(), groups)
    order = np.lexsort((np.arange(n), -exclusive, -pairs))
    return tag(
        result.iloc[order],
        measure="who_links",
        variant=f"open pairs between {a} and {b} on the plain projection of members",
        n=n,
        period=net.period,
        citation="Gould and Fernandez (1989); Brandes (2008)",
        a=a,
        b=b,
        n_a=len(ends.a),
        n_b=len(ends.b),
        open_pairs=ends.n_pairs - ends.n_tied,
        tied_pairs=ends.n_tied,
    )


def linking_groups(
    net: AffiliationNetwork,
    a: str,
    b: str,
    *,
    language: Language = "ja",
) -> pd.DataFrame:
    """Groups in which two sectors meet, and the pairs that meet nowhere else.

    Parameters
    ----------
    net
        The network.
    a, b
        Two sectors, by word or label; the same one twice counts unordered pairs.
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
        If no organization is of a sector; the message lists those that occur.

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
    ends = _ends(net, a, b)
    matrix = ends.matrix
    m = matrix.shape[1]
    of_b = matrix[ends.b]
    pairs, exclusive = np.zeros(m), np.zeros(m)
    for rows, allowed in _pair_blocks(ends):
        of_a = matrix[rows]
        shared = (of_a @ of_b.T).toarray()
        pairs += _column_sums(of_a.multiply(allowed.astype(float) @ of_b))
        only = (allowed & (shared == 1)).astype(float)
        exclusive += _column_sums(of_a.multiply(only @ of_b))
    table = net.organizations.reindex(ends.groups)
    result = pd.DataFrame(
        {
            "name": net.display_names(language).reindex(ends.groups),
            "kind": [label(code, KINDS, language) for code in table["kind"]],
            "pairs": np.rint(pairs).astype("int64"),
            "exclusive_pairs": np.rint(exclusive).astype("int64"),
            "members_a": _column_sums(matrix[ends.a]).astype("int64"),
            "members_b": _column_sums(of_b).astype("int64"),
        },
        index=pd.Index(ends.groups, name="id", dtype="str"),
    )
    order = np.lexsort((np.arange(m), -result["exclusive_pairs"], -result["pairs"]))
    return tag(
        result.iloc[order],
        measure="linking_groups",
        variant=f"pairs of {a} and {b} that share a group",
        n=matrix.shape[0],
        period=net.period,
        citation="Breiger (1974)",
        a=a,
        b=b,
        n_a=len(ends.a),
        n_b=len(ends.b),
        open_pairs=ends.n_pairs - ends.n_tied,
        tied_pairs=ends.n_tied,
    )


class _Ends(NamedTuple):
    """The network's matrix, and the rows that stand at either end of a pair."""

    matrix: sp.csr_array
    members: list[str]
    groups: list[str]
    a: np.ndarray
    b: np.ndarray
    n_pairs: int
    n_tied: int


def _ends(net: AffiliationNetwork, a: str, b: str) -> _Ends:
    matrix, members, groups = net.biadjacency()
    sectors = net.organizations["sector"].reindex(members)
    at = [np.flatnonzero(sectors == _sector(word, sectors)) for word in (a, b)]
    ends = _Ends(matrix, members, groups, at[0], at[1], 0, 0)
    n_pairs = n_tied = 0
    of_b = matrix[ends.b]
    for rows, allowed in _pair_blocks(ends):
        n_pairs += int(allowed.sum())
        n_tied += int((allowed & ((matrix[rows] @ of_b.T).toarray() > 0)).sum())
    return ends._replace(n_pairs=n_pairs, n_tied=n_tied)


def _sector(word: str, sectors: pd.Series) -> str:
    code = code_of(word, SECTORS) or word
    if not (sectors == code).any():
        present = ", ".join(sorted(set(sectors.dropna()))) or "none"
        msg = f"no named member is of sector {word!r}; the sectors are: {present}"
        raise ValueError(msg)
    return code


def _pair_blocks(ends: _Ends) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Blocks of A with the mask of the pairs that count: distinct, and each once."""
    both = np.intersect1d(ends.a, ends.b)
    b_in_a = np.isin(ends.b, both)
    for block in _incidence.blocks(len(ends.a)):
        rows = ends.a[block]
        allowed = rows[:, None] != ends.b[None, :]
        twice = np.isin(rows, both)[:, None] & b_in_a[None, :]
        yield rows, allowed & ~(twice & (rows[:, None] > ends.b[None, :]))


def _column_sums(matrix: sp.csr_array | sp.coo_array) -> np.ndarray:
    return np.asarray(matrix.sum(axis=0)).ravel()


def _positive(matrix: sp.csr_array) -> sp.csr_array:
    matrix = matrix.copy()
    matrix.data = (matrix.data > 0.5).astype(float)
    return matrix


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


def _frame(
    net: AffiliationNetwork, members: list[str], language: Language
) -> pd.DataFrame:
    sectors = net.organizations["sector"].reindex(members)
    return pd.DataFrame(
        {
            "name": net.display_names(language).reindex(members),
            "sector": [label(code, SECTORS, language) for code in sectors],
        },
        index=pd.Index(members, name="id", dtype="str"),
    )
