"""What falls apart when one organization, group or membership is gone?

Searched on the two-mode graph in one depth-first pass (Tarjan). What falls apart is
counted in organizations: an empty group that loses its only member separates nobody.
"""

from __future__ import annotations

import itertools
from typing import NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sp

from tohoku_network._definition import tag
from tohoku_network.brokerage._ends import people
from tohoku_network.network import AffiliationNetwork, Side
from tohoku_network.vocabulary import KINDS, Language, label

__all__ = ["bridges", "cut_organizations"]

_CITATION = "Hopcroft and Tarjan (1973)"


def cut_organizations(
    net: AffiliationNetwork, *, side: Side = "members", language: Language = "ja"
) -> pd.DataFrame:
    """Organizations, or groups, without which others lose every connection.

    An organization is cut when those it is connected with, directly or through
    others, fall into two or more pieces once it has gone with its memberships; a
    group, when its component's members do once it is dissolved. ``pieces`` counts
    the pieces that hold a member, 2 upwards; ``separated`` the members outside the
    largest piece, 1 upwards. Isolates and members of a single group are never cut; a
    group whose members have no other is. Each component is looked at by itself, so
    that disconnected networks need no care.

    Parameters
    ----------
    net
        The network.
    side
        ``"members"`` for organizations, ``"groups"`` for groups. An organization that
        is both has two sides, of which one goes.
    language
        Language of names, sectors and kinds.

    Returns
    -------
    pandas.DataFrame
        One row per cut organization (none if there is none), indexed by id, sorted by
        ``separated``, then ``pieces`` (both descending), then id: ``name``,
        ``sector``, ``kind``, ``pieces``, ``separated`` (integers).

    Raises
    ------
    ValueError
        If ``side`` is neither of the two words.

    Notes
    -----
    Cut members are the articulation points of the projection onto members. Cut groups
    are articulation points of the two-mode graph with members on two sides.

    References
    ----------
    Hopcroft, J. and Tarjan, R. (1973). Algorithm 447: efficient algorithms for graph
    manipulation. Commun. ACM 16, 372–378.

    Examples
    --------
    >>> import pandas as pd
    >>> import tohoku_network as tn
    >>> net = tn.AffiliationNetwork.from_frames(
    ...     pd.DataFrame({"id": list("abcdgh"), "name": list("abcdgh")}),
    ...     pd.DataFrame({"member_id": list("abccd"), "group_id": list("ggghh")}))
    >>> cut_organizations(net)[["pieces", "separated"]]
        pieces  separated
    id
    c        2          1
    >>> cut_organizations(net, side="groups")["pieces"].to_dict()
    {'g': 3, 'h': 2}
    """
    _, ids, _ = net.oriented(side)
    b, members, _ = net.oriented("members")
    tree = _search(b)
    offset = 0 if side == "members" else len(members)
    rows, pieces, separated = [], [], []
    for row in range(len(ids)):
        sizes = tree.pieces(offset + row)
        if len(sizes) > 1:
            rows.append(row)
            pieces.append(len(sizes))
            separated.append(sum(sizes) - max(sizes))
    result = people(net, [ids[row] for row in rows], language)
    kinds = net.organizations["kind"].reindex(result.index)
    result["kind"] = [label(code, KINDS, language) for code in kinds]
    result["pieces"] = np.array(pieces, dtype=np.int64)
    result["separated"] = np.array(separated, dtype=np.int64)
    order = np.lexsort((np.arange(len(rows)), -result["pieces"], -result["separated"]))
    return tag(
        result.iloc[order],
        measure="cut_organizations",
        variant=f"two-mode network without one of its {side}, pieces with a member",
        n=len(ids),
        period=net.period,
        citation=_CITATION,
    )


