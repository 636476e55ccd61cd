"""Who is the only connection of others to the rest, in words?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import scipy.sparse as sp

from tohoku_network import _incidence
from tohoku_network._definition import tag
from tohoku_network.network import AffiliationNetwork, Side
from tohoku_network.robustness._lists import open_lists
from tohoku_network.robustness._people import listed, people
from tohoku_network.robustness._pieces import (
    classes,
    connected_pairs,
    member_pieces,
)
from tohoku_network.robustness._sectors import counted
from tohoku_network.vocabulary import Language

__all__ = ["articulation"]

_CAVEATS = {
    "ja": "記録された所属だけで数えています。"
    "名称不明の構成員を通じたつながりは見えません。",
    "en": "Counted on the recorded memberships of named organizations; ways through "
    "unnamed members are not seen.",
}


def articulation(
    net: AffiliationNetwork, *, side: Side = "members", language: Language = "ja"
) -> pd.DataFrame:
    """Organizations, or groups, that alone connect others with the rest, in words.

    An articulation point: once it has gone, members that were connected by chains of
    groups fall into two or more pieces. ``separated`` counts the members outside the
    largest of them, 1 upwards; ``pieces`` those pieces that hold a member, 2 upwards.
    Isolates are none; each connected piece is looked at by itself. Memberships may be
    unrecorded, so ``open_lists`` tells how many groups of the separated members have
    lists that are known to be incomplete: through those they may be connected still.

    Parameters
    ----------
    net
        The network.
    side
        ``"members"`` for organizations that leave their groups, ``"groups"`` for
        groups that are dissolved.
    language
        Language of names and sentences.

    Returns
    -------
    pandas.DataFrame
        One row per articulation point, indexed by id, sorted by ``separated``, then
        ``pieces`` (both descending), then id: ``name``, ``sector``, ``pieces``,
        ``separated``, ``open_lists`` (integers), ``who`` (ids of the separated, a
        sorted tuple), ``sentence``. ``attrs["caveat"]`` belongs below the table.

    Raises
    ------
    ValueError
        If ``side`` or ``language`` is none of the accepted words.

    References
    ----------
    Hopcroft, J. and Tarjan, R. (1973). Algorithm 447: efficient algorithms for graph
    manipulation. Commun. ACM 16, 372–378.

    Examples
    --------
    >>> import pandas as pd
    >>> import tohoku_network as tn
    >>> net = tn.AffiliationNetwork.from_frames(
    ...     pd.DataFrame({"id": list("abcdgh"), "name": list("ABCDGH")}),
    ...     pd.DataFrame({"member_id": list("abccd"), "group_id": list("ggghh")}))
    >>> articulation(net, language="en")["sentence"]["c"]
    'Without C, 1 organization (D) has no chain to the other 2; 2 pieces remain.'
    """
    _, ids, _ = net.oriented(side)
    b, members, _ = net.oriented("members")
    names = net.display_names(language)
    is_open = open_lists(net)
    rows = []
    for place in _cut(b, side):
        pieces = _pieces_without(b, place, side)
        largest, apart = pieces[0], np.sort(np.concatenate(pieces[1:]))
        groups = np.unique(b[apart].indices)
        who = tuple(members[row] for row in apart)
        rows.append((ids[place], len(pieces), len(apart), groups, who, len(largest)))
    rows.sort(key=lambda row: (-row[2], -row[1], row[0]))
    result = people(net, [row[0] for row in rows], language)
    result["pieces"] = np.array([row[1] for row in rows], dtype=np.int64)
    result["separated"] = np.array([row[2] for row in rows], dtype=np.int64)
    opened = [int(is_open[row[3]].sum()) for row in rows]
    result["open_lists"] = np.array(opened, dtype=np.int64)
    result["who"] = [row[4] for row in rows]
    said = [
        _sentence(
            names[row[0]], [names[i] for i in row[4]], row[5], row[1], side, language
        )
        for row in rows
    ]
    result["sentence"] = pd.Series(said, index=result.index, dtype="str")
    return tag(
        result,
        measure="articulation",
        variant=f"two-mode network without one of its {side}, pieces with a member",
        n=len(members),
        period=net.period,
        citation="Hopcroft and Tarjan (1973)",
        caveat=_CAVEATS[language],
    )


def _cut(b: sp.csr_array, side: str) -> list[int]:
    """Rows, or columns, without which connected pairs of others are connected no more.

    Only a class of one can be such a point: its copy would keep the others connected.
    """
    graph = classes(b)
    copies = [len(found) for found in graph.rows]
    now, after = connected_pairs(graph, copies, candidates=side)
    own = np.zeros(len(b.indptr) - 1, dtype=np.int64)
    for rows, _ in _incidence.components(b):
        own[rows] = 2 * (len(rows) - 1)
    inside = range(graph.n_members)
    if side == "groups":
        inside = range(graph.n_members, len(graph.near))
    found = []
    for node in inside:
        places = graph.rows[node]
        expected = own[places[0]] if side == "members" else 0
        if len(places) == 1 and now - after[node] > expected:
            found.append(int(places[0]))
    return sorted(found)


def _pieces_without(b: sp.csr_array, place: int, side: str) -> list[np.ndarray]:
    """Pieces of the component of a row or column once it has gone, largest first."""
    if side == "members":
        rows, columns = next(
            found for found in _incidence.components(b) if place in found[0]
        )
        rows = rows[rows != place]
    else:
        rows, columns = next(
            found for found in _incidence.components(b) if place in found[1]
        )
        columns = columns[columns != place]
    part = sp.csr_array(b[rows][:, columns])
    return [rows[piece] for piece in member_pieces(part)]


def _sentence(
    name: str, apart: list[str], rest: int, pieces: int, side: str, language: Language
) -> str:
    n = len(apart)
    who = listed(apart, language)
    if language == "ja":
        goes = "が抜けると" if side == "members" else "がなくなると"
        return (
            f"{name}{goes}、{who}（{n:,}機関）は残る{rest:,}機関とつながる経路を失い、"
            f"全体は{pieces:,}つに分かれます。"
        )
    verb = "has" if n == 1 else "have"
    return (
        f"Without {name}, {counted(n, 'organization', 'organizations')} ({who}) {verb} "
        f"no chain to the other {rest:,}; {pieces:,} pieces remain."
    )