def bridges(net: AffiliationNetwork, *, language: Language = "ja") -> pd.DataFrame:
    """Memberships whose loss cuts organizations off from each other.

    A membership is a bridge when, without it, its member can no longer reach its
    group's other members through any chain of groups. ``n_member_side`` counts the
    organizations that then remain with the member, itself among them (1 for a member
    of this group alone); ``n_group_side`` those that remain with the group;
    ``separated`` is the smaller number, 1 upwards. The only membership in a group
    separates nobody and is no bridge. Components do not affect each other; isolates
    have no memberships.

    Parameters
    ----------
    net
        The network.
    language
        Language of names.

    Returns
    -------
    pandas.DataFrame
        One row per bridge (none if there is none), numbered, sorted by ``separated``
        (descending), then ids: ``member_id``, ``group_id``, ``member_name``,
        ``group_name``, ``n_member_side``, ``n_group_side``, ``separated``.

    References
    ----------
    Tarjan, R. E. (1974). A note on finding the bridges of a graph. Inf. Process.
    Lett. 2, 160–161.

    Examples
    --------
    >>> import pandas as pd
    >>> import tohoku_network as tn
    >>> net = tn.AffiliationNetwork.from_frames(
    ...     pd.DataFrame({"id": list("abcdgh"), "name": list("abcdgh")}),
    ...     pd.DataFrame({"member_id": list("abccd"), "group_id": list("ggghh")}))
    >>> bridges(net)[["member_id", "group_id", "n_member_side", "n_group_side"]]
      member_id group_id  n_member_side  n_group_side
    0         c        g              2             2
    1         a        g              1             3
    2         b        g              1             3
    3         c        h              3             1
    4         d        h              1             3
    """
    b, members, groups = net.oriented("members")
    tree = _search(b)
    found = []
    for child, parent in enumerate(tree.parent):
        below = tree.below[child]
        above = tree.below[tree.root[child]] - below
        if parent < 0 or tree.low[child] <= tree.seen[parent] or not (above and below):
            continue
        if child < len(members):
            found.append((members[child], groups[parent - len(members)], below, above))
        else:
            found.append((members[parent], groups[child - len(members)], above, below))
    found.sort(key=lambda row: (-min(row[2:]), row[:2]))
    names = net.display_names(language)
    member_ids, group_ids = [row[0] for row in found], [row[1] for row in found]
    result = pd.DataFrame(
        {
            "member_id": pd.Series(member_ids, dtype="str"),
            "group_id": pd.Series(group_ids, dtype="str"),
            "member_name": names.reindex(member_ids).to_numpy(),
            "group_name": names.reindex(group_ids).to_numpy(),
            "n_member_side": np.array([row[2] for row in found], dtype=np.int64),
            "n_group_side": np.array([row[3] for row in found], dtype=np.int64),
        }
    )
    result["separated"] = result[["n_member_side", "n_group_side"]].min(axis=1)
    result["separated"] = result["separated"].astype("int64")
    return tag(
        result,
        measure="bridges",
        variant="memberships of the two-mode network, pieces with a member",
        n=len(members),
        period=net.period,
        citation="Tarjan (1974)",
    )


class _Tree(NamedTuple):
    """Depth-first trees of the two-mode graph, members first, then groups."""

    weight: list[int]
    """1 for members, 0 for groups."""
    seen: list[int]
    low: list[int]
    """Earliest node that a subtree touches by one tie beyond the tree."""
    parent: list[int]
    children: list[list[int]]
    root: list[int]
    below: list[int]
    """Members in the subtree."""

    def pieces(self, node: int) -> list[int]:
        """Members of each piece that the node's component falls into without it."""
        cut = [c for c in self.children[node] if self.low[c] >= self.seen[node]]
        sizes = [self.below[child] for child in cut]
        whole = self.below[self.root[node]] - self.weight[node]
        return [size for size in (*sizes, whole - sum(sizes)) if size]


def _search(b: sp.csr_array) -> _Tree:
    """Depth-first search from each node not yet seen, without recursion."""
    n, m = b.shape
    total = n + m
    turned = sp.csr_array(b.T)
    near = [(b.indices[i:j] + n).tolist() for i, j in _cuts(b)]
    near += [turned.indices[i:j].tolist() for i, j in _cuts(turned)]
    weight = [1] * n + [0] * m
    seen, low, parent = [-1] * total, [0] * total, [-1] * total
    root, below = [0] * total, list(weight)
    children: list[list[int]] = [[] for _ in range(total)]
    clock = 0
    for start in range(total):
        if seen[start] >= 0:
            continue
        seen[start] = low[start] = clock
        clock += 1
        root[start] = start
        path = [(start, iter(near[start]))]
        while path:
            node, others = path[-1]
            for other in others:
                if seen[other] < 0:
                    seen[other] = low[other] = clock
                    clock += 1
                    parent[other], root[other] = node, start
                    children[node].append(other)
                    path.append((other, iter(near[other])))
                    break
                if other != parent[node]:
                    low[node] = min(low[node], seen[other])
            else:
                path.pop()
                if path:
                    above = path[-1][0]
                    low[above] = min(low[above], low[node])
                    below[above] += below[node]
    return _Tree(weight, seen, low, parent, children, root, below)


def _cuts(matrix: sp.csr_array) -> list[tuple[int, int]]:
    return list(itertools.pairwise(matrix.indptr.tolist()))
